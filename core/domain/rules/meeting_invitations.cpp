// Invitations: the first one, another one to everybody when the meeting changes, a cancellation to
// whoever is no longer asked (M33, S-M16; RFC 5546 sections 3.2.2 and 3.2.5).
//
// Whoever has an invitation under way when the meeting changes gets another first one in its place:
// nobody reads of a change of something that they have not heard of.
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules::meetings {

namespace {

using Ids = std::vector<std::string>;

bool contains(const Ids& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

bool is_invitation(Purpose purpose) {
  return purpose == Purpose::invitation || purpose == Purpose::invitation_changed;
}

Ids invited(const Meeting& state) {
  Ids ids;
  for (const auto& invitee : state.invitees)
    ids.push_back(invitee.person);
  return ids;
}

/// A moment in the meeting's own civil time; one that does not exist is the one that it counts as
/// (Q3).
LocalTime in_zone(const Moment& moment, const Zone& zone) {
  if (const auto* at = std::get_if<TimePoint>(&moment)) return not_before(*at, zone);
  const auto* local = std::get_if<LocalTime>(&moment);
  const LocalTime meant =
      local != nullptr ? *local : at_time(std::get<Date>(moment), std::chrono::seconds{0});
  return zone.to_local(zone.to_instant(meant));
}

struct Times {
  LocalTime start;
  LocalTime end;
  std::string zone;
};

Times times_of(const MeetingRecord& record, const Policy& policy) {
  const auto loaded = record.zone.empty() ? Result<Zone>(policy.zone) : Zone::load(record.zone);
  const Zone& zone = loaded ? *loaded : policy.zone;
  const LocalTime start = in_zone(record.start, zone);
  return {start, record.end ? in_zone(*record.end, zone) : start, zone.name()};
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

/// Takes the invitees over; their replies stay unless the meeting was moved.
void take_invitees(Meeting& state, const MeetingRecord& record, bool moved) {
  const std::vector<Invitee> before = std::exchange(state.invitees, {});
  for (const auto& id : distinct_ids(record.invitees)) {
    if (id == record.organizer.id) continue;  // a calendar takes no invitation from its own owner
    const auto known = std::ranges::find(before, id, &Invitee::person);
    Invitee invitee{.person = id};
    if (known != before.end()) invitee = *known;
    if (moved) invitee.reply = InviteeReply::none;
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

/// Whom a first invitation may not have reached yet. `unsent`: and can not have.
Ids waiting(const Meeting& state, bool unsent) {
  Ids ids;
  const auto add = [&](const Ids& more) { ids.insert(ids.end(), more.begin(), more.end()); };
  for (const auto& mailing : state.mailings) {
    if (mailing.purpose != Purpose::invitation) continue;
    if (!mailing.expanded) add(mailing.parties);
    for (const auto& receipt : mailing.receipts) {
      if (!unsent && !receipt.ended) add(receipt.to.through);
    }
  }
  return ids;
}

/// Who is to be told what of a new revision.
struct Round {
  Ids first;
  Ids changed;
  Ids removed;

  [[nodiscard]] bool empty() const { return first.empty() && changed.empty() && removed.empty(); }
};

Round round_of(const Meeting& before, const Meeting& state, bool changed) {
  Round round;
  const Ids then = invited(before);
  const Ids now = invited(state);
  const Ids under_way = waiting(before, false);
  const Ids unsent = waiting(before, true);
  for (const auto& id : now) {
    const bool known = contains(then, id);
    if (!known || (changed && contains(under_way, id)))
      round.first.push_back(id);
    else if (changed)
      round.changed.push_back(id);
  }
  for (const auto& id : then) {
    if (!contains(now, id) && !contains(unsent, id)) round.removed.push_back(id);
  }
  return round;
}

/// Takes back what is out of date of the messages that have not gone out. What becomes of them is
/// said with the new ones.
void withdraw(Meeting& state, bool changed) {
  const Ids now = state.cancelled ? Ids{} : invited(state);
  const auto is_wanted = [&](const Mailing& mailing, const std::string& person) {
    if (is_invitation(mailing.purpose)) return !changed && contains(now, person);
    if (mailing.purpose == Purpose::invitation_cancelled) return !contains(now, person);
    if (mailing.purpose == Purpose::meeting_reminder)
      return mailing.cycle == state.cycle && contains(now, person);
    return true;
  };
  static_cast<void>(withdraw_mailings(state.mailings, is_wanted));
}

void tell(Meeting& state, Purpose purpose, Ids persons, const Context& context, Change& change) {
  send(
      post_of(state),
      {.purpose = purpose, .cycle = state.revision + 1, .persons = std::move(persons), .about = {}},
      context, change);
}

/// A new revision, told to whom it concerns.
void revise(Meeting& state, Round round, const Event& event, const Context& context,
            Change& change) {
  if (round.empty() || end_of(state, *context.policy) < context.now) return;  // it is over
  if (state.revised_at != TimePoint{}) ++state.revision;
  state.revised_at = event.time;
  tell(state, Purpose::invitation, std::move(round.first), context, change);
  tell(state, Purpose::invitation_changed, std::move(round.changed), context, change);
  tell(state, Purpose::invitation_cancelled, std::move(round.removed), context, change);
}

/// A meeting that is moved is reminded of anew; one that is so near that its invitation comes when
/// the reminder would is not.
void set_reminder(Meeting& state, const Context& context) {
  state.reminder.reset();
  const auto at = reminder_of(state, *context.policy);
  if (at && *at <= context.now)
    state.reminder = StepDone{context.policy->zone.to_local(*at), context.now, false};
}

std::string method_of(Purpose purpose) {
  if (purpose == Purpose::invitation) return "request";
  return purpose == Purpose::invitation_changed ? "update" : "cancel";
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
  if (state.cancelled) return {.reason = Reason::superseded};  // S-M16
  Times times = times_of(record, *context.policy);
  if (times.end < times.start)
    return reject(Reason::invalid_data, "/data/end", "must not be before the start");
  const Meeting before = state;
  take_record(state, record, std::move(times));
  const bool changed = before.known && reads_differently(before, state);
  const bool moved = before.known && is_moved(before, state);
  take_invitees(state, record, moved);
  if (event.sequence) state.record_sequence = event.sequence;
  if (moved) ++state.cycle;
  if (moved || !before.known) set_reminder(state, context);
  Change change;
  Round round = round_of(before, state, changed);
  withdraw(state, changed);
  revise(state, std::move(round), event, context, change);
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
  Round round;
  const Ids unsent = waiting(before, true);
  for (const auto& id : invited(state)) {
    if (!contains(unsent, id)) round.removed.push_back(id);
  }
  withdraw(state, true);
  if (state.known) revise(state, std::move(round), event, context, change);
  return change;
}

void report_invitations(const Mailing& mailing, Change& change) {
  Notification made = hook("meeting.invited", mailing.cycle, mailing.nominal, mailing.due);
  made.whom = mailing_whom(mailing.number);  // of one revision there may be several
  made.details = {
      {"method", method_of(mailing.purpose)},
      {"revision", std::int64_t{mailing.cycle} - 1},
      {"results", results_of(mailing, [](const std::string&) { return std::string("invitee"); })}};
  change.notifications.push_back(std::move(made));
}

}  // namespace followup::rules::meetings
