// Frozen mail inputs as JSON and back. One table says which member has which name; an empty value
// is left out.
#include "workers/email/inputs.h"

#include <array>
#include <utility>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace followup {

namespace {

constexpr int format = 1;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::array<std::pair<const char*, std::string MailInputs::*>, 59> texts{{
    {"tenant", &MailInputs::tenant},
    {"to", &MailInputs::to},
    {"name", &MailInputs::name},
    {"from", &MailInputs::from},
    {"reference", &MailInputs::reference},
    {"case_id", &MailInputs::case_id},
    {"case_url", &MailInputs::case_url},
    {"worker", &MailInputs::worker},
    {"clients", &MailInputs::clients},
    {"provider", &MailInputs::provider},
    {"service", &MailInputs::service},
    {"due", &MailInputs::due},
    {"reminded", &MailInputs::reminded},
    {"referred_on", &MailInputs::referred_on},
    {"contact_on", &MailInputs::contact_on},
    {"resolution_reason", &MailInputs::resolution_reason},
    {"on_behalf_of", &MailInputs::on_behalf_of},
    {"until", &MailInputs::until},
    {"reason", &MailInputs::reason},
    {"about", &MailInputs::about},
    {"endpoint", &MailInputs::endpoint},
    {"domain", &MailInputs::message_id_domain},
    {"thread", &MailInputs::thread},
    {"project", &MailInputs::project},
    {"start", &MailInputs::start},
    {"place", &MailInputs::place},
    {"agent", &MailInputs::agent},
    {"former_rep", &MailInputs::former_rep},
    {"operators", &MailInputs::operators},
    {"call_at", &MailInputs::call_at},
    {"wanted", &MailInputs::wanted},
    {"attempts", &MailInputs::attempts},
    {"cause", &MailInputs::cause},
    {"outcome", &MailInputs::outcome},
    {"annotations", &MailInputs::annotations},
    {"asked_for", &MailInputs::asked_for},
    {"given", &MailInputs::given},
    {"hold_until", &MailInputs::hold_until},
    {"card", &MailInputs::card},
    {"state", &MailInputs::state},
    {"new_state", &MailInputs::new_state},
    {"judgement", &MailInputs::judgement},
    {"protocols", &MailInputs::protocols},
    {"event", &MailInputs::event},
    {"event_type", &MailInputs::event_type},
    {"command", &MailInputs::command},
    {"faults", &MailInputs::faults},
    {"calendar", &MailInputs::calendar},
    {"protocol", &MailInputs::protocol},
    {"classification", &MailInputs::classification},
    {"class_path", &MailInputs::class_path},
    {"group", &MailInputs::group},
    {"summary", &MailInputs::summary},
    {"opened_at", &MailInputs::opened_at},
    {"answer_by", &MailInputs::answer_by},
    {"level", &MailInputs::level},
    {"forwarded_from", &MailInputs::forwarded_from},
    {"forwarded_to", &MailInputs::forwarded_to},
    {"closing_reason", &MailInputs::closing_reason},
}};

constexpr std::array<std::pair<const char*, bool MailInputs::*>, 20> flags{{
    {"full", &MailInputs::full},
    {"late", &MailInputs::late},
    {"escalation_follows", &MailInputs::escalation_follows},
    {"fallback", &MailInputs::fallback},
    {"stands_in", &MailInputs::stands_in},
    {"is_public", &MailInputs::is_public},
    {"no_reason", &MailInputs::no_reason},
    {"reason_missing", &MailInputs::reason_missing},
    {"flag_default", &MailInputs::flag_default},
    {"takes_b", &MailInputs::takes_b},
    {"takes_d", &MailInputs::takes_d},
    {"new_state_locked", &MailInputs::new_state_locked},
    {"link", &MailInputs::link},
    {"new_card", &MailInputs::new_card},
    {"day_is_enough", &MailInputs::day_is_enough},
    {"override_hint", &MailInputs::override_hint},
    {"several_groups", &MailInputs::several_groups},
    {"of_managers", &MailInputs::of_managers},
    {"in_place", &MailInputs::in_place},
    {"reopened", &MailInputs::reopened},
}};

void write_text(Writer& writer, const char* name, std::string_view value) {
  writer.Key(name);
  writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

/// The member's text; nothing if it is missing or no text.
std::optional<std::string_view> text_of(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) return std::nullopt;
  return std::string_view(found->value.GetString(), found->value.GetStringLength());
}

template <class Enum>
bool read_word(const rapidjson::Value& object, const char* name, Enum& value) {
  const auto word = text_of(object, name);
  const auto known = word ? from_text<Enum>(*word) : std::nullopt;
  if (known) value = *known;
  return known.has_value();
}

bool read_required(const rapidjson::Value& object, MailInputs& inputs) {
  const auto version = object.FindMember("v");
  const auto date = object.FindMember("date_ms");
  const auto language = text_of(object, "language");
  if (version == object.MemberEnd() || !version->value.IsInt() ||
      version->value.GetInt() != format) {
    return false;
  }
  if (date == object.MemberEnd() || !date->value.IsInt64() || !language) return false;
  inputs.date = from_ms(date->value.GetInt64());
  inputs.language = language_of(*language, {});
  return read_word(object, "purpose", inputs.purpose) && read_word(object, "role", inputs.role) &&
         read_word(object, "kind", inputs.kind);
}

bool read_optional(const rapidjson::Value& object, MailInputs& inputs) {
  for (const auto& [name, member] : texts) {
    const auto found = object.FindMember(name);
    if (found == object.MemberEnd()) continue;
    if (!found->value.IsString()) return false;
    inputs.*member = std::string(found->value.GetString(), found->value.GetStringLength());
  }
  for (const auto& [name, member] : flags) {
    const auto found = object.FindMember(name);
    inputs.*member = found != object.MemberEnd();
    if (inputs.*member && !found->value.IsTrue()) return false;
  }
  return true;
}

}  // namespace

std::string encode_inputs(const MailInputs& inputs) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  writer.Key("v");
  writer.Int(format);
  write_text(writer, "purpose", to_text(inputs.purpose));
  write_text(writer, "role", to_text(inputs.role));
  write_text(writer, "language", to_text(inputs.language));
  write_text(writer, "kind", to_text(inputs.kind));
  writer.Key("date_ms");
  writer.Int64(to_ms(inputs.date));
  for (const auto& [name, member] : texts) {
    if (!(inputs.*member).empty()) write_text(writer, name, inputs.*member);
  }
  for (const auto& [name, member] : flags) {
    if (!(inputs.*member)) continue;
    writer.Key(name);
    writer.Bool(true);
  }
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

Result<MailInputs> decode_inputs(std::string_view frozen) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(frozen.data(), frozen.size());
  MailInputs inputs;
  const bool read = !document.HasParseError() && document.IsObject() &&
                    read_required(document, inputs) && read_optional(document, inputs);
  if (!read) return Error{Code::invalid_input, "the frozen mail can not be read"};
  return inputs;
}

}  // namespace followup
