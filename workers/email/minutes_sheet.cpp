#include "workers/email/minutes_sheet.h"

#include "workers/email/language.h"
#include "workers/email/text.h"

#include <algorithm>
#include <array>

namespace followup {

namespace {

struct Words {
  std::string_view file;
  std::string_view revised;
  std::string_view meeting;
  std::string_view start;
  std::string_view your_start;
  std::string_view place;
  std::string_view organizer;
  std::string_view applications;
  std::string_view attendees;
  std::string_view decliners;
  std::string_view text;
  std::string_view decisions;
  std::string_view actions;
};

// In the order of Language; the labels are those of the templates common.*.txt.
constexpr std::array<Words, 4> all_words{{
    {"verbale", "Versione riveduta", "Riunione", "Quando", "Nel Suo fuso orario", "Luogo",
     "Organizzata da", "Domande", "Presenti", "Hanno declinato l'invito", "Verbale", "Decisioni",
     "Attività"},
    {"Protokoll", "Überarbeitete Fassung", "Besprechung", "Wann", "In Ihrer Zeitzone", "Ort",
     "Einladende Person", "Anträge", "Anwesend", "Abgesagt haben", "Protokoll", "Beschlüsse",
     "Aufgaben"},
    {"ata", "Versão revisada", "Reunião", "Quando", "No seu fuso horário", "Local",
     "Organizada por", "Requerimentos", "Presentes", "Recusaram o convite", "Ata", "Decisões",
     "Tarefas"},
    {"minutes", "Revised version", "Meeting", "When", "In your time zone", "Place", "Organizer",
     "Applications", "Attended", "Declined", "Minutes", "Decisions", "Actions"},
}};

const Words& words_of(Language language) {
  return all_words.at(static_cast<std::size_t>(language));
}

/// No line of a document is longer.
constexpr std::size_t longest_line = 40'000;

void add_fact(MinutesSheet& sheet, std::string_view label, const std::string& value) {
  if (!value.empty()) sheet.facts.push_back({std::string(label), clean_line(value, 5000)});
}

void add_items(MinutesSheet& sheet, std::string_view heading, const std::string& lines,
               const std::string& notes) {
  if (lines.empty()) return;
  SheetSection section{std::string(heading), {}, {}};
  const auto under = split_lines(notes);
  for (const auto line : split_lines(lines)) {
    const std::size_t at = section.items.size();
    section.items.push_back({clean_line(line, longest_line),
                             at < under.size() ? clean_line(under[at]) : std::string()});
  }
  sheet.sections.push_back(std::move(section));
}

}  // namespace

MinutesSheet sheet_of(const MailInputs& inputs) {
  const Words& words = words_of(inputs.language);
  MinutesSheet sheet;
  sheet.language = content_tag(inputs.language);
  sheet.created = inputs.issued;
  sheet.author = clean_line(inputs.organizer);
  sheet.title = clean_line(inputs.title);
  if (sheet.title.empty()) sheet.title = neutral_meeting_name(inputs.language, inputs.reference);
  if (inputs.version != "1" && !inputs.version.empty())
    sheet.subtitle = std::string(words.revised) + " " + inputs.version;
  add_fact(sheet, words.meeting, inputs.reference);
  add_fact(sheet, words.start, inputs.start);
  add_fact(sheet, words.your_start, inputs.your_start);
  add_fact(sheet, words.place, inputs.place);
  add_fact(sheet, words.organizer, inputs.organizer);
  add_fact(sheet, words.applications, inputs.applications);
  add_fact(sheet, words.attendees, inputs.attendees);
  add_fact(sheet, words.decliners, inputs.decliners);
  if (!inputs.text.empty())
    sheet.sections.push_back({std::string(words.text), clean_lines(inputs.text, longest_line), {}});
  add_items(sheet, words.decisions, inputs.decisions, {});
  add_items(sheet, words.actions, inputs.actions, inputs.action_notes);
  return sheet;
}

std::string minutes_file_name(const MailInputs& inputs) {
  return std::string(words_of(inputs.language).file) + "-" + inputs.version + ".pdf";
}

std::string neutral_meeting_name(Language language, std::string_view id) {
  return std::string(words_of(language).meeting) + " " + clean_line(id);
}

}  // namespace followup
