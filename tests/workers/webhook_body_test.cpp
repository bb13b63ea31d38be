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
    EXPECT_EQ(body["data"]["notification"], notification_.about);
    EXPECT_EQ(body["id"], notification_.id);
  }
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
