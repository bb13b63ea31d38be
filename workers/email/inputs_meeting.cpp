// Of a meeting: when and where, its invitation for calendars, its minutes, and the actions that it
// agreed on (M5 to M14, M26 to M34, S-M16, S-M17).
#include "core/base/hash.h"
#include "core/domain/meeting_times.h"
#include "workers/email/invitation.h"
#include "workers/email/minutes_sheet.h"
#include "workers/email/person_words.h"
#include "workers/email/speech.h"
#include "workers/email/text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace followup {

namespace {

/// A meeting's time as its zone has it.
struct Sitting {
  Zone zone;
  TimePoint start;
  TimePoint end;
  bool elsewhere = false;  ///< the reader's clocks show another time
};

/// An end that only the clocks' change puts before the start is as far from it as its local time
/// says; the invitation counts it so, too.
Sitting sitting_of(const MeetingTimes& times, const Gathering& to) {
  const auto loaded = Zone::load(times.zone);
  const Zone zone = loaded ? *loaded : to.from.policy->zone;
  const TimePoint start = zone.to_instant(times.start);
  TimePoint end = zone.to_instant(times.end);
  if (end < start) end = start + std::max(times.end - times.start, std::chrono::seconds{0});
  const auto differs = [&](TimePoint at) {
    return to.speech.zone.offset_seconds(at) != zone.offset_seconds(at);
  };
  return {zone, start, end, differs(start) || differs(end)};
}

std::string span_of(const Sitting& sitting, const Gathering& to) {
  return to.speech.span(sitting.start, sitting.end, sitting.zone,
                        {sitting.elsewhere, sitting.elsewhere});
}

/// The times that the readers of a message were told before. Nothing: that is not known.
std::optional<MeetingTimes> told_before(const Letter& letter) {
  if (letter.mailing == nullptr) return std::nullopt;
  auto times = parse_meeting_times(letter.mailing->about);
  return times && Zone::load(times->zone) ? std::move(times) : std::nullopt;
}

/// What the message says: whoever is not to come any more has to find it under the time that he
/// knows.
MeetingTimes times_told(const Meeting& meeting, const Letter& letter, const Gathering& to) {
  const auto before = told_before(letter);
  if (to.made.purpose == Purpose::invitation_cancelled && before) return *before;
  return {meeting.start, meeting.end, meeting.zone};
}

/// S-M17: a reader whose clocks show another time is told both, and what UTC has.
void add_time(const Meeting& meeting, const Letter& letter, Gathering& to) {
  MailInputs& made = to.made;
  const Sitting sitting = sitting_of(times_told(meeting, letter, to), to);
  const Date day = date_of(sitting.zone.to_local(sitting.start));
  made.meeting_day = to.speech.date(day);
  made.meeting_date = format_date(day);
  made.start = span_of(sitting, to);
  if (sitting.elsewhere)
    made.your_start = to.speech.span(sitting.start, sitting.end, to.speech.zone, {.place = true});
  const auto before = told_before(letter);
  if (made.purpose != Purpose::invitation_changed || !before) return;
  const std::string former = span_of(sitting_of(*before, to), to);
  if (former != made.start) made.former_start = former;
}

std::string name_of(const Meeting& meeting, const std::string& id, const Gathering& to) {
  return to.name_of(person_in(meeting.people, id));
}

void add_subject(const Meeting& meeting, Gathering& to) {
  MailInputs& made = to.made;
  made.title = meeting.subject;
  made.place = meeting.location;
  const bool tells = !made.organizes || made.purpose == Purpose::minutes;
  if (tells && !meeting.organizer.empty()) made.organizer = name_of(meeting, meeting.organizer, to);
  for (const auto& id : meeting.cases) {
    if (!made.applications.empty()) made.applications += ", ";
    made.applications += id;
  }
}

/// The same in all mails about the meeting, and of no other tenant's meeting: as much of its id as
/// may stand there.
std::string uid_of(const CaseKey& key, const std::string& domain) {
  constexpr std::size_t longest = 120;
  const bool plain =
      !key.id.empty() && key.id.size() <= longest && std::ranges::all_of(key.id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_' || c == '.';
      });
  return key.tenant + "." + (plain ? key.id : deterministic_id({"meeting", to_text(key)})) + "@" +
         domain;
}

