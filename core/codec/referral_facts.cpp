#include "core/codec/facts_codec.h"

namespace followup::json {

namespace {

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
  out.Int64(to_seconds(done->nominal));
  out.Int64(to_ms(done->at));
  out.Int(done->late ? 1 : 0);
  out.EndArray();
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
  StepDone done{from_seconds(item.number(0UL)), from_ms(item.number(1)), item.number(2) != 0};
  if (item.bad() || item.size() != 3) in.mark_bad();
  return done;
}

}  // namespace

void write_facts(Writer& out, const Referral& referral) {
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

void read_facts(Reader& in, Referral& referral) {
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

}  // namespace followup::json
