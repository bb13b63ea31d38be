#include "workers/email/file_words.h"

#include "workers/email/minutes_sheet.h"
#include "workers/email/text.h"

#include <algorithm>
#include <array>

namespace followup {

namespace {

constexpr std::size_t longest_name = 120;
constexpr std::size_t longest_link = 2000;

/// Why a file is left out, in the order of LeftOut (a link needs no reason), and what to do where
/// there is no link.
struct Words {
  std::array<std::string_view, 7> reasons;
  std::string_view ask;
  char decimal_sign;
};

// In the order of Language.
constexpr std::array<Words, 4> all_words{{
    {{"", "i file di questo tipo non vengono allegati", "Lei non ha il permesso di leggerlo",
      "troppo grande per questo messaggio", "troppo grande per questo messaggio",
      "troppo grande per questo messaggio", "non è più conservato"},
     "lo chieda al mittente",
     ','},
    {{"", "Dateien dieser Art werden nicht angehängt", "Sie dürfen sie nicht lesen",
      "zu groß für diese Nachricht", "zu groß für diese Nachricht", "zu groß für diese Nachricht",
      "nicht mehr aufbewahrt"},
     "fragen Sie den Absender danach",
     ','},
    {{"", "arquivos deste tipo não são anexados", "você não tem permissão para lê-lo",
      "grande demais para esta mensagem", "grande demais para esta mensagem",
      "grande demais para esta mensagem", "não está mais guardado"},
     "peça ao remetente",
     ','},
    {{"", "files of this type are not attached", "you may not read it", "too large for this mail",
      "too large for this mail", "too large for this mail", "no longer kept"},
     "ask the sender for it",
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
  for (const auto& [file, why] : inputs.left_out) {
    std::string line = named(inputs.language, file);
    const auto reason = words.reasons.at(static_cast<std::size_t>(why));
    if (!reason.empty()) line.append(", ").append(reason);
    const std::string link = clean_line(file.url, longest_link);
    if (!link.empty()) {
      line.append(": ").append(link);
    } else if (why != LeftOut::no_privilege) {
      line.append(": ").append(words.ask);
    }
    add(lines, line);
  }
  return lines;
}

}  // namespace followup
