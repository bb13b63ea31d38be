#include "core/codec/facts_codec.h"

namespace followup::json {

void write_facts(Writer& out, const Person& person) {
  field(out, "b", std::int64_t{person.known});
  field(out, "n", person.name);
  field(out, "m", person.email);
  field(out, "l", person.language);
  field(out, "t", person.zone);
  field(out, "u", person.supervisor);
  field(out, "z", std::int64_t{person.sensitivity});
  field(out, "a", std::int64_t{!person.active});
  field(out, "q", person.record_sequence);
  if (!person.privileges.empty()) {
    name(out, "v");
    out.StartArray();
    for (const auto& privilege : person.privileges)
      text(out, privilege);
    out.EndArray();
  }
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

void write_facts(Writer& out, const Group& group) {
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

void read_facts(Reader& in, Person& person) {
  person.known = in.number("b") != 0;
  person.name = in.text("n");
  person.email = in.text("m");
  person.language = in.text("l");
  person.zone = in.text("t");
  person.supervisor = in.text("u");
  person.sensitivity = static_cast<int>(in.number("z"));
  person.active = in.number("a") == 0;
  person.record_sequence = in.sequence("q");
  if (const auto* privileges = in.find("v")) {
    Reader list(*privileges);
    for (std::size_t at = 0; at < list.size(); ++at)
      person.privileges.push_back(list.text(at));
    if (list.bad()) in.mark_bad();
  }
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

void read_facts(Reader& in, Group& group) {
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

}  // namespace followup::json
