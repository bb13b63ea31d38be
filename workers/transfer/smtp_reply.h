// Server replies of SMTP (RFC 5321 section 4.2): bytes in, three-digit codes out. Only the code
// counts; the text is for people, may echo addresses, and is thrown away. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace followup {

class SmtpReplyReader {
 public:
  /// Takes in what the server sent.
  void feed(std::string_view bytes) { buffer_ += bytes; }

  /// The code of the next complete reply; nothing if none is there yet. Several can be there
  /// (pipelining).
  [[nodiscard]] std::optional<int> next();

  /// Whether something came that was not taken yet.
  [[nodiscard]] bool has_rest() const { return start_ < buffer_.size(); }

  /// What came is no reply: the connection is of no further use.
  [[nodiscard]] bool broken() const { return broken_; }

  void clear() { *this = SmtpReplyReader{}; }

  static constexpr std::size_t longest_line = 2048;  ///< RFC 5321 says 512
  static constexpr int most_lines = 100;             ///< of one reply

 private:
  /// Takes one line out of the buffer; nothing if there is no whole one.
  [[nodiscard]] std::optional<std::string_view> next_line();
  std::string buffer_;
  std::size_t start_ = 0;  ///< of what was not looked at yet
  int code_ = 0;           ///< of the reply whose lines are coming in; 0: none
  int lines_ = 0;
  bool broken_ = false;
};

}  // namespace followup
