#include "core/store/memory_store.h"

#include "core/base/hash.h"
#include "core/store/keys.h"
#include "core/store/memory_parts.h"

#include <algorithm>
#include <iterator>

namespace followup {

namespace {

constexpr std::size_t outcomes_a_case = 50;
constexpr std::size_t outcomes_a_claim = 200;
constexpr std::size_t cases_a_page = 100;

std::vector<std::string> withdraw(MemoryStore::Parts& parts,
                                  const std::vector<Withdrawal>& withdrawals) {
  std::vector<std::string> in_flight;
  for (const auto& withdrawal : withdrawals) {
    auto* stored = parts.notification(withdrawal.id);
    if (stored == nullptr || stored->attempts == 0 || stored->dead) {
      parts.remove_notification(withdrawal.id);
      continue;
    }
    stored->stop = true;
    if (!stored->token) parts.lanes[stored->lane].move(withdrawal.id, 0);
    in_flight.push_back(withdrawal.id);
  }
  return in_flight;
}

void add_notifications(MemoryStore::Parts& parts, const std::vector<OutboxEntry>& entries) {
  for (const auto& entry : entries) {
    StoredNotification stored;
    stored.lane = entry.lane;
    stored.body = entry.body;
    if (!parts.notifications.emplace(entry.id, std::move(stored)).second) continue;
    parts.lanes[entry.lane].put(entry.id, to_ms(entry.not_before));
  }
}

void add_history(MemoryStore::Parts& parts, const std::string& member,
                 const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  auto& history = parts.histories[member];
  history.insert(history.end(), lines.begin(), lines.end());
  while (history.size() > history_cap)
    history.pop_front();
}

/// Whether outcomes are left after the oldest `taken` have gone.
bool take_outcomes(MemoryStore::Parts& parts, const std::string& member, std::size_t taken) {
  const auto found = parts.outcomes.find(member);
  if (found == parts.outcomes.end()) return false;
  auto& lines = found->second;
  const auto count = std::min(taken, lines.size());
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(count));
  if (!lines.empty()) return true;
  parts.outcomes.erase(found);
  return false;
}

std::vector<std::string> oldest_outcomes(const MemoryStore::Parts& parts,
                                         const std::string& member) {
  const auto found = parts.outcomes.find(member);
  if (found == parts.outcomes.end()) return {};
  const auto& lines = found->second;
  const auto count = static_cast<std::ptrdiff_t>(std::min(lines.size(), outcomes_a_case));
  return {lines.begin(), lines.begin() + count};
}

void set_due(MemoryStore::Parts& parts, const std::string& member, const Commit& commit,
             bool outcomes_left) {
  if (commit.due && outcomes_left) {
    parts.due.lower(member, to_ms(*commit.due));
  } else if (commit.due) {
    parts.due.put(member, to_ms(*commit.due));
  } else if (!outcomes_left) {
    parts.due.remove(member);
  }
}

void change_indexes(MemoryStore::Parts& parts, const std::string& member, const Commit& commit) {
  for (const auto& change : commit.indexes) {
    auto& index = parts.indexes[{commit.key.tenant, change.name}];
    if (change.at) {
      index.put(member, to_ms(*change.at));
    } else {
      index.remove(member);
    }
  }
}

std::vector<CaseStore::DueEntry> to_entries(const std::vector<ScoredSet::Entry>& found) {
  std::vector<CaseStore::DueEntry> entries;
  for (const auto& [score, member] : found)
    entries.push_back({Keys::parse_member(member).value(), from_ms(score)});
  return entries;
}

void erase(MemoryStore::Parts& parts, const std::string& member) {
  parts.records.erase(member);
  parts.outcomes.erase(member);
  parts.histories.erase(member);
  parts.due.remove(member);
  parts.damaged.remove(member);
}

CaseAnswer load(const MemoryStore::Parts& parts, const std::string& member) {
  const auto found = parts.records.find(member);
  if (found == parts.records.end()) return {};
  return {CaseAnswer::Kind::found, found->second, {}};
}

/// Names of the limited indexes that have no place left.
std::vector<std::string> full_indexes(const MemoryStore::Parts& parts, const std::string& member,
                                      const Commit& commit) {
  std::vector<std::string> full;
  for (const auto& limit : commit.limits) {
    const auto index = parts.indexes.find({commit.key.tenant, limit.name});
    if (index == parts.indexes.end() || commit.erase) continue;
    const std::size_t others = index->second.size() - (index->second.score(member) ? 1 : 0);
    if (others >= static_cast<std::size_t>(limit.most)) full.push_back(limit.name);
  }
  return full;
}

CaseAnswer apply(MemoryStore::Parts& parts, const Commit& commit) {
  const std::string member = Keys::member(commit.key);
  const auto found = parts.records.find(member);
  const bool is_new = found == parts.records.end();
  const bool as_expected = commit.expected_version == 0
                               ? is_new
                               : !is_new && version_of(found->second) == commit.expected_version;
  if (!as_expected) return {CaseAnswer::Kind::conflict, is_new ? std::string() : found->second, {}};
  if (auto full = full_indexes(parts, member, commit); !full.empty())
    return {CaseAnswer::Kind::full, is_new ? std::string() : found->second, {}, std::move(full)};
  CaseAnswer answer;
  answer.kind = CaseAnswer::Kind::applied;
  change_indexes(parts, member, commit);
  if (commit.erase) {
    answer.in_flight = withdraw(parts, commit.withdrawals);
    erase(parts, member);
    return answer;
  }
  add_notifications(parts, commit.notifications);
  answer.in_flight = withdraw(parts, commit.withdrawals);
  parts.records[member] = commit.record;
  add_history(parts, member, commit.history);
  set_due(parts, member, commit, take_outcomes(parts, member, commit.outcomes_taken));
  return answer;
}

}  // namespace

