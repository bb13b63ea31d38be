// Of an application and of a communication about it: the meeting that a programme needs, notes and
// files, letters, and answers that have not come (M3, M4, M15 to M17, M22 to M24, S-M19, S-M20).
#include "workers/email/speech.h"

#include <algorithm>

namespace followup {

namespace {

std::string author_of(const std::string& by, const Application& application, const Gathering& to) {
  return by.empty() ? std::string() : to.name_of(person_in(application.people, by));
}

void add_programme(const Application& application, Gathering& to) {
  MailInputs& made = to.made;
  made.for_problems = application.need == MeetingNeed::problems;
  made.authorisation_on = to.speech.date(application.authorisation_on);
  if (made.full) made.programme = application.programme;
}

/// The note that the message is about, by its id.
void add_note(const Application& application, const Letter& letter, Gathering& to) {
  const auto note =
      std::ranges::find(application.notes, letter.mailing->about, &ApplicationNote::id);
  if (note == application.notes.end()) return;
  MailInputs& made = to.made;
  made.noted_at = to.speech.instant(note->at);
  if (!made.full) return;
  made.author = author_of(note->by, application, to);
  if (to.from.document == nullptr) return;
  made.title = to.from.document->title;
  made.text = to.from.document->text;
}

/// The file that the message is about, by its content or link.
void add_file(const Application& application, const Letter& letter, Gathering& to) {
  const std::string& about = letter.mailing->about;
  const auto file = std::ranges::find_if(application.files, [&](const ApplicationFile& one) {
    return one.file.content == about || one.file.url == about;
  });
  if (file == application.files.end()) return;
  to.made.noted_at = to.speech.instant(file->at);
  if (to.made.full) to.made.author = author_of(file->by, application, to);
  to.files = {file->file};
}

/// What the CRM wants to be said, as it has it.
void add_letter(const Communication& communication, Gathering& to) {
  MailInputs& made = to.made;
  if (communication.worker) {
    made.reply_to = to.email_of(*communication.worker);
    if (made.full) made.worker = to.name_of(*communication.worker);
  }
  if (!made.full || !communication.mail) return;
  const RequestedMail& mail = *communication.mail;
  to.files = mail.files;
  made.letter = mail.template_name;
  if (!made.letter.empty()) made.default_language = to.from.tenant->contacts.default_language;
  if (to.from.document == nullptr) return;
  made.title = to.from.document->title;
  made.text = to.from.document->text;
  made.values = to.from.document->values;
}

void add_awaited(const Communication& communication, Gathering& to) {
  MailInputs& made = to.made;
  const Date on = date_of(to.speech.tenant.to_local(communication.at));
  made.communicated_on = to.speech.date(on);
  made.medium = to_text(communication.medium);
  if (!communication.answer_expected_days) return;
  const std::chrono::days days{*communication.answer_expected_days};
  made.answer_days = std::to_string(days.count());
  made.expected_on = to.speech.date(Date{std::chrono::local_days{on} + days});
}

}  // namespace

void add_case(const Application& application, Gathering& to) {
  if (to.made.purpose == Purpose::meeting_required) return add_programme(application, to);
  const Letter letter = letter_in(application.mailings, *to.from.notification);
  if (letter.receipt == nullptr) return;
  if (to.made.purpose == Purpose::note) add_note(application, letter, to);
  if (to.made.purpose == Purpose::attachment_added) add_file(application, letter, to);
}

void add_case(const Communication& communication, Gathering& to) {
  MailInputs& made = to.made;
  const auto slash = made.reference.find('/');
  made.applications = made.reference.substr(0, slash);
  if (slash != std::string::npos) made.reference.erase(0, slash + 1);
  if (made.full && !to.is_report() && made.purpose != Purpose::message)
    made.clients =
        communication.client.name.empty() ? communication.client.id : communication.client.name;
  if (made.purpose == Purpose::answer_missing) add_awaited(communication, to);
  if (made.purpose == Purpose::message) add_letter(communication, to);
}

}  // namespace followup
