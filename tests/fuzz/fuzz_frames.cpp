// Fuzzes what a door hands on: a list of frames of which an empty one (of a REQ client) and a
// content type may lead, then the body, then attachments. The input is cut into frames at its NUL
// bytes, which no JSON text holds.
#include "tests/fuzz/check_decoded.h"

#include <cstdint>
#include <vector>

namespace {

std::vector<std::string_view> frames_in(std::string_view input) {
  std::vector<std::string_view> frames;
  for (std::size_t end = input.find('\0'); end != std::string_view::npos; end = input.find('\0')) {
    frames.push_back(input.substr(0, end));
    input.remove_prefix(end + 1);
  }
  frames.push_back(input);
  return frames;
}

/// The frame that is the body, by the rule of the contract; the last one if all others lead.
std::string_view body_of(const std::vector<std::string_view>& frames) {
  std::size_t at = 0;
  if (at + 1 < frames.size() && frames[at].empty()) ++at;
  const bool content_type = frames[at] == "application/cloudevents+json" ||
                            frames[at] == "application/cloudevents-batch+json";
  if (at + 1 < frames.size() && content_type) ++at;
  return frames[at];
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto frames = frames_in({reinterpret_cast<const char*>(data), size});
  followup::fuzz::check_body(body_of(frames));
  // A door that takes the wrong frame for the body must come to no harm either.
  for (const auto frame : frames)
    followup::fuzz::check_body(frame);
  return 0;
}
