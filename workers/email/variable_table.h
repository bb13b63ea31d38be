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

}  // namespace followup
