#include "workers/email/template_source.h"

#include "core/codec/config.h"
#include "workers/email/text.h"
#include "workers/email/variables.h"

#include <algorithm>
#include <optional>
#include <set>

namespace followup {

namespace {

/// One {{…}} of a template.
struct Tag {
  std::size_t begin = 0;  ///< of the opening braces
  std::size_t end = 0;    ///< behind the closing ones
  char sigil = 0;         ///< # ^ / > ! & = {, or 0 for a variable
  std::string_view name;
};

enum class Found { tag, none, unclosed };

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// The next tag from `at` on.
Found next_tag(std::string_view content, std::size_t at, Tag& tag) {
  tag.begin = content.find("{{", at);
  if (tag.begin == std::string_view::npos) return Found::none;
  const auto close = content.find("}}", tag.begin + 2);
  if (close == std::string_view::npos) return Found::unclosed;
  tag.end = close + 2;
  tag.name = without_blanks(content.substr(tag.begin + 2, close - tag.begin - 2));
  tag.sigil = 0;
  constexpr std::string_view sigils = "#^/>!&={";
  if (!tag.name.empty() && sigils.find(tag.name.front()) != std::string_view::npos) {
    tag.sigil = tag.name.front();
    tag.name = without_blanks(tag.name.substr(1));
  }
  return Found::tag;
}

std::string in_quotes(std::string_view name) {
  return "\"" + clean_line(name, 60) + "\"";
}

std::string unknown(std::string_view what, std::string_view name,
                    const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  return "unknown " + std::string(what) + " " + in_quotes(name) +
         (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?");
}

/// Goes through one text's tags and keeps track of its sections.
class TagCheck {
 public:
  TagCheck(const std::string& file, std::string_view content, int first_line,
           const TemplateNames& names, std::vector<TemplateFault>& faults)
      : file_(file), content_(content), first_line_(first_line), names_(names), faults_(faults) {}

  void run() {
    Tag tag;
    Found found = Found::none;
    for (std::size_t at = 0; (found = next_tag(content_, at, tag)) == Found::tag; at = tag.end) {
      check(tag);
    }
    if (found == Found::unclosed)
      add(tag.begin, "a tag is opened with {{ and never closed with }}");
    for (const auto& open : open_) {
      add(open.begin, "section " + in_quotes(open.name) + " is never closed with {{/" +
                          clean_line(open.name, 60) + "}}");
    }
  }

 private:
  void add(std::size_t at, std::string message) {
    const auto lines =
        std::count(content_.begin(), content_.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    faults_.push_back({file_, first_line_ + static_cast<int>(lines), std::move(message)});
  }

  void check(const Tag& tag) {
    switch (tag.sigil) {
      case '!':
        return;
      case '=':
        return add(tag.begin, "other delimiters than {{ and }} can not be used");
      case '&':
      case '{':
        return add(tag.begin, "values are always escaped: write {{name}}");
      case '>':
        if (!std::ranges::binary_search(names_.blocks, tag.name)) {
          add(tag.begin, unknown("block", tag.name, names_.blocks));
        }
        return;
      case '/':
        return close(tag);
      default:
        break;
    }
    const bool value = names_.values && letter_value_name(tag.name);
    if (!value && variable_index(tag.name) == variable_names().size()) {
      add(tag.begin, unknown("variable", tag.name, variable_names()));
    }
    if (tag.sigil != 0) open_.push_back(tag);
  }

  void close(const Tag& tag) {
    if (open_.empty())
      return add(tag.begin, "section " + in_quotes(tag.name) + " is closed but was not opened");
    if (open_.back().name != tag.name) {
      add(tag.begin, "section " + in_quotes(tag.name) + " is closed where " +
                         in_quotes(open_.back().name) + " is still open");
    }
    open_.pop_back();
  }

  const std::string& file_;
  std::string_view content_;
  int first_line_;
  const TemplateNames& names_;
  std::vector<TemplateFault>& faults_;
  std::vector<Tag> open_;
};

/// The name in a line "[name]", or nothing.
std::optional<std::string_view> block_name(std::string_view line) {
  line = without_blanks(line);
  if (line.size() < 3 || line.front() != '[' || line.back() != ']') return std::nullopt;
  const auto name = line.substr(1, line.size() - 2);
  const bool plain = std::all_of(name.begin(), name.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return plain ? std::optional(name) : std::nullopt;
}

/// A block while its lines are read.
struct OpenBlock {
  std::string name;
  int line = 0;
  std::string text;
};

void finish_block(const std::string& file, OpenBlock& open, const TemplateNames& names,
                  Blocks& blocks, std::vector<TemplateFault>& faults) {
  if (open.line == 0) return;
  check_tags(file, open.text, open.line + 1, {{}, names.values}, faults);
  if (!std::ranges::binary_search(names.blocks, open.name)) {
    faults.push_back({file, open.line, unknown("block", open.name, names.blocks)});
  } else if (!blocks.emplace(open.name, trimmed_block(open.text)).second) {
    faults.push_back(
        {file, open.line, "block " + in_quotes(open.name) + " stands here a second time"});
  }
}

/// A block's text as it stands in HTML: tags as they are, the rest escaped.
std::string escape_around_tags(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  Tag tag;
  while (next_tag(text, at, tag) == Found::tag) {
    out += escape_html(text.substr(at, tag.begin - at));
    out += text.substr(tag.begin, tag.end - tag.begin);
    at = tag.end;
  }
  return out + escape_html(text.substr(at));
}

/// The text with lines that hold only a section's begin or end, or a remark, reduced to that tag.
std::string without_tag_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    const auto content = without_blanks(line);
    Tag tag;
    const bool alone = next_tag(content, 0, tag) == Found::tag && tag.begin == 0 &&
                       tag.end == content.size() && tag.sigil != 0;
    out += alone ? content : line;
    text.remove_prefix(line.size());
  }
  return out;
}

constexpr char hidden_space = '\x02';
constexpr char hidden_line_end = '\x01';

}  // namespace

std::string describe(const std::vector<TemplateFault>& faults) {
  std::string text;
  for (const auto& fault : faults) {
    if (!text.empty()) text += '\n';
    text += fault.file + (fault.line > 0 ? ":" + std::to_string(fault.line) : "") + ": " +
            fault.message;
  }
  return text;
}

std::string_view trimmed_block(std::string_view text) {
  return without_blanks(text);
}

void check_tags(const std::string& file, std::string_view content, int first_line,
                const TemplateNames& names, std::vector<TemplateFault>& faults) {
  TagCheck(file, content, first_line, names, faults).run();
}

Blocks read_blocks(const std::string& file, std::string_view content, const TemplateNames& names,
                   std::vector<TemplateFault>& faults) {
  Blocks blocks;
  OpenBlock open;
  int number = 0;
  for (std::size_t begin = 0; begin < content.size();) {
    const auto end = std::min(content.find('\n', begin), content.size());
    const auto line = content.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (const auto name = block_name(line)) {
      finish_block(file, open, names, blocks, faults);
      open = {std::string(*name), number, {}};
    } else if (open.line > 0) {
      open.text.append(line).append("\n");
    }
  }
  finish_block(file, open, names, blocks, faults);
  return blocks;
}

std::string expand_layout(std::string_view layout, const Blocks& blocks, bool html) {
  std::string out;
  std::size_t at = 0;
  Tag tag;
  while (next_tag(layout, at, tag) == Found::tag) {
    out += layout.substr(at, tag.begin - at);
    at = tag.end;
    if (tag.sigil != '>') {
      out += layout.substr(tag.begin, tag.end - tag.begin);
      continue;
    }
    const auto block = blocks.find(tag.name);
    if (block == blocks.end()) continue;
    out += html ? escape_around_tags(block->second) : block->second;
  }
  return without_tag_lines(out.append(layout.substr(at)));
}

std::string with_dashes(std::string_view block) {
  std::set<std::string, std::less<>> with_words;  // of its own for where the value is missing
  std::size_t at = 0;
  Tag tag;
  for (; next_tag(block, at, tag) == Found::tag; at = tag.end) {
    if (tag.sigil == '^') with_words.emplace(tag.name);
  }
  std::string out;
  at = 0;
  while (next_tag(block, at, tag) == Found::tag) {
    out += block.substr(at, tag.end - at);
    at = tag.end;
    if (tag.sigil != 0 || !letter_value_name(tag.name) || with_words.contains(tag.name)) continue;
    const std::string name(tag.name);
    out.append("{{^").append(name).append("}}-{{/").append(name).append("}}");
  }
  return out.append(block.substr(at));
}

std::string hide_blanks(std::string_view source) {
  std::string out(source);
  const auto hide = [&](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) {
      if (out[at] == ' ') out[at] = hidden_space;
      if (out[at] == '\n') out[at] = hidden_line_end;
    }
  };
  std::size_t at = 0;
  Tag tag;
  while (next_tag(source, at, tag) == Found::tag) {
    hide(at, tag.begin);
    at = tag.end;
  }
  hide(at, out.size());
  return out;
}

void show_blanks(std::string& rendered) {
  std::replace(rendered.begin(), rendered.end(), hidden_space, ' ');
  std::replace(rendered.begin(), rendered.end(), hidden_line_end, '\n');
}

}  // namespace followup
