// The shelf in the store: refused events, dead letters, damaged cases, policy versions and marks.
// See store.h.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/case_key.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace followup {

/// A refused event, kept with its reasons; replayable.
struct RefusedEvent {
  std::string shelf;  ///< tenant, or "" for unknown sources
  std::string id;  ///< deterministic from the raw bytes: the same event refused twice is kept once
  std::string reply;  ///< the reply it got (JSON)
  std::string raw;
  bool quarantined = false;
  TimePoint at;
};

struct DeadLetter {
  std::string id;
  std::string lane;
  std::string body;
  std::string last_outcome;
  int attempts = 0;
  TimePoint at;
};

class Shelf {
 public:
  virtual ~Shelf() = default;
  /// Keeps refused events durably, oldest rejected ones of the same shelf leaving when `cap` is
  /// passed; quarantined ones are never evicted. Rejected ones from before `drop_before` go too, a
  /// bounded number a call. Answers for each whether it is kept: false where the quarantine is
  /// full.
  [[nodiscard]] virtual Result<std::vector<bool>> keep_refused(
      const std::vector<RefusedEvent>& events, int cap, int quarantine_cap,
      TimePoint drop_before) = 0;
  /// Oldest first.
  [[nodiscard]] virtual Result<std::vector<RefusedEvent>> list_refused(const std::string& shelf,
                                                                       int limit) = 0;
  [[nodiscard]] virtual Result<void> drop_refused(const std::string& shelf,
                                                  const std::vector<std::string>& ids) = 0;
  [[nodiscard]] virtual Result<std::int64_t> count_refused(const std::string& shelf) = 0;

  /// Oldest first.
  [[nodiscard]] virtual Result<std::vector<DeadLetter>> list_dead(int limit) = 0;
  [[nodiscard]] virtual Result<std::int64_t> count_dead() = 0;
  /// Puts a dead letter back into its lane, due at `now`, its attempts counted from the start; what
  /// was frozen stays, so the same bytes go out under the same id. False if there is no such
  /// letter.
  [[nodiscard]] virtual Result<bool> retry_dead(const std::string& id, TimePoint now) = 0;
  [[nodiscard]] virtual Result<bool> drop_dead(const std::string& id) = 0;
  /// Drops dead letters older than `before` and, beyond `cap`, the oldest; a bounded number a call.
  [[nodiscard]] virtual Result<int> trim_dead(int cap, TimePoint before) = 0;

  /// Cases set aside as damaged, the longest first.
  [[nodiscard]] virtual Result<std::vector<CaseKey>> list_damaged(int limit) = 0;
  /// Erases one of them with all that is stored of it, so that it can be told anew; false if it is
  /// not one of them.
  [[nodiscard]] virtual Result<bool> drop_damaged(const CaseKey& key) = 0;

  /// A tenant's policy versions: publish() stores `text` under the next number unless the newest is
  /// the same; returns its number.
  [[nodiscard]] virtual Result<std::uint32_t> publish_policy(const std::string& tenant,
                                                             const std::string& text) = 0;
  /// Every version of the tenant by number.
  [[nodiscard]] virtual Result<std::map<std::uint32_t, std::string>> policies(
      const std::string& tenant) = 0;

  /// Small durable marks: breaker and endpoint states, the virtual clock's origin. set_mark with
  /// `only_if_absent` answers whether it was this call that set it.
  [[nodiscard]] virtual Result<std::optional<std::string>> mark(const std::string& name) = 0;
  [[nodiscard]] virtual Result<bool> set_mark(const std::string& name, const std::string& value,
                                              bool only_if_absent) = 0;
  [[nodiscard]] virtual Result<void> clear_mark(const std::string& name) = 0;
  [[nodiscard]] virtual Result<std::map<std::string, std::string>> marks() = 0;

  /// True if the store holds no case at all (a virtual clock may begin only there).
  [[nodiscard]] virtual Result<bool> empty() = 0;
};

}  // namespace followup
