// Offices of the three countries of the fixtures, Monday to Friday from 08:00 to 18:00, that count
// terms as their country's law does.
#pragma once

#include "core/domain/term.h"
#include "tests/support/story.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// A tenant's hours, zone and way of counting.
struct Office {
  OpeningHours hours;
  Zone zone;
  TermRules rules;

  [[nodiscard]] std::optional<TermTime> end(TimePoint start, Term term) const;
  /// The end as local time, of a term that begins at a local time; or "never".
  [[nodiscard]] std::string end(std::string_view start, Term term) const;
  /// The day whose last second is the end.
  [[nodiscard]] std::string last_day(std::string_view start, Term term) const;
  /// Their local times.
  [[nodiscard]] Lines warnings(std::string_view start, Term term,
                               const std::vector<TermWarning>& wanted) const;
};

/// "MM-DD".
[[nodiscard]] std::chrono::month_day yearly(std::string_view day);

/// The fixture `saudebr`: no Carnival and no Corpus Christi, which are no national holidays; with
/// 20 November, which is one since 2024.
[[nodiscard]] Office saudebr();

/// The fixture `telde`: what is a holiday in all of Germany.
[[nodiscard]] Office germany();

/// The holidays of the fixture `callit`, and Saint Francis, who has a holiday again since 2026
/// (until 2030 here).
[[nodiscard]] Office italy();

}  // namespace followup
