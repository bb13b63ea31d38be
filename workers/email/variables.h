// The variables that mail templates can use: their names, and their values for one mail. A variable
// that says nothing here is empty, and an empty one counts as false in a section.
#pragma once

#include "workers/email/inputs.h"

#include <functional>
#include <map>
#include <optional>
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

  /// Those of the tenant's own template, by name: {{value.NAME}} (M23).
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& letter_values() const {
    return letter_values_;
  }

  /// Precondition: `name` is one of variable_names().
  [[nodiscard]] const std::string& operator[](std::string_view name) const;

 private:
  std::vector<std::string> values_;
  std::map<std::string, std::string, std::less<>> letter_values_;
};

/// Every variable name, sorted.
[[nodiscard]] const std::vector<std::string>& variable_names();

/// NAME of a tag {{value.NAME}}, as an event can have it: 1 to 40 letters, digits and '_'; nothing
/// if it is no such tag.
[[nodiscard]] std::optional<std::string_view> letter_value_name(std::string_view tag);

/// The place of `name` in variable_names(), or the number of names if there is none of that name.
[[nodiscard]] std::size_t variable_index(std::string_view name);

}  // namespace followup
