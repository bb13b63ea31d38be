// One event's bytes to an Event or a Refusal: parse, look for what JSON lets through, ask the
// schemas, read the fields. Internal to the event codec; bodies and batches are event_codec.cpp's.
#pragma once

#include "core/codec/event_codec.h"
#include "core/codec/event_parse.h"
#include "core/codec/event_payload.h"
#include "core/codec/event_schemas.h"

#include <string_view>
#include <variant>
#include <vector>

namespace followup::event_json {

using Item = std::variant<Event, Refusal>;

/// A refusal of a text as a whole.
[[nodiscard]] Refusal refusal(Reason reason, std::string message);
/// `offset` counts from the body's beginning; `sentence` says what is missing there, without the
/// input's text.
[[nodiscard]] Refusal not_json(std::size_t offset, std::string_view sentence);

[[nodiscard]] Refusal too_large(std::size_t most);

/// Keeps the compiled schemas and the parser's memory. Not for several threads.
class EventReader {
 public:
  /// `text` begins `offset` bytes into the body. Refused as not_json: the body is no JSON.
  /// Precondition: no NUL bytes.
  [[nodiscard]] Item read(std::string_view text, std::size_t offset, TimePoint received);

 private:
  [[nodiscard]] Item interpret(const Value& root, TimePoint received);
  [[nodiscard]] std::vector<Fault> read_data(const Value& root, const EventType& type,
                                             Event& event);

  Parser parser_;
  SchemaSet schemas_;
};

}  // namespace followup::event_json
