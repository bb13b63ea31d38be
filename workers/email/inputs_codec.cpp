// Frozen mail inputs as JSON and back. Which member has which name stands in
// inputs_fields.cpp; an empty value is left out.
#include "workers/email/inputs.h"
#include "workers/email/inputs_fields.h"

#include <algorithm>
#include <array>
#include <utility>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace followup {

namespace {

constexpr int format = 1;

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::array<std::pair<const char*, std::string Attachment::*>, 4> file_texts{{
    {"name", &Attachment::name},
    {"media_type", &Attachment::media_type},
    {"content", &Attachment::content},
    {"url", &Attachment::url},
}};

constexpr std::array reasons{
    LeftOut::linked,         LeftOut::type_refused,  LeftOut::no_privilege, LeftOut::file_too_large,
    LeftOut::mail_too_large, LeftOut::relay_refused, LeftOut::gone};

void write_text(Writer& writer, std::string_view name, std::string_view value) {
  writer.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

/// The member's text; nothing if it is missing or no text.
std::optional<std::string_view> text_of(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) return std::nullopt;
  return std::string_view(found->value.GetString(), found->value.GetStringLength());
}

void write_file(Writer& writer, const Attachment& file, const LeftOut* why) {
  writer.StartObject();
  for (const auto& [name, member] : file_texts) {
    if (!(file.*member).empty()) write_text(writer, name, file.*member);
  }
  writer.Key("size");
  writer.Uint64(file.size);
  if (!file.privilege.empty()) write_text(writer, "privilege", file.privilege);
  if (why != nullptr) write_text(writer, "why", to_text(*why));
  writer.EndObject();
}

void write_files(Writer& writer, const MailInputs& inputs) {
  if (!inputs.attachments.empty()) {
    writer.Key("attachments");
    writer.StartArray();
    for (const auto& file : inputs.attachments)
      write_file(writer, file, nullptr);
    writer.EndArray();
  }
  if (inputs.left_out.empty()) return;
  writer.Key("left_out");
  writer.StartArray();
  for (const auto& [file, why] : inputs.left_out)
    write_file(writer, file, &why);
  writer.EndArray();
}

std::optional<Attachment> read_file(const rapidjson::Value& object) {
  if (!object.IsObject()) return std::nullopt;
  const auto size = object.FindMember("size");
  if (size == object.MemberEnd() || !size->value.IsUint64()) return std::nullopt;
  Attachment file;
  file.size = size->value.GetUint64();
  for (const auto& [name, member] : file_texts)
    file.*member = text_of(object, name).value_or(std::string_view());
  file.privilege = text_of(object, "privilege").value_or(std::string_view());
  return file;
}

bool read_left_out(const rapidjson::Value& object, MailInputs& inputs) {
  auto file = read_file(object);
  const auto word = file ? text_of(object, "why") : std::nullopt;
  const auto* const why =
      std::ranges::find_if(reasons, [&](LeftOut one) { return word && to_text(one) == *word; });
  if (why == reasons.end()) return false;
  inputs.left_out.push_back({std::move(*file), *why});
  return true;
}

bool read_files(const rapidjson::Value& object, MailInputs& inputs) {
  const auto attached = object.FindMember("attachments");
  if (attached != object.MemberEnd()) {
    if (!attached->value.IsArray()) return false;
    for (const auto& each : attached->value.GetArray()) {
      auto file = read_file(each);
      if (!file) return false;
      inputs.attachments.push_back(std::move(*file));
    }
  }
  const auto left_out = object.FindMember("left_out");
  if (left_out == object.MemberEnd()) return true;
  return left_out->value.IsArray() &&
         std::ranges::all_of(left_out->value.GetArray(), [&](const rapidjson::Value& each) {
           return read_left_out(each, inputs);
         });
}

void write_values(Writer& writer, const MailInputs& inputs) {
  if (inputs.values.empty()) return;
  writer.Key("values");
  writer.StartObject();
  for (const auto& [name, value] : inputs.values)
    write_text(writer, name, value);
  writer.EndObject();
}

bool read_values(const rapidjson::Value& object, MailInputs& inputs) {
  const auto values = object.FindMember("values");
  if (values == object.MemberEnd()) return true;
  if (!values->value.IsObject()) return false;
  for (const auto& each : values->value.GetObject()) {
    if (!each.value.IsString()) return false;
    inputs.values.emplace(std::string(each.name.GetString(), each.name.GetStringLength()),
                          std::string(each.value.GetString(), each.value.GetStringLength()));
  }
  return true;
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
  for (const auto& [name, member] : text_fields()) {
    const auto found = object.FindMember(name);
    if (found == object.MemberEnd()) continue;
    if (!found->value.IsString()) return false;
    inputs.*member = std::string(found->value.GetString(), found->value.GetStringLength());
  }
  const auto issued = object.FindMember("issued_ms");
  if (issued != object.MemberEnd()) {
    if (!issued->value.IsInt64()) return false;
    inputs.issued = from_ms(issued->value.GetInt64());
  }
  for (const auto& [name, member] : flag_fields()) {
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
  for (const auto& [name, member] : text_fields()) {
    if (!(inputs.*member).empty()) write_text(writer, name, inputs.*member);
  }
  for (const auto& [name, member] : flag_fields()) {
    if (!(inputs.*member)) continue;
    writer.Key(name);
    writer.Bool(true);
  }
  if (inputs.issued != TimePoint{}) {
    writer.Key("issued_ms");
    writer.Int64(to_ms(inputs.issued));
  }
  write_values(writer, inputs);
  write_files(writer, inputs);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

Result<MailInputs> decode_inputs(std::string_view frozen) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(frozen.data(), frozen.size());
  MailInputs inputs;
  const bool read = !document.HasParseError() && document.IsObject() &&
                    read_required(document, inputs) && read_optional(document, inputs) &&
                    read_values(document, inputs) && read_files(document, inputs);
  if (!read) return Error{Code::invalid_input, "the frozen mail can not be read"};
  return inputs;
}

}  // namespace followup
