#include "workers/email/inputs.h"

#include "core/base/hash.h"
#include "workers/email/minutes_pdf.h"
#include "workers/email/minutes_sheet.h"
#include "workers/email/speech.h"
#include "workers/email/text.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace followup {

namespace {

bool is_about_delivery(Purpose purpose) {
  return purpose == Purpose::undeliverable || purpose == Purpose::endpoint_disabled;
}

bool is_full(const DeliveryInputs& inputs) {
  if (inputs.tenant->content == ContentLevel::neutral) return false;
  if (inputs.notification->role == Role::administrator) return false;
  const auto* ticket = std::get_if<Ticket>(&inputs.state->facts);
  if (ticket != nullptr && ticket->secret) return inputs.recipient->secret_access;
  const auto* referral = std::get_if<Referral>(&inputs.state->facts);
  return referral == nullptr || inputs.recipient->sensitivity >= referral->sensitivity;
}

/// Whether the mail says when it was due: not where nothing was.
bool has_due(Purpose purpose) {
  return purpose != Purpose::closed && purpose != Purpose::endpoint_disabled;
}

/// Whether the words depend on why it is sent.
bool tells_reason(Purpose purpose) {
  return purpose != Purpose::reminder && purpose != Purpose::escalation &&
         purpose != Purpose::closed;
}

Speech speech_for(const DeliveryInputs& inputs) {
  const Recipient& recipient = *inputs.recipient;
  Speech speech{language_of(recipient.language, inputs.tenant->contacts.default_language),
                inputs.policy->zone, inputs.policy->zone};
  if (recipient.zone.empty()) return speech;
  if (auto own = Zone::load(recipient.zone)) speech.zone = *own;
  return speech;
}

void add_recipient(const DeliveryInputs& from, const Speech& speech, MailInputs& made) {
  const Recipient& recipient = *from.recipient;
  made.to = recipient.email;
  made.name = recipient.name;
  made.fallback = from.fallback;
  made.resolution_reason = from.resolution_reason;
  made.stands_in = !recipient.on_behalf_of_id.empty() || !recipient.on_behalf_of.empty();
  if (made.full) made.on_behalf_of = recipient.on_behalf_of;
  if (recipient.on_behalf_until) made.until = speech.last_day(*recipient.on_behalf_until);
}

/// What is known of the case, by its kind; persons and groups have nothing to tell.
void add_facts(Gathering& to) {
  std::visit(
      [&](const auto& facts) {
        if constexpr (requires { add_case(facts, to); }) add_case(facts, to);
      },
      to.from.state->facts);
}

/// What the PDF leaves of the limits. The mail says the same in words, so that one which can not be
/// made is left out without a word; one that is too large is named.
AttachmentLimits take_pdf(MailInputs& made, AttachmentLimits limits) {
  if (!made.pdf) return limits;
  const auto bytes = render_minutes_pdf(sheet_of(made));
  made.pdf = false;
  if (!bytes) return limits;
  const std::uint64_t size = bytes->size();
  if (limits.file && size > *limits.file) {
    made.left_out.push_back({minutes_file(made, size), LeftOut::file_too_large});
  } else if (limits.mail && size > *limits.mail) {
    made.left_out.push_back({minutes_file(made, size), LeftOut::mail_too_large});
  } else {
    made.pdf = true;
    if (limits.mail) *limits.mail -= size;
  }
  return limits;
}

/// Even a file's name says something: a neutral mail has neither files nor names (S-T30).
void add_files(Gathering& to, AttachmentLimits limits) {
  if (!to.made.full) return;
  limits = take_pdf(to.made, limits);
  if (to.files.empty()) return;
  auto choice = choose_attachments(to.files, limits, to.from.tenant->attachment_types,
                                   to.from.recipient->privileges);
  to.made.attachments = std::move(choice.attached);
  std::ranges::move(choice.left_out, std::back_inserter(to.made.left_out));
}

}  // namespace

std::string Gathering::name_of(const PersonRef& person) const {
  const auto found = from.names.find(person.id);
  if (found != from.names.end()) return found->second;
  return person.name.empty() ? person.id : person.name;
}

std::string Gathering::email_of(const PersonRef& person) const {
  const auto found = from.emails.find(person.id);
  return found != from.emails.end() ? found->second : person.email;
}

