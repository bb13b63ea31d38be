// The schemas as documents: that there is one a type, that they keep the rules that make them safe
// to run on foreign input, and that replies and webhook bodies are as their schemas say. Judged
// over another JSON library than the decoder's.
#include "tests/codec/event_examples.h"

#include <set>

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace followup {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

json schema_text(const std::string& file) {
  return json::parse(examples::read_file(examples::folder("") / file));
}

/// The schema in a file, or the one that the file refers to as a whole (which this validator does
/// not follow).
json whole_schema(const std::string& file) {
  const json text = schema_text(file);
  return text.contains("$ref") ? schema_text(text["$ref"].get<std::string>()) : text;
}

/// What the schema of that file objects to in the value, a line each; empty if it conforms.
std::string objections(const std::string& file, const json& value) {
  const json text = whole_schema(file);
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(
      NlohmannJsonAdapter(text), schema,
      [](const std::string& uri) { return std::make_unique<json>(schema_text(uri)).release(); },
      [](const json* document) { std::unique_ptr<const json> owned(document); });
  valijson::ValidationResults results;
  valijson::Validator validator;
  validator.validate(schema, NlohmannJsonAdapter(value), &results);
  std::string said;
  for (const auto& error : results) {
    for (const auto& step : error.context)
      said += step;
    said += " " + error.description + "\n";
  }
  return said;
}

/// Every object inside a document, the document itself included, without recursion.
std::vector<const json*> objects_in(const json& document) {
  std::vector<const json*> found;
  std::vector<const json*> open{&document};
  while (!open.empty()) {
    const json* const next = open.back();
    open.pop_back();
    if (next->is_object()) found.push_back(next);
    if (!next->is_structured()) continue;
    for (const auto& each : *next)
      open.push_back(&each);
  }
  return found;
}

std::vector<std::string> schema_files() {
  std::vector<std::string> names;
  for (const auto& file : examples::files_in(examples::folder("")))
    names.push_back(file.filename());
  return names;
}

TEST(Schemas, ThereIsOneForEveryEventTypeAndNoneForAnother) {
  std::set<std::string> types;
  for (const auto& [name, kind] : event_types())
    types.insert(std::string(name));
  std::set<std::string> described;
  for (const auto& file : schema_files()) {
    const auto name = file.substr(0, file.size() - 5);
    const bool other = name == "envelope" || name == "reply" || name.starts_with("webhook");
    if (!other) described.insert(name);
  }
  EXPECT_EQ(described, types);
}

TEST(Schemas, AreSafeToRunOnForeignInput) {
  for (const auto& file : schema_files()) {
    const json schema = schema_text(file);
    for (const json* const object : objects_in(schema)) {
      EXPECT_FALSE(object->contains("format")) << file << ": slow and wrong in this validator";
      EXPECT_FALSE(object->contains("patternProperties")) << file;
      EXPECT_FALSE(object->contains("propertyNames")) << file << ": refused without saying why";
      if (object->contains("pattern") && (*object)["pattern"].is_string()) {
        EXPECT_TRUE(object->contains("maxLength")) << file << ": a pattern without a bound";
        EXPECT_EQ((*object)["pattern"].get<std::string>().find_first_of("*+"), std::string::npos)
            << file;
      }
    }
  }
}

/// Every text, list and number of an event has an upper bound of its own.
TEST(Schemas, BoundEverythingThatIsTakenIn) {
  for (const auto& [name, kind] : event_types()) {
    const json schema = schema_text(std::string(name) + ".json");
    for (const json* const object : objects_in(schema)) {
      if (!object->contains("type") || (*object)["type"].is_object()) continue;
      const auto type = (*object)["type"].dump();
      const auto bounded = [&](const char* word, const char* bound) {
        return type.find(word) == type.npos || object->contains(bound);
      };
      EXPECT_TRUE(bounded("string", "maxLength")) << name << *object;
      EXPECT_TRUE(bounded("integer", "maximum")) << name << *object;
      EXPECT_TRUE(bounded("array", "maxItems")) << name << *object;
      const bool open = object->contains("additionalProperties");
      EXPECT_TRUE(!open || object->contains("maxProperties")) << name << *object;
    }
  }
}

TEST(Schemas, ReferToNothingThatIsNotThere) {
  const auto files = schema_files();
  for (const auto& file : files) {
    const json schema = schema_text(file);
    for (const json* const object : objects_in(schema)) {
      if (!object->contains("$ref")) continue;
      const auto target = (*object)["$ref"].get<std::string>();
      const bool there = target.starts_with("#/")
                             ? schema.contains(json::json_pointer(target.substr(1)))
                             : std::find(files.begin(), files.end(), target) != files.end();
      EXPECT_TRUE(there) << file << " " << target;
    }
  }
}

TEST(Schemas, AgreeWithTheDecoderAboutTheGoodExamples) {
  for (const auto& file : examples::files_in(examples::folder("examples/good"))) {
    SCOPED_TRACE(file.filename());
    const json event = json::parse(examples::read_file(file));
    EXPECT_EQ(objections("envelope.json", event), "");
    EXPECT_EQ(objections(event["type"].get<std::string>() + ".json", event["data"]), "");
  }
}

TEST(Schemas, TheReplysHoldsEveryStatusAndEveryReason) {
  const json schema = schema_text("reply.json");
  const auto texts = [&](const char* name) {
    return schema["properties"][name]["enum"].get<std::set<std::string>>();
  };
  std::set<std::string> reasons;
  for (int i = 1; i <= static_cast<int>(Reason::already_sent); ++i) {
    reasons.insert(std::string(to_text(static_cast<Reason>(i))));
  }
  EXPECT_EQ(texts("reason"), reasons);
  std::set<std::string> statuses;
  for (int i = 0; i <= static_cast<int>(Status::busy); ++i) {
    statuses.insert(std::string(to_text(static_cast<Status>(i))));
  }
  EXPECT_EQ(texts("status"), statuses);
}

TEST(Schemas, TheReplysAcceptsWhatIsEncoded) {
  std::vector<Reply> replies(3);
  replies[0].source = "crm.example/north";
  replies[0].in_flight = {"n-1"};
  replies[1].status = Status::busy;
  replies[1].reason = Reason::draining;
  replies[1].retry_after = Millis{500};
  const auto refusal = examples::refusal_of("{}");
  replies[2].status = Status::rejected;
  replies[2].reason = refusal.reason;
  replies[2].faults = refusal.faults;
  for (const auto& reply : json::parse(encode_replies(replies, true))) {
    EXPECT_EQ(objections("reply.json", reply), "");
  }
  EXPECT_NE(objections("reply.json", json{{"source", ""}, {"id", ""}, {"status", "lost"}}), "");
}

TEST(Schemas, EveryWebhookTypeHasAnExampleThatConforms) {
  std::set<std::string> shown;
  for (const auto& file : examples::files_in(examples::folder("examples/webhooks"))) {
    SCOPED_TRACE(file.filename());
    const json body = json::parse(examples::read_file(file));
    const auto schema = "webhook." + body["type"].get<std::string>() + ".json";
    EXPECT_EQ(objections(schema, body), "");
    shown.insert(schema);
  }
  for (const auto& file : schema_files()) {
    const bool type = file.starts_with("webhook.") && file != "webhook.json";
    EXPECT_EQ(shown.contains(file), type) << file;
  }
}

TEST(Schemas, AWebhookBodyWithoutItsCommonPartsDoesNotConform) {
  const json good =
      json::parse(examples::read_file(examples::folder("examples/webhooks") / "followup_due.json"));
  const std::string schema = "webhook.referral.followup_due.json";
  for (const char* const member : {"case", "notification", "cycle", "due"}) {
    json body = good;
    body["data"].erase(member);
    EXPECT_NE(objections(schema, body), "") << member;
  }
  for (const char* const member : {"specversion", "id", "source", "type", "subject", "time"}) {
    json body = good;
    body.erase(member);
    EXPECT_NE(objections(schema, body), "") << member;
  }
  json other = good;
  other["type"] = "referral.escalated";
  EXPECT_NE(objections(schema, other), "");
}

/// What a CRM could not do without, by type.
TEST(Schemas, AWebhookBodyWithoutWhatItsTypeIsAboutDoesNotConform) {
  const std::vector<std::pair<std::string, std::vector<const char*>>> needed{
      {"callback_due_private", {"callback"}},
      {"callback_became_public", {"callback"}},
      {"callback_create", {"callback", "call_at", "call_at_instant"}},
      {"appointment_reschedule", {"start", "start_instant"}},
      {"appointment_create_from", {"start", "start_instant"}},
      {"contact_history_add", {"contact", "project"}},
      {"contact_follow_up_due", {"callback"}},
      {"contact_reassigned", {"from", "to"}},
      {"ticket_notified", {"protocol", "group", "result"}},
      {"ticket_warned", {"protocol", "group", "result"}},
      {"ticket_overdue", {"protocol", "group", "result", "level"}},
      {"ticket_answered", {"protocol", "group", "conclusive"}},
      {"ticket_done", {"protocol", "cause"}},
      {"meeting_invited", {"method", "revision", "results"}},
      {"minutes_issued", {"version", "results"}},
      {"action_overdue", {"action", "responsible", "due_on"}},
      {"programme_meeting_missing", {"authorisation_on", "required"}},
      {"communication_sent", {"communication", "results"}},
      {"communication_answer_missing", {"communication", "client", "expected_on"}},
      {"application_told", {"what", "id", "results"}},
      {"event_quarantined", {"event"}},
      {"config_rejected", {"faults"}}};
  for (const auto& [name, members] : needed) {
    const json good =
        json::parse(examples::read_file(examples::folder("examples/webhooks") / (name + ".json")));
    const auto schema = "webhook." + good["type"].get<std::string>() + ".json";
    for (const char* const member : members) {
      json body = good;
      EXPECT_EQ(body["data"].erase(member), 1u) << name << " " << member;
      EXPECT_NE(objections(schema, body), "") << name << " " << member;
    }
  }
}

/// So that the id that a webhook gives is a subject that an event can have.
TEST(Schemas, TheLongestCallbackIdIsASubject) {
  const auto longest = [](const char* file, const char* member) {
    return schema_text(file)["properties"][member]["maxLength"].get<std::size_t>();
  };
  const std::string appointment(longest("appointment.booked.json", "replaces"), 'a');
  const std::string contact = std::string(longest("contact.status_changed.json", "project"), 'p') +
                              "/" + std::string(128, 'c');
  const std::string numbers = ":4294967295:";
  for (const auto& id : {"appointment" + numbers + appointment, "contact" + numbers + contact}) {
    EXPECT_LE(id.size(), longest("envelope.json", "subject"));
    examples::Json event = examples::good("callback_done_least");
    event["subject"] = id;
    EXPECT_EQ(examples::answer(event.dump()), "accepted\n");
  }
}

}  // namespace
}  // namespace followup
