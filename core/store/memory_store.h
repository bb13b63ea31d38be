// The store in memory, under the same contract as RedisStore: for rule and flow tests and for
// simulation. Not durable, never full, and nobody is woken by it.
#pragma once

#include "core/store/store.h"

#include <memory>

namespace followup {

class MemoryStore : public CaseStore, public Outbox, public Shelf {
 public:
  struct Parts;  ///< memory_parts.h

  MemoryStore();
  ~MemoryStore() override;

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

}  // namespace followup
