#include "core/flow/case_batch.h"

#include "core/codec/record_codec.h"

#include <algorithm>
#include <set>
#include <type_traits>

namespace followup {

namespace {

std::optional<ProjectState> project_seen(const Case& state) {
  const auto* contact = std::get_if<ProjectContact>(&state.facts);
  return contact == nullptr || state.version == 0 ? std::nullopt : std::optional(contact->project);
}

/// A case that somebody else commits to this often in a row is a fault; the producer sends again.
constexpr int most_tries = 20;

/// A whole record of a kind that is mostly new: committed as new without looking first.
bool assumes_new(const Event& event) {
  return event.type == "referral.created" || event.type == "appointment.booked" ||
         event.type == "contact.follow_up_set";
}

/// Whether the case's facts are too many. What the daemon itself keeps of messages under way does
/// not count, but for a ceiling: nobody could shorten it.
bool is_too_large(const std::string& record, const Case& state) {
  if (record.size() <= max_record_bytes) return false;
  if (record.size() > max_whole_record_bytes) return true;
  Case facts = state;
  facts.open.clear();
  std::visit(
      [](auto& known) {
        if constexpr (requires { known.mailings; }) known.mailings.clear();
        if constexpr (std::is_same_v<decltype(known), Application&>)
          known.people.clear();  // whom its messages name
        if constexpr (std::is_same_v<decltype(known), Meeting&>) {
          known.collisions.clear();
          for (auto& invitee : known.invitees)
            invitee.told.reset();
        }
      },
      facts.facts);
  return encode_case(facts).size() > max_record_bytes;
}

}  // namespace

CaseBatch::CaseBatch(std::vector<WorkItem> items, CaseStore& store, CaseCache& cache,
                     const FlowContext& context)
    : items_(std::move(items)),
      results_(items_.size()),
      store_(store),
      cache_(cache),
      context_(context) {
  form_groups();
}

void CaseBatch::form_groups() {
  std::map<CaseKey, std::size_t> group_of;
  for (std::size_t at = 0; at < items_.size(); ++at) {
    const auto [found, fresh] = group_of.try_emplace(items_[at].key, groups_.size());
    if (fresh) {
      Group group;
      group.key = items_[at].key;
      group.state = cache_.take(group.key);
      if (!group.state && assumes_new(items_[at].event)) group.state = empty_case(group.key);
      groups_.push_back(std::move(group));
    }
    groups_[found->second].items.push_back(at);
  }
}

std::vector<CaseKey> CaseBatch::keys() const {
  std::vector<CaseKey> keys;
  keys.reserve(groups_.size());
  for (const auto& group : groups_)
    keys.push_back(group.key);
  return keys;
}

/// Applies the group's events to its state. False if nothing has to be committed.
bool CaseBatch::apply_events(Group& group) {
  Case before = std::move(*group.state);
  group.state.reset();
  const auto project = project_of(group.key);
  group.transition.emplace(std::move(before), context_, context_.clock->now(),
                           project ? projects_.at(*project) : std::nullopt);
  group.transition->set_full(group.full);
  for (const auto at : group.items)
    results_[at] = {group.transition->apply(items_[at].event), {}};
  return group.transition->changed();
}

std::optional<CaseCall> CaseBatch::next_call(Group& group) {
  if (!group.state) return CaseCall{group.key, std::nullopt};
  if (!apply_events(group) && !group.stored) {
    // Nothing would be committed, so nothing would show that the state is an old one.
    return CaseCall{group.key, std::nullopt};
  }
  if (!group.transition->changed()) {
    Case state = group.transition->take_state();
    answer_asked_back(group, asked_back(state));
    group.project_seen = project_seen(state);
    if (state.version != 0) cache_.put(std::move(state));
    group.done = true;
    return std::nullopt;
  }
  Commit commit = group.transition->commit();
  if (!commit.drains && is_too_large(commit.record, group.transition->state())) {
    for (const auto at : group.items) {
      results_[at].result = {Status::rejected,
                             Reason::record_too_large,
                             {{"/data", "makes a case of more than 16 KiB: shorten its texts"}}};
    }
    group.done = true;
    return std::nullopt;
  }
  return CaseCall{group.key, std::move(commit)};
}

bool CaseBatch::lacks_project(const Group& group) {
  const auto project = project_of(group.key);
  if (!project || projects_.contains(*project)) return false;
  const auto seen = cache_.project(*project);
  if (seen) projects_.emplace(*project, *seen);
  return !seen;
}

/// Sends a call for every group that still needs one. A contact whose state is known waits until
/// its project's is, too. The project is read again behind the commit: who tells a project's
/// contacts of a change lists them after it, so a contact is on the list, or sees the change here.
void CaseBatch::send_next() {
  std::vector<CaseCall> calls;
  asked_.clear();
  std::set<CaseKey> projects;
  for (std::size_t at = 0; at < groups_.size(); ++at) {
    if (groups_[at].done || failure_) continue;
    if (lacks_project(groups_[at])) {
      projects.insert(*project_of(groups_[at].key));
      if (groups_[at].state) continue;
    }
    if (auto call = next_call(groups_[at])) {
      if (const auto project = project_of(call->key); project && call->commit)
        projects.insert(*project);
      calls.push_back(std::move(*call));
      asked_.push_back(at);
    }
  }
  asked_projects_.assign(projects.begin(), projects.end());
  for (const auto& project : projects)
    calls.push_back({project, std::nullopt});
  if (failure_ || calls.empty()) {
    if (!failure_) tell_projects();
    finished_ = true;
    return;
  }
  ticket_ = store_.send(std::move(calls));
}

void CaseBatch::tell_projects() {
  for (const auto& group : groups_) {
    if (!group.project_seen) continue;
    const auto project = projects_.find(*project_of(group.key));
    if (project != projects_.end() && project->second && project->second != group.project_seen)
      results_[group.items.back()].project_since = project->second;
  }
}

void CaseBatch::take_record(Group& group, const std::string& record) {
  group.stored = true;
  if (record.empty()) {
    group.state = empty_case(group.key);
    return;
  }
  auto decoded = decode_case(group.key, record);
  if (decoded) {
    group.state = std::move(decoded).value();
    if (!context_.policies->ensure(group.key.tenant, group.state->policy)) {
      fail({Code::unavailable, "the policy version of a case can not be read"});
    }
    return;
  }
  for (const auto at : group.items) {
    results_[at].result = {
        Status::quarantined,
        Reason::damaged_record,
        {{"/subject",
          "names a case whose stored record is damaged; the event is kept until it is mended"}}};
  }
  group.done = true;
}

void CaseBatch::applied(Group& group, const std::vector<std::string>& in_flight) {
  const Case& state = group.transition->state();
  if (!asked_back(state).empty()) {
    for (const auto at : group.items)
      results_[at].in_flight = in_flight;
  }
  if (state.key.kind == Kind::project) cache_.forget_project(state.key);
  const auto due = next_deadline(state, *context_.policies->find(state.key.tenant, state.policy));
  if (due && (!earliest_due_ || due->at < *earliest_due_)) earliest_due_ = due->at;
  group.project_seen = project_seen(state);
  cache_.put(group.transition->take_state());
  group.done = true;
}

/// A repeated cancellation is answered with what of it is in flight now.
void CaseBatch::answer_asked_back(Group& group, const std::vector<OpenNotification>& back) {
  if (back.empty()) return;
  std::vector<std::string> ids;
  ids.reserve(back.size());
  for (const auto& open : back)
    ids.push_back(open.id);
  auto in_flight = store_.in_flight(group.key, ids);
  if (!in_flight) return fail(in_flight.error());
  for (const auto at : group.items)
    results_[at].in_flight = *in_flight;
}

void CaseBatch::take(Group& group, const CaseAnswer& answer) {
  switch (answer.kind) {
    case CaseAnswer::Kind::absent:
    case CaseAnswer::Kind::found:
      return take_record(group, answer.record);
    case CaseAnswer::Kind::applied:
      return applied(group, answer.in_flight);
    case CaseAnswer::Kind::conflict:
      if (++group.tries > most_tries)
        return fail({Code::unavailable, "a case is being changed too often"});
      return take_record(group, answer.record);
    case CaseAnswer::Kind::full:  // each time another one, so this ends
      group.full.insert(answer.full.begin(), answer.full.end());
      return take_record(group, answer.record);
  }
}

void CaseBatch::fail(Error error) {
  const bool full = is_store_full(error);
  for (const auto& group : groups_) {
    if (group.done) continue;
    for (const auto at : group.items) {
      results_[at] = {{Status::busy, full ? Reason::store_full : Reason::store_unavailable, {}},
                      {}};
    }
  }
  failure_ = std::move(error);
  finished_ = true;
}

bool CaseBatch::advance() {
  while (!finished_) {
    if (!ticket_) {
      send_next();
      continue;
    }
    auto answers = store_.poll(*ticket_);
    if (!answers) return false;
    take_all(std::move(*answers));
  }
  return finished_;
}

void CaseBatch::take_all(Result<std::vector<CaseAnswer>> answers) {
  ticket_.reset();
  if (!answers) return fail(answers.error());
  for (std::size_t at = 0; at < asked_.size() && !failure_; ++at) {
    take(groups_[asked_[at]], (*answers)[at]);
  }
  for (std::size_t at = 0; at < asked_projects_.size(); ++at) {
    const auto state = stored_project_state(asked_projects_[at], (*answers)[asked_.size() + at]);
    projects_[asked_projects_[at]] = state;
    cache_.put_project(asked_projects_[at], state);
  }
}

void CaseBatch::finish() {
  while (!advance())
    take_all(store_.wait(*ticket_));
}

}  // namespace followup
