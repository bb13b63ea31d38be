// What is asked of the store, in batches. Three small interfaces, one a user: cases (intake, due,
// followupctl), the outbox (workers), the shelf (refused events, dead letters, marks). Two
// implementations keep the same contract (tests/store/store_contract_test.cpp): MemoryStore and
// RedisStore. A store moves and guards; it holds no business rule.
//
// Every instant is business time and an argument. `unavailable` from any call: nothing is known of
// what was asked, except that a call may have been carried out; every call can be repeated safely.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/case_key.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// A store that has no memory left for new work answers `unavailable` with a text that begins so;
/// commits that drain it pass.
inline constexpr std::string_view store_full_text = "store full";

[[nodiscard]] inline bool is_store_full(const Error& error) {
  return error.code == Code::unavailable && error.what.starts_with(store_full_text);
}

/// So many lines of a case's history are kept; the oldest leave.
inline constexpr std::size_t history_cap = 1000;
/// The most that one claim takes.
inline constexpr int claim_cap = 200;

// ---------------------------------------------------------------- cases

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
  enum class Kind { absent, found, applied, conflict };
  Kind kind = Kind::absent;
  std::string record;  ///< the stored record (found; conflict, unless there is none)
  std::vector<std::string>
      in_flight;  ///< applied: the withdrawals that had been begun and have not ended
};

using Ticket = std::uint64_t;

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
  [[nodiscard]] virtual Ticket send(std::vector<CaseCall> calls) = 0;
  /// The ticket's answers if they are all there; nothing if not yet. A ticket is answered once.
  /// `unavailable`: busy store, lost connection; what was committed of the batch is unknown.
  [[nodiscard]] virtual std::optional<Result<std::vector<CaseAnswer>>> poll(Ticket ticket) = 0;
  [[nodiscard]] virtual Result<std::vector<CaseAnswer>> wait(Ticket ticket) = 0;
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

// ---------------------------------------------------------------- outbox

struct ClaimedNotification {
  std::string id;
  std::string lane;
  std::string token;         ///< of the lease
  std::string body;          ///< encode_notification()
  std::string frozen;        ///< what the first begin() froze; empty before
  int attempts = 0;          ///< begun so far
  std::string last_outcome;  ///< of the latest recorded attempt; empty if none or if its end was
                             ///< never recorded
};

struct Begin {
  std::string id;
  CaseKey case_key;
  std::string token;
  std::uint32_t case_version =
      0;               ///< the version the inputs were made from; ignored once something is frozen
  std::string frozen;  ///< recipients, date and rendering inputs, kept by the first begin
  TimePoint lease_until;  ///< transfer limit + 30 s
  std::string lane;       ///< as claimed
};

struct BeginAnswer {
  enum class Kind {
    go,         ///< the attempt is counted and recorded as started
    changed,    ///< the case moved on meanwhile: load again, make the inputs again
    withdrawn,  ///< nobody wants it any more: the caller records `done` with the outcome withdrawn
                ///< (a no-op if it is gone)
    lost,       ///< the lease is somebody else's: leave it alone
  };
  Kind kind = Kind::go;
  int attempt = 0;
  std::string frozen;  ///< the inputs to use (the first begin's)
};

/// The end of an attempt (or of a notification that needs none, with attempt 0 and no begin).
/// `done` counts with any token as long as the notification exists; `retry` and `dead` need the
/// token of the lease.
struct Record {
  enum class Kind { done, retry, dead };
  Kind kind = Kind::done;
  std::string id;
  CaseKey case_key;
  std::string lane;
  std::string token;
  /// encode_outcome(): appended to the case's outcomes when the notification has ended (dropped if
  /// the case is gone), and the case becomes due at `now`. Given for `retry` too: the line to use
  /// if it had been asked back.
  std::string outcome_line;
  std::string last_outcome;  ///< short text for lists
  TimePoint not_before;      ///< retry: when
  TimePoint now;
};

struct RecordAnswer {
  enum class Kind { recorded, stopped, lost };
  /// stopped: it had been asked back, so a retry or dead became its end. lost: nothing was done,
  /// because the notification is gone or a retry's or dead's token is no longer valid.
  Kind kind = Kind::recorded;
};

struct LaneState {
  std::string lane;
  std::int64_t waiting = 0;
  std::optional<TimePoint> next;  ///< earliest not-before (or end of lease)
};

class Outbox {
 public:
  virtual ~Outbox() = default;
  /// Claims up to `limit` (at most 200) over the lanes in the order given: the first lane's go
  /// first.
  [[nodiscard]] virtual Result<std::vector<ClaimedNotification>> claim(
      const std::vector<std::string>& lanes, TimePoint now, TimePoint lease_until, int limit) = 0;
  /// The fence before an attempt. Asked again with the same token it answers the same and counts
  /// once.
  [[nodiscard]] virtual Result<std::vector<BeginAnswer>> begin(
      const std::vector<Begin>& begins) = 0;
  [[nodiscard]] virtual Result<std::vector<RecordAnswer>> record(
      const std::vector<Record>& records) = 0;

  /// Gives leases back without counting an attempt: due again at `not_before`. A lease that is no
  /// longer the caller's is left.
  struct GiveBack {
    std::string id;
    std::string lane;
    std::string token;
    TimePoint not_before;
  };

  [[nodiscard]] virtual Result<void> give_back(const std::vector<GiveBack>& items) = 0;
  [[nodiscard]] virtual Result<std::vector<LaneState>> lanes(
      const std::vector<std::string>& lanes) = 0;
  /// The stored notification, for lists: everything but the token.
  [[nodiscard]] virtual Result<std::optional<ClaimedNotification>> find(const std::string& id,
                                                                        const CaseKey& key) = 0;
};

// ---------------------------------------------------------------- shelf

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
