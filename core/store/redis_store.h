// The store on one Redis (unix socket or loopback TCP): CaseStore, Outbox and Shelf over one
// connection each. Every transition is one script; keys are built in keys.h only.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/store/keys.h"
#include "core/store/store.h"

#include <memory>
#include <string>

namespace followup {

struct RedisAddress {
  std::string socket;  ///< unix socket path; or host and port
  std::string host;
  int port = 6379;
  std::string user;
  std::string password;
  int wait_replicas =
      0;  ///< WAIT n after each pipeline of commits; fewer in time: the batch is `unavailable`
  Millis wait_timeout{1000};
  Millis timeout{5000};  ///< a reply that takes longer counts as a lost connection
};

/// What the program relies on and found. A message is one plain sentence with the mend.
struct StoreCheck {
  std::vector<std::string>
      refusals;  ///< do not start (version < 7, appendonly off, a policy other than noeviction)
  std::vector<std::string> warnings;  ///< e.g. appendfsync everysec
};

/// One connection, made when it is first needed and again after a failure (each call tries once;
/// the caller decides when). Scripts are loaded on every (re)connect; NOSCRIPT reloads and repeats
/// that call only.
class RedisStore : public CaseStore, public Outbox, public Shelf {
 public:
  struct Parts;  ///< redis_parts.h

  /// Does not connect.
  explicit RedisStore(RedisAddress address);
  ~RedisStore() override;

  /// Connects if needed and answers PING; `unavailable` with the reason (refused, LOADING, …)
  /// otherwise.
  [[nodiscard]] Result<void> ping();
  /// Redis' TIME.
  [[nodiscard]] Result<TimePoint> server_time();
  [[nodiscard]] Result<StoreCheck> check_settings();

  /// INFO memory's used_memory and number of keys, for status and bench.
  struct Usage {
    std::int64_t used_memory = 0;
    std::int64_t keys = 0;
  };

  [[nodiscard]] Result<Usage> usage();

  /// With a clock, only what becomes due within 1.5 s of real time rings the processes that wait
  /// (see Waker), the rest is found by their timers; without one everything rings. The clock
  /// outlives the store.
  void set_clock(const Clock* clock);

  // CaseStore, Outbox, Shelf: see store.h
  [[nodiscard]] CallTicket send(std::vector<CaseCall> calls) override;
  [[nodiscard]] std::optional<Result<std::vector<CaseAnswer>>> poll(CallTicket ticket) override;
  [[nodiscard]] Result<std::vector<CaseAnswer>> wait(CallTicket ticket) override;
  [[nodiscard]] int descriptor() const override;
  [[nodiscard]] Result<std::vector<ClaimedCase>> claim_due(TimePoint now, TimePoint lease_until,
                                                           int limit) override;
  [[nodiscard]] Result<std::optional<TimePoint>> next_due() override;
  [[nodiscard]] Result<void> set_aside_damaged(const CaseKey& key, TimePoint now) override;
  [[nodiscard]] Result<std::vector<DueEntry>> list_due(TimePoint from, int limit) override;
  [[nodiscard]] Result<std::vector<DueEntry>> list_index(const std::string& tenant,
                                                         const std::string& name, int offset,
                                                         int limit) override;
  [[nodiscard]] Result<std::vector<std::vector<DueEntry>>> list_indexes(
      const std::string& tenant, const std::vector<std::string>& names, TimePoint from,
      int limit) override;
  [[nodiscard]] Result<std::vector<std::string>> history(const CaseKey& key) override;
  [[nodiscard]] Result<std::vector<std::string>> in_flight(
      const CaseKey& key, const std::vector<std::string>& ids) override;
  [[nodiscard]] Result<Page> scan_cases(const std::string& tenant,
                                        const std::string& cursor) override;
  [[nodiscard]] Result<std::vector<ClaimedNotification>> claim(
      const std::vector<std::string>& lanes, TimePoint now, TimePoint lease_until,
      int limit) override;
  [[nodiscard]] Result<std::vector<BeginAnswer>> begin(const std::vector<Begin>& begins) override;
  [[nodiscard]] Result<std::vector<RecordAnswer>> record(
      const std::vector<Record>& records) override;
  [[nodiscard]] Result<void> give_back(const std::vector<GiveBack>& items) override;
  [[nodiscard]] Result<void> bring_forward(const std::vector<std::string>& lanes, TimePoint latest,
                                           TimePoint to) override;
  [[nodiscard]] Result<std::vector<LaneState>> lanes(
      const std::vector<std::string>& lanes) override;
  [[nodiscard]] Result<std::optional<ClaimedNotification>> find(const std::string& id,
                                                                const CaseKey& key) override;
  [[nodiscard]] Result<std::vector<bool>> keep_refused(const std::vector<RefusedEvent>& events,
                                                       int cap, int quarantine_cap,
                                                       TimePoint drop_before) override;
  [[nodiscard]] Result<std::vector<RefusedEvent>> list_refused(const std::string& shelf,
                                                               int limit) override;
  [[nodiscard]] Result<void> drop_refused(const std::string& shelf,
                                          const std::vector<std::string>& ids) override;
  [[nodiscard]] Result<std::int64_t> count_refused(const std::string& shelf) override;
  [[nodiscard]] Result<std::vector<DeadLetter>> list_dead(int limit) override;
  [[nodiscard]] Result<std::int64_t> count_dead() override;
  [[nodiscard]] Result<bool> retry_dead(const std::string& id, TimePoint now) override;
  [[nodiscard]] Result<bool> drop_dead(const std::string& id) override;
  [[nodiscard]] Result<int> trim_dead(int cap, TimePoint before) override;
  [[nodiscard]] Result<std::vector<CaseKey>> list_damaged(int limit) override;
  [[nodiscard]] Result<bool> drop_damaged(const CaseKey& key) override;
  [[nodiscard]] Result<std::uint32_t> publish_policy(const std::string& tenant,
                                                     const std::string& text) override;
  [[nodiscard]] Result<std::map<std::uint32_t, std::string>> policies(
      const std::string& tenant) override;
  [[nodiscard]] Result<std::optional<std::string>> mark(const std::string& name) override;
  [[nodiscard]] Result<bool> set_mark(const std::string& name, const std::string& value,
                                      bool only_if_absent) override;
  [[nodiscard]] Result<void> clear_mark(const std::string& name) override;
  [[nodiscard]] Result<std::map<std::string, std::string>> marks() override;
  [[nodiscard]] Result<bool> empty() override;

 private:
  std::unique_ptr<Parts> parts_;
};

/// Waits on a wake key over a connection of its own: put descriptor() into a poll; when it is
/// readable, call drain(). Blocks on the server without a time-out (the caller's poll has the
/// timer).
class Waker {
 public:
  using What = Wake;
  Waker(RedisAddress address, What what);
  ~Waker();
  /// Connects and begins to wait if needed; -1 while there is no connection. For a caller who is
  /// about to wait: one who is busy anyway saves the store the work of each ring, and finds out
  /// about those of meanwhile here.
  [[nodiscard]] int descriptor();
  /// Reads what came; true if somebody rang, or may have: the connection was lost.
  bool drain();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace followup
