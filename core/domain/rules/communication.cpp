// Communications with clients (source 2; M22 to M24): an answer that is expected is waited for
// (S-M20), and a mail that the CRM asks for is sent, now or at its time.
//
// What supersedes what. Of a communication's records, requests and cancellations the newest counts;
// a mail that has gone out is not sent again under its id, and an answer stays one. Without
// sequences the order of arrival counts.
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
         !state.answered && !state.cancelled;
}

bool is_to_be_sent(const Communication& state) {
  return state.mail && !state.mail->sent && !state.cancelled;
}

Change on(Communication& state, const CommunicationRecord& fact, const Event& event,
          const Context& context) {
  if (older(event.sequence, state.record_sequence))
    return {.status = Status::stale, .reason = Reason::older_sequence};
  if (older(event.sequence, state.cancel_sequence)) return {.reason = Reason::superseded};
  const bool reminded = state.reminder && state.answer_expected_days;
  const Date before = reminded ? expected_on(state, *context.policy) : Date{};
  state.recorded = true;
  state.direction = fact.direction;
  state.medium = fact.medium;
  state.client = fact.client;
  state.at = event.time;
  state.answer_expected_days = fact.answer_expected_days;
  state.worker = fact.worker;
  state.cancelled = false;
  if (event.sequence) state.record_sequence = event.sequence;
  if (reminded && expected_on(state, *context.policy) > before) {
    ++state.cycle;
    state.reminder.reset();
  }
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

Change on(Communication& state, const CommunicationRequest& fact, const Event& event,
          const Context& context) {
  if (older(event.sequence, state.request_sequence))
    return {.status = Status::stale, .reason = Reason::older_sequence};
  if (older(event.sequence, state.cancel_sequence)) return {.reason = Reason::superseded};
  const Policy& policy = *context.policy;
  if (state.mail && state.mail->sent)
    return reject(Reason::already_sent, "/data/communication_id",
                  "is a mail that has gone out: ask for another one under another id");
  if (!fact.template_name.empty() &&
      !policy.application.mail_templates.contains(fact.template_name))
    return put_aside(Reason::unknown_template, "/data/template",
                     "is no template of the tenant's configuration", event, context);
  if (event.sequence) state.request_sequence = event.sequence;
  if (!state.recorded) state.at = event.time;
  if (fact.client) state.client = *fact.client;
  if (fact.worker) state.worker = fact.worker;
  state.cancelled = false;
  state.people.clear();
  remember(state.people, fact.to);
  state.mail = RequestedMail{.at = std::nullopt,
                             .template_name = fact.template_name,
                             .document = fact.document,
                             .files = event.attachments,
                             .to = distinct_ids(fact.to)};
  if (fact.at) state.mail->at = civil(*fact.at, policy, policy.send_time);
  Change change;
  const bool now = !state.mail->at || policy.zone.to_instant(*state.mail->at) <= context.now;
  if (now) send_mail(state, nullptr, context, change);
  return change;
}

Change on(Communication& state, const CommunicationCancelled& /*fact*/, const Event& event,
          const Context& context) {
  if (!state.recorded && !state.mail)
    return put_aside(Reason::unknown_communication, "/data/communication_id",
                     "is a communication that no event has told of", event, context);
  if (older(event.sequence, state.record_sequence) ||
      older(event.sequence, state.request_sequence) || older(event.sequence, state.cancel_sequence))
    return {.reason = Reason::superseded};
  if (event.sequence) state.cancel_sequence = event.sequence;
  const bool gone = state.mail && state.mail->sent && state.mailings.empty();
  state.cancelled = true;
  static_cast<void>(
      withdraw_mailings(state.mailings, [](const Mailing&, const std::string&) { return false; }));
  return {.reason = gone ? Reason::already_sent : Reason::none};
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

Notification sent(const Communication& state, const Mailing& mailing) {
  Notification made = hook("communication.sent", mailing.cycle, mailing.nominal, mailing.due);
  made.whom = mailing_whom(mailing.number);
  made.late = mailing.late;
  made.details = {{"communication", state.id},
                  {"results", results_of(mailing, [](const std::string&) {
                     return std::string("recipient");
                   })}};
  return made;
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
  if (end && end->whole) change.notifications.push_back(sent(state, *end->whole));
  return change;
}

std::vector<Deadline> deadlines(const Communication& state, const Policy& policy) {
  std::vector<Deadline> due;
  const auto add = [&](Step step, LocalTime local) {
    due.push_back({step, local, policy.zone.to_instant(local)});
  };
  if (is_to_be_sent(state) && state.mail->at) add(Step::send, *state.mail->at);
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
