// The body, member by member.
#include "workers/webhook/body.h"

#include <variant>

#include <nlohmann/json.hpp>

namespace followup {

namespace {

using Json = nlohmann::ordered_json;

/// The notification that is spoken of: another one where that is what there is to tell.
const std::string& spoken_of(const Notification& notification) {
  const std::string& type = notification.hook_type;
  const bool other =
      type == "delivery.failed" || type == "recipient.unresolved" || type == "endpoint.disabled";
  return other ? notification.about : notification.id;
}

Json told(const PersonResult& one) {
  Json result{{"person", one.person}};
  if (!one.group.empty()) result["group"] = one.group;
  result["result"] = one.result;
  if (!one.reason.empty()) result["reason"] = one.reason;
  return result;
}

Json told(const std::vector<PersonResult>& all) {
  Json results = Json::array();
  for (const auto& one : all)
    results.push_back(told(one));
  return results;
}

template <class Value>
Json told(const Value& value) {
  return value;
}

Json make_data(const DeliveryInputs& inputs) {
  const Notification& notification = *inputs.notification;
  const CaseKey& key = notification.case_key;
  Json data{{"case", {{"tenant", key.tenant}, {"kind", to_text(key.kind)}, {"id", key.id}}},
            {"notification", spoken_of(notification)},
            {"cycle", notification.cycle},
            {"due",
             {{"local", format_local(notification.nominal)},
              {"zone", inputs.policy->zone.name()},
              {"instant", format_instant(notification.due)}}}};
  if (notification.late) data["late"] = true;
  if (!notification.reason.empty()) data["reason"] = notification.reason;
  for (const auto& detail : notification.details) {
    // What all bodies carry is not a rule's to change.
    if (!data.contains(detail.name))
      std::visit([&](const auto& value) { data[detail.name] = told(value); }, detail.value);
  }
  if (key.kind == Kind::notices) return data;  // the CRM knows of none
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
