#include "core/flow/recipients.h"

#include "core/codec/record_codec.h"

#include <map>

namespace followup {

namespace {

/// What has been looked up: nothing of a person who is in no directory but `id`.
using Known = std::map<CaseKey, Person>;

CaseKey person_key(const Tenant& tenant, const std::string& id) {
  return {tenant.name, Kind::person, id};
}

/// The entry that events made, completed by the configuration's where events have said nothing but
/// absences.
Person entry_of(const Tenant& tenant, const std::string& id, const CaseAnswer& answer) {
  Person person{.id = id};
  if (answer.kind == CaseAnswer::Kind::found) {
    auto state = decode_case(person_key(tenant, id), answer.record);
    // A damaged entry counts as none: the message then goes to the inline address or the fallback,
    // never nowhere.
    if (state) person = std::get<Person>(state->facts);
  }
  if (person.known) return person;
  const auto configured = tenant.people.find(id);
  if (configured == tenant.people.end()) return person;
  Person merged = configured->second;
  merged.id = id;
  merged.known = true;
  merged.absences = person.absences;
  return merged;
}

Resolution ask(const RecipientQuery& query, TimePoint at, const Known& known) {
  const auto lookup = [&](const std::string& id) -> std::optional<Person> {
    const auto found = known.find(person_key(*query.tenant, id));
    return found == known.end() ? std::nullopt : std::optional(found->second);
  };
  return resolve(*query.state, query.role, query.actor, at, query.tenant->contacts, lookup);
}

struct Want {
  const Tenant* tenant = nullptr;
  std::string id;
};

Result<void> look_up(const std::map<CaseKey, Want>& wanted, CaseStore& store, Known& known) {
  std::vector<CaseCall> calls;
  for (const auto& [key, want] : wanted)
    calls.push_back({key, std::nullopt});
  auto answers = store.call(std::move(calls));
  if (!answers) return answers.error();
  auto answer = answers->begin();
  for (const auto& [key, want] : wanted)
    known.emplace(key, entry_of(*want.tenant, want.id, *answer++));
  return {};
}

}  // namespace

Result<std::vector<Resolution>> resolve_all(const std::vector<RecipientQuery>& queries,
                                            TimePoint at, CaseStore& store) {
  Known known;
  std::vector<Resolution> resolutions(queries.size());
  while (true) {
    std::map<CaseKey, Want> wanted;
    for (std::size_t i = 0; i < queries.size(); ++i) {
      resolutions[i] = ask(queries[i], at, known);
      for (const auto& id : resolutions[i].missing)
        wanted.emplace(person_key(*queries[i].tenant, id), Want{queries[i].tenant, id});
    }
    if (wanted.empty())
      return resolutions;  // every round looks somebody new up, and chains are bounded
    if (auto done = look_up(wanted, store, known); !done) return done.error();
  }
}

}  // namespace followup
