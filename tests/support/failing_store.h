// A store whose n-th call fails, before or after it was carried out or half way, or that is away
// for a while, or slow to answer: what "Redis is down", a lost reply and a cut connection look like
// to whoever asks.
#pragma once

#include "core/store/memory_store.h"

#include <map>

namespace followup {

class FailingStore : public CaseStore, public Outbox, public Shelf {
 public:
  enum class Fault {
    none,
    before,   ///< nothing was carried out
    after,    ///< it was carried out, and the reply was lost
    half_way  ///< of a pipeline the first half was carried out; any other call was not
  };

  explicit FailingStore(MemoryStore& store) : store_(store) {}

  /// The n-th call from now fails like that (1: the next one); the others pass.
  void fail(int n, Fault fault);

  /// Every call fails, nothing is carried out; until it is up again.
  void set_down(bool down) { down_ = down; }

  /// Pipelines are carried out, and poll() has no answer until this is taken back.
  void set_slow(bool slow) { slow_ = slow; }

  /// Calls so far; a pipeline is one.
  [[nodiscard]] int calls() const { return calls_; }

  [[nodiscard]] CallTicket send(std::vector<CaseCall> calls) override;
  [[nodiscard]] std::optional<Result<std::vector<CaseAnswer>>> poll(CallTicket ticket) override;
  [[nodiscard]] Result<std::vector<CaseAnswer>> wait(CallTicket ticket) override;

  [[nodiscard]] int descriptor() const override { return -1; }

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
  Fault next_fault();

  /// Carries `call` out unless it is this one's turn to fail.
  template <class Call>
  auto through(const Call& call) -> decltype(call()) {
    const Fault fault = next_fault();
    if (fault == Fault::none) return call();
    if (fault == Fault::after) static_cast<void>(call());
    return lost();
  }

  [[nodiscard]] static Error lost();

  MemoryStore& store_;
  int calls_ = 0;
  int fails_at_ = 0;
  Fault fault_ = Fault::none;
  bool down_ = false;
  bool slow_ = false;
  CallTicket last_ticket_ = 0;
  std::map<CallTicket, Result<std::vector<CaseAnswer>>> answers_;
};

}  // namespace followup