/// What the reader has said so far.
std::string reply_of(const Meeting& meeting, const Letter& letter) {
  for (const auto& invitee : meeting.invitees) {
    const auto& told = letter.receipt->to.through;
    if (std::ranges::find(told, invitee.person) == told.end()) continue;
    return invitee.reply == InviteeReply::none ? "" : std::string(to_text(invitee.reply));
  }
  return {};
}

/// One without an organizer whom an answer could reach has no text for calendars: then the mail
/// tells it in words only.
void add_calendar(const Meeting& meeting, const Letter& letter, Gathering& to) {
  MailInputs& made = to.made;
  const PersonRef organizer = person_in(meeting.people, meeting.organizer);
  const bool cancel = made.purpose == Purpose::invitation_cancelled;
  Invitation text;
  text.method = cancel ? InvitationMethod::cancel : InvitationMethod::request;
  text.whole = meeting.cancelled;
  text.uid = uid_of(to.from.notification->case_key, made.message_id_domain);
  text.sequence = meeting.revision;
  text.stamp = meeting.revised_at;
  MeetingTimes times = times_told(meeting, letter, to);
  text.start = times.start;
  text.end = times.end;
  text.zone = std::move(times.zone);
  text.subject = made.full ? meeting.subject : neutral_meeting_name(made.language, made.reference);
  if (made.full && !cancel) {  // whoever is not to come any more needs neither
    text.location = meeting.location;
    text.description = meeting.agenda;
  }
  text.organizer = {made.full ? to.name_of(organizer) : "", to.email_of(organizer), ""};
  text.attendees = {{made.name, made.to, reply_of(meeting, letter)}};
  text.url = made.case_url;
  auto written = write_invitation(text);
  if (written) made.calendar = std::move(written).value();
}

std::string names_of(const Meeting& meeting, MinutesGroup group, const Gathering& to) {
  std::string names;
  for (const auto& reader : meeting.minutes.readers) {
    if (reader.group != group) continue;
    if (!names.empty()) names += ", ";
    names += name_of(meeting, reader.person, to);
  }
  return names;
}

/// Why the reader gets the minutes: of several reasons the first.
MinutesGroup group_of(const Meeting& meeting, const Letter& letter) {
  MinutesGroup first = MinutesGroup::other;
  for (const auto& reader : meeting.minutes.readers) {
    const auto& told = letter.receipt->to.through;
    if (std::ranges::find(told, reader.person) != told.end()) first = std::min(first, reader.group);
  }
  return first;
}

std::string readers_text(MinutesGroup group) {
  if (group == MinutesGroup::attendee) return "attendee";
  return group == MinutesGroup::decliner ? "decliner" : "other";
}

/// "Dino Verdi, Thursday 18 June 2026"; what the minutes do not say of it is left out.
std::string note_of(const DocumentAction& action, const Gathering& to) {
  const std::string who = to.name_of(action.responsible);
  const std::string when = to.speech.date(action.due_on);
  return who + (who.empty() || when.empty() ? "" : ", ") + when;
}

void add_document(const Document& document, Gathering& to) {
  MailInputs& made = to.made;
  made.text = document.text;
  made.decisions = join_lines(document.decisions);
  std::vector<std::string> actions;
  std::vector<std::string> notes;
  for (const auto& action : document.actions) {
    actions.push_back(action.text);
    notes.push_back(note_of(action, to));
  }
  made.actions = join_lines(actions);
  made.action_notes = join_lines(notes);
}

void add_minutes(const Meeting& meeting, const Letter& letter, Gathering& to) {
  MailInputs& made = to.made;
  made.version = std::to_string(meeting.minutes.version);
  made.revised = letter.mailing != nullptr && letter.mailing->about == revised_minutes;
  const MinutesGroup group = group_of(meeting, letter);
  made.readers = readers_text(group);
  // Who is only interested need not have access to the CRM.
  if (group == MinutesGroup::other && !made.organizes) made.case_url.clear();
  made.issued = to.from.notification->due;
  if (!made.full) return;
  made.attendees = names_of(meeting, MinutesGroup::attendee, to);
  made.decliners = names_of(meeting, MinutesGroup::decliner, to);
  if (to.from.document != nullptr) add_document(*to.from.document, to);
  to.files = meeting.minutes.files;
  made.pdf = to.from.policy->meeting.minutes_as_pdf;
}

