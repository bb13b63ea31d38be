// A meeting's state as labels and texts: who is invited and what they said, the minutes that were
// issued last, and the actions that were agreed on.
#include "tools/ctl/meeting_reasons.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string stage_words(const Meeting& meeting) {
  if (meeting.cancelled) return "cancelled";
  if (!meeting.known) return "no whole record has come in yet";
  return meeting.held ? "held" : "scheduled";
}

std::string in_one_line(const std::string& text) {
  std::string line;
  for (const char c : text)
    line += c == '\n' ? std::string(" / ") : std::string(1, c);
  return line;
}

std::string revision_words(const Meeting& meeting, const Policy& policy) {
  return fmt::format("{}, of {}", meeting.revision, local_text(meeting.revised_at, policy.zone));
}

std::string invitee_words(const Invitee& invitee, const Meeting& meeting) {
  return fmt::format("{}: {}", person_words(invitee.person, meeting.people),
                     invitee.reply == InviteeReply::none ? "no reply" : to_text(invitee.reply));
}

std::string collision_words(const Collision& collision, const Meeting& meeting,
                            const Policy& policy) {
  return fmt::format("{}: meeting {}, {} to {}", person_words(collision.person, meeting.people),
                     collision.meeting, local_text(collision.start, policy.zone),
                     local_text(collision.end, policy.zone));
}

std::string action_words(const MeetingAction& action, const Meeting& meeting,
                         const Policy& policy) {
  if (action.closed) return action.id + ", closed";
  std::string text =
      fmt::format("{}, {}, due {}", action.id, person_words(action.responsible, meeting.people),
                  format_date(action.due_on));
  if (action.reminded) text += ", reminded " + civil_words(*action.reminded, policy);
  if (action.overdue) text += ", told as overdue " + done_words(*action.overdue, policy);
  return fmt::format("{}: {}", text, action.text);
}

void add_minutes(Words& words, const IssuedMinutes& minutes, const Meeting& meeting) {
  if (minutes.version == 0) return;
  words.emplace_back("minutes", fmt::format("version {}", minutes.version));
  for (const auto& reader : minutes.readers) {
    words.emplace_back("  to", fmt::format("{}: {}", person_words(reader.person, meeting.people),
                                           group_text(reader.group)));
  }
  for (const auto& file : minutes.files)
    words.emplace_back("  file", file_words(file));
}

void add_record(Words& words, const Meeting& meeting, const Policy& policy) {
  add_if(words, "subject", meeting.subject);
  words.emplace_back("when", meeting_time_words(meeting, policy));
  add_if(words, "location", meeting.location);
  add_if(words, "agenda", in_one_line(meeting.agenda));
  words.emplace_back("organizer", person_words(meeting.organizer, meeting.people));
  for (const auto& invitee : meeting.invitees)
    words.emplace_back("invitee", invitee_words(invitee, meeting));
  for (const auto& collision : meeting.collisions)
    words.emplace_back("collides", collision_words(collision, meeting, policy));
  add_if(words, "cases", fmt::format("{}", fmt::join(meeting.cases, ", ")));
  words.emplace_back("revision", revision_words(meeting, policy));
}

}  // namespace

Words describe(const Meeting& meeting, const Policy& policy) {
  Words words{{"meeting", stage_words(meeting)}};
  if (meeting.known) add_record(words, meeting, policy);
  if (meeting.held) words.emplace_back("held", local_text(*meeting.held, policy.zone));
  if (meeting.cycle > 1) words.emplace_back("cycle", std::to_string(meeting.cycle));
  if (meeting.reminder) words.emplace_back("reminder", done_words(*meeting.reminder, policy));
  add_minutes(words, meeting.minutes, meeting);
  for (const auto& action : meeting.actions)
    words.emplace_back("action", action_words(action, meeting, policy));
  for (const auto& mailing : meeting.mailings)
    words.emplace_back("message", mailing_words(mailing));
  return words;
}

}  // namespace followup::ctl
