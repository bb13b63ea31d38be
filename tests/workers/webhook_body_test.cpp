// The webhook's body: what its schema says, no more about people than that, and the same bytes for
// the same inputs.
#include "workers/webhook/body.h"

#include <fstream>
#include <memory>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace followup {

namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

json schema_text(const std::string& file) {
  std::ifstream in(FOLLOWUP_SOURCE_DIR "/schemas/" + file);
  return json::parse(in);
}

std::string objections(const std::string& file, const json& value) {
  const json text = schema_text(file);
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(
      NlohmannJsonAdapter(text), schema,
      [](const std::string& uri) { return std::make_unique<json>(schema_text(uri)).release(); },
      [](const json* document) { const std::unique_ptr<const json> owned(document); });
  valijson::ValidationResults results;
  valijson::Validator().validate(schema, NlohmannJsonAdapter(value), &results);
  std::string said;
  for (const auto& error : results)
    said += error.description + "\n";
  return said;
}

class WebhookBody : public ::testing::Test {
 protected:
  WebhookBody() {
    policy_.zone = *Zone::load("Europe/Rome");
    tenant_.name = "assist";
    tenant_.case_url = "https://crm.example.org/{kind}/{id}?from=mail";
    notification_.case_key = {"assist", Kind::referral, "REF 1/\xc3\xa9"};
    notification_.purpose = Purpose::hook;
    notification_.channel = Channel::webhook;
    notification_.role = Role::endpoint;
    notification_.endpoint = "crm";
    notification_.hook_type = "referral.followup_due";
    notification_.cycle = 2;
    notification_.nominal = *parse_local("2011-01-31T09:00");
    notification_.due = *parse_instant("2011-01-31T08:00:00Z");
    seal(notification_);
    Referral referral;
    referral.case_worker = {"w1", "Anna Esempio", "anna@example.org"};
    referral.clients = {{"c1", "Bruno Canary"}};
    referral.provider = "Canary Clinic";
    state_.key = notification_.case_key;
    state_.facts = referral;
  }

  [[nodiscard]] std::string text() const {
    return make_webhook_body({.notification = &notification_,
                              .state = &state_,
                              .policy = &policy_,
                              .tenant = &tenant_,
                              .now = *parse_instant("2011-01-31T08:00:01.250Z")});
  }

  Notification notification_;
  Case state_;
  Policy policy_;
  Tenant tenant_;
};

TEST_F(WebhookBody, IsACloudEventAsItsSchemaSays) {
  const json body = json::parse(text());
  EXPECT_EQ(objections("webhook.referral.followup_due.json", body), "");
  EXPECT_EQ(body["id"], notification_.id);
  EXPECT_EQ(body["source"], "followupd/assist");
  EXPECT_EQ(body["subject"], "REF 1/\xc3\xa9");
  EXPECT_EQ(body["time"], "2011-01-31T08:00:01.250Z");
  EXPECT_FALSE(body.contains("traceparent"));
  EXPECT_EQ(body["data"],
            (json{{"case", {{"tenant", "assist"}, {"kind", "referral"}, {"id", "REF 1/\xc3\xa9"}}},
                  {"notification", notification_.id},
                  {"cycle", 2},
                  {"due",
                   {{"local", "2011-01-31T09:00:00"},
                    {"zone", "Europe/Rome"},
                    {"instant", "2011-01-31T08:00:00Z"}}},
                  {"case_url", "https://crm.example.org/referral/REF%201%2F%C3%A9?from=mail"}}));
}

