// Case records. Keys of the state's JSON, one letter each because there is one record a pending
// case:
//   p policy, c changed_at ms, s fingerprints (16 hex digits each), h first history entry, o open
//   notifications, and the facts: referral  d referral_date, n created_on, f days, g 1 if
//   requested, w worker, u supervisor, i case, l clients, v provider,
//             e service, z sensitivity, q sequence, k contact, ko on, kq sequence, x cancelled, xq
//             sequence, y cycle, m reminder, a escalation, b 1 if a record is known
//   person    b known, n name, m email, l language, t zone, u supervisor, z sensitivity, a 0 if not
//   active, x absences, q sequence group     n name, m email, l members, u manager group, a 0 if
//   not active, z secret access, q sequence
#include "core/codec/record_codec.h"

#include "core/base/hash.h"
#include "core/codec/json_fields.h"

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

void write(Writer& out, std::string_view key, const PersonRef& person) {
  name(out, key);
  out.StartArray();
  text(out, person.id);
  if (!person.name.empty() || !person.email.empty()) text(out, person.name);
  if (!person.email.empty()) text(out, person.email);
  out.EndArray();
}

void write(Writer& out, std::string_view key, const std::optional<StepDone>& done) {
  if (!done) return;
  name(out, key);
  out.StartArray();
  out.Int64(json::to_seconds(done->nominal));
  out.Int64(to_ms(done->at));
  out.Int(done->late ? 1 : 0);
  out.EndArray();
}

void write(Writer& out, const Referral& referral) {
  field(out, "b", std::int64_t{referral.known});
  field(out, "d", referral.referral_date);
  if (referral.known) field(out, "n", format_date(referral.created_on));
  field(out, "f", std::int64_t{referral.follow_up_days});
  field(out, "g", std::int64_t{referral.follow_up_requested});
  if (referral.known) write(out, "w", referral.case_worker);
  if (referral.supervisor) write(out, "u", *referral.supervisor);
  field(out, "i", referral.case_id);
  if (!referral.clients.empty()) {
    name(out, "l");
    out.StartArray();
    for (const auto& client : referral.clients) {
      text(out, client.id);
      text(out, client.name);
    }
    out.EndArray();
  }
  field(out, "v", referral.provider);
  field(out, "e", referral.service);
  field(out, "z", std::int64_t{referral.sensitivity});
  field(out, "q", referral.record_sequence);
  field(out, "k", static_cast<std::int64_t>(referral.contact));
  field(out, "ko", referral.contact_on);
  field(out, "kq", referral.contact_sequence);
  field(out, "x", std::int64_t{referral.cancelled});
  field(out, "xq", referral.cancel_sequence);
  if (referral.cycle != 1) field(out, "y", std::int64_t{referral.cycle});
  write(out, "m", referral.reminder);
  write(out, "a", referral.escalation);
}

void write(Writer& out, const Person& person) {
  field(out, "b", std::int64_t{person.known});
  field(out, "n", person.name);
  field(out, "m", person.email);
  field(out, "l", person.language);
  field(out, "t", person.zone);
  field(out, "u", person.supervisor);
  field(out, "z", std::int64_t{person.sensitivity});
  field(out, "a", std::int64_t{!person.active});
  field(out, "q", person.record_sequence);
  if (person.absences.empty()) return;
  name(out, "x");
  out.StartArray();
  for (const auto& absence : person.absences) {
    out.StartArray();
    out.Int64(to_ms(absence.from));
    out.Int64(to_ms(absence.until));
    text(out, absence.delegate);
    if (absence.sequence) out.Uint64(*absence.sequence);
    out.EndArray();
  }
  out.EndArray();
}

void write(Writer& out, const Group& group) {
  field(out, "n", group.name);
  field(out, "m", group.email);
  if (!group.members.empty()) {
    name(out, "l");
    out.StartArray();
    for (const auto& member : group.members)
      text(out, member);
    out.EndArray();
  }
  field(out, "u", group.manager_group);
  field(out, "a", std::int64_t{!group.active});
  field(out, "z", std::int64_t{group.secret_access});
  field(out, "q", group.record_sequence);
}

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
  if (open.withdrawn) out.Int(1);
  out.EndArray();
}

void write_head(Writer& out, const Case& state) {
  field(out, "p", std::int64_t{state.policy});
  field(out, "c", to_ms(state.changed_at));
  std::string seen;
  for (const auto fingerprint : state.seen)
    seen += to_hex(fingerprint, fingerprint_digits);
  field(out, "s", seen);
  if (state.first) field(out, "h", encode_history(*state.first));
  if (state.open.empty()) return;
  name(out, "o");
  out.StartArray();
  for (const auto& open : state.open)
    write(out, open);
  out.EndArray();
}

template <class Enum>
Enum enumerator(Reader& in, std::int64_t number, Enum last) {
  if (number < 0 || number > static_cast<std::int64_t>(last)) in.mark_bad();
  return in.bad() ? Enum{} : static_cast<Enum>(number);
}

