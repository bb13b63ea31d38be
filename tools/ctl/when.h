// Instants as people and programs read them, and days as people type them.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/zone.h"
#include "core/domain/tenant.h"
#include "tools/ctl/json_text.h"

#include <optional>
#include <string>
#include <string_view>

namespace followup::ctl {

/// "2011-01-31 09:00 CET", with seconds where there are any.
[[nodiscard]] std::string local_text(TimePoint at, const Zone& zone);

/// "2011-01-31 09:00 CET (2011-01-31T08:00:00Z)".
[[nodiscard]] std::string both_texts(TimePoint at, const Zone& zone);

/// Adds `at` (UTC), `local` and `zone`.
void add_instant(JsonObject& object, TimePoint at, const Zone& zone);

/// "45 s", "12 min", "3 h 5 min", "2 days 4 h": the two largest units.
[[nodiscard]] std::string duration_text(Millis duration);

/// What somebody typed for a point in time: a date, or an RFC 3339 instant.
class Moment {
 public:
  /// invalid_input, with the forms that are taken.
  static Result<Moment> parse(std::string_view text);

  /// An instant as it is; a date's first moment in the zone.
  [[nodiscard]] TimePoint begin(const Zone& zone) const;
  /// An instant as it is; a date's last moment in the zone: the whole day counts.
  [[nodiscard]] TimePoint end(const Zone& zone) const;
  /// end() in the tenant's zone where the day ends last.
  [[nodiscard]] TimePoint end(const TenantBook& tenants) const;

 private:
  std::optional<Date> date_;
  TimePoint instant_{};
};

}  // namespace followup::ctl