MemoryStore::MemoryStore() : parts_(std::make_unique<Parts>()) {}

MemoryStore::~MemoryStore() = default;

std::uint32_t version_of(std::string_view record) {
  if (record.empty()) return 0;
  return static_cast<std::uint32_t>(parse_hex(record.substr(1, 8)));
}

CallTicket MemoryStore::send(std::vector<CaseCall> calls) {
  std::vector<CaseAnswer> answers;
  answers.reserve(calls.size());
  for (const auto& call : calls) {
    answers.push_back(call.commit ? apply(*parts_, *call.commit)
                                  : load(*parts_, Keys::member(call.key)));
  }
  const CallTicket ticket = ++parts_->last_ticket;
  parts_->answers.emplace(ticket, std::move(answers));
  return ticket;
}

std::optional<Result<std::vector<CaseAnswer>>> MemoryStore::poll(CallTicket ticket) {
  return wait(ticket);
}

Result<std::vector<CaseAnswer>> MemoryStore::wait(CallTicket ticket) {
  auto answered = parts_->answers.extract(ticket);
  if (answered.empty()) return Error{Code::internal, "no such ticket"};
  return std::move(answered.mapped());
}

int MemoryStore::descriptor() const {
  return -1;
}

Result<std::vector<ClaimedCase>> MemoryStore::claim_due(TimePoint now, TimePoint lease_until,
                                                        int limit) {
  std::vector<ClaimedCase> claimed;
  if (limit <= 0) return claimed;
  const auto most = static_cast<std::size_t>(std::min(limit, claim_cap));
  std::size_t outcomes = 0;
  for (const auto& [score, member] : parts_->due.range(ScoredSet::lowest, to_ms(now), most)) {
    if (outcomes >= outcomes_a_claim) break;
    auto& entry = claimed.emplace_back();
    entry.key = Keys::parse_member(member).value();
    entry.score = from_ms(score);
    const auto record = parts_->records.find(member);
    if (record == parts_->records.end()) {
      parts_->due.remove(member);
      continue;
    }
    entry.record = record->second;
    parts_->due.put(member, to_ms(lease_until));
    entry.outcomes = oldest_outcomes(*parts_, member);
    outcomes += entry.outcomes.size();
  }
  return claimed;
}

