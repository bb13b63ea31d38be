// The record of a meeting: when it is, who is asked, what is done when it is moved or cancelled
// (M33, S-M16). Whom that is told to stands in meeting_invitations.cpp.
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules::meetings {

namespace {

struct Times {
  LocalTime start;
  LocalTime end;
  std::string zone;
};

/// A local time that does not exist is the one that it counts as, of two the first (Q3).
TimePoint instant_of(const Moment& moment, const Zone& zone) {
  if (const auto* at = std::get_if<TimePoint>(&moment))
    return std::chrono::floor<std::chrono::seconds>(*at);
  const auto* local = std::get_if<LocalTime>(&moment);
  return zone.to_instant(
      local != nullptr ? *local : at_time(std::get<Date>(moment), std::chrono::seconds{0}));
}

/// Whether it is the second of two that have the same local time.
bool comes_again(TimePoint at, const Zone& zone) {
  return zone.to_instant(zone.to_local(at)) != at;
}

/// In the meeting's own civil time. Where that would mean an hour before the instant that is given,
/// because the clocks have gone back, the whole meeting is held in UTC.
Times times_of(const MeetingRecord& record, const Policy& policy) {
  const auto loaded = record.zone.empty() ? Result<Zone>(policy.zone) : Zone::load(record.zone);
  const Zone& named = loaded ? *loaded : policy.zone;
  const TimePoint start = instant_of(record.start, named);
  const TimePoint end = record.end ? instant_of(*record.end, named) : start;
  const Zone zone = comes_again(start, named) || comes_again(end, named) ? Zone() : named;
  return {zone.to_local(start), zone.to_local(end), zone.name()};
}

/// Takes the record over, but for the invitees.
void take_record(Meeting& state, const MeetingRecord& record, Times times) {
  state.known = true;
  state.start = times.start;
  state.end = times.end;
  state.zone = std::move(times.zone);
  state.subject = record.subject;
  state.location = record.location;
  state.agenda = record.agenda;
  state.organizer = record.organizer.id;
  state.cases = record.cases;
  remember(state.people, record.organizer);
  remember(state.people, record.invitees);
}

/// What somebody said of another time is no reply: not what was said before it was moved, and not
/// what comes in late. What was said since is one.
void forget_reply(Invitee& invitee, const Event& event) {
  if (older(event.sequence, invitee.reply_sequence)) return;
  invitee.reply = InviteeReply::none;
  if (event.sequence)
    invitee.reply_sequence = std::max(invitee.reply_sequence.value_or(0), *event.sequence);
}

/// Takes the invitees over; their replies stay unless they are asked anew. Whoever was taken out
/// and has not read of it yet knows of the meeting.
void take_invitees(Meeting& state, const MeetingRecord& record, bool anew, const Event& event) {
  const std::vector<Invitee> before = std::exchange(state.invitees, {});
  for (const auto& id : distinct_ids(record.invitees)) {
    if (id == record.organizer.id) continue;  // a calendar takes no invitation from its own owner
    const auto known = std::ranges::find(before, id, &Invitee::person);
    Invitee invitee{.person = id, .told = told_before(state, id)};
    if (known != before.end()) invitee = *known;
    if (anew) forget_reply(invitee, event);
    state.invitees.push_back(std::move(invitee));
  }
}

bool is_moved(const Meeting& before, const Meeting& state) {
  return before.start != state.start || before.end != state.end || before.zone != state.zone;
}

bool reads_differently(const Meeting& before, const Meeting& state) {
  return is_moved(before, state) || before.subject != state.subject ||
         before.location != state.location || before.agenda != state.agenda ||
         before.organizer != state.organizer;
}

/// A meeting that is moved is reminded of anew if that is later than it was (Q8); one that is so
/// near that its invitation comes when the reminder would is not.
void set_reminder(Meeting& state, const Context& context) {
  const auto at = reminder_of(state, *context.policy);
  if (!at) return state.reminder.reset();
  const LocalTime nominal = not_before(*at, context.policy->zone);
  if (state.reminder && nominal <= state.reminder->nominal) return;
  state.reminder.reset();
  if (*at <= context.now) state.reminder = StepDone{nominal, context.now, false};
}

/// A record that comes after the cancellation says what was cancelled, if nothing else has.
Change take_cancelled(Meeting& state, const MeetingRecord& record, Times times,
                      const Event& event) {
  if (!state.known) {
    take_record(state, record, std::move(times));
    take_invitees(state, record, false, event);
    if (event.sequence) state.record_sequence = event.sequence;
  }
  return {.reason = Reason::superseded};  // S-M16
}

}  // namespace

std::optional<TimePoint> reminder_of(const Meeting& state, const Policy& policy) {
  if (!policy.meeting.reminder) return std::nullopt;
  return start_of(state, policy) - *policy.meeting.reminder;
}

Change take(Meeting& state, const MeetingRecord& record, const Event& event,
            const Context& context) {
  if (older(event.sequence, state.record_sequence))
    return {.status = Status::stale, .reason = Reason::older_sequence};
  Times times = times_of(record, *context.policy);
  if (times.end < times.start)
    return reject(Reason::invalid_data, "/data/end", "must not be before the start");
  if (state.cancelled) return take_cancelled(state, record, std::move(times), event);
  const Meeting before = state;
  take_record(state, record, std::move(times));
  const bool changed = before.known && reads_differently(before, state);
  const bool moved = before.known && is_moved(before, state);
  const bool is_to_come = !state.held && end_of(state, *context.policy) > context.now;
  take_invitees(state, record, moved && is_to_come, event);
  if (event.sequence) state.record_sequence = event.sequence;
  if (moved) ++state.cycle;
  if (moved || before.organizer != state.organizer) state.collisions.clear();
  drop_collisions(state);
  if (moved || !before.known) set_reminder(state, context);
  Change change;
  tell_invitees(before, state, changed, event, context, change);
  tidy(state);
  return change;
}

Change cancel(Meeting& state, const Event& event, const Context& context) {
  if (older(event.sequence, state.record_sequence) || older(event.sequence, state.cancel_sequence))
    return {.reason = Reason::superseded};
  if (event.sequence) state.cancel_sequence = event.sequence;
  if (state.cancelled) return {};
  const Meeting before = state;
  state.cancelled = true;
  Change change;
  tell_invitees(before, state, true, event, context, change);
  return change;
}

}  // namespace followup::rules::meetings