PersonRef read_person_ref(const rapidjson::Value& value, Reader& in) {
  Reader item(value);
  PersonRef person{.id = item.text(0UL), .name = item.text(1), .email = item.text(2)};
  if (item.bad() || !value.IsArray()) in.mark_bad();
  return person;
}

std::optional<StepDone> read_step(Reader& in, const char* key) {
  const auto* value = in.find(key);
  if (value == nullptr) return std::nullopt;
  Reader item(*value);
  StepDone done{json::from_seconds(item.number(0UL)), from_ms(item.number(1)), item.number(2) != 0};
  if (item.bad() || item.size() != 3) in.mark_bad();
  return done;
}

void read(Reader& in, Referral& referral) {
  referral.known = in.number("b") != 0;
  referral.referral_date = in.date("d");
  if (referral.known) referral.created_on = in.date("n").value_or(Date{});
  referral.follow_up_days = static_cast<int>(in.number("f"));
  referral.follow_up_requested = in.number("g") != 0;
  if (const auto* worker = in.find("w")) referral.case_worker = read_person_ref(*worker, in);
  if (const auto* supervisor = in.find("u")) referral.supervisor = read_person_ref(*supervisor, in);
  referral.case_id = in.text("i");
  if (const auto* clients = in.find("l")) {
    Reader list(*clients);
    for (std::size_t at = 0; at + 1 < list.size(); at += 2)
      referral.clients.push_back({list.text(at), list.text(at + 1)});
    if (list.bad()) in.mark_bad();
  }
  referral.provider = in.text("v");
  referral.service = in.text("e");
  referral.sensitivity = static_cast<int>(in.number("z"));
  referral.record_sequence = in.sequence("q");
  referral.contact = enumerator(in, in.number("k"), Contact::no);
  referral.contact_on = in.date("ko");
  referral.contact_sequence = in.sequence("kq");
  referral.cancelled = in.number("x") != 0;
  referral.cancel_sequence = in.sequence("xq");
  if (in.find("y") != nullptr) referral.cycle = static_cast<std::uint32_t>(in.number("y"));
  referral.reminder = read_step(in, "m");
  referral.escalation = read_step(in, "a");
}

void read(Reader& in, Person& person) {
  person.known = in.number("b") != 0;
  person.name = in.text("n");
  person.email = in.text("m");
  person.language = in.text("l");
  person.zone = in.text("t");
  person.supervisor = in.text("u");
  person.sensitivity = static_cast<int>(in.number("z"));
  person.active = in.number("a") == 0;
  person.record_sequence = in.sequence("q");
  const auto* absences = in.find("x");
  if (absences == nullptr) return;
  if (!absences->IsArray()) return in.mark_bad();
  for (const auto& value : absences->GetArray()) {
    Reader item(value);
    Absence absence{from_ms(item.number(0UL)), from_ms(item.number(1)), item.text(2), std::nullopt};
    if (item.size() > 3) absence.sequence = static_cast<std::uint64_t>(item.number(3));
    if (item.bad() || item.size() < 3) in.mark_bad();
    person.absences.push_back(std::move(absence));
  }
}

void read(Reader& in, Group& group) {
  group.name = in.text("n");
  group.email = in.text("m");
  if (const auto* members = in.find("l")) {
    Reader list(*members);
    for (std::size_t at = 0; at < list.size(); ++at)
      group.members.push_back(list.text(at));
    if (list.bad()) in.mark_bad();
  }
  group.manager_group = in.text("u");
  group.active = in.number("a") == 0;
  group.secret_access = in.number("z") != 0;
  group.record_sequence = in.sequence("q");
}

OpenNotification read_open(const rapidjson::Value& value, Reader& in) {
  Reader item(value);
  OpenNotification open{.id = item.text(0UL),
                        .lane = item.text(1),
                        .purpose = enumerator(item, item.number(2), Purpose::hook),
                        .role = enumerator(item, item.number(3), Role::endpoint),
                        .hook_type = item.text(4),
                        .cycle = static_cast<std::uint32_t>(item.number(5)),
                        .nominal = json::from_seconds(item.number(6)),
                        .due = from_ms(item.number(7)),
                        .withdrawn = item.number(8) != 0};
  if (item.bad() || item.size() < 8) in.mark_bad();
  return open;
}

void read_head(Reader& in, Case& state) {
  state.policy = static_cast<std::uint32_t>(in.number("p"));
  state.changed_at = from_ms(in.number("c"));
  const std::string seen = in.text("s");
  for (std::size_t at = 0; at + fingerprint_digits <= seen.size(); at += fingerprint_digits) {
    state.seen.push_back(parse_hex(std::string_view(seen).substr(at, fingerprint_digits)));
  }
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
  std::visit([&](const auto& facts) { write(out, facts); }, state.facts);
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
  std::visit([&](auto& facts) { read(in, facts); }, state.facts);
  if (in.bad()) return damaged("a field has another type");
  return state;
}

}  // namespace followup
