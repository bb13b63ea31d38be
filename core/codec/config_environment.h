// What is set through environment variables: the limits of attachments (M20), because agencies set
// them for a whole machine. The same for the daemon, the workers and followupctl check-config.
#pragma once

#include "core/codec/config.h"

#include <string_view>
#include <vector>

namespace followup {

inline constexpr const char* attachment_limit_variable = "FOLLOWUP_ATTACHMENT_MAX_BYTES";
inline constexpr const char* mail_limit_variable = "FOLLOWUP_MAIL_MAX_BYTES";

/// A number of bytes as decimal digits, nothing else beside them; nothing for anything else and for
/// what is more than 2^53 (no file is that large, and such a number is a mistake).
[[nodiscard]] std::optional<std::uint64_t> parse_bytes(std::string_view text);

/// Reads them into `config`; a value that is no whole number is a fault. Unset: no limit. Empty is
/// no number.
void read_environment(Config& config, std::vector<ConfigFault>& faults);

}  // namespace followup