bool Gathering::is_report() const {
  return made.purpose == Purpose::quarantined || made.role == Role::administrator;
}

std::string Gathering::detail(std::string_view name) const {
  const auto& details = from.notification->details;
  const auto found = std::ranges::find(details, name, &Detail::name);
  const auto* text = found == details.end() ? nullptr : std::get_if<std::string>(&found->value);
  return text == nullptr ? std::string() : *text;
}

Letter letter_in(const std::vector<Mailing>& mailings, const Notification& notification) {
  const auto whom = parse_mailing_whom(notification.whom);
  if (!whom) return {};
  const auto mailing = std::ranges::find(mailings, whom->number, &Mailing::number);
  if (mailing == mailings.end()) return {};
  const auto receipt = std::ranges::find_if(
      mailing->receipts, [&](const Receipt& one) { return one.to.whom == whom->addressee; });
  return {&*mailing, receipt == mailing->receipts.end() ? nullptr : &*receipt};
}

PersonRef person_in(const std::vector<PersonRef>& people, const std::string& id) {
  const auto found = std::ranges::find(people, id, &PersonRef::id);
  return found != people.end() ? *found : PersonRef{.id = id, .name = {}, .email = {}};
}

std::string join_lines(const std::vector<std::string>& lines) {
  constexpr std::size_t most = 100;
  std::string joined;
  for (std::size_t at = 0; at < lines.size() && at < most; ++at) {
    if (at > 0) joined += '\n';
    joined += clean_line(lines[at], 2300);
  }
  if (lines.size() > most) joined += "\n- +" + std::to_string(lines.size() - most);
  return joined;
}

void add_call(const Callback& callback, Gathering& to) {
  MailInputs& made = to.made;
  const Notification& notification = *to.from.notification;
  made.is_public = callback.is_public;
  made.cause = callback.reason;
  if (callback.attempts > 0) made.attempts = std::to_string(callback.attempts);
  // Somebody may have postponed it for himself alone (C26).
  const bool own = made.purpose != Purpose::callback_overdue && !notification.whom.empty();
  made.call_at = to.speech.nominal(own ? notification.nominal : callback.due);
  if (callback.wanted && (!own || notification.nominal == callback.due))
    made.wanted = to.speech.nominal(*callback.wanted);
  if (!made.full || made.purpose != Purpose::callback_overdue) return;
  for (const auto& holder : callback.holders) {
    if (holder.done) continue;
    if (!made.operators.empty()) made.operators += ", ";
    made.operators += to.name_of(holder.who);
  }
  if (callback.claimed_by) made.operators = to.name_of(*callback.claimed_by);
}

Result<MailInputs> make_inputs(const DeliveryInputs& inputs, std::string_view message_id_domain,
                               const AttachmentLimits& limits) {
  assert(inputs.notification != nullptr && inputs.state != nullptr && inputs.policy != nullptr);
  assert(inputs.tenant != nullptr && inputs.recipient != nullptr);
  const Notification& notification = *inputs.notification;
  const bool hook =
      notification.purpose == Purpose::hook || notification.purpose == Purpose::command;
  if (notification.channel != Channel::email || hook) {
    return Error{Code::invalid_input, "the notification is no mail"};
  }
  const Speech speech = speech_for(inputs);
  const bool full = is_full(inputs);
  MailInputs made;
  made.tenant = inputs.tenant->name;
  made.purpose = notification.purpose;
  made.role = notification.role;
  made.language = speech.language;
  made.full = full;
  made.from = inputs.tenant->mail_from;
  made.kind = notification.case_key.kind;
  made.reference = notification.case_key.id;
  made.case_url = inputs.tenant->case_link(notification.case_key);
  if (has_due(notification.purpose)) made.due = speech.instant(notification.due);
  made.late = notification.late;
  if (tells_reason(notification.purpose)) made.reason = notification.reason;
  if (is_about_delivery(notification.purpose)) {
    made.about = notification.about;
    made.endpoint = notification.endpoint;
  }
  made.date = inputs.now;
  made.message_id_domain = std::string(message_id_domain);
  made.thread = "thread-" + deterministic_id({"mail-thread", to_text(notification.case_key)});
  add_recipient(inputs, speech, made);
  Gathering gathering{inputs, speech, made, {}};
  add_facts(gathering);
  add_event(gathering);
  add_files(gathering, limits);
  return made;
}

}  // namespace followup
