// Cases in the store, for intake, the due role and followupctl: loads, commits, the due set. See
// store.h.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/case_key.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace followup {

/// So many lines of a case's history are kept; the oldest leave.
inline constexpr std::size_t history_cap = 1000;

/// A notification to be put into an outbox lane together with a commit. One that exists already is
/// left as it is.
struct OutboxEntry {
  std::string id;
  std::string lane;
  std::string body;  ///< encode_notification()
  TimePoint not_before;
};

struct Withdrawal {
  std::string id;
  std::string lane;
};

/// A change of an index, which lists a tenant's cases by what somebody looks for.
struct IndexChange {
  std::string name;             ///< e.g. "callbacks:operator:rossi"
  std::optional<TimePoint> at;  ///< the case's place in its order; nothing: it leaves the index
};

/// An index that may hold fewer than `most` other cases, or a commit is not carried out.
struct IndexLimit {
  std::string name;
  int most = 0;
};

/// One atomic transition of a case. Nothing of it happens unless the stored version is
/// `expected_version` (0: no record). While outcomes are left that no commit has taken in, the due
/// entry is neither removed nor moved to a later time.
struct Commit {
  CaseKey key;
  std::uint32_t expected_version = 0;
  std::string record;            ///< encode_case() of the next state, version expected_version + 1
  std::optional<TimePoint> due;  ///< the case's earliest deadline; none: it leaves the due set
  std::vector<std::string> history;  ///< encode_history() lines to append, in order
  std::vector<OutboxEntry> notifications;
  /// Removed if not begun, or dead; begun ones are marked to stop and come back as in flight. One
  /// that waits between two attempts becomes due at once, so that a worker ends it.
  std::vector<Withdrawal> withdrawals;
  /// Only what changes, each index once. With `erase` too: a case leaves the indexes named here.
  std::vector<IndexChange> indexes;
  /// Looked at in the same step in which all else is stored. Not looked at with `erase`.
  std::vector<IndexLimit> limits;
  std::size_t outcomes_taken = 0;  ///< so many of the oldest outcomes have been taken in
  /// Retention: record, due entry, history, outcomes, the mark as damaged and withdrawals go;
  /// `record`, `due`, `history` and `notifications` are not looked at.
  bool erase = false;
  bool drains = false;  ///< finishes or cancels: goes through even when the store's memory is full
};

/// One call about one case: a load (no commit) or a commit.
struct CaseCall {
  CaseKey key;
  std::optional<Commit> commit;
};

struct CaseAnswer {
  enum class Kind { absent, found, applied, conflict, full };
  Kind kind = Kind::absent;
  std::string record;  ///< the stored record (found; conflict and full, unless there is none)
  std::vector<std::string>
      in_flight;  ///< applied: the withdrawals that had been begun and have not ended
  std::vector<std::string> full = {};  ///< full: names of the limited indexes that are
};

using CallTicket = std::uint64_t;

struct ClaimedCase {
  CaseKey key;
  std::string record;  ///< empty: there is none (the entry was removed by the claim)
  std::vector<std::string>
      outcomes;     ///< encode_outcome() lines not yet taken in, oldest first, at most 50
  TimePoint score;  ///< the score it was claimed at
};

class CaseStore {
 public:
  virtual ~CaseStore() = default;

  /// Sends calls as one pipeline without waiting. Answers come in the calls' order under the
  /// ticket.
  [[nodiscard]] virtual CallTicket send(std::vector<CaseCall> calls) = 0;
  /// The ticket's answers if they are all there; nothing if not yet. A ticket is answered once.
  /// `unavailable`: busy store, lost connection; what was committed of the batch is unknown.
  [[nodiscard]] virtual std::optional<Result<std::vector<CaseAnswer>>> poll(CallTicket ticket) = 0;
  [[nodiscard]] virtual Result<std::vector<CaseAnswer>> wait(CallTicket ticket) = 0;
  /// Becomes readable when poll() may have something; -1 if never needed. May change after a
  /// failure.
  [[nodiscard]] virtual int descriptor() const = 0;

  [[nodiscard]] Result<std::vector<CaseAnswer>> call(std::vector<CaseCall> calls) {
    return wait(send(std::move(calls)));
  }

  /// Moves up to `limit` (at most claim_cap) cases whose score is not after `now` to `lease_until`
  /// and returns them with their records, earliest first. Fewer come where many outcomes wait; the
  /// rest stays due.
  [[nodiscard]] virtual Result<std::vector<ClaimedCase>> claim_due(TimePoint now,
                                                                   TimePoint lease_until,
                                                                   int limit) = 0;
  /// The earliest score in the due set.
  [[nodiscard]] virtual Result<std::optional<TimePoint>> next_due() = 0;
  /// A case whose record fails its checksum: out of the due set and into `damaged`, not claimed
  /// again.
  [[nodiscard]] virtual Result<void> set_aside_damaged(const CaseKey& key, TimePoint now) = 0;

  struct DueEntry {
    CaseKey key;
    TimePoint at;
  };

  /// The next `limit` due entries at or after `from`, earliest first (for lists and checks).
  [[nodiscard]] virtual Result<std::vector<DueEntry>> list_due(TimePoint from, int limit) = 0;
  /// Up to `limit` cases of a tenant's index, after the first `offset` (at least 0), in its order.
  [[nodiscard]] virtual Result<std::vector<DueEntry>> list_index(const std::string& tenant,
                                                                 const std::string& name,
                                                                 int offset, int limit) = 0;
  /// Of each of several indexes up to `limit` cases whose place is not before `from`, in its order;
  /// in the order of the names, as one pipeline.
  [[nodiscard]] virtual Result<std::vector<std::vector<DueEntry>>> list_indexes(
      const std::string& tenant, const std::vector<std::string>& names, TimePoint from,
      int limit) = 0;
  /// The history list (without the record's own first entry), oldest first.
  [[nodiscard]] virtual Result<std::vector<std::string>> history(const CaseKey& key) = 0;
  /// Which of these notifications are begun, not ended, right now (a repeated cancellation's
  /// answer).
  [[nodiscard]] virtual Result<std::vector<std::string>> in_flight(
      const CaseKey& key, const std::vector<std::string>& ids) = 0;

  /// A bounded sweep over all cases of a tenant; start with cursor "0", ends when "0" comes back. A
  /// page may be empty, and a case may come twice. `invalid_input`: not a cursor.
  struct Page {
    std::vector<CaseKey> keys;
    std::string cursor;
  };

  [[nodiscard]] virtual Result<Page> scan_cases(const std::string& tenant,
                                                const std::string& cursor) = 0;
};

}  // namespace followup
