// The event types that a CRM may push, and the kind of case that each speaks of (contract.md
// section 2). One table: the decoder, the schemas' names and the documents are all checked against
// it.
#include "core/codec/event_codec.h"

namespace followup {

std::vector<std::pair<std::string_view, Kind>> event_types() {
  return {
      {"referral.created", Kind::referral},
      {"referral.updated", Kind::referral},
      {"referral.contact_recorded", Kind::referral},
      {"referral.contact_withdrawn", Kind::referral},
      {"referral.cancelled", Kind::referral},
      {"person.updated", Kind::person},
      {"group.updated", Kind::group},
      {"absence.set", Kind::person},
  };
}

}  // namespace followup
