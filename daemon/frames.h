// Which frame of a message is its body. ROUTER: [routing id][empty, from a REQ][content type,
// optional][body][attachments …]; PULL: the same without the first two.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace followup {

struct BodyPlace {
  std::size_t at = 0;         ///< of the body; the number of frames if there is none
  std::size_t further = 0;    ///< frames behind it
  bool unknown_type = false;  ///< a content type that is none of ours stands before it
};

[[nodiscard]] inline bool is_content_type(std::string_view frame) {
  return frame == "application/cloudevents+json" || frame == "application/cloudevents-batch+json";
}

/// Whether a frame that has another behind it says of what type that is: no JSON begins like this.
[[nodiscard]] inline bool looks_like_content_type(std::string_view frame) {
  constexpr std::size_t longest = 200;
  return frame.size() <= longest && frame.find('/') != std::string_view::npos &&
         frame.find_first_of("{[\"") == std::string_view::npos;
}

/// Whether an empty frame of a REQ socket stands behind the routing id.
[[nodiscard]] inline bool has_delimiter(std::span<const std::string_view> frames) {
  return frames.size() > 2 && frames[1].empty();
}

/// The body among the frames from `first` on.
[[nodiscard]] inline BodyPlace find_body(std::span<const std::string_view> frames,
                                         std::size_t first) {
  std::size_t at = first;
  bool unknown_type = false;
  if (at + 1 < frames.size() && looks_like_content_type(frames[at]))
    unknown_type = !is_content_type(frames[at++]);
  if (at >= frames.size()) return {frames.size(), 0, false};
  return {at, frames.size() - at - 1, unknown_type};
}

}  // namespace followup
