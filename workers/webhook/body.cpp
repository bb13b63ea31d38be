// The body, member by member.
#include "workers/webhook/body.h"

#include <nlohmann/json.hpp>

namespace followup {

namespace {

using Json = nlohmann::ordered_json;

Json make_data(const DeliveryInputs& inputs) {
  const Notification& notification = *inputs.notification;
  const CaseKey& key = notification.case_key;
  Json data{{"case", {{"tenant", key.tenant}, {"kind", to_text(key.kind)}, {"id", key.id}}},
            {"notification", notification.about.empty() ? notification.id : notification.about},
            {"cycle", notification.cycle},
            {"due",
             {{"local", format_local(notification.nominal)},
              {"zone", inputs.policy->zone.name()},
              {"instant", format_instant(notification.due)}}}};
  if (notification.late) data["late"] = true;
  if (!notification.reason.empty()) data["reason"] = notification.reason;
  if (auto link = inputs.tenant->case_link(key); !link.empty()) data["case_url"] = std::move(link);
  return data;
}

}  // namespace

std::string make_webhook_body(const DeliveryInputs& inputs) {
  const Notification& notification = *inputs.notification;
  Json body{{"specversion", "1.0"},
            {"id", notification.id},
            {"source", "followupd/" + notification.case_key.tenant},
            {"type", notification.hook_type},
            {"subject", notification.case_key.id},
            {"time", format_instant(inputs.now)},
            {"datacontenttype", "application/json"}};
  if (!notification.traceparent.empty()) body["traceparent"] = notification.traceparent;
  body["data"] = make_data(inputs);
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace followup
