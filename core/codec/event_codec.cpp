#include "core/codec/event_codec.h"

#include "core/codec/event_payload.h"
#include "core/codec/event_reader.h"
#include "core/codec/event_split.h"

#include <fmt/format.h>

namespace followup {

std::vector<std::pair<std::string_view, Kind>> event_types() {
  std::vector<std::pair<std::string_view, Kind>> types;
  for (const auto& each : event_json::all_types())
    types.emplace_back(each.name, each.kind);
  return types;
}

bool takes_attachments(std::string_view type) {
  const auto* const found = event_json::find_type(type);
  return found != nullptr && found->attachments;
}

struct EventDecoder::Schemas {
  event_json::EventReader reader;
};

namespace {

/// The body as one refusal.
Decoded refused(bool batch, Refusal refusal, std::string_view body) {
  Decoded decoded{.batch = batch, .items = {}};
  decoded.items.push_back({std::move(refusal), body});
  return decoded;
}

/// A batch that is refused before its elements are looked at, or nothing.
std::optional<Refusal> batch_refusal(const event_json::Split& split, std::size_t offset) {
  if (split.too_many) {
    return event_json::refusal(Reason::batch_too_long,
                               fmt::format("must hold at most {} events", max_batch_events));
  }
  if (!split.is_array) return event_json::not_json(offset + split.offset, split.message);
  if (split.elements.empty()) return event_json::refusal(Reason::batch_empty, "holds no event");
  return std::nullopt;
}

Decoded decode_batch(event_json::EventReader& reader, std::string_view text, std::string_view body,
                     TimePoint received) {
  const auto offset_of = [&](std::string_view part) {
    return static_cast<std::size_t>(part.data() - body.data());
  };
  if (text.size() > max_batch_bytes) {
    return refused(true, event_json::too_large(max_batch_bytes), body);
  }
  const auto split = event_json::split_array(text, max_batch_events);
  if (auto whole = batch_refusal(split, offset_of(text))) {
    return refused(true, std::move(*whole), body);
  }
  Decoded decoded{.batch = true, .items = {}};
  decoded.items.reserve(split.elements.size());
  for (const auto element : split.elements) {
    auto item = reader.read(element, offset_of(element), received);
    auto* const refusal = std::get_if<Refusal>(&item);
    if (refusal != nullptr && refusal->reason == Reason::not_json) {
      return refused(true, std::move(*refusal), body);
    }
    decoded.items.push_back({std::move(item), element});
  }
  return decoded;
}

}  // namespace

EventDecoder::EventDecoder() : schemas_(std::make_unique<Schemas>()) {}

EventDecoder::~EventDecoder() = default;
EventDecoder::EventDecoder(EventDecoder&&) noexcept = default;
EventDecoder& EventDecoder::operator=(EventDecoder&&) noexcept = default;

Decoded EventDecoder::decode(std::string_view body, TimePoint received) const {
  const auto text = event_json::trimmed(body);
  const bool batch = text.starts_with('[');
  if (text.empty()) {
    return refused(false, event_json::not_json(body.size(), "The document is empty."), body);
  }
  if (const auto nul = body.find('\0'); nul != std::string_view::npos) {
    return refused(batch, event_json::not_json(nul, "A NUL byte."), body);
  }
  if (batch) return decode_batch(schemas_->reader, text, body, received);
  const auto offset = static_cast<std::size_t>(text.data() - body.data());
  Decoded decoded{.batch = false, .items = {}};
  auto item = schemas_->reader.read(text, offset, received);
  const auto* const refusal = std::get_if<Refusal>(&item);
  const bool whole = refusal != nullptr && refusal->reason == Reason::not_json;
  decoded.items.push_back({std::move(item), whole ? body : text});
  return decoded;
}

}  // namespace followup
