#include "core/codec/config_environment.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

namespace followup {

namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{1} << 53U;

void read_limit(const char* variable, std::optional<std::uint64_t>& limit,
                std::vector<ConfigFault>& faults) {
  // Read at start and on reload, when no other thread changes the environment.
  const char* const text = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
  if (text == nullptr) return;
  limit = parse_bytes(text);
  if (limit) return;
  faults.push_back({.file = "environment",
                    .line = 0,
                    .key = variable,
                    .message = "must be a whole number of bytes, as in 5242880 (0: never attach a "
                               "file), or not be set at all (no limit)",
                    .warning = false});
}

}  // namespace

std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  const bool digits =
      !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || number > most_bytes) return std::nullopt;
  return number;
}

void read_environment(Config& config, std::vector<ConfigFault>& faults) {
  read_limit(attachment_limit_variable, config.attachments.file, faults);
  read_limit(mail_limit_variable, config.attachments.mail, faults);
}

}  // namespace followup
