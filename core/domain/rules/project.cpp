// Projects (C14): their state, and the batch of protocols that goes to the field reps at the end of
// a day (C19). What a project's state means for its contacts is in contact.cpp.
//
// A project hears of each field appointment of its contacts, and remembers of the latest contacts
// which event it heard last, so that one that is repeated, or overtaken by a newer one, mails
// nobody. What a mail tells is in the notification: the record has room for what waits, not for
// what is under way.
#include "core/base/hash.h"
#include "core/domain/rules/contact_rules.h"

#include <algorithm>

namespace followup::rules {

namespace {

using contacts::is_over;

constexpr std::size_t most_unsent = 100;
constexpr std::size_t most_settled = 64;
/// Estimated bytes of a record of 16 KiB. Beyond the first what waits goes out at once; beyond the
/// second, because nothing can leave, nothing is taken. The rest is for changes of state, which are
/// never refused.
constexpr std::size_t full = std::size_t{13} * 1024;
constexpr std::size_t overfull = std::size_t{14} * 1024 + 512;

const ProjectPolicy* policy_of(const Project& state, const Policy& policy) {
  const auto found = policy.contact.projects.find(state.id);
  return found == policy.contact.projects.end() ? nullptr : &found->second;
}

ProjectState state_of(const Project& state, const Policy& policy) {
  if (state.state) return *state.state;
  const ProjectPolicy* const project = policy_of(state, policy);
  return project == nullptr ? ProjectPolicy{}.state : project->state;
}

void settle(Project& state, const SettledProtocol& one) {
  state.settled.push_back(one);
  if (state.settled.size() > most_settled) state.settled.erase(state.settled.begin());
}

SettledProtocol settled(const UnsentProtocol& one) {
  return {fingerprint({one.contact}), one.event, one.sequence};
}

/// Nothing waits any more.
void empty_batch(Project& state) {
  state.batch_at.reset();
  for (const auto& one : std::exchange(state.unsent, {}))
    settle(state, settled(one));
}

/// Takes out what is known of the contact.
std::optional<SettledProtocol> take(Project& state, const std::string& contact) {
  std::optional<SettledProtocol> known;
  std::erase_if(state.unsent, [&](const UnsentProtocol& one) {
    const bool same = one.contact == contact;
    if (same) known = settled(one);
    return same;
  });
  const std::uint64_t id = fingerprint({contact});
  std::erase_if(state.settled, [&](const SettledProtocol& one) {
    const bool same = one.contact == id;
    if (same) known = one;
    return same;
  });
  return known;
}

/// Those whom the batch is for, each once.
std::vector<PersonRef> reps(const Project& state) {
  std::vector<PersonRef> each;
  for (const auto& protocol : state.unsent) {
    const bool known = std::any_of(each.begin(), each.end(),
                                   [&](const PersonRef& rep) { return rep.id == protocol.rep.id; });
    if (!known) each.push_back(protocol.rep);
  }
  return each;
}

/// How large the record is, or is once the batch is out, whichever is more: about.
std::size_t size_of(const Project& state) {
  constexpr std::size_t a_settled = 64;
  constexpr std::size_t a_dead = 70;
  constexpr std::size_t a_protocol = 90;  // and the texts
  constexpr std::size_t a_mail = 140;     // also as an open notification, with the id once more
  const auto size = [](const PersonRef& who) {
    return who.id.size() + who.name.size() + who.email.size();
  };
  const auto mail_size = [&](const PersonRef& rep) { return a_mail + size(rep) + rep.id.size(); };
  std::size_t waiting = state.settled.size() * a_settled;
  for (const auto& one : state.unsent)
    waiting += a_protocol + one.contact.size() + size(one.rep);
  std::size_t gone = std::min(most_settled, state.settled.size() + state.unsent.size()) * a_settled;
  for (const auto& rep : reps(state))
    gone += mail_size(rep);
  std::size_t under_way = state.dead.size() * a_dead;
  for (const auto& one : state.sent)
    under_way += mail_size(one.rep);
  return under_way + std::max(waiting, gone);
}

/// The next time of the batch after `now`.
LocalTime next_batch(const Project& state, LocalTime now, const Context& context) {
  const ProjectPolicy* const project = policy_of(state, newest_policy(context));
  const auto time = project == nullptr ? ProjectPolicy{}.batch_time : project->batch_time;
  const LocalTime today = at_time(date_of(now), time);
  return today > now ? today : at_time(add_days(date_of(now), 1), time);
}

void plan_batch(Project& state, const Context& context) {
  if (state.unsent.empty()) return state.batch_at.reset();
  const LocalTime now = local_now(context);
  const bool at_once = state.unsent.size() >= most_unsent || size_of(state) > full;
  if (at_once)
    state.batch_at = now;
  else if (!state.batch_at)
    state.batch_at = next_batch(state, now, context);
}

Change on(Project& state, const ProjectStateSet& fact, const Event& event, const Context& context) {
  if (policy_of(state, *context.policy) == nullptr)
    return put_aside(Reason::unknown_project, "/subject",
                     "is no project of the tenant's configuration", event, context);
  if (older(event.sequence, state.state_sequence)) return {.reason = Reason::superseded};
  if (event.sequence) state.state_sequence = event.sequence;
  state.state = fact.state;
  Change change;
  if (is_over(fact.state)) {
    empty_batch(state);
    state.sent.clear();
  }
  if (fact.state == ProjectState::anonymised)  // S-C15
    change.erased = std::exchange(state.dead, {});
  return change;
}

Change on(Project& state, const ProtocolAdded& fact, const Event& event, const Context& context) {
  if (is_over(state_of(state, *context.policy))) return {.reason = Reason::no_change};
  const SettledProtocol latest{fingerprint({fact.contact}), fingerprint({event.source, event.id}),
                               event.sequence};
  const Project before = state;
  const auto known = take(state, fact.contact);
  if (known && known->event == latest.event) return {.reason = Reason::no_change};
  if (known && older(latest.sequence, known->sequence)) return {.reason = Reason::no_change};
  const ProjectPolicy* const project = policy_of(state, newest_policy(context));
  const bool batches = project != nullptr && project->protocol == ProtocolMail::batch;
  if (!known && !fact.wanted && !batches) return {.reason = Reason::no_change};
  if (fact.wanted)
    state.unsent.push_back(
        {fact.contact, fact.field_rep, fact.start, latest.event, latest.sequence});
  else
    settle(state, latest);
  while (size_of(state) > overfull && !state.settled.empty())
    state.settled.erase(state.settled.begin());
  if (fact.wanted && size_of(state) > overfull) {
    state = before;
    return put_aside(
        Reason::record_too_large, "/data/project",
        "has no room for more protocols until it goes on: take the event in again then", event,
        context);
  }
  plan_batch(state, context);
  return {};
}

Change on(Project& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  const auto due = deadlines(state, *context.policy);
  if (due.empty() || due.front().step != reached.step || due.front().at > context.now)
    return {.reason = Reason::no_change};
  const bool training = state_of(state, *context.policy) == ProjectState::training;
  Change change;
  for (auto& rep : reps(state)) {
    Notification made = mail(Purpose::protocol, training ? Role::training : Role::field_rep,
                             state.cycle, reached.local, reached.due);
    made.whom = rep.id;
    made.late = is_late(reached.due, context.now, context);
    for (const auto& protocol : state.unsent) {
      if (protocol.rep.id == rep.id)
        made.details.push_back({protocol.contact, std::int64_t{to_ms(protocol.start)}});
    }
    change.notifications.push_back(std::move(made));
    state.sent.push_back({state.cycle, std::move(rep)});
  }
  empty_batch(state);
  ++state.cycle;
  return change;
}

template <class Other>
Change on(Project& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

}  // namespace

Change apply(Project& state, const Event& event, const Context& context) {
  return std::visit([&](const auto& payload) { return on(state, payload, event, context); },
                    event.payload);
}

std::vector<Deadline> deadlines(const Project& state, const Policy& policy) {
  const ProjectState now = state_of(state, policy);
  if (!state.batch_at || is_over(now) || now == ProjectState::stopped) return {};
  return {{Step::protocols, *state.batch_at, policy.zone.to_instant(*state.batch_at)}};
}

Change apply_outcome(Project& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& /*event*/, const Context& /*context*/) {
  if (ended.purpose != Purpose::protocol) return {};
  std::erase_if(state.sent, [&](const BatchMail& one) {
    return one.cycle == ended.cycle && one.rep.id == ended.whom;
  });
  return contacts::keep_dead(state.dead, state.state.value_or(ProjectState::in_progress), ended,
                             outcome);
}

bool still_wanted(const Project& state, const OpenNotification& open) {
  return open.purpose != Purpose::protocol || !state.state || !is_over(*state.state);
}

std::optional<PersonRef> holder(const Project& state, Role role, const std::string& whom) {
  if (role != Role::field_rep) return std::nullopt;
  for (const auto& mail : state.sent) {
    if (mail.rep.id == whom) return mail.rep;
  }
  return PersonRef{whom, {}, {}};
}

}  // namespace followup::rules
