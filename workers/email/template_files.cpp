#include "workers/email/template_files.h"

#include "core/codec/config.h"
#include "mail_templates.h"
#include "workers/email/text.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace followup {

namespace {

constexpr std::string_view layout_text_file = "layout_text.mustache";
constexpr std::string_view layout_html_file = "layout_html.mustache";
constexpr std::string_view letter_begin = "message-";
constexpr std::uintmax_t largest_file = std::uintmax_t{256} * 1024;

// Sorted.
const std::vector<std::string> purpose_blocks{"late", "lead", "subject", "task"};
const std::vector<std::string> common_blocks{"card",
                                             "hello",
                                             "label_about",
                                             "label_action",
                                             "label_action_due",
                                             "label_actions",
                                             "label_agenda",
                                             "label_agent",
                                             "label_annotations",
                                             "label_answer_by",
                                             "label_answer_days",
                                             "label_applications",
                                             "label_asked_for",
                                             "label_attached",
                                             "label_attempts",
                                             "label_attendees",
                                             "label_author",
                                             "label_authorisation_on",
                                             "label_call_at",
                                             "label_card",
                                             "label_case",
                                             "label_class_path",
                                             "label_classification",
                                             "label_clients",
                                             "label_closing_reason",
                                             "label_collisions",
                                             "label_communicated_on",
                                             "label_decisions",
                                             "label_decliners",
                                             "label_due",
                                             "label_endpoint",
                                             "label_event",
                                             "label_event_type",
                                             "label_expected_on",
                                             "label_faults",
                                             "label_former_rep",
                                             "label_former_start",
                                             "label_given",
                                             "label_group",
                                             "label_judgement",
                                             "label_left_out",
                                             "label_level",
                                             "label_new_state",
                                             "label_noted_at",
                                             "label_opened_at",
                                             "label_operator",
                                             "label_organizer",
                                             "label_outcome",
                                             "label_persons",
                                             "label_place",
                                             "label_problem",
                                             "label_programme",
                                             "label_project",
                                             "label_protocol",
                                             "label_protocols",
                                             "label_provider",
                                             "label_reason",
                                             "label_reference",
                                             "label_referred_on",
                                             "label_responsible",
                                             "label_service",
                                             "label_start",
                                             "label_state",
                                             "label_summary",
                                             "label_text",
                                             "label_title",
                                             "label_worker",
                                             "label_your_start",
                                             "neutral",
                                             "new_state",
                                             "no_reason",
                                             "open",
                                             "pass_on",
                                             "reason_missing",
                                             "small",
                                             "state",
                                             "why"};
// A mail without these would leave its reader in the dark.
constexpr std::array<std::string_view, 4> required_blocks{"subject", "lead", "small", "why"};

// Of the tenant's own letters all else is in the language's common file.
constexpr std::array<std::string_view, 2> letter_blocks{"lead", "subject"};

std::string common_file(Language language) {
  return "common." + std::string(to_text(language)) + ".txt";
}

bool is_layout(std::string_view file) {
  return file == layout_text_file || file == layout_html_file;
}

const std::vector<std::string>& blocks_in(std::string_view file) {
  return file.starts_with("common.") ? common_blocks : purpose_blocks;
}

const std::vector<std::string>& all_blocks() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> merged = common_blocks;
    merged.insert(merged.end(), purpose_blocks.begin(), purpose_blocks.end());
    std::sort(merged.begin(), merged.end());
    return merged;
  }();
  return all;
}

/// A required block that is empty, a subject that is more than a line.
void check_blocks(const std::string& file, const Blocks& blocks,
                  std::vector<TemplateFault>& faults) {
  for (const auto& [name, text] : blocks) {
    const bool required =
        std::find(required_blocks.begin(), required_blocks.end(), name) != required_blocks.end();
    if (required && text.empty()) faults.push_back({file, 0, "block \"" + name + "\" is empty"});
    if (name == "subject" && text.find('\n') != std::string::npos) {
      faults.push_back({file, 0, "block \"subject\" is more than one line"});
    }
  }
}

/// A letter has no built-in words below it: what it does not say, nothing does.
void take_letter(const std::string& file, const LetterName& letter, std::string_view content,
                 TemplateTexts& texts, std::vector<TemplateFault>& faults) {
  Blocks read = read_blocks(file, content, {purpose_blocks, true}, faults);
  check_blocks(file, read, faults);
  for (const auto name : letter_blocks) {
    if (!read.contains(name))
      faults.push_back({file, 0, "block \"" + std::string(name) + "\" is missing"});
  }
  for (auto& [name, text] : read)
    text = with_dashes(text);
  texts.letters[letter.name][letter.language] = std::move(read);
}

