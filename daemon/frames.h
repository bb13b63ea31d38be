// Which frame of a message is its body. ROUTER: [routing id][empty, from a REQ][content type,
// optional][body][attachments …]; PULL: the same without the first two.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace followup {

struct BodyPlace {
  std::size_t at = 0;       ///< of the body; the number of frames if there is none
  std::size_t further = 0;  ///< frames behind it
};

[[nodiscard]] inline bool is_content_type(std::string_view frame) {
  return frame == "application/cloudevents+json" || frame == "application/cloudevents-batch+json";
}

/// Whether an empty frame of a REQ socket stands behind the routing id.
[[nodiscard]] inline bool has_delimiter(std::span<const std::string_view> frames) {
  return frames.size() > 2 && frames[1].empty();
}

/// The body among the frames from `first` on.
[[nodiscard]] inline BodyPlace find_body(std::span<const std::string_view> frames,
                                         std::size_t first) {
  std::size_t at = first;
  if (at + 1 < frames.size() && is_content_type(frames[at])) ++at;
  if (at >= frames.size()) return {frames.size(), 0};
  return {at, frames.size() - at - 1};
}

}  // namespace followup