Result<std::optional<TimePoint>> MemoryStore::next_due() {
  const auto first = parts_->due.first(1);
  if (first.empty()) return std::optional<TimePoint>();
  return std::optional<TimePoint>(from_ms(first.front().first));
}

Result<void> MemoryStore::set_aside_damaged(const CaseKey& key, TimePoint now) {
  const std::string member = Keys::member(key);
  parts_->due.remove(member);
  if (!parts_->damaged.score(member)) parts_->damaged.put(member, to_ms(now));
  return {};
}

Result<std::vector<CaseStore::DueEntry>> MemoryStore::list_due(TimePoint from, int limit) {
  if (limit <= 0) return std::vector<DueEntry>();
  return to_entries(
      parts_->due.range(to_ms(from), ScoredSet::highest, static_cast<std::size_t>(limit)));
}

Result<std::vector<CaseStore::DueEntry>> MemoryStore::list_index(const std::string& tenant,
                                                                 const std::string& name,
                                                                 int offset, int limit) {
  const auto found = parts_->indexes.find({tenant, name});
  if (limit <= 0 || found == parts_->indexes.end()) return std::vector<DueEntry>();
  const auto skipped = static_cast<std::size_t>(offset);
  auto entries = found->second.first(skipped + static_cast<std::size_t>(limit));
  entries.erase(entries.begin(),
                entries.begin() + static_cast<std::ptrdiff_t>(std::min(skipped, entries.size())));
  return to_entries(entries);
}

Result<std::vector<std::vector<CaseStore::DueEntry>>> MemoryStore::list_indexes(
    const std::string& tenant, const std::vector<std::string>& names, TimePoint from, int limit) {
  std::vector<std::vector<DueEntry>> lists;
  for (const auto& name : names) {
    auto& list = lists.emplace_back();
    const auto found = parts_->indexes.find({tenant, name});
    if (limit <= 0 || found == parts_->indexes.end()) continue;
    list = to_entries(
        found->second.range(to_ms(from), ScoredSet::highest, static_cast<std::size_t>(limit)));
  }
  return lists;
}

Result<std::vector<std::string>> MemoryStore::history(const CaseKey& key) {
  const auto found = parts_->histories.find(Keys::member(key));
  if (found == parts_->histories.end()) return std::vector<std::string>();
  return std::vector<std::string>(found->second.begin(), found->second.end());
}

Result<std::vector<std::string>> MemoryStore::in_flight(const CaseKey& /*key*/,
                                                        const std::vector<std::string>& ids) {
  std::vector<std::string> begun;
  for (const auto& id : ids) {
    const auto* stored = parts_->notification(id);
    if (stored != nullptr && stored->attempts > 0 && !stored->dead) begun.push_back(id);
  }
  return begun;
}

Result<CaseStore::Page> MemoryStore::scan_cases(const std::string& tenant,
                                                const std::string& cursor) {
  // A cursor is "0", or ">" and the member after which the next page begins.
  if (cursor != "0" && !cursor.starts_with('>')) {
    return Error{Code::invalid_input, "not a cursor of a sweep"};
  }
  const std::string prefix = tenant + ":";
  auto found = cursor == "0" ? parts_->records.lower_bound(prefix)
                             : parts_->records.upper_bound(cursor.substr(1));
  Page page;
  page.cursor = "0";
  for (; found != parts_->records.end() && found->first.starts_with(prefix); ++found) {
    if (page.keys.size() == cases_a_page) {
      page.cursor = ">" + std::prev(found)->first;
      break;
    }
    page.keys.push_back(Keys::parse_member(found->first).value());
  }
  return page;
}

Result<bool> MemoryStore::empty() {
  return parts_->records.empty();
}

}  // namespace followup
