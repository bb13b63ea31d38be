// Stands in the place of the table of event types (event_payload.cpp), in programs that test how
// attachments are taken in: a cancellation that takes files, and a record of a contact that does
// not. Apart from the table it is all as it is.
#include "core/codec/event_fields.h"
#include "core/codec/event_payload.h"

#include <algorithm>
#include <array>

namespace followup::event_json {

namespace {

Payload read_cancelled(const Value& data, std::vector<Fault>& faults) {
  return ReferralCancelled{Fields(data, "/data", faults).text("reason")};
}

Payload read_contact(const Value& data, std::vector<Fault>& faults) {
  return ContactRecorded{Fields(data, "/data", faults).flag("contacted", false), {}};
}

constexpr std::array types{
    EventType{"referral.cancelled", Kind::referral, read_cancelled, nullptr, true},
    EventType{"referral.contact_recorded", Kind::referral, read_contact},
};

}  // namespace

std::span<const EventType> all_types() {
  return types;
}

const EventType* find_type(std::string_view name) {
  const auto* const found = std::find_if(types.begin(), types.end(),
                                         [&](const EventType& type) { return type.name == name; });
  return found == types.end() ? nullptr : found;
}

}  // namespace followup::event_json
