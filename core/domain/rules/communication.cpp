// Communications with clients (source 2; M22 to M24): an answer that is expected is waited for
// (S-M20), and a mail that the CRM asks for is sent, now or at its time.
//
// What supersedes what. Of a communication's records, requests and cancellations the newest counts;
// a mail that a relay has taken for somebody is not sent again under its id, and an answer stays
// one. Without sequences the order of arrival counts. A cancellation ends what is older than it for
// good: a newer record brings no older mail back, nor a newer mail the waiting for an answer.
//
// Cycles. A later day for the answer, after its reminder, waits anew (Q8).
#include "core/domain/rules/calls.h"
#include "core/domain/rules/letters.h"

#include <algorithm>
#include <utility>

namespace followup::rules {

namespace {

Date expected_on(const Communication& state, const Policy& policy) {
  return add_days(date_of(policy.zone.to_local(state.at)), state.answer_expected_days.value_or(0));
}

bool awaits_answer(const Communication& state) {
  return state.recorded && state.direction == Direction::out && state.answer_expected_days &&
         !state.answered;
}

/// communication.sent: what became of the mail. `whom`: the report's, of the whole or of one.
Notification sent(const Communication& state, const Mailing& mailing, std::string whom) {
  Notification made = hook("communication.sent", mailing.cycle, mailing.nominal, mailing.due);
  made.whom = std::move(whom);
  made.late = mailing.late;
  made.details = {{"communication", state.id},
                  {"results", results_of(mailing, [](const std::string&) {
                     return std::string("recipient");
                   })}};
  return made;
}

/// What has not gone out of the mail does not, and that is reported.
void withdraw_mail(Communication& state, const Context& context, Change& change) {
  withdraw_letters(
      post_of(state), [](const Mailing&, const std::string&) { return false; }, context,
      [&](const Mailing& over) {
        change.notifications.push_back(sent(state, over, mailing_whom(over.number)));
      });
}

/// After its reminder a later day is waited for anew.
void wait_anew(Communication& state, const Policy& policy) {
  if (!state.reminder || !state.answer_expected_days) return;
  if (expected_on(state, policy) <= date_of(state.reminder->nominal)) return;
  ++state.cycle;
  state.reminder.reset();
}

void end_waiting(Communication& state) {
  state.answer_expected_days.reset();
  state.answered.reset();
  if (!state.reminder) return;
  ++state.cycle;
  state.reminder.reset();
}

Change on(Communication& state, const CommunicationRecord& fact, const Event& event,
          const Context& context) {
  if (older(event.sequence, state.record_sequence))
    return {.status = Status::stale, .reason = Reason::older_sequence};
  if (older(event.sequence, state.cancel_sequence)) return {.reason = Reason::superseded};
  state.recorded = true;
  state.direction = fact.direction;
  state.medium = fact.medium;
  state.client = fact.client;
  state.at = event.time;
  state.answer_expected_days = fact.answer_expected_days;
  state.worker = fact.worker;
  state.cancelled = false;
  if (event.sequence) state.record_sequence = event.sequence;
  wait_anew(state, *context.policy);
  return {};
}

void send_mail(Communication& state, const DeadlineReached* reached, const Context& context,
               Change& change) {
  state.mail->sent = reached != nullptr
                         ? taken(*reached, context)
                         : StepDone{.nominal = local_now(context), .at = context.now};
  Letter letter{.purpose = Purpose::message, .persons = state.mail->to, .about = {}};
  if (reached != nullptr)
    send_due(post_of(state), std::move(letter), *reached, context, change);
  else
    send(post_of(state), std::move(letter), context, change);
}

RequestedMail asked_for(const CommunicationRequest& fact, const Event& event,
                        const Policy& policy) {
  RequestedMail asked{.at = std::nullopt,
                      .template_name = fact.template_name,
                      .document = fact.document,
                      .files = event.attachments,
                      .to = distinct_ids(fact.to)};
  if (fact.at) asked.at = civil(*fact.at, policy, policy.send_time);
  return asked;
}

/// Whether this mail waits already, or is under way.
bool is_asked_again(const Communication& state, RequestedMail asked) {
  if (!state.mail) return false;
  const bool waits = !state.mail->sent || !std::ranges::all_of(state.mailings, is_over);
  asked.sent = state.mail->sent;
  return waits && asked == *state.mail;
}

Change on(Communication& state, const CommunicationRequest& fact, const Event& event,
          const Context& context) {
  if (older(event.sequence, state.request_sequence))
    return {.status = Status::stale, .reason = Reason::older_sequence};
  if (older(event.sequence, state.cancel_sequence)) return {.reason = Reason::superseded};
  const Policy& policy = *context.policy;
  if (state.mail && state.mail->gone)
    return reject(Reason::already_sent, "/data/communication_id",
                  "is a mail that has gone out: ask for another one under another id");
  if (!fact.template_name.empty() &&
      !newest_policy(context).application.mail_templates.contains(fact.template_name))
    return put_aside(Reason::unknown_template, "/data/template",
                     "is no template of the tenant's configuration", event, context);
  if (event.sequence) state.request_sequence = event.sequence;
  if (!state.recorded) state.at = event.time;
  if (fact.client) state.client = *fact.client;
  if (fact.worker) state.worker = fact.worker;
  RequestedMail asked = asked_for(fact, event, policy);
  std::vector<PersonRef> readers;
  remember(readers, fact.to);
  if (!state.cancelled && is_asked_again(state, asked) && readers == state.people)
    return {.status = Status::duplicate, .reason = Reason::already_seen};
  state.cancelled = false;
  Change change;
  withdraw_mail(state, context, change);
  state.people = std::move(readers);
  state.mail = std::move(asked);
  const bool now = !state.mail->at || policy.zone.to_instant(*state.mail->at) <= context.now;
  if (now) send_mail(state, nullptr, context, change);
  return change;
}

Change on(Communication& state, const CommunicationCancelled& /*fact*/, const Event& event,
          const Context& context) {
  if (!state.recorded && !state.mail && !state.cancelled)
    return put_aside(Reason::unknown_communication, "/data/communication_id",
                     "is a communication that no event has told of", event, context);
  if (older(event.sequence, state.cancel_sequence)) return {.reason = Reason::superseded};
  const bool recorded_since = older(event.sequence, state.record_sequence);
  const bool requested_since = older(event.sequence, state.request_sequence);
  if (event.sequence) state.cancel_sequence = event.sequence;
  Change change;
  if (!recorded_since) end_waiting(state);
  if (!requested_since) {
    withdraw_mail(state, context, change);
    if (state.mail && state.mail->gone) change.reason = Reason::already_sent;
    if (state.mail && !state.mail->gone) state.mail.reset();
  }
  if (!recorded_since && !requested_since)
    state.cancelled = true;
  else if (change.reason == Reason::none)
    change.reason = Reason::superseded;
  return change;
}

Change on(Communication& state, const AnswerReceived& /*fact*/, const Event& event,
          const Context& /*context*/) {
  if (!awaits_answer(state) || event.time <= state.at) return {.reason = Reason::no_change};
  state.answered = event.time;
  return {};
}

Change fire_answer_missing(Communication& state, const DeadlineReached& reached,
                           const Context& context) {
  state.reminder = taken(reached, context);
  Change change;
  change.notifications.push_back(
      mail(Purpose::answer_missing, Role::case_worker, state.cycle, reached.local, reached.due));
  Notification heard =
      hook("communication.answer_missing", state.cycle, reached.local, reached.due);
  heard.details = {{"communication", state.id},
                   {"client", state.client.id},
                   {"expected_on", format_date(expected_on(state, *context.policy))}};
  change.notifications.push_back(std::move(heard));
  for (auto& notification : change.notifications)
    notification.late = state.reminder->late;
  return change;
}

Change on(Communication& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  if (!still_due(state, reached.step, context)) return {.reason = Reason::no_change};
  if (reached.step == Step::reminder) return fire_answer_missing(state, reached, context);
  Change change;
  send_mail(state, &reached, context, change);
  return change;
}

template <class Other>
Change on(Communication& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

}  // namespace

Change apply(Communication& state, const Event& event, const Context& context) {
  return std::visit([&](const auto& payload) { return on(state, payload, event, context); },
                    event.payload);
}

Change apply_outcome(Communication& state, const OpenNotification& ended,
                     const DeliveryOutcome& outcome, const Event& /*event*/,
                     const Context& /*context*/) {
  Change change;
  const auto end = take_letter_end(post_of(state), ended, outcome, change);
  if (!end) return change;
  // An earlier request's mail may slip out after it was taken back; that of this one may not have.
  const bool newest = state.mail && state.mail->sent && end->before.number == state.mailing_count;
  if (newest && !end->reached.empty()) state.mail->gone = true;
  if (end->whole) change.notifications.push_back(sent(state, *end->whole, end->whom));
  return change;
}

std::vector<Deadline> deadlines(const Communication& state, const Policy& policy) {
  std::vector<Deadline> due;
  const auto add = [&](Step step, LocalTime local) {
    due.push_back({step, local, policy.zone.to_instant(local)});
  };
  if (state.mail && !state.mail->sent && state.mail->at) add(Step::send, *state.mail->at);
  if (awaits_answer(state) && !state.reminder)
    add(Step::reminder, at_time(expected_on(state, policy), policy.send_time));
  std::ranges::stable_sort(due, {}, &Deadline::at);
  return due;
}

bool still_wanted(const Communication& state, const OpenNotification& open) {
  if (open.purpose == Purpose::answer_missing)
    return awaits_answer(state) && open.cycle == state.cycle;
  if (open.purpose == Purpose::hook) return true;
  return mailing_wanted(state.mailings, open);
}

std::optional<PersonRef> holder(const Communication& state, Role role) {
  return role == Role::case_worker ? state.worker : std::nullopt;
}

}  // namespace followup::rules
