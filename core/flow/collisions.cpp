#include "core/flow/collisions.h"

#include "core/domain/collisions.h"
#include "core/flow/stored_case.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace followup {

namespace {

/// So many of a person's meetings of one day are looked at, those that end first.
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

/// Of several days' lists of a person each meeting once.
std::vector<Collision> collisions_in(const Case& asked, const Lists& lists,
                                     const Meetings& meetings, const CollisionQuestion& question,
                                     const Policy& policy) {
  std::vector<Collision> found;
  for (std::size_t at = 0; at < lists.size(); ++at) {
    for (const auto& entry : lists[at]) {
      const auto other = meetings.find(entry.key.id);
      if (other == meetings.end() || found.size() == most_collisions) continue;
      auto one = collision_with(asked, other->second, question.lists[at].person, question, policy);
      if (one && std::ranges::find(found, *one) == found.end()) found.push_back(std::move(*one));
    }
  }
  return found;
}

Result<std::vector<Collision>> find_collisions(const Case& asked, const CollisionQuestion& question,
                                               CaseStore& store, const Policy& policy) {
  std::vector<std::string> names;
  for (const auto& list : question.lists)
    names.push_back(list.name);
  const auto lists =
      store.list_indexes(asked.key.tenant, names, question.start, meetings_looked_at);
  if (!lists) return lists.error();
  const auto meetings = read_meetings(*lists, asked.key, store);
  if (!meetings) return meetings.error();
  return collisions_in(asked, *lists, *meetings, question, policy);
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
  auto found = find_collisions(**meeting, *question, store, policy);
  if (!found) return found.error();
  auto event = collisions_found(**meeting, item.event, std::move(*found));
  if (event) work = WorkItem{item.key, std::move(*event)};
  return work;
}

}  // namespace followup
