// The name of everything that is kept in Redis, built and parsed in this file only. All keys begin
// with the shard's hash tag, so that every script is legal on Redis Cluster; ids stand last,
// because they may hold any character.
//
//   case:<tenant>:<kind>:<id>   record
//   due                         case member -> ms
//   outcomes:<case member>      not yet taken in
//   history:<case member>       lines
//   index:<tenant>:<what>       case member -> ms
//   damaged                     case member -> ms
//   notification:<id>           body, lane, attempts, lease, frozen inputs
//   outbox:<lane>               notification -> not before, ms
//   dead                        notification -> ms
//   rejected:<shelf>            refused event -> ms
//   quarantined:<shelf>         refused event -> ms
//   refused:<shelf>             refused event -> bytes
//   policy:<tenant>             number -> text
//   marks                       name -> value
//   wake:<who waits>            one member while somebody is to wake
//   blob:<tenant>:<SHA-256>     an attachment, with a lifetime
//   blobpart:<tenant>:<name>    what has been written of one, with a short lifetime
//
// A case member is <tenant>:<kind letter>:<id>: what stands behind "case:". There is one a case, so
// it is short.
#pragma once

#include "core/domain/case_key.h"

#include <optional>
#include <string>
#include <string_view>

namespace followup {

/// Who waits on a wake key: the due role, and the workers of a channel.
enum class Wake { due, email, webhook };

/// The channel that serves a lane ("email:…", "webhook:…"); nothing for another name.
[[nodiscard]] std::optional<Wake> wake_of_lane(std::string_view lane);

/// Precondition of all that takes a tenant: its name holds no ':' and is not empty (a shelf may
/// be).
class Keys {
 public:
  explicit Keys(std::string_view tag = "{s0}");

  [[nodiscard]] static std::string member(const CaseKey& key);
  /// Nothing for what member() can not have built.
  [[nodiscard]] static std::optional<CaseKey> parse_member(std::string_view member);

  [[nodiscard]] std::string case_record(std::string_view member) const;
  [[nodiscard]] std::optional<CaseKey> parse_case_record(std::string_view key) const;
  /// SCAN's pattern for the records of one tenant, or of all.
  [[nodiscard]] std::string case_pattern(std::string_view tenant) const;
  [[nodiscard]] std::string any_case_pattern() const;

  /// What a claim puts before a member to get the full name.
  [[nodiscard]] std::string case_prefix() const { return tag_ + "case:"; }

  [[nodiscard]] std::string outcomes_prefix() const { return tag_ + "outcomes:"; }

  [[nodiscard]] std::string notification_prefix() const { return tag_ + "notification:"; }

  [[nodiscard]] std::string due() const { return tag_ + "due"; }

  [[nodiscard]] std::string outcomes(std::string_view member) const;
  [[nodiscard]] std::string history(std::string_view member) const;
  [[nodiscard]] std::string index(std::string_view tenant, std::string_view name) const;

  [[nodiscard]] std::string damaged() const { return tag_ + "damaged"; }

  [[nodiscard]] std::string lane(std::string_view lane) const;
  [[nodiscard]] std::string notification(std::string_view id) const;

  [[nodiscard]] std::string dead() const { return tag_ + "dead"; }

  [[nodiscard]] std::string wake(Wake who) const;

  [[nodiscard]] std::string rejected(std::string_view shelf) const;
  [[nodiscard]] std::string quarantined(std::string_view shelf) const;
  [[nodiscard]] std::string refused(std::string_view shelf) const;
  [[nodiscard]] std::string policy(std::string_view tenant) const;

  [[nodiscard]] std::string blob(std::string_view tenant, std::string_view content) const;
  [[nodiscard]] std::string blob_part(std::string_view tenant, std::string_view part) const;

  [[nodiscard]] std::string marks() const { return tag_ + "marks"; }

 private:
  std::string tag_;
};

}  // namespace followup
