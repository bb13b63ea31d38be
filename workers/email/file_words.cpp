#include "workers/email/file_words.h"

#include "workers/email/minutes_sheet.h"
#include "workers/email/text.h"

#include <algorithm>
#include <array>

namespace followup {

namespace {

constexpr std::size_t longest_name = 120;
constexpr std::size_t longest_link = 2000;

/// Why a file is left out, in the order of LeftOut (a link needs no reason); what the reader may
/// not see is not named. Whom to ask for it where there is no link, by what the mail is.
struct Words {
  std::array<std::string_view, 7> reasons;
  std::string_view hidden_one;
  std::string_view hidden_several;  ///< behind their number
  std::string_view ask_sender;
  std::string_view ask_organizer;
  std::string_view in_crm;
  std::string_view in_text;  ///< of the minutes, which are in the mail as a text, too
  char decimal_sign;
};

// In the order of Language.
constexpr std::array<Words, 4> all_words{{
    {{"", "i file di questo tipo non vengono allegati", "", "troppo grande per questo messaggio",
      "troppo grande per questo messaggio", "troppo grande per questo messaggio",
      "non è più conservato"},
     "un file che Lei non può vedere",
     "file che Lei non può vedere",
     "lo chieda al mittente",
     "lo chieda a chi organizza la riunione",
     "lo cerchi nel CRM",
     "il testo è in questo messaggio",
     ','},
    {{"", "Dateien dieser Art werden nicht angehängt", "", "zu groß für diese Nachricht",
      "zu groß für diese Nachricht", "zu groß für diese Nachricht", "nicht mehr aufbewahrt"},
     "eine Datei, die Sie nicht sehen dürfen",
     "Dateien, die Sie nicht sehen dürfen",
     "fragen Sie den Absender danach",
     "fragen Sie die einladende Person danach",
     "suchen Sie im CRM danach",
     "der Text steht in dieser Nachricht",
     ','},
    {{"", "arquivos deste tipo não são anexados", "", "grande demais para esta mensagem",
      "grande demais para esta mensagem", "grande demais para esta mensagem",
      "não está mais guardado"},
     "um arquivo que você não pode ver",
     "arquivos que você não pode ver",
     "peça ao remetente",
     "peça a quem organiza a reunião",
     "procure-o no CRM",
     "o texto está nesta mensagem",
     ','},
    {{"", "files of this type are not attached", "", "too large for this mail",
      "too large for this mail", "too large for this mail", "no longer kept"},
     "a file that you may not see",
     "files that you may not see",
     "ask the sender for it",
     "ask the organizer for it",
     "look for it in the CRM",
     "its text is in this mail",
     '.'},
}};

const Words& words_of(Language language) {
  return all_words.at(static_cast<std::size_t>(language));
}

std::string named(Language language, const Attachment& file) {
  std::string line = "- " + file_name(file.name);
  if (file.size != 0 || !file.content.empty()) line += " (" + human_size(language, file.size) + ")";
  return line;
}

/// Where the reader gets a file that has no link: of the minutes the text is in the mail; a client
/// has only the sender.
std::string_view where_instead(const MailInputs& inputs, const Attachment& file) {
  const Words& words = words_of(inputs.language);
  if (inputs.purpose == Purpose::message) return words.ask_sender;
  if (inputs.purpose != Purpose::minutes) return words.in_crm;
  return file.name == minutes_file_name(inputs) ? words.in_text : words.ask_organizer;
}

void add(std::string& lines, const std::string& line) {
  if (!lines.empty()) lines += '\n';
  lines += line;
}

}  // namespace

std::string file_name(std::string_view name) {
  // What stands before the last separator is a path.
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos)
    name.remove_prefix(slash + 1);
  std::string clean = clean_header(name, longest_name);
  std::ranges::replace_if(
      clean,
      [](char c) { return std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos; },
      '_');
  // "..", ".bashrc" and a name that Windows would end differently.
  const auto first = clean.find_first_not_of(". ");
  if (first == std::string::npos) return "file";
  clean.erase(0, first);
  clean.erase(clean.find_last_not_of(". ") + 1);
  return clean;
}

std::string human_size(Language language, std::uint64_t bytes) {
  constexpr std::array<std::string_view, 4> units{" B", " kB", " MB", " GB"};
  if (bytes < 1000) return std::to_string(bytes) + std::string(units[0]);
  std::size_t unit = 1;
  std::uint64_t tenths = bytes / 100 + (bytes % 100 >= 50 ? 1 : 0);  // of a thousand bytes
  while (tenths >= 10'000 && unit + 1 < units.size()) {
    tenths = (tenths + 500) / 1000;
    ++unit;
  }
  return std::to_string(tenths / 10) + words_of(language).decimal_sign +
         std::to_string(tenths % 10) + std::string(units.at(unit));
}

std::string attached_lines(const MailInputs& inputs) {
  std::string lines;
  if (inputs.pdf) add(lines, "- " + minutes_file_name(inputs));
  for (const auto& file : inputs.attachments)
    add(lines, named(inputs.language, file));
  return lines;
}

std::string left_out_lines(const MailInputs& inputs) {
  const Words& words = words_of(inputs.language);
  std::string lines;
  std::size_t hidden = 0;
  for (const auto& [file, why] : inputs.left_out) {
    if (why == LeftOut::no_privilege) {
      ++hidden;
      continue;
    }
    std::string line = named(inputs.language, file);
    const auto reason = words.reasons.at(static_cast<std::size_t>(why));
    if (!reason.empty()) line.append(", ").append(reason);
    const std::string link = clean_line(file.url, longest_link);
    if (!link.empty()) {
      line.append(": ").append(link);
    } else {
      line.append(": ").append(where_instead(inputs, file));
    }
    add(lines, line);
  }
  if (hidden == 1) add(lines, "- " + std::string(words.hidden_one));
  if (hidden > 1)
    add(lines, "- " + std::to_string(hidden) + " " + std::string(words.hidden_several));
  return lines;
}

}  // namespace followup
