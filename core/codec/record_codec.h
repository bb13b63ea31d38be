// Stored records: bytes <-> values (design.md section 4).
//
//   case record   F VVVVVVVV SSSSSSSS {…}     F: format, one digit; V: version, 8 hex digits;
//                 0 1        9        17      S: checksum of V and of what follows; the rest:
//                                             compact JSON of the state, default values left out
//
// Scripts compare bytes 1 to 8 without decoding JSON. A record whose checksum fails is `internal`
// ("damaged"), never a guess. To change the format: raise the digit, keep reading the old one, and
// add an old record to the codec's test.
#pragma once

#include "core/base/result.h"
#include "core/domain/case.h"
#include "core/domain/event.h"
#include "core/domain/notification.h"
#include "core/domain/policy.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace followup {

inline constexpr std::size_t record_header_bytes = 17;
/// Facts of one case are at most 16 KiB, without the messages that are under way.
inline constexpr std::size_t max_record_bytes = std::size_t{16} * 1024;
/// With them.
inline constexpr std::size_t max_whole_record_bytes = std::size_t{256} * 1024;

[[nodiscard]] std::string encode_case(const Case& state);
[[nodiscard]] Result<Case> decode_case(const CaseKey& key, std::string_view record);
/// The version in a record's header, 0 if it is too short.
[[nodiscard]] std::uint32_t record_version(std::string_view record);

[[nodiscard]] std::string encode_notification(const Notification& notification);
[[nodiscard]] Result<Notification> decode_notification(std::string_view body);

[[nodiscard]] std::string encode_history(const HistoryEntry& entry);
[[nodiscard]] Result<HistoryEntry> decode_history(std::string_view line);

[[nodiscard]] std::string encode_outcome(const DeliveryOutcome& outcome, TimePoint at);

struct StoredOutcome {
  DeliveryOutcome outcome;
  TimePoint at;
};

[[nodiscard]] Result<StoredOutcome> decode_outcome(std::string_view line);

/// Canonical: equal policies give equal texts, so that a version is published only when something
/// changed.
[[nodiscard]] std::string encode_policy(const Policy& policy);
[[nodiscard]] Result<Policy> decode_policy(std::string_view text);

}  // namespace followup
