// Template files as texts: a phrase file taken apart into its blocks, and the check that finds what
// is wrong with a template before anybody's mail depends on it. Tags are Mustache's {{name}},
// {{#name}}…{{/name}}, {{^name}}…{{/name}} and {{!remark}}; a layout also has {{>block}}. Unescaped
// values and other delimiters are refused: values are always escaped for their place.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// One thing wrong with a template.
struct TemplateFault {
  std::string file;
  int line = 0;  ///< 0: the file as a whole
  std::string message;
};

/// "file:line: message", a line a fault.
[[nodiscard]] std::string describe(const std::vector<TemplateFault>& faults);

/// Texts by block name.
using Blocks = std::map<std::string, std::string, std::less<>>;

/// What a template may name.
struct TemplateNames {
  std::vector<std::string> blocks;  ///< sorted: of a phrase file; that a layout's {{>name}} puts in
  bool values = false;              ///< {{value.NAME}}, whatever NAME is
};

/// Takes a phrase file apart: a line "[name]" begins a block, what stands before the first is a
/// remark. Line ends may be CRLF, blank lines around a block's text do not count. `names`:
/// the blocks and values that such a file may have. Every block is checked; what is wrong is added
/// to `faults`.
[[nodiscard]] Blocks read_blocks(const std::string& file, std::string_view content,
                                 const TemplateNames& names, std::vector<TemplateFault>& faults);

/// Checks a text's tags. `names`: of blocks none in a block. `first_line`: number of its first
/// line.
void check_tags(const std::string& file, std::string_view content, int first_line,
                const TemplateNames& names, std::vector<TemplateFault>& faults);

/// The layout with the blocks in their places; in HTML what a block says outside tags is escaped. A
/// block that is not there is empty. Of a line with nothing but a section's begin or end, or a
/// remark, only the tag is left.
[[nodiscard]] std::string expand_layout(std::string_view layout, const Blocks& blocks, bool html);

/// A letter's text with a dash where a value that it asks for is missing: a sentence would have a
/// hole. Sections of values still tell whether they are there.
[[nodiscard]] std::string with_dashes(std::string_view block);

/// Spaces and line ends outside tags as control characters, and back. The Mustache library makes a
/// part of its own of every blank, and drops empty lines that follow a section: like this it finds
/// only tags and text. Precondition: the text holds no control characters but line ends.
[[nodiscard]] std::string hide_blanks(std::string_view source);
void show_blanks(std::string& rendered);

/// The text without blanks and line ends at its ends.
[[nodiscard]] std::string_view trimmed_block(std::string_view text);

}  // namespace followup