/// The action that the notification is about.
void add_action(const Meeting& meeting, Gathering& to) {
  constexpr std::string_view prefix = "action/";
  const Notification& notification = *to.from.notification;
  if (!notification.whom.starts_with(prefix)) return;
  const auto action = std::ranges::find(meeting.actions, notification.whom.substr(prefix.size()),
                                        &MeetingAction::id);
  if (action == meeting.actions.end()) return;
  MailInputs& made = to.made;
  made.action = made.full ? action->text : action->id;
  made.action_due = to.speech.date(action->due_on);
  made.before_due = date_of(notification.nominal) < action->due_on;
  made.after_due = date_of(notification.nominal) > action->due_on;
  if (made.full && made.purpose == Purpose::action_overdue)
    made.responsible = name_of(meeting, action->responsible, to);
}

/// Whom a message could not reach: the organizer is told of each, in a neutral mail by the id.
void add_unreached(const Meeting& meeting, Gathering& to) {
  const auto& details = to.from.notification->details;
  const auto found = std::ranges::find(details, "persons", &Detail::name);
  const auto* results =
      found == details.end() ? nullptr : std::get_if<std::vector<PersonResult>>(&found->value);
  to.made.of = to.detail("of");
  if (results == nullptr) return;
  std::vector<std::string> lines;
  for (const auto& result : *results) {
    const std::string who = to.made.full ? name_of(meeting, result.person, to) : result.person;
    lines.push_back("- " + clean_line(who) + ": " +
                    std::string(unreached_text(to.made.language, result.reason)));
  }
  to.made.persons = join_lines(lines);
}

/// Who has another meeting then, and when that is: not what it is about. In a neutral mail by the
/// id.
void add_collisions(const Meeting& meeting, Gathering& to) {
  const Zone zone = sitting_of({meeting.start, meeting.end, meeting.zone}, to).zone;
  std::vector<std::string> lines;
  for (const auto& collision : meeting.collisions) {
    const std::string who =
        to.made.full ? name_of(meeting, collision.person, to) : collision.person;
    lines.push_back("- " + clean_line(who) + ": " +
                    to.speech.span(collision.start, collision.end, zone, {.place = true}));
  }
  to.made.collisions = join_lines(lines);
}

bool is_invitation(Purpose purpose) {
  return purpose == Purpose::invitation || purpose == Purpose::invitation_changed ||
         purpose == Purpose::invitation_cancelled;
}

}  // namespace

void add_case(const Meeting& meeting, Gathering& to) {
  MailInputs& made = to.made;
  made.organizes = made.role == Role::organizer ||
                   (!meeting.organizer.empty() &&
                    to.from.recipient->person_id == meeting.organizer && !made.stands_in);
  made.meeting_cancelled = meeting.cancelled;
  const Letter letter = letter_in(meeting.mailings, *to.from.notification);
  if (meeting.known) add_time(meeting, letter, to);
  if (made.full && !to.is_report()) add_subject(meeting, to);
  const bool told = is_invitation(made.purpose) || made.purpose == Purpose::meeting_reminder;
  if (made.full && told && made.purpose != Purpose::invitation_cancelled)
    made.agenda = meeting.agenda;
  if (is_invitation(made.purpose) && letter.receipt != nullptr) add_calendar(meeting, letter, to);
  if (made.purpose == Purpose::minutes && letter.receipt != nullptr)
    add_minutes(meeting, letter, to);
  if (made.purpose == Purpose::action_due || made.purpose == Purpose::action_overdue)
    add_action(meeting, to);
  if (made.purpose == Purpose::without_address) add_unreached(meeting, to);
  if (made.purpose == Purpose::meeting_collision) add_collisions(meeting, to);
}

}  // namespace followup
