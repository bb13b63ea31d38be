#include "tools/ctl/application_reasons.h"

#include "core/domain/rules/mailing.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string days_words(int days) {
  return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

/// Whether the reminder was made: from then on nobody has answered in time.
bool is_overdue(const Communication& communication) {
  return communication.reminder.has_value();
}

bool is_under_way(const RequestedMail& mail, const Communication& communication) {
  // Some of a message that is over are remembered for what was taken back.
  return mail.sent && !std::ranges::all_of(communication.mailings, rules::is_over);
}

std::string mail_words(const Communication& communication, const Policy& policy) {
  const RequestedMail& mail = *communication.mail;
  if (is_under_way(mail, communication))
    return "mail on its way since " + done_words(*mail.sent, policy);
  if (mail.gone) return "mail sent " + done_words(*mail.sent, policy);
  if (mail.sent) return "mail reached nobody, tried " + done_words(*mail.sent, policy);
  return mail.at ? "mail scheduled for " + civil_words(*mail.at, policy) : "mail to be sent";
}

std::string answer_words(const Communication& communication, const Policy& policy) {
  if (communication.answered) return "answered " + local_text(*communication.answered, policy.zone);
  const auto on = answer_expected_on(communication, policy);
  if (!on) return {};
  if (!is_overdue(communication)) return "answer expected by " + format_date(*on);
  return fmt::format("overdue: no answer by {}, told {}", format_date(*on),
                     done_words(*communication.reminder, policy));
}

}  // namespace

std::string application_step_words(const Application& application, const Policy& policy) {
  const int days = policy.application.meeting_days_before;
  return fmt::format("{} before the authorisation of {}{}", days == 0 ? "no day" : days_words(days),
                     format_date(application.authorisation_on),
                     application.need == MeetingNeed::always
                         ? ": the programme needs a meeting, and none was held"
                         : ": there is a problem, and no meeting was held");
}

std::string application_silence_words(const Application& application) {
  if (!application.programme_known)
    return "no programme that needs a meeting has been told of (programme.meeting_required)";
  if (application.meeting_held) return "a meeting was held";
  if (application.reminder) return "the worker has been told that the meeting is missing";
  return "the programme needs a meeting only if there are problems, and none is reported";
}

std::string application_message_words(const Application& application,
                                      const Notification& notification, const Policy& policy) {
  switch (notification.purpose) {
    case Purpose::meeting_required:
      return application_step_words(application, policy);
    case Purpose::note:
      return "a note was recorded";
    case Purpose::attachment_added:
      return "a file was added";
    default:
      return {};
  }
}

std::optional<Date> answer_expected_on(const Communication& communication, const Policy& policy) {
  const bool expected = communication.recorded && communication.direction == Direction::out &&
                        communication.answer_expected_days;
  if (!expected) return std::nullopt;
  return add_days(date_of(policy.zone.to_local(communication.at)),
                  *communication.answer_expected_days);
}

std::string communication_step_words(const Communication& communication, Step step,
                                     const Policy& policy) {
  if (step == Step::send) return "the time that the mail was asked for";
  return fmt::format("{} after the {} of {}, and nobody has answered",
                     days_words(communication.answer_expected_days.value_or(0)),
                     communication.medium == Medium::phone ? "call" : to_text(communication.medium),
                     format_date(date_of(policy.zone.to_local(communication.at))));
}

std::string communication_silence_words(const Communication& communication) {
  if (communication.cancelled) return "the communication is cancelled";
  if (communication.answered) return "it was answered";
  if (communication.reminder) return "the worker has been told that nobody has answered";
  if (communication.mail && communication.mail->sent) return "the mail has gone out";
  if (communication.recorded) return "no answer is expected";
  return "only facts are known: the communication itself has not come in yet";
}

std::string communication_message_words(const Communication& communication,
                                        const Notification& notification, const Policy& policy) {
  if (notification.purpose == Purpose::answer_missing)
    return communication_step_words(communication, Step::reminder, policy);
  if (notification.purpose != Purpose::message || !communication.mail) return {};
  const auto& name = communication.mail->template_name;
  return name.empty() ? "a mail with a text of its own was asked for"
                      : "a mail by the template " + name + " was asked for";
}

std::string_view stage_of(const Communication& communication, const Policy& policy) {
  if (communication.cancelled) return "cancelled";
  if (!communication.answered && answer_expected_on(communication, policy))
    return is_overdue(communication) ? "overdue" : "answer_expected";
  const auto& mail = communication.mail;
  if (mail && !mail->sent) return "scheduled";
  if (mail && is_under_way(*mail, communication)) return "sending";
  if (communication.answered) return "answered";
  return mail ? "sent" : "recorded";
}

std::string stage_words(const Communication& communication, const Policy& policy) {
  std::string text;
  const auto add = [&](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : "; ") + more;
  };
  if (communication.cancelled) add("cancelled");
  const bool unsent = communication.mail && !communication.mail->sent;
  if (communication.mail && !(communication.cancelled && unsent))
    add(mail_words(communication, policy));
  if (!communication.cancelled || communication.answered) add(answer_words(communication, policy));
  return text.empty() ? "recorded" : text;
}

}  // namespace followup::ctl
