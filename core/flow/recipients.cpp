#include "core/flow/recipients.h"

#include "core/codec/record_codec.h"
#include "core/domain/rules/rules.h"

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

/// The id of the person whom mails name as the case worker.
std::string case_worker_of(const RecipientQuery& query) {
  const auto* referral = std::get_if<Referral>(&query.state->facts);
  const auto worker =
      referral == nullptr ? std::nullopt : rules::holder(*referral, Role::case_worker);
  return worker ? worker->id : std::string();
}

struct Want {
  const Tenant* tenant = nullptr;
  std::string id;
};

Result<void> look_up(const std::map<CaseKey, Want>& wanted, CaseStore& store, Known& known) {
  if (wanted.empty()) return {};
  std::vector<CaseCall> calls;
  calls.reserve(wanted.size());
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
  std::map<CaseKey, Want> wanted;
  const auto want = [&](const Tenant& tenant, const std::string& id) {
    if (!id.empty()) wanted.emplace(person_key(tenant, id), Want{&tenant, id});
  };
  for (const auto& query : queries)
    want(*query.tenant, case_worker_of(query));
  do {  // every round looks somebody new up, and chains are bounded
    if (auto done = look_up(wanted, store, known); !done) return done.error();
    wanted.clear();
    for (std::size_t i = 0; i < queries.size(); ++i) {
      resolutions[i] = ask(queries[i], at, known);
      for (const auto& id : resolutions[i].missing)
        want(*queries[i].tenant, id);
    }
  } while (!wanted.empty());
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const auto worker = known.find(person_key(*queries[i].tenant, case_worker_of(queries[i])));
    if (worker != known.end()) resolutions[i].case_worker_name = worker->second.name;
  }
  return resolutions;
}

}  // namespace followup
