// Meetings (source 2): whoever is invited hears of it by invitations that calendars understand, the
// minutes go to those whom they concern, and actions are followed until they are done.
//
// What supersedes what. A record is stale if a newer one is known; after the cancellation none has
// any effect (S-M16), nor a reply, minutes, or that the meeting was held. Minutes have versions of
// their own: only a higher one is sent. Of an action's events the newest counts, likewise of a
// person's replies. Without sequences the order of arrival counts.
//
// Cycles. Moving the meeting begins a new one for its reminder; an action has its own.
#include "core/domain/rules/calls.h"
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules {

namespace meetings {

namespace {

TimePoint instant_of(const Meeting& state, LocalTime local, const Policy& policy) {
  if (state.zone.empty() || state.zone == policy.zone.name()) return policy.zone.to_instant(local);
  const auto zone = Zone::load(state.zone);
  return (zone ? *zone : policy.zone).to_instant(local);
}

Change on(Meeting& state, const MeetingRecord& record, const Event& event, const Context& context) {
  return take(state, record, event, context);
}

Change on(Meeting& state, const MeetingCancelled& /*fact*/, const Event& event,
          const Context& context) {
  return cancel(state, event, context);
}

Change on(Meeting& state, const InvitationReply& fact, const Event& event, const Context& context) {
  if (state.cancelled) return {.reason = Reason::superseded};
  if (!state.known) return unknown(event, context);
  if (fact.person.id == state.organizer) return {};  // who holds it is there
  const auto found = std::ranges::find(state.invitees, fact.person.id, &Invitee::person);
  if (found == state.invitees.end())
    return put_aside(Reason::unknown_invitee, "/data/person/id",
                     "is nobody whom the meeting's newest record invites", event, context);
  if (older(event.sequence, found->reply_sequence)) return {.reason = Reason::superseded};
  if (event.sequence) found->reply_sequence = event.sequence;
  found->reply = fact.reply;
  drop_collisions(state);
  return {};
}

Change on(Meeting& state, const MeetingHeld& fact, const Event& event, const Context& context) {
  if (state.cancelled) return {.reason = Reason::superseded};
  if (!state.known) return unknown(event, context);
  state.held = fact.on.value_or(event.time);
  return {};
}

Change on(Meeting& state, const CollisionsFound& fact, const Event& event, const Context& context) {
  return take_collisions(state, fact, event, context);
}

Change on(Meeting& /*state*/, const MinutesSaved& /*fact*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {};  // S-M06
}

Change on(Meeting& state, const MinutesIssue& fact, const Event& event, const Context& context) {
  return issue(state, fact, event, context);
}

Change on(Meeting& state, const ActionAssigned& fact, const Event& event, const Context& context) {
  return assign(state, fact.action, event, context);
}

Change on(Meeting& state, const ActionClosed& fact, const Event& event, const Context& context) {
  return close(state, fact, event, context);
}

/// Everybody who knows of the meeting and has not declined.
std::vector<std::string> expected_ones(const Meeting& state) {
  std::vector<std::string> ids;
  for (const auto& invitee : state.invitees) {
    if (invitee.told && invitee.reply != InviteeReply::declined) ids.push_back(invitee.person);
  }
  return ids;
}

Change fire_reminder(Meeting& state, const DeadlineReached& reached, const Context& context) {
  Change change;
  state.reminder = taken(reached, context);
  if (start_of(state, *context.policy) <= context.now) return change;  // it has begun
  send_due(post_of(state),
           {.purpose = Purpose::meeting_reminder,
            .cycle = state.cycle,
            .persons = expected_ones(state),
            .about = {}},
           reached, context, change);
  return change;
}

Change on(Meeting& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  if (!still_due(state, reached.step, context)) return {.reason = Reason::no_change};
  if (reached.step == Step::reminder) return fire_reminder(state, reached, context);
  if (reached.step == Step::recheck) return end_invitations(state, context);
  return fire_actions(state, context);
}

template <class Other>
Change on(Meeting& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

/// The organizer hears whom a first message did not reach, once a message (M32, S-M05).
void tell_organizer(const LetterEnd& end, const Event& event, const Context& context,
                    Change& change) {
  const Purpose of = end.before.purpose;
  if (end.troubles.empty() || (of != Purpose::invitation && of != Purpose::minutes)) return;
  Notification made = mail(Purpose::without_address, Role::organizer, end.before.cycle,
                           local_now(context), event.time);
  made.about = mailing_whom(end.before.number);  // its own end is none of the message's
  made.details = {
      {"of", std::string(to_text(of))},
      {"persons", results_of(end.troubles, [](const std::string&) { return std::string(); })}};
  change.notifications.push_back(std::move(made));
}

}  // namespace

Change unknown(const Event& event, const Context& context) {
  return put_aside(Reason::unknown_meeting, "/subject",
                   "is a meeting that no meeting.scheduled has told of", event, context);
}

TimePoint start_of(const Meeting& state, const Policy& policy) {
  return instant_of(state, state.start, policy);
}

TimePoint end_of(const Meeting& state, const Policy& policy) {
  return std::max(start_of(state, policy), instant_of(state, state.end, policy));
}

void report(const Meeting& state, const Mailing& mailing, const std::string& whom, Change& change) {
  if (mailing.purpose == Purpose::minutes) report_minutes(state, mailing, whom, change);
  if (is_invitation(mailing.purpose)) report_invitations(mailing, whom, change);
}

void tidy(Meeting& state) {
  std::vector<std::string> named{state.organizer};
  for (const auto& invitee : state.invitees)
    named.push_back(invitee.person);
  for (const auto& reader : state.minutes.readers)
    named.push_back(reader.person);
  for (const auto& action : state.actions)
    named.push_back(action.responsible);
  forget_others(post_of(state), named);
}

}  // namespace meetings

Change apply(Meeting& state, const Event& event, const Context& context) {
  return std::visit(
      [&](const auto& payload) { return meetings::on(state, payload, event, context); },
      event.payload);
}

Change apply_outcome(Meeting& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& event, const Context& context) {
  Change change;
  const auto end = take_letter_end(post_of(state), ended, outcome, change);
  if (!end) return change;
  meetings::tell_organizer(*end, event, context, change);
  if (end->whole) meetings::report(state, *end->whole, end->whom, change);
  meetings::take_reached(state, *end, event, context, change);
  meetings::tidy(state);
  return change;
}

std::vector<Deadline> deadlines(const Meeting& state, const Policy& policy) {
  std::vector<Deadline> due;
  const bool expected = state.known && !state.cancelled && !state.held && !state.reminder;
  const auto at = expected ? meetings::reminder_of(state, policy) : std::nullopt;
  if (at) due.push_back({Step::reminder, not_before(*at, policy.zone), *at});
  if (meetings::waits_for_end(state)) {
    const TimePoint over = meetings::end_of(state, policy);
    due.push_back({Step::recheck, not_before(over, policy.zone), over});
  }
  meetings::add_action_deadlines(state, policy, due);
  std::ranges::stable_sort(due, {}, &Deadline::at);
  return due;
}

bool still_wanted(const Meeting& state, const OpenNotification& open) {
  if (open.purpose == Purpose::action_due || open.purpose == Purpose::action_overdue) {
    const auto* action = meetings::action_in(state, open.whom);
    return action != nullptr && !action->closed && action->cycle == open.cycle;
  }
  if (open.purpose == Purpose::meeting_collision)
    return !state.cancelled && !state.held && open.cycle == state.cycle &&
           !state.collisions.empty();
  if (open.purpose == Purpose::hook || open.purpose == Purpose::without_address) return true;
  return mailing_wanted(state.mailings, open);
}

std::optional<PersonRef> holder(const Meeting& state, Role role, const std::string& whom) {
  if (role == Role::organizer) return find_person(state.people, state.organizer);
  const auto* action = role == Role::responsible ? meetings::action_in(state, whom) : nullptr;
  return action == nullptr ? std::nullopt : find_person(state.people, action->responsible);
}

TimePoint begins(const Meeting& state, const Policy& policy) {
  return meetings::start_of(state, policy);
}

TimePoint kept_from(const Meeting& state, const Policy& policy) {
  return state.known ? meetings::end_of(state, policy) : TimePoint{};
}

}  // namespace followup::rules
