// Fuzzes the event decoder with bodies.
#include "tests/fuzz/check_decoded.h"

#include <cstdint>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  followup::fuzz::check_body({reinterpret_cast<const char*>(data), size});
  return 0;
}
