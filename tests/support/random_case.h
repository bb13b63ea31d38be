// Random cases for round trips: every field takes part, texts hold what texts can hold. The same
// seed gives the same cases.
#pragma once

#include "core/domain/case.h"

#include <cstdint>
#include <random>

namespace followup {

class RandomCases {
 public:
  explicit RandomCases(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] Case next();
  [[nodiscard]] HistoryEntry history_entry();

 private:
  /// A number from 0 to `most`.
  std::uint64_t up_to(std::uint64_t most);

  bool coin() { return up_to(1) == 1; }

  std::string text();
  TimePoint instant();
  LocalTime local();
  Date date();
  PersonRef person_ref();
  std::optional<std::uint64_t> sequence();
  OpenNotification open_notification();
  Referral referral();
  Person person(const std::string& id);
  Group group(const std::string& id);

  std::mt19937_64 random_;
};

}  // namespace followup
