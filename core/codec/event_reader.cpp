#include "core/codec/event_reader.h"

#include "core/codec/config.h"
#include "core/codec/event_attachments.h"
#include "core/codec/event_envelope.h"
#include "core/codec/event_payload.h"
#include "core/codec/event_unsafe.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::event_json {

Refusal refusal(Reason reason, std::string message) {
  return {.source = {}, .id = {}, .reason = reason, .faults = {{"", std::move(message)}}};
}

Refusal not_json(std::size_t offset, std::string_view sentence) {
  return refusal(Reason::not_json, fmt::format("is not JSON at byte {}: {}", offset, sentence));
}

Refusal too_large(std::size_t most) {
  return refusal(Reason::too_large, fmt::format("must be at most {} bytes", most));
}

namespace {

Refusal with_identity(Refusal refused, const Value& root) {
  refused.source = identity(root, "source");
  refused.id = identity(root, "id");
  return refused;
}

/// Refuses a text that is not parsed into a document, or the whole body if it is not even JSON.
Refusal at_a_glance(Refusal refused, std::string_view text, std::size_t offset) {
  auto seen = glance(text);
  if (!seen.is_json) return not_json(offset + seen.offset, seen.message);
  refused.source = std::move(seen.source);
  refused.id = std::move(seen.id);
  return refused;
}

Fault unknown_type(std::string_view type) {
  std::vector<std::string> names;
  for (const auto& each : all_types())
    names.emplace_back(each.name);
  const std::string nearest = nearest_name(type, names);
  if (nearest.empty()) return {"/type", "is not a known event type"};
  return {"/type", fmt::format("is not a known event type: did you mean {}?", nearest)};
}

/// Long texts go beside the payload, which names them.
void put_outside(const Document& texts, Event& event) {
  if (texts == Document{}) return;
  event.document = encode_document(texts);
  const auto name = [&](auto& payload) {
    if constexpr (requires { payload.document; }) payload.document = document_ref(event.document);
  };
  std::visit(name, event.payload);
}

bool speaks_of(const std::vector<Fault>& faults, std::string_view path) {
  return std::any_of(faults.begin(), faults.end(),
                     [&](const Fault& each) { return each.path == path; });
}

}  // namespace

std::vector<Fault> EventReader::read_data(const Value& root, const EventType& type, Event& event) {
  if (member(root, "data_base64") != nullptr) {
    return {{"/data_base64", "must not be there: data must be an object"}};
  }
  const Value* const data = member(root, "data");
  if (data == nullptr) return {{"/data", "is required"}};
  if (!data->IsObject()) return {{"/data", "must be an object"}};
  auto faults = schemas_.check(*schemas_.find(type.name), *data, "/data");
  if (faults.empty()) event.payload = type.read(*data, faults);
  if (faults.empty() && type.attachments) {
    event.attachments = read_attachments(*data, faults);
    event.one_attachment = member(*data, "attachment") != nullptr;
  }
  if (faults.empty() && type.document != nullptr) put_outside(type.document(*data), event);
  return faults;
}

Item EventReader::interpret(const Value& root, TimePoint received) {
  if (!root.IsObject()) return refusal(Reason::invalid_envelope, "must be an object");
  Event event;
  event.time = received;
  auto faults = schemas_.check(*schemas_.find("envelope"), root, "");
  if (faults.empty()) faults = read_envelope(root, event);
  Reason reason = faults.empty() ? Reason::none : Reason::invalid_envelope;

  const Value* const name = member(root, "type");
  if (name != nullptr && name->IsString() && !speaks_of(faults, "/type")) {
    const auto* const type = find_type(text_of(*name));
    if (type != nullptr) {
      event.kind = type->kind;
      auto more = read_data(root, *type, event);
      if (reason == Reason::none && !more.empty()) reason = Reason::invalid_data;
      if (type->place != nullptr && faults.empty()) {
        type->place(root, event, faults);
        if (!faults.empty()) reason = Reason::invalid_envelope;
      }
      faults.insert(faults.end(), more.begin(), more.end());
    } else {
      if (reason == Reason::none) reason = Reason::unknown_type;
      faults.push_back(unknown_type(text_of(*name)));
    }
  }
  if (reason == Reason::none) return event;
  faults.resize(std::min(faults.size(), most_faults));
  return with_identity({.source = {}, .id = {}, .reason = reason, .faults = std::move(faults)},
                       root);
}

Item EventReader::read(std::string_view text, std::size_t offset, TimePoint received) {
  if (text.size() > max_event_bytes) {
    if (text.size() > max_batch_bytes) return too_large(max_event_bytes);
    return at_a_glance(too_large(max_event_bytes), text, offset);
  }
  const auto parsed = parser_.parse(text);
  if (parsed.invalid_utf8) {
    return at_a_glance(refusal(Reason::invalid_utf8,
                               fmt::format("is not UTF-8 at byte {}", offset + parsed.offset)),
                       text, offset);
  }
  if (parsed.root == nullptr) return not_json(offset + parsed.offset, parsed.message);
  if (parsed.too_deep) {
    return with_identity(
        refusal(Reason::too_deep, fmt::format("must be nested at most {} deep", max_depth)),
        *parsed.root);
  }
  if (auto unsafe = find_unsafe(*parsed.root)) {
    return with_identity(
        {.source = {}, .id = {}, .reason = unsafe->reason, .faults = {unsafe->fault}},
        *parsed.root);
  }
  return interpret(*parsed.root, received);
}

}  // namespace followup::event_json
