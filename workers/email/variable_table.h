// Every variable that mail templates can use, and where its value comes from. Internal to
// variables.h.
#pragma once

#include "workers/email/inputs.h"

#include <span>
#include <string>
#include <string_view>

namespace followup {

struct VariableSource {
  const MailInputs& inputs;
  std::string_view id;  ///< the notification's
};

struct Variable {
  std::string_view name;
  std::string (*value)(const VariableSource&);
};

/// Sorted by name.
[[nodiscard]] std::span<const Variable> variable_table();

/// The part of it that only mails about meetings, applications and communications have; in any
/// order.
[[nodiscard]] std::span<const Variable> meeting_variables();

}  // namespace followup
