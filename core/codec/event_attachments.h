// The attachments of an event: a single object `attachment`, or a list `attachments`, of its data
// (contract.md section 2). Read and checked here, for every type that takes them. Internal to the
// event codec.
#pragma once

#include "core/codec/event_parse.h"
#include "core/domain/event.h"

#include <vector>

namespace followup::event_json {

/// Attachments of one event at most, as the types' schemas say, too.
inline constexpr std::size_t most_attachments = 50;
/// Each names a frame of the message, or content that is kept, or a link; what is wrong with them
/// is added to the faults.
[[nodiscard]] std::vector<Attachment> read_attachments(const Value& data,
                                                       std::vector<Fault>& faults);

}  // namespace followup::event_json
