#include "core/flow/collisions.h"

#include "core/domain/collisions.h"
#include "core/flow/stored_case.h"

#include <map>
#include <set>
#include <utility>

namespace followup {

namespace {

/// So many of a person's next meetings are looked at: the next to end, of which the first are those
/// that may collide.
constexpr int meetings_looked_at = 20;

using Lists = std::vector<std::vector<CaseStore::DueEntry>>;
using Meetings = std::map<std::string, Case>;

/// The meetings of the lists by their ids, without `own`.
Result<Meetings> read_meetings(const Lists& lists, const CaseKey& own, CaseStore& store) {
  std::set<std::string> ids;
  for (const auto& list : lists) {
    for (const auto& entry : list) {
      if (entry.key != own) ids.insert(entry.key.id);
    }
  }
  std::vector<CaseKey> keys;
  for (const auto& id : ids)
    keys.push_back({own.tenant, Kind::meeting, id});
  auto cases = stored_cases(keys, store);
  if (!cases) return cases.error();
  Meetings meetings;
  for (auto& one : *cases) {
    if (one) meetings.emplace(one->key.id, std::move(*one));
  }
  return meetings;
}

std::vector<Collision> collisions_in(const Lists& lists, const Meetings& meetings,
                                     const CollisionQuestion& question, const Policy& policy) {
  std::vector<Collision> found;
  for (std::size_t at = 0; at < lists.size(); ++at) {
    for (const auto& entry : lists[at]) {
      const auto other = meetings.find(entry.key.id);
      if (other == meetings.end() || found.size() == most_collisions) continue;
      auto one = collision_with(other->second, question.invitees[at], question, policy);
      if (one) found.push_back(std::move(*one));
    }
  }
  return found;
}

}  // namespace

Result<std::optional<WorkItem>> collision_work(const WorkItem& item, CaseStore& store,
                                               const Policy& policy, TimePoint now) {
  std::optional<WorkItem> work;
  if (!may_collide(item.event)) return work;
  const auto meeting = stored_case(item.key, store);
  if (!meeting) return meeting.error();
  if (!*meeting) return work;
  const auto question = collision_question(std::get<Meeting>((*meeting)->facts), policy, now);
  if (!question) return work;
  std::vector<std::string> names;
  for (const auto& id : question->invitees)
    names.push_back(meetings_of(id));
  const auto lists =
      store.list_indexes(item.key.tenant, names, question->start, meetings_looked_at);
  if (!lists) return lists.error();
  const auto meetings = read_meetings(*lists, item.key, store);
  if (!meetings) return meetings.error();
  auto event =
      collisions_found(**meeting, item.event, collisions_in(*lists, *meetings, *question, policy));
  if (event) work = WorkItem{item.key, std::move(*event)};
  return work;
}

}  // namespace followup
