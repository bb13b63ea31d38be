// Where a command writes: lines for people, or one JSON object a line for programs, and complaints
// on standard error. What came from outside can not steer the reader's terminal.
#pragma once

#include "core/base/result.h"
#include "tools/ctl/exit_code.h"
#include "tools/ctl/json_text.h"

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace followup::ctl {

/// `text` with every control character, also of C1 and of text direction, replaced by '?'.
[[nodiscard]] std::string printable(std::string_view text);

/// The same for several lines: ends of lines and tabs stay, and a last end of line is added if it
/// is missing.
[[nodiscard]] std::string printable_lines(std::string_view lines);

class Terminal {
 public:
  /// The streams outlive the terminal.
  Terminal(std::ostream& out, std::ostream& complaints, bool json)
      : out_(out), complaints_(complaints), json_(json) {}

  /// Whether the reader is a program: then only json_line() writes to standard output.
  [[nodiscard]] bool json() const { return json_; }

  /// One line for people; nothing with --json.
  void line(std::string_view text);
  /// Several lines for people as they are, tabs too; nothing with --json.
  void text(std::string_view lines);
  /// One line for programs; nothing without --json.
  void line(const JsonObject& object);
  /// Already encoded JSON, for programs.
  void json_line(std::string_view text);
  /// Rows for people, their columns aligned; nothing with --json.
  void table(const std::vector<std::vector<std::string>>& rows);

  /// "followupctl: <what>" on standard error.
  void complain(std::string_view what);
  /// Several lines on standard error as they are.
  void complain_lines(std::string_view lines);
  /// Complains of the error; its exit code.
  ExitCode fail(const Error& error);

 private:
  std::ostream& out_;
  std::ostream& complaints_;
  bool json_;
};

}  // namespace followup::ctl
