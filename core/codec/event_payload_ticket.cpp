// Tickets (source 5).
#include "core/codec/event_fields.h"
#include "core/codec/event_payload_kinds.h"

namespace followup::event_json {

namespace {

/// Deadlines are counted from it, so it must be a time that somebody may have meant.
std::optional<TimePoint> opening_of(Fields& fields) {
  if (!fields.has("opened_at")) return std::nullopt;
  const TimePoint opened = fields.instant("opened_at");
  fields.check_reach("opened_at", Date{std::chrono::floor<std::chrono::days>(opened)});
  return opened;
}

}  // namespace

Payload read_ticket(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  const auto channel = from_text<TicketChannel>(fields.text("channel"));
  TicketRecord record{.protocol = fields.text("protocol"),
                      .classification = fields.text("classification"),
                      .groups = fields.texts("groups"),
                      .person_type = fields.text("person_type"),
                      .channel = channel.value_or(TicketChannel::internal),
                      .opened_at = opening_of(fields),
                      .secret = fields.flag("secret", false),
                      .summary = fields.text("summary"),
                      .beneficiary = std::nullopt};
  if (const Value* const beneficiary = member(data, "beneficiary")) {
    const Fields of(*beneficiary, "/data/beneficiary", faults);
    record.beneficiary = ClientRef{of.text("id"), of.text("name")};
  }
  return record;
}

Payload read_ticket_forwarded(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  return TicketForwarded{
      .from = fields.text("from"), .to = fields.text("to"), .by = fields.person("by")};
}

Payload read_ticket_answered(const Value& data, std::vector<Fault>& faults) {
  const Fields fields(data, "/data", faults);
  return TicketAnswered{.group = fields.text("group"),
                        .conclusive = fields.flag("conclusive", true),
                        .by = fields.person("by"),
                        .text = fields.text("text")};
}

Payload read_ticket_extended(const Value& data, std::vector<Fault>& faults) {
  Fields fields(data, "/data", faults);
  return TicketExtended{.group = fields.text("group"),
                        .days = fields.number("days"),
                        .until = fields.moment("until"),
                        .reason = fields.text("reason"),
                        .by = fields.person("by")};
}

Payload read_ticket_closed(const Value& data, std::vector<Fault>& faults) {
  return TicketClosed{Fields(data, "/data", faults).text("reason")};
}

Payload read_ticket_reopened(const Value& data, std::vector<Fault>& faults) {
  return TicketReopened{Fields(data, "/data", faults).text("reason")};
}

}  // namespace followup::event_json
