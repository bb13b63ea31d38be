#include "core/flow/collisions.h"

#include "core/domain/collisions.h"
#include "core/flow/stored_case.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace followup {

namespace {

/// So many of a person's meetings of one day are looked at, those that end first from now on.
constexpr int meetings_looked_at = 20;

/// A record that may collide, and what is known about it so far.
struct Inquiry {
  std::size_t at = 0;  ///< among the events
  const Policy* policy = nullptr;
  Case meeting;
  CollisionQuestion question;
  std::vector<std::vector<CaseStore::DueEntry>> lists;  ///< of the question's, in their order
};

using Inquiries = std::vector<Inquiry>;
using Meetings = std::map<CaseKey, Case>;

Result<Inquiries> begin_inquiries(const std::vector<const WorkItem*>& items, CaseStore& store,
                                  const FlowContext& context) {
  std::vector<CaseKey> keys;
  for (const auto* item : items)
    keys.push_back(item->key);
  auto meetings = stored_cases(keys, store);
  if (!meetings) return meetings.error();
  Inquiries inquiries;
  for (std::size_t at = 0; at < items.size(); ++at) {
    auto& meeting = (*meetings)[at];
    const Policy* const policy = context.policies->find(keys[at].tenant, 0);
    if (!meeting || policy == nullptr) continue;
    auto question =
        collision_question(std::get<Meeting>(meeting->facts), *policy, context.clock->now());
    if (question) inquiries.push_back({at, policy, std::move(*meeting), std::move(*question), {}});
  }
  return inquiries;
}

Result<void> read_lists(Inquiries& inquiries, CaseStore& store, TimePoint now) {
  std::map<std::string, std::vector<std::string>> names;  // by tenant
  for (const auto& inquiry : inquiries) {
    for (const auto& list : inquiry.question.lists)
      names[inquiry.meeting.key.tenant].push_back(list.name);
  }
  for (const auto& [tenant, of_tenant] : names) {
    auto read = store.list_indexes(tenant, of_tenant, now, meetings_looked_at);
    if (!read) return read.error();
    auto next = std::make_move_iterator(read->begin());
    for (auto& inquiry : inquiries) {
      if (inquiry.meeting.key.tenant != tenant) continue;
      const auto count = static_cast<std::ptrdiff_t>(inquiry.question.lists.size());
      inquiry.lists.assign(next, next + count);
      next += count;
    }
  }
  return {};
}

Result<Meetings> read_meetings(const Inquiries& inquiries, CaseStore& store) {
  std::set<CaseKey> wanted;
  for (const auto& inquiry : inquiries) {
    for (const auto& list : inquiry.lists) {
      for (const auto& entry : list) {
        if (entry.key != inquiry.meeting.key) wanted.insert(entry.key);
      }
    }
  }
  auto cases = stored_cases({wanted.begin(), wanted.end()}, store);
  if (!cases) return cases.error();
  Meetings meetings;
  for (auto& one : *cases) {
    if (!one) continue;
    const CaseKey key = one->key;
    meetings.emplace(key, std::move(*one));
  }
  return meetings;
}

/// Of several days' lists of a person each meeting once.
std::vector<Collision> collisions_of(const Inquiry& inquiry, const Meetings& meetings) {
  std::vector<Collision> found;
  for (std::size_t at = 0; at < inquiry.lists.size(); ++at) {
    for (const auto& entry : inquiry.lists[at]) {
      const auto other = meetings.find(entry.key);
      const bool counts = other != meetings.end() && entry.key != inquiry.meeting.key &&
                          found.size() < most_collisions;
      if (!counts) continue;
      auto one = collision_with(inquiry.meeting, other->second, inquiry.question.lists[at].person,
                                inquiry.question, *inquiry.policy);
      if (one && std::ranges::find(found, *one) == found.end()) found.push_back(std::move(*one));
    }
  }
  return found;
}

}  // namespace

Result<std::vector<std::optional<WorkItem>>> collision_work(
    const std::vector<const WorkItem*>& items, CaseStore& store, const FlowContext& context) {
  std::vector<std::optional<WorkItem>> work(items.size());
  auto inquiries = begin_inquiries(items, store, context);
  if (!inquiries) return inquiries.error();
  if (auto read = read_lists(*inquiries, store, context.clock->now()); !read) return read.error();
  const auto meetings = read_meetings(*inquiries, store);
  if (!meetings) return meetings.error();
  for (const auto& inquiry : *inquiries) {
    const WorkItem& item = *items[inquiry.at];
    auto event = collisions_found(inquiry.meeting, item.event, collisions_of(inquiry, *meetings));
    if (event) work[inquiry.at] = WorkItem{item.key, std::move(*event)};
  }
  return work;
}

}  // namespace followup
