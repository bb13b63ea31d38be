// States of applications as labels and texts: the programme, and what is noted on them.
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string need_words(const Application& application) {
  if (application.need == MeetingNeed::always) return "always needed";
  return application.problem ? "needed, because of a problem" : "needed if there are problems";
}

void add_programme(Words& words, const Application& application) {
  if (!application.programme_known) {
    words.emplace_back("programme", "none has been told of");
    return;
  }
  add_if(words, "programme", application.programme);
  words.emplace_back("authorisation", format_date(application.authorisation_on));
  words.emplace_back("meeting", need_words(application));
  words.emplace_back("worker", person_words(application.worker));
}

std::string by_words(const std::string& by) {
  return by.empty() ? std::string() : ", by " + by;
}

}  // namespace

Words describe(const Application& application, const Policy& policy) {
  Words words;
  add_programme(words, application);
  words.emplace_back("problem", application.problem ? "reported" : "none");
  if (application.meeting_held)
    words.emplace_back("meeting held", local_text(*application.meeting_held, policy.zone));
  if (application.cycle > 1) words.emplace_back("cycle", std::to_string(application.cycle));
  if (application.reminder)
    words.emplace_back("worker told", done_words(*application.reminder, policy));
  for (const auto& note : application.notes) {
    words.emplace_back("note", fmt::format("{}  {}{}", local_text(note.at, policy.zone), note.id,
                                           by_words(note.by)));
  }
  for (const auto& file : application.files) {
    words.emplace_back("file", fmt::format("{}  {}{}", local_text(file.at, policy.zone),
                                           file_words(file.file), by_words(file.by)));
  }
  for (const auto& mailing : application.mailings)
    words.emplace_back("message", mailing_words(mailing));
  return words;
}

}  // namespace followup::ctl
