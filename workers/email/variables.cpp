#include "workers/email/variables.h"

#include "workers/email/variable_table.h"

#include <algorithm>
#include <cassert>

namespace followup {

Variables::Variables(const MailInputs& inputs, std::string_view id) {
  const VariableSource from{inputs, id};
  values_.reserve(variable_table().size());
  for (const auto& variable : variable_table())
    values_.push_back(variable.value(from));
}

const std::string& Variables::operator[](std::string_view name) const {
  const auto index = variable_index(name);
  assert(index < values_.size());
  return values_[index];
}

const std::vector<std::string>& variable_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& variable : variable_table())
      all.emplace_back(variable.name);
    return all;
  }();
  return names;
}

std::size_t variable_index(std::string_view name) {
  const auto table = variable_table();
  const auto found = std::ranges::lower_bound(table, name, {}, &Variable::name);
  const bool known = found != table.end() && found->name == name;
  return static_cast<std::size_t>((known ? found : table.end()) - table.begin());
}

}  // namespace followup
