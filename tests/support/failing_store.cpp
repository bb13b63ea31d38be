#include "tests/support/failing_store.h"

namespace followup {

void FailingStore::fail(int n, Fault fault) {
  fails_at_ = calls_ + n;
  fault_ = fault;
}

FailingStore::Fault FailingStore::next_fault() {
  ++calls_;
  if (down_) return Fault::before;
  return calls_ == fails_at_ ? fault_ : Fault::none;
}

Error FailingStore::lost() {
  return {Code::unavailable, "the store did not answer"};
}

CallTicket FailingStore::send(std::vector<CaseCall> calls) {
  const CallTicket ticket = ++last_ticket_;
  const Fault fault = next_fault();
  if (fault == Fault::before) {
    answers_.emplace(ticket, lost());
    return ticket;
  }
  if (fault == Fault::half_way) calls.resize(calls.size() / 2);
  auto answers = store_.call(std::move(calls));
  if (fault != Fault::none) answers = lost();
  answers_.emplace(ticket, std::move(answers));
  return ticket;
}

std::optional<Result<std::vector<CaseAnswer>>> FailingStore::poll(CallTicket ticket) {
  if (slow_) return std::nullopt;
  return wait(ticket);
}

Result<std::vector<CaseAnswer>> FailingStore::wait(CallTicket ticket) {
  return std::move(answers_.extract(ticket).mapped());
}

Result<std::vector<ClaimedCase>> FailingStore::claim_due(TimePoint now, TimePoint lease_until,
                                                         int limit) {
  return through([&] { return store_.claim_due(now, lease_until, limit); });
}

Result<std::optional<TimePoint>> FailingStore::next_due() {
  return through([&] { return store_.next_due(); });
}

Result<void> FailingStore::set_aside_damaged(const CaseKey& key, TimePoint now) {
  return through([&] { return store_.set_aside_damaged(key, now); });
}

Result<std::vector<CaseStore::DueEntry>> FailingStore::list_due(TimePoint from, int limit) {
  return through([&] { return store_.list_due(from, limit); });
}

Result<std::vector<CaseStore::DueEntry>> FailingStore::list_index(const std::string& tenant,
                                                                  const std::string& name,
                                                                  int offset, int limit) {
  return through([&] { return store_.list_index(tenant, name, offset, limit); });
}

Result<std::vector<std::vector<CaseStore::DueEntry>>> FailingStore::list_indexes(
    const std::string& tenant, const std::vector<std::string>& names, TimePoint from, int limit) {
  return through([&] { return store_.list_indexes(tenant, names, from, limit); });
}

Result<std::vector<std::string>> FailingStore::history(const CaseKey& key) {
  return through([&] { return store_.history(key); });
}

Result<std::vector<std::string>> FailingStore::in_flight(const CaseKey& key,
                                                         const std::vector<std::string>& ids) {
  return through([&] { return store_.in_flight(key, ids); });
}

Result<CaseStore::Page> FailingStore::scan_cases(const std::string& tenant,
                                                 const std::string& cursor) {
  return through([&] { return store_.scan_cases(tenant, cursor); });
}

Result<std::vector<ClaimedNotification>> FailingStore::claim(const std::vector<std::string>& lanes,
                                                             TimePoint now, TimePoint lease_until,
                                                             int limit) {
  return through([&] { return store_.claim(lanes, now, lease_until, limit); });
}

Result<std::vector<BeginAnswer>> FailingStore::begin(const std::vector<Begin>& begins) {
  return through([&] { return store_.begin(begins); });
}

Result<std::vector<RecordAnswer>> FailingStore::record(const std::vector<Record>& records) {
  return through([&] { return store_.record(records); });
}

Result<void> FailingStore::give_back(const std::vector<GiveBack>& items) {
  return through([&] { return store_.give_back(items); });
}

Result<void> FailingStore::bring_forward(const std::vector<std::string>& lanes, TimePoint latest,
                                         TimePoint to) {
  return through([&] { return store_.bring_forward(lanes, latest, to); });
}

Result<std::vector<LaneState>> FailingStore::lanes(const std::vector<std::string>& lanes) {
  return through([&] { return store_.lanes(lanes); });
}

Result<std::optional<ClaimedNotification>> FailingStore::find(const std::string& id,
                                                              const CaseKey& key) {
  return through([&] { return store_.find(id, key); });
}

Result<std::vector<bool>> FailingStore::keep_refused(const std::vector<RefusedEvent>& events,
                                                     int cap, int quarantine_cap,
                                                     TimePoint drop_before) {
  return through([&] { return store_.keep_refused(events, cap, quarantine_cap, drop_before); });
}

Result<std::vector<RefusedEvent>> FailingStore::list_refused(const std::string& shelf, int limit) {
  return through([&] { return store_.list_refused(shelf, limit); });
}

Result<void> FailingStore::drop_refused(const std::string& shelf,
                                        const std::vector<std::string>& ids) {
  return through([&] { return store_.drop_refused(shelf, ids); });
}

Result<std::int64_t> FailingStore::count_refused(const std::string& shelf) {
  return through([&] { return store_.count_refused(shelf); });
}

Result<std::vector<DeadLetter>> FailingStore::list_dead(int limit) {
  return through([&] { return store_.list_dead(limit); });
}

Result<std::int64_t> FailingStore::count_dead() {
  return through([&] { return store_.count_dead(); });
}

Result<bool> FailingStore::retry_dead(const std::string& id, TimePoint now) {
  return through([&] { return store_.retry_dead(id, now); });
}

Result<bool> FailingStore::drop_dead(const std::string& id) {
  return through([&] { return store_.drop_dead(id); });
}

Result<int> FailingStore::trim_dead(int cap, TimePoint before) {
  return through([&] { return store_.trim_dead(cap, before); });
}

Result<std::vector<CaseKey>> FailingStore::list_damaged(int limit) {
  return through([&] { return store_.list_damaged(limit); });
}

Result<bool> FailingStore::drop_damaged(const CaseKey& key) {
  return through([&] { return store_.drop_damaged(key); });
}

Result<std::uint32_t> FailingStore::publish_policy(const std::string& tenant,
                                                   const std::string& text) {
  return through([&] { return store_.publish_policy(tenant, text); });
}

Result<std::map<std::uint32_t, std::string>> FailingStore::policies(const std::string& tenant) {
  return through([&] { return store_.policies(tenant); });
}

Result<std::optional<std::string>> FailingStore::mark(const std::string& name) {
  return through([&] { return store_.mark(name); });
}

Result<bool> FailingStore::set_mark(const std::string& name, const std::string& value,
                                    bool only_if_absent) {
  return through([&] { return store_.set_mark(name, value, only_if_absent); });
}

Result<void> FailingStore::clear_mark(const std::string& name) {
  return through([&] { return store_.clear_mark(name); });
}

Result<std::map<std::string, std::string>> FailingStore::marks() {
  return through([&] { return store_.marks(); });
}

Result<bool> FailingStore::empty() {
  return through([&] { return store_.empty(); });
}

}  // namespace followup
