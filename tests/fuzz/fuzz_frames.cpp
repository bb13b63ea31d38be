// Fuzzes what the ROUTER door reads: a routing id, then frames of which an empty one (of a REQ
// client) and a content type may lead, then the body, then attachments. The input is cut into
// frames at its NUL bytes, which no JSON text holds.
#include "daemon/frames.h"
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

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto frames = frames_in({reinterpret_cast<const char*>(data), size});
  const auto body = followup::find_body(frames, followup::has_delimiter(frames) ? 2 : 1);
  if (body.at < frames.size()) {
    followup::fuzz::require(body.at + 1 + body.further == frames.size());
    followup::fuzz::check_body(frames[body.at]);
  }
  // A door that takes the wrong frame for the body must come to no harm either.
  for (const auto frame : frames)
    followup::fuzz::check_body(frame);
  return 0;
}