/// Takes one file's text in.
void take(const std::string& file, std::string_view content, TemplateTexts& texts,
          std::vector<TemplateFault>& faults) {
  if (is_layout(file)) {
    check_tags(file, content, 1, {all_blocks()}, faults);
    (file == layout_text_file ? texts.layout_text : texts.layout_html) = content;
    return;
  }
  if (const auto letter = letter_of(file))
    return take_letter(file, *letter, content, texts, faults);
  Blocks read = read_blocks(file, content, {blocks_in(file)}, faults);
  check_blocks(file, read, faults);
  auto& known = texts.phrases[file];
  for (auto& [name, text] : read)
    known[name] = std::move(text);
}

std::vector<std::string> file_names() {
  std::vector<std::string> names;
  for (const auto& [name, text] : mail_templates::files)
    names.emplace_back(name);
  return names;
}

/// The file's text with \n as line ends and without a byte order mark.
std::string normalized(std::string content) {
  if (content.starts_with("\xef\xbb\xbf")) content.erase(0, 3);
  std::string out;
  out.reserve(content.size());
  for (std::size_t at = 0; at < content.size(); ++at) {
    const bool crlf = content[at] == '\r' && at + 1 < content.size() && content[at + 1] == '\n';
    if (!crlf) out += content[at] == '\r' ? '\n' : content[at];
  }
  return out;
}

bool has_controls(std::string_view content) {
  return std::any_of(content.begin(), content.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
  });
}

void take_file(const std::filesystem::path& path, TemplateTexts& texts,
               std::vector<TemplateFault>& faults) {
  const std::string file = path.filename().string();
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream stream(path, std::ios::binary);
  if (error || !stream) return faults.push_back({path.string(), 0, "can not be read"});
  if (size > largest_file) return faults.push_back({path.string(), 0, "is larger than 256 KiB"});
  const std::string content =
      normalized({std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()});
  if (has_controls(content))
    return faults.push_back({path.string(), 0, "holds a control character"});
  if (!is_utf8(content)) return faults.push_back({path.string(), 0, "is not UTF-8"});
  std::vector<TemplateFault> found;
  take(file, content, texts, found);
  for (auto& fault : found)
    fault.file = path.string();
  faults.insert(faults.end(), found.begin(), found.end());
}

bool is_template_like(const std::filesystem::path& path) {
  const auto extension = path.extension();
  return extension == ".txt" || extension == ".html" || extension == ".mustache";
}

}  // namespace

Blocks TemplateTexts::blocks_of(Purpose purpose, Language language) const {
  Blocks blocks;
  for (const auto& file : {common_file(language), phrase_file(purpose, language)}) {
    const auto found = phrases.find(file);
    if (found != phrases.end()) blocks.insert(found->second.begin(), found->second.end());
  }
  return blocks;
}

Blocks TemplateTexts::blocks_of(std::string_view letter, Language language) const {
  Blocks blocks = letters.find(letter)->second.at(language);
  const auto& common = phrases.find(common_file(language))->second;
  blocks.insert(common.begin(), common.end());
  return blocks;
}

std::string letter_file(std::string_view letter, Language language) {
  return std::string(letter_begin) + std::string(letter) + "." + std::string(to_text(language)) +
         ".txt";
}

std::optional<LetterName> letter_of(std::string_view file) {
  if (!file.starts_with(letter_begin)) return std::nullopt;
  for (const Language language : {Language::it, Language::de, Language::pt, Language::en}) {
    const std::string ending = "." + std::string(to_text(language)) + ".txt";
    if (!file.ends_with(ending) || file.size() <= letter_begin.size() + ending.size()) continue;
    const auto name =
        file.substr(letter_begin.size(), file.size() - letter_begin.size() - ending.size());
    const bool plain = std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    if (plain) return LetterName{std::string(name), language};
  }
  return std::nullopt;
}

std::string phrase_file(Purpose purpose, Language language) {
  return std::string(to_text(purpose)) + "." + std::string(to_text(language)) + ".txt";
}

TemplateTexts built_in_texts(std::vector<TemplateFault>& faults) {
  TemplateTexts texts;
  for (const auto& [name, content] : mail_templates::files) {
    take(std::string(name), content, texts, faults);
  }
  return texts;
}

void override_texts(const std::filesystem::path& folder, TemplateTexts& texts,
                    std::vector<TemplateFault>& faults) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (is_template_like(entry.path())) paths.push_back(entry.path());
  }
  if (error) return faults.push_back({folder.string(), 0, "the folder can not be read"});
  std::sort(paths.begin(), paths.end());
  const auto names = file_names();
  for (const auto& path : paths) {
    const std::string name = path.filename().string();
    if (std::find(names.begin(), names.end(), name) != names.end() || letter_of(name)) {
      take_file(path, texts, faults);
      continue;
    }
    const std::string nearest = nearest_name(name, names);
    faults.push_back({path.string(), 0,
                      "no template has this name" +
                          (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?")});
  }
}

}  // namespace followup
