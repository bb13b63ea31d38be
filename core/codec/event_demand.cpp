#include "core/codec/event_demand.h"

#include <algorithm>

#include <fmt/format.h>
#include <rapidjson/pointer.h>

namespace followup::event_json {

namespace {

/// Follows references inside the same schema.
const Value* resolved(const Value& schema, const Value* node) {
  while (node != nullptr && node->IsObject()) {
    const Value* const reference = member(*node, "$ref");
    if (reference == nullptr) break;
    const auto target = text_of(*reference);  // "#/definitions/person"
    node = rapidjson::Pointer(target.data(), target.size()).Get(schema);
  }
  return node;
}

/// The part of the schema that speaks of the value at `steps`; null if no part does.
const Value* locate(const Value& schema, const std::vector<std::string>& steps) {
  const Value* node = &schema;
  for (const auto& step : steps) {
    node = resolved(schema, node);
    if (node == nullptr || !node->IsObject()) return nullptr;
    const Value* const properties = member(*node, "properties");
    const Value* const named = properties == nullptr ? nullptr : member(*properties, step);
    const Value* const items = member(*node, "items");
    const Value* const others = member(*node, "additionalProperties");
    if (named != nullptr)
      node = named;
    else
      node = items != nullptr ? items : others;
  }
  return resolved(schema, node);
}

bool allows(const Value& node, std::string_view type) {
  const Value* const types = member(node, "type");
  if (types == nullptr) return false;
  if (types->IsString()) return text_of(*types) == type;
  const auto same = [&](const Value& each) { return text_of(each) == type; };
  return std::any_of(types->Begin(), types->End(), same);
}

std::int64_t number(const Value& node, std::string_view name, std::int64_t fallback) {
  const Value* const value = member(node, name);
  return value != nullptr && value->IsInt64() ? value->GetInt64() : fallback;
}

std::string text_demand(const Value& node) {
  const auto least = number(node, "minLength", 0);
  const auto most = number(node, "maxLength", 0);
  if (least == 0) return fmt::format("must be a text of at most {} characters", most);
  return fmt::format("must be a text of {} to {} characters", least, most);
}

std::string list_demand(const Value& node) {
  const auto least = number(node, "minItems", 0);
  const auto most = number(node, "maxItems", 0);
  if (least == 0) return fmt::format("must be a list of at most {} elements", most);
  return fmt::format("must be a list of {} to {} elements", least, most);
}

std::string kind_of_value(const Value& node) {
  if (const Value* const value = member(node, "const")) {
    return fmt::format("must be \"{}\"", text_of(*value));
  }
  if (allows(node, "string")) return text_demand(node);
  if (allows(node, "boolean")) return "must be true or false";
  if (allows(node, "integer")) {
    return fmt::format("must be a whole number from {} to {}", number(node, "minimum", 0),
                       number(node, "maximum", 0));
  }
  if (allows(node, "array")) {
    return list_demand(node);
  }
  return "must be an object";
}

}  // namespace

std::string demand(const Value& schema, const std::vector<std::string>& steps) {
  const Value* const node = locate(schema, steps);
  if (node == nullptr || !node->IsObject()) return "must not be there";
  if (const Value* const description = member(*node, "description")) {
    return std::string(text_of(*description));
  }
  return kind_of_value(*node) + (allows(*node, "null") ? ", or null" : "");
}

std::vector<std::string> alternatives(const Value& schema, const std::vector<std::string>& steps) {
  std::vector<std::string> names;
  const Value* const node = locate(schema, steps);
  const Value* const choices = node == nullptr ? nullptr : member(*node, "oneOf");
  if (choices == nullptr) return names;
  for (const auto& choice : choices->GetArray()) {
    const Value* const required = member(choice, "required");
    if (required == nullptr) continue;
    for (const auto& name : required->GetArray())
      names.emplace_back(text_of(name));
  }
  return names;
}

std::string exactly_one_of(const std::vector<std::string>& names) {
  return fmt::format("must have exactly one of the members {}", fmt::join(names, ", "));
}

}  // namespace followup::event_json
