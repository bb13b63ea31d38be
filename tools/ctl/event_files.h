// Files of events, taken apart into single events: one event, an array, or several such documents
// one after the other. What is inside an event is the decoder's business.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup::ctl {

struct EventText {
  std::string origin;  ///< "events.json:3": file and line at which it begins
  std::string bytes;
};

/// Takes `text` apart. invalid_input, with `name` and line, where a document does not begin with
/// '{' or '[', does not end, or an array holds anything but objects.
[[nodiscard]] Result<std::vector<EventText>> split_events(const std::string& name,
                                                          std::string_view text);

/// The events of all files in order; "-" stands for `input`. invalid_input where a file can not be
/// read or taken apart, or where there is no event at all: then nothing of any of them should be
/// used.
[[nodiscard]] Result<std::vector<EventText>> read_event_files(const std::vector<std::string>& files,
                                                              std::istream& input);

/// The event's own `time`, where it has one that can be read.
[[nodiscard]] std::optional<TimePoint> stated_time(std::string_view event);

}  // namespace followup::ctl
