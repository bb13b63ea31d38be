// A ticket's state for programs.
#include "core/domain/rules/ticket_rules.h"
#include "tools/ctl/state_parts.h"

namespace followup::ctl {

namespace {

const char* end_text(GroupDemand::End end) {
  switch (end) {
    case GroupDemand::End::answered:
      return "answered";
    case GroupDemand::End::forwarded:
      return "forwarded";
    case GroupDemand::End::taken_back:
      return "taken_back";
    case GroupDemand::End::not_needed:
      return "not_needed";
    case GroupDemand::End::open:
      break;
  }
  return "open";
}

JsonObject demand_json(const Ticket& ticket, const GroupDemand& demand, const Policy& policy) {
  JsonObject object;
  object.add("group", demand.group)
      .add("end", end_text(demand.end))
      .add("since", format_instant(demand.since));
  if (const auto due = rules::tickets::due_of(ticket, demand, policy)) {
    object.add("due", format_instant(due->at));
  } else {
    object.add_null("due");
  }
  add_if(object, "extended_to", demand.extended_to);
  object.add("told", demand.told);
  add_if(object, "warned", demand.warned);
  object.add("level", demand.escalated);
  add_if(object, "escalation", demand.escalation);
  return object.add("chain_ended", demand.chain_ended);
}

/// `other` under the name of what it is in this step.
void add_other(JsonObject& object, const PathStep& step) {
  if (step.what == "forwarded") return add_if(object, "from", step.other);
  if (step.what == "extended") return add_if(object, "until", step.other);
  if (step.what == "done") return add_if(object, "cause", step.other);
  if (step.what == "closed" || step.what == "reopened") return add_if(object, "reason", step.other);
  if (step.what == "answered") {
    if (!step.other.empty()) object.add("superseded", true);
    return;
  }
  add_if(object, "result", step.other);
}

JsonObject step_json(const PathStep& step) {
  JsonObject object;
  object.add("at", format_instant(step.at)).add("what", step.what);
  add_if(object, "group", step.group);
  add_other(object, step);
  if (step.level > 0) object.add("level", step.level);
  add_if(object, "by", step.by);
  add_if(object, "text", step.text);
  return object;
}

void add_record(JsonObject& object, const Ticket& ticket) {
  add_if(object, "protocol", ticket.protocol);
  add_if(object, "classification", ticket.classification);
  add_if(object, "person_type", ticket.person_type);
  object.add("channel", to_text(ticket.channel));
  if (ticket.known) object.add("opened_at", format_instant(ticket.opened_at));
  object.add("secret", ticket.secret);
  add_if(object, "summary", ticket.summary);
  if (!ticket.beneficiary.id.empty()) {
    object.add(
        "beneficiary",
        person_json({.id = ticket.beneficiary.id, .name = ticket.beneficiary.name, .email = {}}));
  }
}

}  // namespace

JsonObject json_of(const Ticket& ticket, const Policy& policy) {
  JsonObject object;
  object.add("known", ticket.known);
  add_record(object, ticket);
  object.add("closed", ticket.closed).add("done", ticket.done).add("cycle", ticket.cycle);
  std::vector<JsonObject> groups;
  for (const auto& demand : ticket.demands)
    groups.push_back(demand_json(ticket, demand, policy));
  std::vector<JsonObject> path;
  for (const auto& step : ticket.path)
    path.push_back(step_json(step));
  return object.add("groups", groups)
      .add("messages", mailings_json(ticket.mailings))
      .add("path", path);
}

}  // namespace followup::ctl
