#include "core/codec/event_envelope.h"

#include "core/codec/event_payload.h"

#include <algorithm>
#include <charconv>

namespace followup::event_json {

namespace {

constexpr std::uint64_t highest_sequence = 999'999'999'999'999'999;

void object_to(std::vector<Fault>& faults, std::string_view path, std::string_view message) {
  faults.push_back({std::string(path), std::string(message)});
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

/// application/json or a type with the suffix +json; parameters do not matter (CloudEvents 1.0,
/// section 3.1 of its JSON format).
bool is_json_type(std::string_view media_type) {
  std::string type = lower(media_type.substr(0, media_type.find(';')));
  while (type.ends_with(' '))
    type.pop_back();
  return type == "application/json" || type.ends_with("+json");
}

/// "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01": the schema has seen to its 55
/// characters.
bool is_traceparent(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 2 || i == 35 || i == 52;
    const bool hexadecimal = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (dash ? c != '-' : !hexadecimal) return false;
  }
  return true;
}

std::optional<std::uint64_t> sequence_of(const Value& value) {
  std::uint64_t number = 0;
  if (value.IsString()) {
    const auto digits = text_of(value);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }
  number = value.GetUint64();
  return number <= highest_sequence ? std::optional{number} : std::nullopt;
}

void read_texts(const Value& root, Event& event, std::vector<Fault>& faults) {
  struct Attribute {
    std::string_view path;
    std::string Event::*field;
  };

  constexpr std::array attributes{
      Attribute{"/id", &Event::id},         Attribute{"/source", &Event::source},
      Attribute{"/type", &Event::type},     Attribute{"/subject", &Event::subject},
      Attribute{"/tenant", &Event::tenant}, Attribute{"/actor", &Event::actor}};
  for (const auto& attribute : attributes) {
    const Value* const value = member(root, attribute.path.substr(1));
    if (value == nullptr) continue;
    event.*attribute.field = text_of(*value);
    if (has_control_character(text_of(*value))) {  // CloudEvents forbids them
      object_to(faults, attribute.path, "must not hold control characters");
    }
  }
}

}  // namespace

std::vector<Fault> read_envelope(const Value& root, Event& event) {
  std::vector<Fault> faults;
  read_texts(root, event, faults);
  if (const Value* const trace = member(root, "traceparent")) {
    event.traceparent = text_of(*trace);
    if (!is_traceparent(event.traceparent)) {
      object_to(faults, "/traceparent",
                "must be a trace context of 55 characters (W3C traceparent)");
    }
  }
  if (const Value* const time = member(root, "time")) {
    const auto instant = parse_instant(text_of(*time));
    if (!instant) object_to(faults, "/time", no_such_instant);
    event.time = instant.value_or(event.time);
  }
  if (const Value* const sequence = member(root, "sequence")) {
    event.sequence = sequence_of(*sequence);
    if (!event.sequence) {
      object_to(faults, "/sequence",
                "must be a whole number of at most 18 digits, as a text or as an integer");
    }
  }
  const Value* const media_type = member(root, "datacontenttype");
  if (media_type != nullptr && !is_json_type(text_of(*media_type))) {
    object_to(faults, "/datacontenttype", "must be application/json");
  }
  return faults;
}

}  // namespace followup::event_json
