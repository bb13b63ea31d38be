// The closed sets of words of the domain, and their stable texts: on the wire, in Redis, in logs
// and in tests alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace followup {

/// Kinds of case. Persons and groups are cases without deadlines: the directory has the same
/// upserts, duplicates and history.
enum class Kind : std::uint8_t { referral, person, group };

/// Answer to an event (contract.md section 1).
enum class Status : std::uint8_t { accepted, duplicate, stale, rejected, quarantined, busy };

/// Why an event got its answer. Stable codes of the reply's schema.
enum class Reason : std::uint8_t {
  none,
  not_json,
  too_large,
  too_deep,
  duplicate_key,
  invalid_utf8,
  batch_too_long,
  batch_empty,
  invalid_envelope,
  unknown_type,
  invalid_data,
  unknown_source,
  wrong_tenant,
  days_missing,    ///< S-R26
  older_sequence,  ///< S-X02: a record older than the newest one
  superseded,      ///< a fact that a newer event of the case overrides: recorded, without effect
  already_seen,    ///< S-X01
  no_change,
  damaged_record,  ///< the stored case fails its checksum: the event is kept until somebody has
                   ///< looked
  store_unavailable,
  store_full,
  draining,
  record_too_large,   ///< the case would hold more than 16 KiB of facts
  unexpected_frames,  ///< attachments, which the event's type does not take; they are not kept
};

/// What a mail or a webhook is for.
enum class Purpose : std::uint8_t {
  reminder,
  escalation,
  closed,
  undeliverable,      ///< S-X18: a notification could not be delivered; goes to the fallback
  endpoint_disabled,  ///< S-X16: told to the administrator
  hook,               ///< a webhook; its CloudEvents type is beside it
};

/// Who a notification is for; resolved to a person when it is sent (Q6).
enum class Role : std::uint8_t {
  case_worker,
  case_worker_copy,
  absent_copy,
  supervisor,
  fallback,
  administrator,
  endpoint
};

enum class Channel : std::uint8_t { email, webhook };

/// The steps of a case that a clock brings about.
enum class Step : std::uint8_t { reminder, escalation, retention };

/// How one delivery attempt, or the whole delivery, ended (design.md section 6).
enum class Outcome : std::uint8_t {
  delivered,  ///< handed to the relay, or answered 2xx
  try_later,
  refused,    ///< will never be taken
  unknown,    ///< the reply was lost: resent under the same id
  withdrawn,  ///< stopped before or between attempts, because nobody wants it any more
  skipped,    ///< nobody was to be told (own action, copy for somebody who is not absent)
  gave_up,    ///< tried for as long as the policy says
};

[[nodiscard]] std::string_view to_text(Kind value);
[[nodiscard]] std::string_view to_text(Status value);
[[nodiscard]] std::string_view to_text(Reason value);
[[nodiscard]] std::string_view to_text(Purpose value);
[[nodiscard]] std::string_view to_text(Role value);
[[nodiscard]] std::string_view to_text(Channel value);
[[nodiscard]] std::string_view to_text(Step value);
[[nodiscard]] std::string_view to_text(Outcome value);

/// The value whose text this is; instantiated for every enum above.
template <class Enum>
[[nodiscard]] std::optional<Enum> from_text(std::string_view text);

}  // namespace followup
