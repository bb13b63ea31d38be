#include "workers/email/minutes_sheet.h"

#include "workers/email/language.h"
#include "workers/email/reader.h"
#include "workers/email/text.h"

#include <algorithm>
#include <array>

namespace followup {

namespace {

/// What one of a kind is called, and several.
struct Number {
  std::string_view one;
  std::string_view several;
};

struct Words {
  std::string_view file;
  std::string_view revised;
  std::string_view meeting;
  std::string_view start;
  std::string_view your_start;
  std::string_view place;
  std::string_view organizer;
  Number applications;
  std::string_view attendees;
  std::string_view decliners;
  std::string_view text;
  Number decisions;
  Number actions;
};

// In the order of Language; the labels are those of the templates common.*.txt.
constexpr std::array<Words, 4> all_words{{
    {"verbale",
     "Versione riveduta",
     "Riunione",
     "Quando",
     "Nel Suo fuso orario",
     "Luogo",
     "Organizzata da",
     {"Domanda", "Domande"},
     "Presenti",
     "Hanno declinato l'invito",
     "Verbale",
     {"Decisione", "Decisioni"},
     {"Attività", "Attività"}},
    {"Protokoll",
     "Überarbeitete Fassung",
     "Besprechung",
     "Wann",
     "In Ihrer Zeitzone",
     "Ort",
     "Einladende Person",
     {"Antrag", "Anträge"},
     "Anwesend",
     "Abgesagt haben",
     "Protokoll",
     {"Beschluss", "Beschlüsse"},
     {"Aufgabe", "Aufgaben"}},
    {"ata",
     "Versão revisada",
     "Reunião",
     "Quando",
     "No seu fuso horário",
     "Local",
     "Organizada por",
     {"Requerimento", "Requerimentos"},
     "Presentes",
     "Recusaram o convite",
     "Ata",
     {"Decisão", "Decisões"},
     {"Tarefa", "Tarefas"}},
    {"minutes",
     "Revised version",
     "Meeting",
     "When",
     "In your time zone",
     "Place",
     "Organizer",
     {"Application", "Applications"},
     "Attended",
     "Declined",
     "Minutes",
     {"Decision", "Decisions"},
     {"Action", "Actions"}},
}};

const Words& words_of(Language language) {
  return all_words.at(static_cast<std::size_t>(language));
}

/// No line of a document is longer.
constexpr std::size_t longest_line = 40'000;

void add_fact(MinutesSheet& sheet, std::string_view label, const std::string& value) {
  if (!value.empty()) sheet.facts.push_back({std::string(label), clean_line(value, 5000)});
}

void add_items(MinutesSheet& sheet, const Number& heading, const std::string& lines,
               const std::string& notes) {
  if (lines.empty()) return;
  SheetSection section{std::string(is_one_line(lines) ? heading.one : heading.several), {}, {}};
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
  if (inputs.revised) sheet.subtitle = std::string(words.revised) + " " + inputs.version;
  add_fact(sheet, words.meeting, inputs.reference);
  add_fact(sheet, words.start, inputs.start);
  add_fact(sheet, words.your_start, inputs.your_start);
  add_fact(sheet, words.place, inputs.place);
  add_fact(sheet, words.organizer, inputs.organizer);
  const auto& applications = words.applications;
  add_fact(sheet, is_one_id(inputs.applications) ? applications.one : applications.several,
           inputs.applications);
  add_fact(sheet, words.attendees, inputs.attendees);
  add_fact(sheet, words.decliners, inputs.decliners);
  if (!inputs.text.empty())
    sheet.sections.push_back({std::string(words.text), clean_lines(inputs.text, longest_line), {}});
  add_items(sheet, words.decisions, inputs.decisions, {});
  add_items(sheet, words.actions, inputs.actions, inputs.action_notes);
  return sheet;
}

std::string minutes_file_name(const MailInputs& inputs) {
  const std::string day = inputs.meeting_date.empty() ? "" : "-" + inputs.meeting_date;
  return std::string(words_of(inputs.language).file) + day + "-v" + inputs.version + ".pdf";
}

Attachment minutes_file(const MailInputs& inputs, std::uint64_t size) {
  Attachment file;
  file.name = minutes_file_name(inputs);
  file.media_type = "application/pdf";
  file.size = size;
  return file;
}

std::string neutral_meeting_name(Language language, std::string_view id) {
  return std::string(words_of(language).meeting) + " " + clean_line(id);
}

}  // namespace followup
