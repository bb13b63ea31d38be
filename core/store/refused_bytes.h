// A refused event as the one value that is kept of it: "<length of the reply>:<reply><raw>".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace followup {

struct RefusedBytes {
  std::string reply;
  std::string raw;
};

[[nodiscard]] std::string pack_refused(std::string_view reply, std::string_view raw);
/// Nothing for what pack_refused() can not have made.
[[nodiscard]] std::optional<RefusedBytes> unpack_refused(std::string_view packed);

}  // namespace followup
