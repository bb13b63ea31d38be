#include "workers/email/variables.h"

#include "workers/email/text.h"
#include "workers/email/variable_table.h"

#include <algorithm>
#include <cassert>

namespace followup {

namespace {

constexpr std::size_t longest_value = 40'000;

}  // namespace

Variables::Variables(const MailInputs& inputs, std::string_view id) {
  const VariableSource from{inputs, id};
  values_.reserve(variable_table().size());
  for (const auto& variable : variable_table())
    values_.push_back(variable.value(from));
  for (const auto& [name, value] : inputs.values) {
    std::string clean = clean_lines(value, longest_value);
    if (!clean.empty()) letter_values_.emplace(name, std::move(clean));
  }
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

std::optional<std::string_view> letter_value_name(std::string_view tag) {
  constexpr std::string_view prefix = "value.";
  constexpr std::size_t longest = 40;
  if (!tag.starts_with(prefix)) return std::nullopt;
  tag.remove_prefix(prefix.size());
  if (tag.empty() || tag.size() > longest) return std::nullopt;
  const bool plain = std::ranges::all_of(tag, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain ? std::optional(tag) : std::nullopt;
}

std::size_t variable_index(std::string_view name) {
  const auto table = variable_table();
  const auto found = std::ranges::lower_bound(table, name, {}, &Variable::name);
  const bool known = found != table.end() && found->name == name;
  return static_cast<std::size_t>((known ? found : table.end()) - table.begin());
}

}  // namespace followup
