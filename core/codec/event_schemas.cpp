#include "core/codec/event_schemas.h"

#include "core/codec/event_demand.h"
#include "event_schema_texts.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <string>

#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace followup::event_json {

using valijson::adapters::RapidJsonAdapter;

struct SchemaSet::Compiled {
  rapidjson::Document text;
  valijson::Schema rules;
};

struct SchemaSet::Impl {
  std::map<std::string, Compiled, std::less<>> schemas;
  valijson::Validator validator;  ///< keeps the compiled patterns
};

namespace {

constexpr std::string_view extension = ".json";

/// The embedded file of that name; empty if there is none.
std::string_view file_text(std::string_view file) {
  const auto found = std::find_if(schema_texts::files.begin(), schema_texts::files.end(),
                                  [&](const auto& each) { return each.first == file; });
  return found == schema_texts::files.end() ? std::string_view() : found->second;
}

/// Parses a schema's file. A file that is nothing but a reference to another one stands for that
/// one.
void load(std::string_view text, rapidjson::Document& document) {
  document.Parse(text.data(), text.size());
  assert(!document.HasParseError() && document.IsObject());
  const Value* const reference = member(document, "$ref");
  if (reference == nullptr) return;
  const std::string_view target = file_text(text_of(*reference));
  assert(!target.empty());
  rapidjson::Document other;
  other.Parse(target.data(), target.size());
  document = std::move(other);
}

/// valijson names a place as "<root>", "[data]", "[3]". Stops before a member whose name may not be
/// told.
std::vector<std::string> steps_of(const std::vector<std::string>& context) {
  std::vector<std::string> steps;
  for (std::size_t i = 1; i < context.size(); ++i) {
    auto step = context[i].substr(1, context[i].size() - 2);
    if (!is_plain_name(step)) break;
    steps.push_back(std::move(step));
  }
  return steps;
}

std::string pointer(std::string_view prefix, const std::vector<std::string>& steps) {
  std::string path(prefix);
  for (const auto& step : steps)
    path.append("/").append(step);
  return path;
}

/// Collects faults, one a path, and no more than most_faults.
class Faults {
 public:
  void add(Fault fault) {
    const auto same = [&](const Fault& other) { return other.path == fault.path; };
    if (faults_.size() < most_faults && std::none_of(faults_.begin(), faults_.end(), same)) {
      faults_.push_back(std::move(fault));
    }
  }

  /// Takes back what was said of these members of `path`.
  void drop_members(const std::string& path, const std::vector<std::string>& names) {
    std::erase_if(faults_, [&](const Fault& fault) {
      return std::any_of(names.begin(), names.end(),
                         [&](const auto& name) { return fault.path == path + "/" + name; });
    });
  }

  [[nodiscard]] std::vector<Fault> take() { return std::move(faults_); }

 private:
  std::vector<Fault> faults_;
};

/// The text between single quotes.
std::string quoted(const std::string& text) {
  const auto first = text.find('\'');
  const auto last = text.rfind('\'');
  return first < last ? text.substr(first + 1, last - first - 1) : std::string();
}

/// Adds what one of valijson's errors says. It reports a fault at the value and again at every
/// container around it.
void translate(const valijson::ValidationResults::Error& error, const Value& schema,
               std::string_view prefix, Faults& faults) {
  const auto steps = steps_of(error.context);
  const std::string path = pointer(prefix, steps);
  const std::string_view said = error.description;
  if (said.starts_with("Missing required property")) {
    faults.add({path + "/" + quoted(error.description), "is required"});
  } else if (said.find("oneOf constraint") != said.npos ||
             said.find("exactly one child") != said.npos) {
    const auto names = alternatives(schema, steps);
    faults.drop_members(path, names);
    faults.add({path, exactly_one_of(names)});
  } else if (!said.starts_with("Failed to validate")) {
    faults.add({path, demand(schema, steps)});
  }
}

}  // namespace

SchemaSet::SchemaSet() : impl_(std::make_unique<Impl>()) {
  for (const auto& [file, text] : schema_texts::files) {
    const auto name = file.substr(0, file.size() - extension.size());
    Compiled& compiled = impl_->schemas[std::string(name)];
    load(text, compiled.text);
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(RapidJsonAdapter(compiled.text), compiled.rules);
  }
}

SchemaSet::~SchemaSet() = default;

const SchemaSet::Compiled* SchemaSet::find(std::string_view name) const {
  const auto found = impl_->schemas.find(name);
  return found == impl_->schemas.end() ? nullptr : &found->second;
}

std::vector<Fault> SchemaSet::check(const Compiled& schema, const Value& value,
                                    std::string_view prefix) {
  // Without results the validator stops at the first fault and builds no texts: that is the way of
  // nearly every event.
  if (impl_->validator.validate(schema.rules, RapidJsonAdapter(value), nullptr)) return {};
  valijson::ValidationResults results;
  impl_->validator.validate(schema.rules, RapidJsonAdapter(value), &results);
  Faults faults;
  for (const auto& error : results)
    translate(error, schema.text, prefix, faults);
  return faults.take();
}

}  // namespace followup::event_json
