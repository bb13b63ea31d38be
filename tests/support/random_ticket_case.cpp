// Random tickets with their messages to several, and what workers say of those.
#include "core/base/hash.h"
#include "tests/support/random_case.h"

namespace followup {

ClientRef RandomCases::client_ref() {
  return {text(), coin() ? text() : ""};
}

Addressee RandomCases::addressee() {
  return {text(), some([&] { return text(); })};
}

Trouble RandomCases::trouble() {
  return {text(), text()};
}

Receipt RandomCases::receipt() {
  return {.to = addressee(),
          .ended = maybe([&] { return one_of(Outcome::expanded); }),
          .reason = text()};
}

DeliveryOutcome RandomCases::outcome() {
  return {.notification = deterministic_id({text()}),
          .outcome = one_of(Outcome::expanded),
          .reason = text(),
          .unresolved = coin(),
          .first_report = coin(),
          .uncertain = coin(),
          .told = coin() ? text() : "",
          .addressees = some([&] { return addressee(); }),
          .troubles = some([&] { return trouble(); })};
}

Mailing RandomCases::mailing() {
  return {.number = cycle(),
          .purpose = one_of(Purpose::attachment_added),
          .role = one_of(Role::responsible),
          .cycle = cycle(),
          .nominal = local(),
          .due = instant(),
          .late = coin(),
          .level = number(),
          .parties = some([&] { return text(); }),
          .privilege = text(),
          .about = text(),
          .actor = text(),
          .expanded = coin(),
          .receipts = some([&] { return receipt(); }),
          .troubles = some([&] { return trouble(); })};
}

GroupDemand RandomCases::group_demand() {
  return {.group = text(),
          .since = instant(),
          .extended_to = maybe([&] { return local(); }),
          .warned = maybe([&] { return local(); }),
          .escalated = number(),
          .escalation = maybe([&] { return step(); }),
          .chain_ended = coin(),
          .told = coin(),
          .end = one_of(GroupDemand::End::taken_back)};
}

PathStep RandomCases::path_step() {
  return {instant(), text(), text(), text(), text(), text(), number()};
}

Ticket RandomCases::ticket() {
  return {.protocol = text(),
          .classification = text(),
          .person_type = text(),
          .channel = one_of(TicketChannel::lgpd),
          .opened_at = instant(),
          .summary = text(),
          .beneficiary = client_ref(),
          .record_groups = some([&] { return text(); }),
          .record_sequence = sequence(),
          .closing_sequence = sequence(),
          .cycle = cycle(),
          .demands = some([&] { return group_demand(); }),
          .mailing_count = cycle(),
          .mailings = some([&] { return mailing(); }),
          .path = some([&] { return path_step(); }),
          .known = coin(),
          .secret = coin(),
          .closed = coin(),
          .done = coin()};
}

}  // namespace followup
