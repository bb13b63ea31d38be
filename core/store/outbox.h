// The outbox in the store, for the workers: lanes of notifications, leases, attempts and how they
// end. See store.h.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/case_key.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace followup {

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
/// `done` counts with any token as long as the notification exists; the others need the token of
/// the lease. `put_back` is a retry whose attempt never took place: it does not count.
struct Record {
  enum class Kind { done, retry, put_back, dead };
  Kind kind = Kind::done;
  std::string id;
  CaseKey case_key;
  std::string lane;
  std::string token;
  /// encode_outcome(): appended to the case's outcomes when the notification has ended (dropped if
  /// the case is gone), and the case becomes due at `now`. Given for retries too: the line to use
  /// if it had been asked back.
  std::string outcome_line;
  std::string last_outcome;  ///< short text for lists
  TimePoint not_before;      ///< of retries: when
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
  std::string head;               ///< id of the notification that has it
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
  /// What waits in the lanes beyond `latest` (the clock was set back) waits until `to` instead.
  [[nodiscard]] virtual Result<void> bring_forward(const std::vector<std::string>& lanes,
                                                   TimePoint latest, TimePoint to) = 0;
  [[nodiscard]] virtual Result<std::vector<LaneState>> lanes(
      const std::vector<std::string>& lanes) = 0;
  /// The stored notification, for lists: everything but the token.
  [[nodiscard]] virtual Result<std::optional<ClaimedNotification>> find(const std::string& id,
                                                                        const CaseKey& key) = 0;
};

}  // namespace followup
