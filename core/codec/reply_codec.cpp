// Replies: values to JSON and back (schemas/reply.json). source, id and status are always written,
// the rest where it is set.
#include "core/codec/event_codec.h"
#include "core/codec/json_fields.h"

namespace followup {

namespace {

void write_faults(json::Writer& out, const std::vector<Fault>& faults) {
  if (faults.empty()) return;
  json::name(out, "errors");
  out.StartArray();
  for (const auto& fault : faults) {
    out.StartObject();
    json::name(out, "path");
    json::text(out, fault.path);
    json::name(out, "message");
    json::text(out, fault.message);
    out.EndObject();
  }
  out.EndArray();
}

void write_reply(json::Writer& out, const Reply& reply) {
  out.StartObject();
  json::name(out, "source");
  json::text(out, reply.source);
  json::name(out, "id");
  json::text(out, reply.id);
  json::field(out, "status", to_text(reply.status));
  if (reply.reason != Reason::none) json::field(out, "reason", to_text(reply.reason));
  write_faults(out, reply.faults);
  if (!reply.in_flight.empty()) {
    json::name(out, "in_flight");
    out.StartArray();
    for (const auto& id : reply.in_flight)
      json::text(out, id);
    out.EndArray();
  }
  json::field(out, "retry_after_ms", reply.retry_after.count());
  out.EndObject();
}

/// The members of `value` that are an array called `name`; none if it is absent, bad if it is
/// something else.
std::vector<const rapidjson::Value*> elements(json::Reader& reader, const char* name) {
  std::vector<const rapidjson::Value*> found;
  const auto* const list = reader.find(name);
  if (list == nullptr) return found;
  if (!list->IsArray()) {
    reader.mark_bad();
    return found;
  }
  for (const auto& each : list->GetArray())
    found.push_back(&each);
  return found;
}

void read_lists(json::Reader& reader, Reply& reply) {
  for (const auto* each : elements(reader, "errors")) {
    json::Reader fault(*each);
    reply.faults.push_back({fault.text("path"), fault.text("message")});
    if (fault.bad() || !each->IsObject()) reader.mark_bad();
  }
  for (const auto* each : elements(reader, "in_flight")) {
    if (each->IsString())
      reply.in_flight.emplace_back(each->GetString(), each->GetStringLength());
    else
      reader.mark_bad();
  }
}

Result<Reply> read_reply(const rapidjson::Value& value) {
  json::Reader reader(value);
  Reply reply;
  reply.source = reader.text("source");
  reply.id = reader.text("id");
  const auto status = from_text<Status>(reader.text("status"));
  const auto reason = reader.find("reason") == nullptr ? std::optional{Reason::none}
                                                       : from_text<Reason>(reader.text("reason"));
  reply.retry_after = Millis{reader.number("retry_after_ms")};
  read_lists(reader, reply);
  const bool usable =
      value.IsObject() && !reader.bad() && status && reason && reply.retry_after.count() >= 0;
  if (!usable) return Error{Code::invalid_input, "a reply is not as schemas/reply.json says"};
  reply.status = *status;
  reply.reason = *reason;
  return reply;
}

}  // namespace

std::string encode_replies(const std::vector<Reply>& replies, bool batch) {
  rapidjson::StringBuffer buffer;
  json::Writer out(buffer);
  if (batch) out.StartArray();
  for (const auto& reply : replies)
    write_reply(out, reply);
  if (batch) out.EndArray();
  return std::string(json::view(buffer));
}

std::string encode_bare(const Event& event) {
  rapidjson::StringBuffer buffer;
  json::Writer out(buffer);
  const auto add = [&](const char* name, const std::string& value) {
    out.Key(name);
    out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  out.StartObject();
  add("specversion", "1.0");
  add("id", event.id);
  add("source", event.source);
  add("type", event.type);
  add("subject", event.subject);
  out.EndObject();
  return std::string(json::view(buffer));
}

Result<std::vector<Reply>> decode_replies(std::string_view body) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(
      body.data(), body.size());
  if (document.HasParseError()) return Error{Code::invalid_input, "the replies are not JSON"};
  std::vector<Reply> replies;
  const auto add = [&](const rapidjson::Value& value) {
    auto reply = read_reply(value);
    if (reply) replies.push_back(std::move(*reply));
    return reply;
  };
  if (!document.IsArray()) {
    if (auto reply = add(document); !reply) return reply.error();
    return replies;
  }
  for (const auto& each : document.GetArray()) {
    if (auto reply = add(each); !reply) return reply.error();
  }
  return replies;
}

}  // namespace followup
