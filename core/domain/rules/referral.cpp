// Referral follow-up (source 1). A worker is reminded n days after the referral (R4-R6); if the
// client's contact is not recorded by then, the supervisor hears of it an administrator's number of
// days later (R7, R8); a recorded contact ends both (R13).
//
// What supersedes what. A record (created, updated) is stale if a newer record or a newer
// cancellation is known; it revives a cancelled referral only with a higher sequence (R18). A
// contact fact has no effect if a newer contact fact is known, and a cancellation none if a newer
// record is known. Without sequences the order of arrival counts.
//
// Cycles. Each obligation is armed in a cycle; arming it again after something was made in the
// cycle begins the next one, and so does a contact that is no longer recorded (Q8: a changed record
// does so only if the reminder's new date is later than the one that was sent).
#include "core/domain/rules/rules.h"

#include <algorithm>

namespace followup::rules {

namespace {

bool armed(const Referral& state) {
  return state.known && state.follow_up_requested && !state.cancelled &&
         state.contact != Contact::yes;
}

Date anchor(const Referral& state) {
  return state.referral_date.value_or(state.created_on);
}  // R5, R6

/// A date's deadline in the tenant's civil time (Q2, Q5).
LocalTime send_at(Date date, const Policy& policy) {
  return at_time(policy.calendar.shifted(date, policy.referral.shift), policy.send_time);
}

Date reminder_date(const Referral& state) {
  return add_days(anchor(state), state.follow_up_days);
}  // R10

/// Q4: the first send time at least so many business days after a late reminder was handed over.
LocalTime after_late_reminder(const StepDone& reminder, const Policy& policy) {
  const LocalTime handed_over = policy.zone.to_local(reminder.at);
  const Date day = date_of(handed_over);
  const LocalTime earliest = handed_over - std::chrono::local_days{day} +
                             std::chrono::local_days{policy.calendar.add_business_days(
                                 day, policy.referral.min_gap_business_days)};
  LocalTime at = send_at(date_of(earliest), policy);
  for (Date next = date_of(earliest); at < earliest; at = send_at(next, policy))
    next = add_days(next, 1);
  return at;
}

LocalTime escalation_local(const Referral& state, const Policy& policy) {
  // Counted from the unshifted reminder date (Q5, R10).
  LocalTime local =
      send_at(add_days(reminder_date(state), *policy.referral.supervisor_days), policy);
  if (!state.reminder)
    return std::max(local, send_at(reminder_date(state), policy));  // never before the reminder
  if (state.reminder->late) local = std::max(local, after_late_reminder(*state.reminder, policy));
  return local;
}

void begin_cycle(Referral& state) {
  ++state.cycle;
  state.reminder.reset();
  state.escalation.reset();
}

/// After a change: an obligation that is armed again, or moved to a later date, after its reminder
/// was made starts anew. Dates are compared, not times: another send time or shift moves no date.
void rearm(const Referral& before, Referral& state, const Policy& policy) {
  if (!armed(state) || !state.reminder) return;
  const bool was_off = !armed(before);
  const bool later =
      reminder_date(state) != reminder_date(before) &&
      date_of(send_at(reminder_date(state), policy)) > date_of(state.reminder->nominal);
  if (was_off || later) begin_cycle(state);
}

void take_record(Referral& state, const ReferralRecord& record, int days, const Policy& policy) {
  state.known = true;
  state.referral_date = record.referral_date;
  const auto* created_at = std::get_if<TimePoint>(&record.created);
  state.created_on = created_at != nullptr ? date_of(policy.zone.to_local(*created_at))
                                           : std::get<Date>(record.created);
  state.follow_up_requested = record.follow_up_requested;
  state.follow_up_days = days;
  state.case_worker = record.case_worker;
  state.supervisor = record.supervisor;
  state.case_id = record.case_id;
  state.clients = record.clients;
  state.provider = record.provider;
  state.service = record.service;
  state.sensitivity = record.sensitivity;
}

/// A cancelled referral comes back with a higher sequence than all that is known of it (R18).
bool revives(const Referral& state, const Event& event) {
  return event.sequence && event.sequence > state.cancel_sequence &&
         event.sequence > state.record_sequence;
}

Change on(Referral& state, const ReferralRecord& record, const Event& event,
          const Context& context) {
  if (older(event.sequence, state.record_sequence) ||
      older(event.sequence, state.cancel_sequence)) {
    return {.status = Status::stale, .reason = Reason::older_sequence};
  }
  if (state.cancelled && !revives(state, event)) {
    return {.status = Status::stale, .reason = Reason::superseded};
  }
  const Policy& policy = *context.policy;
  const auto days = record.follow_up_days ? record.follow_up_days : policy.referral.default_days;
  if (record.follow_up_requested && !days) {  // S-R26
    return {.status = Status::rejected,
            .reason = Reason::days_missing,
            .faults = {{"/data/follow_up/days",
                        "is missing and the tenant has no default: give the number of days from 0 "
                        "to 3650, or set referral.default_days"}}};
  }
  const Referral before = state;
  take_record(state, record, days.value_or(0), policy);
  if (event.sequence) state.record_sequence = event.sequence;
  state.cancelled = false;
  rearm(before, state, policy);
  return {};
}

/// The CRM hears that something was closed before it was due; whoever was told that it is due hears
/// that it is closed, except about the own action (S-X30).
void tell_closed(const Referral& state, bool before_due, const Event& event, const Context& context,
                 Change& change) {
  const Policy& policy = *context.policy;
  const LocalTime nominal = policy.zone.to_local(event.time);
  if (before_due) {
    change.notifications.push_back(hook("followup.closed", state.cycle, nominal, event.time));
    change.notifications.back().reason = "contact_recorded";
  }
  if (!policy.referral.closed_notice) return;
  const auto tell = [&](Role role) {
    Notification notice = mail(Purpose::closed, role, state.cycle, nominal, event.time);
    notice.reason = "contact_recorded";
    if (!policy.referral.notify_own_actions) notice.actor = event.actor;
    change.notifications.push_back(std::move(notice));
  };
  if (state.reminder) tell(Role::case_worker);
  if (state.escalation) tell(Role::supervisor);
}

Change set_contact(Referral& state, Contact contact, std::optional<Date> on, const Event& event,
                   const Context& context) {
  if (older(event.sequence, state.contact_sequence)) return {.reason = Reason::superseded};
  const Referral before = state;
  state.contact = contact;
  state.contact_on = on;
  if (event.sequence) state.contact_sequence = event.sequence;
  Change change;
  // What was closed may be closed again, and that is another message.
  if (before.contact == Contact::yes && contact != Contact::yes) begin_cycle(state);
  if (contact == Contact::yes && armed(before)) {  // R13
    tell_closed(state, !deadlines(before, *context.policy).empty(), event, context, change);
  }
  rearm(before, state, *context.policy);
  return change;
}

Change on(Referral& state, const ContactRecorded& fact, const Event& event,
          const Context& context) {
  return set_contact(state, fact.contacted ? Contact::yes : Contact::no, fact.on, event,
                     context);  // R16
}

Change on(Referral& state, const ContactWithdrawn& /*fact*/, const Event& event,
          const Context& context) {
  return set_contact(state, Contact::unknown, std::nullopt, event, context);
}

Change on(Referral& state, const ReferralCancelled& /*fact*/, const Event& event,
          const Context& /*context*/) {
  if (older(event.sequence, state.record_sequence) ||
      older(event.sequence, state.cancel_sequence)) {
    return {.reason = Reason::superseded};
  }
  state.cancelled = true;  // R18
  if (event.sequence) state.cancel_sequence = event.sequence;
  return {};
}

Change fire_reminder(Referral& state, const DeadlineReached& reached, const Context& context,
                     bool late) {
  state.reminder = StepDone{reached.local, context.now, late};
  Change change;
  const auto add = [&](Role role) {
    change.notifications.push_back(
        mail(Purpose::reminder, role, state.cycle, reached.local, reached.due));
  };
  add(Role::case_worker);
  if (context.policy->referral.copy_absent_person) add(Role::absent_copy);  // S-R34
  return change;
}

Change fire_escalation(Referral& state, const DeadlineReached& reached, const Context& context,
                       bool late) {
  state.escalation = StepDone{reached.local, context.now, late};
  Change change;
  const auto add = [&](Role role) {
    change.notifications.push_back(
        mail(Purpose::escalation, role, state.cycle, reached.local, reached.due));
  };
  add(Role::supervisor);
  if (context.policy->referral.copy_worker_on_escalation) add(Role::case_worker_copy);
  change.notifications.push_back(
      hook("referral.escalated", state.cycle, reached.local, reached.due));
  return change;
}

Change on(Referral& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  if (!still_due(state, reached.step, context)) return {.reason = Reason::no_change};
  const bool late = is_late(reached.due, context.now, context);
  Change change = reached.step == Step::reminder ? fire_reminder(state, reached, context, late)
                                                 : fire_escalation(state, reached, context, late);
  for (auto& notification : change.notifications)
    notification.late = late;
  return change;
}

template <class Other>
Change on(Referral& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected,
          .reason = Reason::unknown_type};  // no event of another kind gets here
}

}  // namespace

