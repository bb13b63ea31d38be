// The members of a mail's frozen inputs by their names there. Internal to inputs_codec.cpp.
#pragma once

#include "workers/email/inputs.h"

#include <span>
#include <utility>

namespace followup {

using TextField = std::pair<const char*, std::string MailInputs::*>;
using FlagField = std::pair<const char*, bool MailInputs::*>;

[[nodiscard]] std::span<const TextField> text_fields();
[[nodiscard]] std::span<const FlagField> flag_fields();

}  // namespace followup
