// The variables that mail templates can use: their names, and their values for one mail. A variable
// that says nothing here is empty, and an empty one counts as false in a section.
#pragma once

#include "workers/email/inputs.h"

#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// Values of one mail: each one clean line (text.h), or a few with "\n" between them; not escaped
/// for any place yet.
class Variables {
 public:
  /// `id` is the notification's.
  Variables(const MailInputs& inputs, std::string_view id);

  /// One value a name of variable_names(), in the same order.
  [[nodiscard]] const std::vector<std::string>& values() const { return values_; }

  /// Precondition: `name` is one of variable_names().
  [[nodiscard]] const std::string& operator[](std::string_view name) const;

 private:
  std::vector<std::string> values_;
};

/// Every variable name, sorted.
[[nodiscard]] const std::vector<std::string>& variable_names();

/// The place of `name` in variable_names(), or the number of names if there is none of that name.
[[nodiscard]] std::size_t variable_index(std::string_view name);

}  // namespace followup
