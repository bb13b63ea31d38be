#include "core/codec/event_attachments.h"

#include "core/codec/event_codec.h"

#include <algorithm>

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace followup {

namespace event_json {

namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{1} << 53U;
constexpr const char* no_media_type = "application/octet-stream";

/// One attachment's object, with the place that its faults name.
class AttachmentReader {
 public:
  AttachmentReader(const Value& object, std::string path, std::vector<Fault>& faults)
      : object_(object), path_(std::move(path)), faults_(faults) {}

  [[nodiscard]] Attachment read() {
    Attachment file;
    if (!object_.IsObject()) {
      faults_.push_back({path_, "must be an object"});
      return file;
    }
    file.name = text("name", 255);
    if (file.name.empty()) object_to("name", "must be a text of 1 to 255 characters");
    file.media_type = text("media_type", 127);
    if (file.media_type.empty()) file.media_type = no_media_type;
    if (!is_media_type(file.media_type))
      object_to("media_type", "must be a media type, as in application/pdf");
    file.size = number("size", most_bytes).value_or(0);
    if (const auto frame = number("frame", max_frames - 1)) file.frame = static_cast<int>(*frame);
    file.content = text("content", 64);
    if (!file.content.empty() && !is_hash(file.content))
      object_to("content", "must be a SHA-256 in lower-case hexadecimal digits");
    file.url = text("url", 2000);
    if (!file.url.empty() && !is_link(file.url))
      object_to("url", "must be a link that begins with https:// or http://");
    file.privilege = text("privilege", 64);
    check_source(file);
    return file;
  }

 private:
  std::string text(std::string_view name, std::size_t most) {
    const Value* const value = member(object_, name);
    if (value == nullptr) return {};
    if (!value->IsString() || length_of(text_of(*value)) > most) {
      object_to(name, fmt::format("must be a text of at most {} characters", most));
      return {};
    }
    return std::string(text_of(*value));
  }

  std::optional<std::uint64_t> number(std::string_view name, std::uint64_t most) {
    const Value* const value = member(object_, name);
    if (value == nullptr) return std::nullopt;
    if (value->IsUint64() && value->GetUint64() <= most) return value->GetUint64();
    object_to(name, fmt::format("must be a whole number from 0 to {}", most));
    return std::nullopt;
  }

  void check_source(const Attachment& file) {
    const bool frame = member(object_, "frame") != nullptr;
    const bool content = member(object_, "content") != nullptr;
    const bool url = member(object_, "url") != nullptr;
    if (frame && content) {
      faults_.push_back({path_, "must have only one of the members frame, content"});
    } else if (!frame && !content && (!url || file.url.empty())) {
      faults_.push_back({path_, "must have one of the members frame, content, url"});
    }
  }

  void object_to(std::string_view name, std::string message) {
    const std::string path = path_ + "/" + std::string(name);
    const auto same = [&](const Fault& other) { return other.path == path; };
    if (std::none_of(faults_.begin(), faults_.end(), same))
      faults_.push_back({path, std::move(message)});
  }

  /// RFC 6838 section 4.2, with parameters left out.
  static bool is_media_type(std::string_view text) {
    const auto slash = text.find('/');
    const auto part = [](std::string_view name) {
      return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
      });
    };
    return slash != std::string_view::npos && part(text.substr(0, slash)) &&
           part(text.substr(slash + 1));
  }

  static bool is_hash(std::string_view text) {
    return text.size() == 64 && std::ranges::all_of(text, [](char c) {
             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
  }

  static bool is_link(std::string_view text) {
    const bool web = text.starts_with("https://") || text.starts_with("http://");
    return web && std::ranges::none_of(text, [](char c) {
             return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>' || c == '"';
           });
  }

  const Value& object_;
  std::string path_;
  std::vector<Fault>& faults_;
};

}  // namespace

std::vector<Attachment> read_attachments(const Value& data, std::vector<Fault>& faults) {
  std::vector<Attachment> files;
  if (const Value* const one = member(data, "attachment")) {
    files.push_back(AttachmentReader(*one, "/data/attachment", faults).read());
    return files;
  }
  const Value* const list = member(data, "attachments");
  if (list == nullptr) return files;
  if (!list->IsArray() || list->Size() > most_attachments) {
    faults.push_back({"/data/attachments",
                      fmt::format("must be a list of at most {} elements", most_attachments)});
    return files;
  }
  for (rapidjson::SizeType at = 0; at < list->Size(); ++at) {
    files.push_back(
        AttachmentReader((*list)[at], fmt::format("/data/attachments/{}", at), faults).read());
  }
  return files;
}

}  // namespace event_json

namespace {

/// The member of that name; none: null.
rapidjson::Value* member(rapidjson::Value& object, const char* name) {
  return object.HasMember(name) ? &object[name] : nullptr;
}

/// What a frame has become, put in the place of the frame's number.
void name_content(rapidjson::Value& object, const std::vector<Attachment>& files, std::size_t at,
                  rapidjson::Document& document) {
  if (!object.IsObject() || at >= files.size() || files[at].content.empty()) return;
  auto& memory = document.GetAllocator();
  for (const char* name : {"frame", "content", "size"})
    object.RemoveMember(name);
  const auto& content = files[at].content;
  rapidjson::Value hash(content.data(), static_cast<rapidjson::SizeType>(content.size()), memory);
  object.AddMember("content", hash, memory);
  object.AddMember("size", rapidjson::Value(files[at].size), memory);
}

}  // namespace

std::string encode_shelved(std::string_view raw, const std::vector<Attachment>& files) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(raw.data(), raw.size());
  if (document.HasParseError() || !document.IsObject()) return std::string(raw);
  auto* data = member(document, "data");
  if (data == nullptr || !data->IsObject()) return std::string(raw);
  std::size_t at = 0;
  auto* one = member(*data, "attachment");
  auto* list = member(*data, "attachments");
  if (one != nullptr && !one->IsNull())
    name_content(*one, files, 0, document);
  else if (list != nullptr && list->IsArray()) {
    for (auto& each : list->GetArray())
      name_content(each, files, at++, document);
  }
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  document.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace followup
