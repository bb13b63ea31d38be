// "250-first line", "250-second", "250 last": the code stands on each line and must stay the same.
#include "workers/transfer/smtp_reply.h"

namespace followup {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The code that a line begins with, 0 if it begins with none.
int code_of(std::string_view line) {
  if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !is_digit(line[1]) ||
      !is_digit(line[2])) {
    return 0;
  }
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return 0;
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

}  // namespace

std::optional<std::string_view> SmtpReplyReader::next_line() {
  const std::string_view rest = std::string_view(buffer_).substr(start_);
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) {
    broken_ = broken_ || rest.size() > longest_line;
    buffer_.erase(0, start_);
    start_ = 0;
    return std::nullopt;
  }
  broken_ = broken_ || end > longest_line;
  start_ += end + 1;
  std::string_view line = rest.substr(0, end);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<int> SmtpReplyReader::next() {
  while (!broken_) {
    const auto line = next_line();
    if (!line || broken_) break;
    const int code = code_of(*line);
    ++lines_;
    broken_ = code == 0 || (code_ != 0 && code != code_) || lines_ > most_lines;
    if (broken_) break;
    code_ = code;
    if (line->size() > 3 && (*line)[3] == '-') continue;
    code_ = 0;
    lines_ = 0;
    return code;
  }
  return std::nullopt;
}

}  // namespace followup
