// From toml++'s tree to ours. The tree is walked with a work list: its depth is the file's choice,
// not ours.
#include "core/codec/config_toml.h"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace followup {

namespace {

/// A node that is still to be copied. `to` stays where it is: its siblings were all made before it
/// was listed.
struct Copy {
  const toml::node* from;
  TomlValue* to;
};

int line_of(const toml::source_region& region) {
  return static_cast<int>(region.begin.line);
}

std::string time_text(const toml::time& time) {
  const std::string text = fmt::format("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
  return time.nanosecond == 0 ? text : fmt::format("{}.{:09}", text, time.nanosecond);
}

void copy_table(const toml::table& from, TomlValue& to, std::vector<Copy>& open) {
  to.type = TomlType::table;
  to.items.resize(from.size());
  std::vector<std::pair<const toml::key*, const toml::node*>> entries;
  for (const auto& [key, node] : from)
    entries.emplace_back(&key, &node);
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.first->source().begin < b.first->source().begin;
  });
  for (std::size_t i = 0; i < entries.size(); ++i) {
    to.items[i].key = std::string(entries[i].first->str());
    to.items[i].line = line_of(entries[i].first->source());
    open.push_back({entries[i].second, &to.items[i]});
  }
}

void copy_list(const toml::array& from, TomlValue& to, std::vector<Copy>& open) {
  to.type = TomlType::list;
  to.items.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    to.items[i].line = line_of(from[i].source());
    open.push_back({&from[i], &to.items[i]});
  }
}

void copy_scalar(const toml::node& from, TomlValue& to) {
  if (const auto* text = from.as_string()) {
    to.type = TomlType::text;
    to.text = text->get();
  } else if (const auto* number = from.as_integer()) {
    to.type = TomlType::whole_number;
    to.number = number->get();
  } else if (const auto* truth = from.as_boolean()) {
    to.type = TomlType::truth;
    to.truth = truth->get();
  } else if (const auto* date = from.as_date()) {
    to.type = TomlType::date;
    const auto& day = date->get();
    to.text = fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
  } else if (const auto* time = from.as_time()) {
    to.type = TomlType::time;
    to.text = time_text(time->get());
  } else {
    to.type = from.is_date_time() ? TomlType::date_time : TomlType::other_number;
  }
}

TomlValue copy_tree(const toml::table& document) {
  TomlValue root;
  std::vector<Copy> open{{&document, &root}};
  while (!open.empty()) {
    const Copy next = open.back();
    open.pop_back();
    if (const auto* table = next.from->as_table()) {
      copy_table(*table, *next.to, open);
    } else if (const auto* list = next.from->as_array()) {
      copy_list(*list, *next.to, open);
    } else {
      copy_scalar(*next.from, *next.to);
    }
  }
  return root;
}

}  // namespace

const TomlValue* TomlValue::find(std::string_view name) const {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const TomlValue& item) { return item.key == name; });
  return type == TomlType::table && found != items.end() ? &*found : nullptr;
}

std::variant<TomlValue, TomlFault> parse_toml(std::string_view document) {
  try {
    return copy_tree(toml::parse(document));
  } catch (const toml::parse_error& fault) {
    return TomlFault{line_of(fault.source()),
                     "this is not TOML: " + std::string(fault.description())};
  }
}

std::string_view describe(TomlType type) {
  switch (type) {
    case TomlType::text:
      return "a text";
    case TomlType::whole_number:
      return "a whole number";
    case TomlType::other_number:
      return "a number with a fraction";
    case TomlType::truth:
      return "true or false";
    case TomlType::date:
      return "a date";
    case TomlType::time:
      return "a time of day";
    case TomlType::date_time:
      return "a date with a time";
    case TomlType::list:
      return "a list";
    case TomlType::table:
      return "a section";
    case TomlType::null:
      return "null";
  }
  return "";
}

}  // namespace followup
