// What must hold of every decoded body, whatever its bytes: shared by the fuzz targets. A breach
// ends the process.
#pragma once

#include "core/codec/document.h"
#include "core/codec/event_codec.h"

#include <cstdlib>
#include <functional>
#include <string_view>

namespace followup::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline const EventDecoder& decoder() {
  static const EventDecoder one;
  return one;
}

/// An accepted event is accepted again from its own bytes, and says the same.
inline void check_event(const Event& event, std::string_view raw) {
  const auto again = decoder().decode(raw, event.time);
  require(again.items.size() == 1 && !again.batch);
  const auto* const same = std::get_if<Event>(&again.items.front().item);
  require(same != nullptr);
  require(same->source == event.source && same->id == event.id && same->subject == event.subject);
  require(same->type == event.type && same->kind == event.kind && same->time == event.time);
  require(same->sequence == event.sequence && same->payload.index() == event.payload.index());
  require(same->document == event.document && same->attachments == event.attachments);
  require(event.document.empty() || decode_document(event.document).has_value());
  require(!event.id.empty() && !event.source.empty() && !event.subject.empty());
}

/// A refusal says why, and the reply that it becomes can be read.
inline void check_refusal(const Refusal& refusal) {
  require(refusal.reason != Reason::none && !refusal.faults.empty());
  const Reply reply{.source = refusal.source,
                    .id = refusal.id,
                    .status = Status::rejected,
                    .reason = refusal.reason,
                    .faults = refusal.faults};
  const auto read = decode_replies(encode_replies({reply}, false));
  require(read.has_value() && *read == std::vector<Reply>{reply});
}

inline void check_body(std::string_view body) {
  const auto decoded = decoder().decode(body, TimePoint{});
  require(!decoded.items.empty() && decoded.items.size() <= max_batch_events);
  for (const auto& [item, raw] : decoded.items) {
    const std::less_equal<> not_after;
    require(not_after(body.data(), raw.data()));
    require(not_after(raw.data() + raw.size(), body.data() + body.size()));
    if (const auto* const event = std::get_if<Event>(&item)) check_event(*event, raw);
    if (const auto* const refusal = std::get_if<Refusal>(&item)) check_refusal(*refusal);
  }
}

}  // namespace followup::fuzz