TEST_F(WebhookBody, FitsTheSchemaOfEveryTypeWithAllItsMembers) {
  notification_.late = true;
  notification_.reason = "smtp_550";
  notification_.about = "0123456789abcdefghijklmnop";
  notification_.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  for (const auto* type : {"referral.followup_due", "referral.escalated", "followup.closed",
                           "recipient.unresolved", "delivery.failed", "endpoint.disabled"}) {
    notification_.hook_type = type;
    const json body = json::parse(text());
    EXPECT_EQ(objections(std::string("webhook.") + type + ".json", body), "") << type;
    EXPECT_EQ(body["traceparent"], notification_.traceparent);
    EXPECT_EQ(body["data"]["late"], true);
    EXPECT_EQ(body["data"]["reason"], "smtp_550");
    // Reports speak of another notification, the rest of themselves.
    const bool report = !std::string_view(type).starts_with("referral.") &&
                        std::string_view(type) != "followup.closed";
    EXPECT_EQ(body["data"]["notification"], report ? notification_.about : notification_.id);
    EXPECT_EQ(body["id"], notification_.id);
  }
}

/// What the rules tell of a call.
std::vector<Detail> call_details() {
  return {{"callback", std::string("appointment:2:APP-1")},
          {"private", true},
          {"cause", std::string("outcome")},
          {"attempts", std::int64_t{0}},
          {"call_at", std::string("2026-09-15T09:00:00")},
          {"call_at_instant", std::string("2026-09-15T07:00:00Z")},
          {"wanted", std::string("2026-09-14T20:30:00")},
          {"operator", std::string("rossi")},
          {"team", std::string("tlmk")},
          {"mode", std::int64_t{1}},
          {"reason_missing", false},
          {"card", std::string("as_chosen")},
          {"flag_default", true},
          {"state_id", std::int64_t{7}},
          {"state_locked", true},
          {"new_state_id", std::int64_t{12}},
          {"new_state_locked", true},
          {"link", true}};
}

TEST_F(WebhookBody, OfACallCommandOrNoticeFitsItsSchemaWithItsDetails) {
  const std::vector<Detail> start{{"start", std::string("2026-09-17T10:30:00")},
                                  {"start_instant", std::string("2026-09-17T08:30:00Z")},
                                  {"state_id", std::int64_t{7}},
                                  {"link", true}};
  std::vector<Detail> contact = call_details();
  contact.push_back({"project", std::string("herbst")});
  contact.push_back({"contact", std::string("K-7")});
  const std::vector<std::pair<std::string, std::vector<Detail>>> types{
      {"callback.due", call_details()},
      {"callback.became_public", call_details()},
      {"callback.create", call_details()},
      {"contact.follow_up_due", contact},
      {"appointment.reschedule", start},
      {"appointment.create_from", start},
      {"contact_history.add",
       {{"contact", std::string("K-7")},
        {"project", std::string("herbst")},
        {"judgement", std::string("B")},
        {"notes", std::string("asks for the price\nagain")}}},
      {"contact.reassigned",
       {{"contact", std::string("K-7")},
        {"project", std::string("herbst")},
        {"from", std::string("meier")},
        {"to", std::string("schulz")}}},
      {"event.quarantined",
       {{"event", std::string("ev-1")}, {"type", std::string("appointment.outcome_set")}}},
      {"config.rejected", {{"faults", std::string("two procedures for state 3")}}}};
  for (const auto& [type, details] : types) {
    notification_.hook_type = type;
    notification_.details = details;
    notification_.about = "ev-1";
    const json body = json::parse(text());
    EXPECT_EQ(objections("webhook." + type + ".json", body), "") << type;
    for (const auto& detail : details) {
      const json told = std::visit(
          [](const auto& value) {
            if constexpr (requires { json(value); }) return json(value);
            return json();
          },
          detail.value);
      EXPECT_EQ(body["data"][detail.name], told) << type << " " << detail.name;
    }
    EXPECT_EQ(body["data"]["notification"], notification_.id) << type;
  }
}

