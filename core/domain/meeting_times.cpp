#include "core/domain/meeting_times.h"

namespace followup {

std::string to_text(const MeetingTimes& times) {
  return format_local(times.start) + "/" + format_local(times.end) + "/" + times.zone;
}

std::optional<MeetingTimes> parse_meeting_times(std::string_view text) {
  const auto first = text.find('/');
  const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto start = parse_local(text.substr(0, first));
  const auto end = parse_local(text.substr(first + 1, second - first - 1));
  if (!start || !end) return std::nullopt;
  return MeetingTimes{*start, *end, std::string(text.substr(second + 1))};
}

}  // namespace followup