Change apply(Referral& state, const Event& event, const Context& context) {
  return std::visit([&](const auto& payload) { return on(state, payload, event, context); },
                    event.payload);
}

std::vector<Deadline> deadlines(const Referral& state, const Policy& policy) {
  std::vector<Deadline> due;
  if (!armed(state)) return due;
  const auto add = [&](Step step, LocalTime local) {
    due.push_back({step, local, policy.zone.to_instant(local)});
  };
  if (!state.reminder) add(Step::reminder, send_at(reminder_date(state), policy));
  if (policy.referral.supervisor_days && !state.escalation)
    add(Step::escalation, escalation_local(state, policy));
  // Equal instants (a supervisor delay of 0, a shift) keep the reminder first.
  std::stable_sort(due.begin(), due.end(),
                   [](const Deadline& a, const Deadline& b) { return a.at < b.at; });
  return due;
}

Change apply_outcome(Referral& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& event, const Context& context) {
  Change change;
  if (outcome.outcome != Outcome::delivered || ended.cycle != state.cycle) return change;
  const bool late = is_late(ended.due, event.time, context);
  if (ended.purpose == Purpose::reminder && ended.role == Role::case_worker && state.reminder) {
    state.reminder->at = event.time;  // Q4 counts from the hand-over
    state.reminder->late = state.reminder->late || late;
    change.notifications.push_back(
        hook("referral.followup_due", ended.cycle, ended.nominal, ended.due));
    change.notifications.back().late = state.reminder->late;
  }
  return change;
}

bool still_wanted(const Referral& state, const OpenNotification& open) {
  const bool nags = open.purpose == Purpose::reminder || open.purpose == Purpose::escalation;
  return !nags || (armed(state) && open.cycle == state.cycle);
}

std::optional<PersonRef> holder(const Referral& state, Role role) {
  if (role == Role::supervisor) return state.supervisor;
  if (!state.known) return std::nullopt;
  return state.case_worker;
}

}  // namespace followup::rules
