// Case records. Keys of the state's JSON, one letter each because there is one record a pending
// case:
//   p policy, c changed_at ms, s fingerprints (16 hex digits each), h first history entry, o open
//   notifications, j events that somebody was told of (as s), and the facts (facts_codec.h).
#include "core/codec/record_codec.h"

#include "core/base/hash.h"
#include "core/codec/facts_codec.h"
#include "core/codec/mailing_facts.h"

namespace followup {

namespace {

using json::field;
using json::name;
using json::Reader;
using json::text;
using json::Writer;

constexpr char format_digit = '1';
constexpr int version_digits = 8;
constexpr int checksum_digits = 8;
constexpr std::size_t fingerprint_digits = 16;

void write(Writer& out, const OpenNotification& open) {
  out.StartArray();
  text(out, open.id);
  text(out, open.lane);
  out.Int(static_cast<int>(open.purpose));
  out.Int(static_cast<int>(open.role));
  text(out, open.hook_type);
  out.Uint(open.cycle);
  out.Int64(json::to_seconds(open.nominal));
  out.Int64(to_ms(open.due));
  if (open.withdrawn || !open.whom.empty()) out.Int(open.withdrawn ? 1 : 0);
  if (!open.whom.empty()) text(out, open.whom);
  out.EndArray();
}

/// Fingerprints as one text of hex digits.
std::string joined(const std::vector<std::uint64_t>& fingerprints) {
  std::string digits;
  for (const auto fingerprint : fingerprints)
    digits += to_hex(fingerprint, fingerprint_digits);
  return digits;
}

std::vector<std::uint64_t> taken_apart(std::string_view digits) {
  std::vector<std::uint64_t> fingerprints;
  for (std::size_t at = 0; at + fingerprint_digits <= digits.size(); at += fingerprint_digits)
    fingerprints.push_back(parse_hex(digits.substr(at, fingerprint_digits)));
  return fingerprints;
}

void write_head(Writer& out, const Case& state) {
  field(out, "p", std::int64_t{state.policy});
  field(out, "c", to_ms(state.changed_at));
  field(out, "s", joined(state.seen));
  field(out, "j", joined(state.put_aside));
  if (state.first) field(out, "h", encode_history(*state.first));
  if (state.open.empty()) return;
  name(out, "o");
  out.StartArray();
  for (const auto& open : state.open)
    write(out, open);
  out.EndArray();
}

OpenNotification read_open(const rapidjson::Value& value, Reader& in) {
  Reader item(value);
  OpenNotification open{.id = item.text(0UL),
                        .lane = item.text(1),
                        .purpose = json::enumerator(item, item.number(2), json::last<Purpose>),
                        .role = json::enumerator(item, item.number(3), json::last<Role>),
                        .hook_type = item.text(4),
                        .cycle = static_cast<std::uint32_t>(item.number(5)),
                        .nominal = json::from_seconds(item.number(6)),
                        .due = from_ms(item.number(7)),
                        .withdrawn = item.number(8) != 0,
                        .whom = item.text(9)};
  if (item.bad() || item.size() < 8) in.mark_bad();
  return open;
}

void read_head(Reader& in, Case& state) {
  state.policy = static_cast<std::uint32_t>(in.number("p"));
  state.changed_at = from_ms(in.number("c"));
  state.seen = taken_apart(in.text("s"));
  state.put_aside = taken_apart(in.text("j"));
  if (in.find("h") != nullptr) {
    if (auto first = decode_history(in.text("h")))
      state.first = std::move(first).value();
    else
      in.mark_bad();
  }
  const auto* open = in.find("o");
  if (open == nullptr) return;
  if (!open->IsArray()) return in.mark_bad();
  for (const auto& value : open->GetArray())
    state.open.push_back(read_open(value, in));
}

/// A record's checksum: of its version as it is written, and of its body.
std::uint32_t sum(std::string_view version, std::string_view body) {
  return checksum(std::string(version).append(body));
}

Error damaged(const char* why) {
  return {Code::internal, std::string("the stored record is damaged: ") + why};
}

}  // namespace

std::string encode_case(const Case& state) {
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  out.StartObject();
  write_head(out, state);
  std::visit([&](const auto& facts) { json::write_facts(out, facts); }, state.facts);
  out.EndObject();
  const std::string_view body = json::view(buffer);
  const std::string version = to_hex(state.version, version_digits);
  std::string record(1, format_digit);
  record.reserve(record_header_bytes + body.size());
  record += version;
  record += to_hex(sum(version, body), checksum_digits);
  record += body;
  return record;
}

std::uint32_t record_version(std::string_view record) {
  return record.size() < record_header_bytes
             ? 0
             : static_cast<std::uint32_t>(parse_hex(record.substr(1, version_digits)));
}

Result<Case> decode_case(const CaseKey& key, std::string_view record) {
  if (record.size() < record_header_bytes) return damaged("it is too short");
  if (record.front() != format_digit) return damaged("its format is unknown");
  const std::string_view body = record.substr(record_header_bytes);
  const std::string_view version = record.substr(1, version_digits);
  if (record.substr(1 + version_digits, checksum_digits) !=
      to_hex(sum(version, body), checksum_digits))
    return damaged("its checksum does not fit");
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(body.data(), body.size());
  if (document.HasParseError() || !document.IsObject()) return damaged("it is not a JSON object");
  Case state = empty_case(key);
  state.version = record_version(record);
  Reader in(document);
  read_head(in, state);
  std::visit([&](auto& facts) { json::read_facts(in, facts); }, state.facts);
  if (in.bad()) return damaged("a field has another type");
  return state;
}

}  // namespace followup
