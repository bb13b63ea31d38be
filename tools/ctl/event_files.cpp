// Finds where JSON values end by counting brackets outside of strings, which needs no parser and
// keeps each event's own bytes.
#include "tools/ctl/event_files.h"

#include "core/codec/config_secrets.h"

#include <algorithm>
#include <istream>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace followup::ctl {

namespace {

class Splitter {
 public:
  Splitter(const std::string& name, std::string_view text) : name_(name), text_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  }

  Result<std::vector<EventText>> split() {
    for (skip_space(); at_ < text_.size() && !fault_; skip_space()) {
      if (text_[at_] == '[') {
        take_array();
      } else {
        take_object("a document must begin with { or [");
      }
    }
    if (fault_) return *fault_;
    return std::move(events_);
  }

 private:
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  [[nodiscard]] std::string origin() {
    const auto passed = text_.substr(counted_, at_ - counted_);
    line_ += std::count(passed.begin(), passed.end(), '\n');
    counted_ = at_;
    return fmt::format("{}:{}", name_, line_);
  }

  void fail(std::string_view what) {
    fault_ = Error{Code::invalid_input, fmt::format("{}: {}", origin(), what)};
  }

  void take_object(std::string_view otherwise) {
    if (here() != '{') return fail(otherwise);
    const auto end = object_end();
    if (end == std::string_view::npos) return fail("the JSON that begins here does not end");
    events_.push_back({origin(), std::string(text_.substr(at_, end - at_))});
    at_ = end;
  }

  void take_array() {
    ++at_;
    skip_space();
    while (here() != ']' && !fault_) {
      take_object("an array of events must hold objects only, and end with ]");
      skip_space();
      if (fault_ || here() == ']') break;
      if (here() != ',') return fail("a comma or ] is missing here");
      ++at_;
      skip_space();
      if (here() == ']') return fail("there is a comma too many before this");
    }
    if (!fault_) ++at_;
  }

  /// Just after the bracket that closes the one at `at_`.
  [[nodiscard]] std::size_t object_end() const {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t at = at_; at < text_.size(); ++at) {
      const char c = text_[at];
      if (in_string) {
        if (c == '\\') ++at;
        if (c == '"') in_string = false;
      } else if (c == '"') {
        in_string = true;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return at + 1;
      }
    }
    return std::string_view::npos;
  }

  const std::string& name_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::ptrdiff_t line_ = 1;  ///< of `counted_`
  std::size_t counted_ = 0;
  std::vector<EventText> events_;
  std::optional<Error> fault_;
};

Result<std::string> read(const std::string& file, std::istream& input) {
  if (file != "-") return read_whole_file(file);
  return std::string(std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>());
}

}  // namespace

Result<std::vector<EventText>> split_events(const std::string& name, std::string_view text) {
  return Splitter(name, text).split();
}

Result<std::vector<EventText>> read_event_files(const std::vector<std::string>& files,
                                                std::istream& input) {
  std::vector<EventText> events;
  for (const auto& file : files) {
    const std::string name = file == "-" ? "standard input" : file;
    const auto text = read(file, input);
    if (!text) return Error{Code::invalid_input, fmt::format("{}: {}", name, text.error().what)};
    auto split = split_events(name, *text);
    if (!split) return split.error();
    std::move(split->begin(), split->end(), std::back_inserter(events));
  }
  if (events.empty()) {
    return Error{Code::invalid_input,
                 fmt::format("there is no event in {}", fmt::join(files, ", "))};
  }
  return events;
}

std::optional<TimePoint> stated_time(std::string_view event) {
  const auto parsed = nlohmann::json::parse(event, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  const auto time = parsed.find("time");
  if (time == parsed.end() || !time->is_string()) return std::nullopt;
  return parse_instant(time->get_ref<const std::string&>());
}

}  // namespace followup::ctl
