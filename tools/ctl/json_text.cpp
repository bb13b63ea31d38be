// The escaping is nlohmann's.
#include "tools/ctl/json_text.h"

#include <nlohmann/json.hpp>

namespace followup::ctl {

namespace {

std::string quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class Values, class Print>
std::string list(const Values& values, Print print) {
  std::string text = "[";
  for (const auto& value : values) {
    if (text.size() > 1) text += ',';
    text += print(value);
  }
  return text + "]";
}

}  // namespace

JsonObject& JsonObject::raw(std::string_view name, std::string_view value) {
  if (!members_.empty()) members_ += ',';
  members_ += quoted(name);
  members_ += ':';
  members_ += value;
  return *this;
}

JsonObject& JsonObject::add(std::string_view name, std::string_view value) {
  return raw(name, quoted(value));
}

JsonObject& JsonObject::add(std::string_view name, const std::vector<std::string>& values) {
  return raw(name, list(values, quoted));
}

JsonObject& JsonObject::add(std::string_view name, const JsonObject& value) {
  return raw(name, value.text());
}

JsonObject& JsonObject::add(std::string_view name, const std::vector<JsonObject>& values) {
  return raw(name, list(values, [](const JsonObject& value) { return value.text(); }));
}

JsonObject& JsonObject::add_null(std::string_view name) {
  return raw(name, "null");
}

}  // namespace followup::ctl