TEST_F(WebhookBody, ListsWhatBecameOfEachPerson) {
  notification_.case_key = {"assist", Kind::meeting, "M-1"};
  notification_.hook_type = "minutes.issued";
  notification_.details = {
      {"version", std::int64_t{2}},
      {"results", std::vector<PersonResult>{{"ann", "attendee", "delivered", ""},
                                            {"bruno", "decliner", "refused", "smtp_550"},
                                            {"carla", "", "nobody", "no_address"}}}};
  EXPECT_EQ(json::parse(text())["data"]["results"],
            (json::array({{{"person", "ann"}, {"group", "attendee"}, {"result", "delivered"}},
                          {{"person", "bruno"},
                           {"group", "decliner"},
                           {"result", "refused"},
                           {"reason", "smtp_550"}},
                          {{"person", "carla"}, {"result", "nobody"}, {"reason", "no_address"}}})));
  notification_.details.back().value = std::vector<PersonResult>{};
  EXPECT_EQ(json::parse(text())["data"]["results"], json::array()) << "nobody was left to tell";
}

TEST_F(WebhookBody, OfMeetingsApplicationsAndCommunicationsFitsItsSchemaWithItsDetails) {
  const auto results = [](const std::string& group) {
    return Detail{"results", std::vector<PersonResult>{{"ann", group, "delivered", ""},
                                                       {"bruno", group, "nobody", "no_address"}}};
  };

  struct Row {
    std::string type;
    CaseKey key;
    std::vector<Detail> details;
  };

  const CaseKey meeting{"assist", Kind::meeting, "M-1"};
  const CaseKey application{"assist", Kind::application, "A-1"};
  const CaseKey communication{"assist", Kind::communication, "A-1/K-1"};
  const std::string day = "2026-06-18";
  const std::vector<Row> rows{
      {"meeting.invited",
       meeting,
       {{"method", std::string("update")}, {"revision", std::int64_t{1}}, results("invitee")}},
      {"minutes.issued", meeting, {{"version", std::int64_t{1}}, results("other")}},
      {"action.overdue",
       meeting,
       {{"action", std::string("act-1")}, {"responsible", std::string("dino")}, {"due_on", day}}},
      {"communication.sent", communication, {{"communication", std::string("K-1")}, results("")}},
      {"communication.answer_missing",
       communication,
       {{"communication", std::string("K-1")},
        {"client", std::string("c-1")},
        {"expected_on", day}}},
      {"application.told",
       application,
       {{"what", std::string("note")}, {"id", std::string("n-1")}, results("")}},
      {"programme.meeting_missing",
       application,
       {{"authorisation_on", day}, {"required", std::string("always")}}}};
  for (const auto& row : rows) {
    notification_.hook_type = row.type;
    notification_.case_key = row.key;
    notification_.details = row.details;
    const json body = json::parse(text());
    EXPECT_EQ(objections("webhook." + row.type + ".json", body), "") << row.type;
    EXPECT_EQ(body["subject"], row.key.id);
    EXPECT_EQ(body["data"]["case"]["kind"], to_text(row.key.kind));
    for (const auto& detail : row.details)
      EXPECT_TRUE(body["data"].contains(detail.name)) << row.type << " " << detail.name;
  }
}

TEST_F(WebhookBody, KeepsWhatAllCarryWhateverTheDetailsAreCalled) {
  notification_.details = {{"case", std::string("x")}, {"cycle", std::int64_t{99}}};
  const json body = json::parse(text());
  EXPECT_EQ(body["data"]["case"]["kind"], "referral");
  EXPECT_EQ(body["data"]["cycle"], 2);
}

TEST_F(WebhookBody, OfATenantsConfigurationHasNoLink) {
  notification_.case_key = {"assist", Kind::notices, "configuration"};
  EXPECT_FALSE(json::parse(text())["data"].contains("case_url"));
}

TEST_F(WebhookBody, SaysNothingAboutPeople) {
  const auto body = text();
  for (const auto* canary : {"Anna", "anna@", "Bruno", "Canary", "w1", "c1"}) {
    EXPECT_EQ(body.find(canary), std::string::npos) << canary;
  }
}

TEST_F(WebhookBody, HasNoLinkWhereTheTenantHasNone) {
  tenant_.case_url.clear();
  EXPECT_FALSE(json::parse(text())["data"].contains("case_url"));
}

TEST_F(WebhookBody, IsTheSameForTheSameInputs) {
  EXPECT_EQ(text(), text());
}

}  // namespace

}  // namespace followup
