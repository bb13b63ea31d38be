#include "core/store/refused_bytes.h"

#include "core/store/redis_reply.h"

namespace followup {

std::string pack_refused(std::string_view reply, std::string_view raw) {
  std::string packed = std::to_string(reply.size());
  packed.reserve(packed.size() + 1 + reply.size() + raw.size());
  packed.append(1, ':').append(reply).append(raw);
  return packed;
}

std::optional<RefusedBytes> unpack_refused(std::string_view packed) {
  const auto colon = packed.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto length = parse_number(packed.substr(0, colon));
  const auto rest = packed.substr(colon + 1);
  if (!length || *length < 0 || static_cast<std::size_t>(*length) > rest.size()) {
    return std::nullopt;
  }
  const auto size = static_cast<std::size_t>(*length);
  return RefusedBytes{std::string(rest.substr(0, size)), std::string(rest.substr(size))};
}

}  // namespace followup
