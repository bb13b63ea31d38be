#include "core/flow/recipients.h"

#include "core/codec/record_codec.h"
#include "core/domain/rules/rules.h"

#include <map>

namespace followup {

namespace {

/// What has been looked up: of what is in no directory nothing but `id`.
struct Known {
  std::map<CaseKey, Person> people;
  std::map<CaseKey, Group> groups;
};

CaseKey person_key(const Tenant& tenant, const std::string& id) {
  return {tenant.name, Kind::person, id};
}

CaseKey group_key(const Tenant& tenant, const std::string& id) {
  return {tenant.name, Kind::group, id};
}

/// What events told of an entry. A damaged entry counts as none: the message then goes to the
/// inline address or the fallback, never nowhere.
template <class Entry>
Entry told_of(const CaseKey& key, const CaseAnswer& answer) {
  if (answer.kind == CaseAnswer::Kind::found) {
    const auto state = decode_case(key, answer.record);
    if (state) return std::get<Entry>(state->facts);
  }
  Entry entry;
  entry.id = key.id;
  return entry;
}

/// The entry that events made, completed by the configuration's where events have said nothing but
/// absences.
Person person_of(const Tenant& tenant, const CaseKey& key, const CaseAnswer& answer) {
  Person person = told_of<Person>(key, answer);
  if (person.known) return person;
  const auto configured = tenant.people.find(key.id);
  if (configured == tenant.people.end()) return person;
  Person merged = configured->second;
  merged.id = key.id;
  merged.known = true;
  merged.absences = person.absences;
  return merged;
}

Group group_of(const Tenant& tenant, const CaseKey& key, const CaseAnswer& answer) {
  Group group = told_of<Group>(key, answer);
  if (is_known(group)) return group;
  const auto configured = tenant.groups.find(key.id);
  if (configured == tenant.groups.end()) return group;
  group = configured->second;
  group.id = key.id;
  if (group.name.empty()) group.name = key.id;
  return group;
}

/// The training address of the project that the case belongs to.
std::string training_email(const RecipientQuery& query) {
  const CaseKey& key = query.state->key;
  if (key.kind != Kind::contact && key.kind != Kind::project) return {};
  const auto& projects = query.tenant->policy.contact.projects;
  const auto project = projects.find(key.id.substr(0, key.id.find('/')));
  return project == projects.end() ? std::string() : project->second.training_email;
}

template <class Entry>
std::optional<Entry> entry_in(const std::map<CaseKey, Entry>& entries, const CaseKey& key) {
  const auto found = entries.find(key);
  return found == entries.end() ? std::nullopt : std::optional(found->second);
}

Resolution ask(const RecipientQuery& query, TimePoint at, const Known& known) {
  const Directory directory{
      [&](const std::string& id) {
        if (id.empty()) return std::optional<Person>(std::in_place);
        return entry_in(known.people, person_key(*query.tenant, id));
      },
      [&](const std::string& id) { return entry_in(known.groups, group_key(*query.tenant, id)); }};
  return resolve(*query.state, {query.role, query.actor, query.whom, training_email(query)}, at,
                 query.tenant->contacts, directory);
}

/// The id of the person whom mails name as the case worker.
std::string case_worker_of(const RecipientQuery& query) {
  const auto worker = std::visit(
      [](const auto& facts) -> std::optional<PersonRef> {
        if constexpr (requires { rules::holder(facts, Role::case_worker); })
          return rules::holder(facts, Role::case_worker);
        return std::nullopt;
      },
      query.state->facts);
  return worker ? worker->id : std::string();
}

void add_holders(const std::optional<Callback>& callback, std::vector<std::string>& ids) {
  constexpr std::size_t most = 8;  // as many as a mail names
  if (!callback) return;
  for (const auto& holder : callback->holders) {
    if (ids.size() < most) ids.push_back(holder.who.id);
  }
}

void add_people(const Appointment& appointment, std::vector<std::string>& ids) {
  ids.push_back(appointment.agent.id);
  if (appointment.caller) ids.push_back(appointment.caller->id);
  add_holders(appointment.callback, ids);
}

void add_people(const ProjectContact& contact, std::vector<std::string>& ids) {
  ids.push_back(contact.editor.id);
  if (contact.visit) ids.push_back(contact.visit->rep.id);
  add_holders(contact.follow_up, ids);
}

void add_people(const Meeting& meeting, std::vector<std::string>& ids) {
  ids.push_back(meeting.organizer);
  for (const auto& invitee : meeting.invitees)
    ids.push_back(invitee.person);
  for (const auto& reader : meeting.minutes.readers)
    ids.push_back(reader.person);
  for (const auto& action : meeting.actions)
    ids.push_back(action.responsible);
}

void add_people(const Application& application, std::vector<std::string>& ids) {
  for (const auto& note : application.notes)
    ids.push_back(note.by);
  for (const auto& file : application.files)
    ids.push_back(file.by);
}

/// The ids of the persons whom mails about the case may mention.
std::vector<std::string> mentioned(const RecipientQuery& query) {
  std::vector<std::string> ids = query.also;
  ids.push_back(case_worker_of(query));
  std::visit(
      [&](const auto& facts) {
        // Where there are messages to several it names the message, or an action.
        if constexpr (!requires { facts.mailings; }) ids.push_back(query.whom);
        if constexpr (requires { add_people(facts, ids); }) add_people(facts, ids);
      },
      query.state->facts);
  std::erase(ids, std::string());
  return ids;
}

/// Likewise of groups.
std::vector<std::string> mentioned_groups(const RecipientQuery& query) {
  std::vector<std::string> ids{query.group};
  if (const auto* ticket = std::get_if<Ticket>(&query.state->facts)) {
    for (const auto& demand : ticket->demands)
      ids.push_back(demand.group);
  }
  std::erase(ids, std::string());
  return ids;
}

using Wanted = std::map<CaseKey, const Tenant*>;

Result<void> look_up(const Wanted& wanted, CaseStore& store, Known& known) {
  if (wanted.empty()) return {};
  std::vector<CaseCall> calls;
  calls.reserve(wanted.size());
  for (const auto& [key, tenant] : wanted)
    calls.push_back({key, std::nullopt});
  auto answers = store.call(std::move(calls));
  if (!answers) return answers.error();
  auto answer = answers->begin();
  for (const auto& [key, tenant] : wanted) {
    if (key.kind == Kind::group) {
      known.groups.emplace(key, group_of(*tenant, key, *answer++));
    } else {
      known.people.emplace(key, person_of(*tenant, key, *answer++));
    }
  }
  return {};
}

void add_names(const RecipientQuery& query, const Known& known, Resolution& resolution) {
  for (const auto& id : mentioned(query)) {
    const auto person = known.people.find(person_key(*query.tenant, id));
    if (person == known.people.end()) continue;
    if (!person->second.name.empty()) resolution.names.emplace(id, person->second.name);
    if (!person->second.email.empty()) resolution.emails.emplace(id, person->second.email);
  }
  for (const auto& id : mentioned_groups(query)) {
    const auto group = known.groups.find(group_key(*query.tenant, id));
    if (group != known.groups.end() && is_known(group->second))
      resolution.names.emplace("group/" + id, group->second.name);
  }
  const auto worker = resolution.names.find(case_worker_of(query));
  if (worker != resolution.names.end()) resolution.case_worker_name = worker->second;
}

}  // namespace

Result<std::vector<Resolution>> resolve_all(const std::vector<RecipientQuery>& queries,
                                            TimePoint at, CaseStore& store) {
  Known known;
  std::vector<Resolution> resolutions(queries.size());
  Wanted wanted;
  for (const auto& query : queries) {
    for (const auto& id : mentioned(query))
      wanted.emplace(person_key(*query.tenant, id), query.tenant);
    for (const auto& id : mentioned_groups(query))
      wanted.emplace(group_key(*query.tenant, id), query.tenant);
  }
  do {  // every round looks somebody new up, and chains are bounded
    if (auto done = look_up(wanted, store, known); !done) return done.error();
    wanted.clear();
    for (std::size_t i = 0; i < queries.size(); ++i) {
      const Tenant* tenant = queries[i].tenant;
      resolutions[i] = ask(queries[i], at, known);
      for (const auto& id : resolutions[i].missing)
        wanted.emplace(person_key(*tenant, id), tenant);
      for (const auto& id : resolutions[i].missing_groups)
        wanted.emplace(group_key(*tenant, id), tenant);
    }
  } while (!wanted.empty());
  for (std::size_t i = 0; i < queries.size(); ++i)
    add_names(queries[i], known, resolutions[i]);
  return resolutions;
}

}  // namespace followup
