// What an event means for other cases of its tenant, and the lists that a case is on.
#include "core/domain/answers.h"
#include "core/domain/collisions.h"
#include "core/domain/decide.h"
#include "core/domain/rebooking.h"
#include "core/domain/rules/contact_rules.h"

#include <algorithm>
#include <map>
#include <set>

namespace followup {

namespace {

Event derived(const Event& event, const CaseKey& key, Payload payload) {
  Event made;
  made.source = event.source;
  made.id = event.id;
  made.type = event.type;
  made.subject = key.id;
  made.actor = event.actor;
  made.kind = key.kind;
  made.time = event.time;
  made.sequence = event.sequence;
  made.traceparent = event.traceparent;
  made.payload = std::move(payload);
  return made;
}

std::string project_of(const std::string& contact_case) {
  return contact_case.substr(0, contact_case.find('/'));
}

std::string communications_of(const std::string& client) {
  return "communications:client:" + client;
}

std::string answers_of(const std::string& client) {
  return "answers:client:" + client;
}

std::string application_of(const std::string& communication_case) {
  return communication_case.substr(0, communication_case.rfind('/'));
}

/// S-A28: the outcome asks for App. Rifissare, and no procedure acts on it.
bool is_procedure_off(const AppointmentOutcome& outcome, const Policy& policy) {
  return mode_for(policy.appointment, outcome.state, {}).procedure_off;
}

bool goes_into_batch(const FieldAppointment& visit, const ProjectPolicy& project) {
  const auto& wanted = project.protocol_judgements;
  return project.protocol == ProtocolMail::batch && visit.origin == Origin::call &&
         visit.protocol && (wanted.empty() || wanted.contains(visit.judgement));
}

ProtocolAdded protocol_of(const FieldAppointment& visit, std::string contact, bool wanted,
                          const Policy& policy) {
  const auto* local = std::get_if<LocalTime>(&visit.start);
  const auto* at = std::get_if<TimePoint>(&visit.start);
  const TimePoint start = at != nullptr      ? *at
                          : local != nullptr ? policy.zone.to_instant(*local)
                                             : TimePoint{};
  return {std::move(contact), visit.field_rep, start, wanted};
}

void list_call(const Callback& callback, const Policy& policy, std::vector<IndexEntry>& entries) {
  if (callback.ended) return;
  const auto add = [&](std::string name, LocalTime at) {
    entries.push_back({std::move(name), policy.zone.to_instant(at)});
  };
  add("callbacks", callback.due);
  if (callback.is_public && !callback.claimed_by && !callback.team.empty())
    add("callbacks:team:" + callback.team, callback.due);
  if (callback.claimed_by) add("callbacks:operator:" + callback.claimed_by->id, callback.due);
  for (const auto& holder : callback.holders) {
    const bool others = callback.claimed_by && callback.claimed_by->id != holder.who.id;
    if (holder.done || others || callback.claimed_by) continue;
    add("callbacks:operator:" + holder.who.id, holder.postponed.value_or(callback.due));
  }
}

void list_contact(const ProjectContact& contact, const Policy& policy,
                  std::vector<IndexEntry>& entries) {
  const bool waits = contact.follow_up && !contact.follow_up->ended && !contact.done;
  const TimePoint due = waits ? policy.zone.to_instant(contact.follow_up->due) : TimePoint{};
  if (contact.project != ProjectState::anonymised)
    entries.push_back({"project:" + contact.project_id, due});
  if (!waits || contact.project == ProjectState::closed ||
      contact.project == ProjectState::anonymised)
    return;
  list_call(*contact.follow_up, policy, entries);
  const auto* project = rules::contacts::policy_of(contact, policy);
  const std::string agent = rules::contacts::personal_agent(contact);
  if (project != nullptr && project->max_personal && !agent.empty())  // counted only where capped
    entries.push_back({rules::contacts::personal_list(contact.project_id, agent), due});
}

/// A leaver's contacts, spread evenly over each project's agents who are still there (S-C19).
class Spreading {
 public:
  Spreading(const Policy& policy, std::string leaver, std::set<std::string> gone)
      : policy_(&policy), leaver_(std::move(leaver)), gone_(std::move(gone)) {}

  /// Whose the project's next contact is; nobody's if no agent is left.
  std::optional<std::string> next(const std::string& project) {
    const auto found = policy_->contact.projects.find(project);
    if (found == policy_->contact.projects.end()) return std::nullopt;
    std::vector<std::string> others = found->second.agents;
    std::erase_if(others, [&](const auto& id) { return id == leaver_ || gone_.contains(id); });
    if (others.empty()) return std::nullopt;
    return others[given_[project]++ % others.size()];
  }

 private:
  const Policy* policy_;
  std::string leaver_;
  std::set<std::string> gone_;
  std::map<std::string, std::size_t> given_;
};

}  // namespace

std::vector<Companion> companions(const CaseKey& key, const Event& event, const Policy& policy) {
  std::vector<Companion> made;
  const auto add = [&](Kind kind, std::string id, Payload payload) {
    CaseKey other{key.tenant, kind, std::move(id)};
    Event one = derived(event, other, std::move(payload));
    made.push_back({std::move(other), std::move(one)});
  };
  if (const auto* record = std::get_if<AppointmentRecord>(&event.payload)) {
    if (!record->replaces.empty() && record->replaces != key.id)
      add(Kind::appointment, record->replaces, AppointmentReplaced{key.id});
  } else if (const auto* outcome = std::get_if<AppointmentOutcome>(&event.payload)) {
    if (is_procedure_off(*outcome, policy))
      add(Kind::notices, "configuration",
          ConfigurationNotice{"procedure_off", std::to_string(outcome->state)});
  } else if (const auto* visit = std::get_if<FieldAppointment>(&event.payload)) {
    const std::string project = project_of(key.id);
    const auto found = policy.contact.projects.find(project);
    // What goes at once may replace what waits since before the configuration changed.
    if (found != policy.contact.projects.end() && found->second.protocol != ProtocolMail::none)
      add(Kind::project, project,
          protocol_of(*visit, key.id.substr(project.size() + 1),
                      goes_into_batch(*visit, found->second), policy));
  }
  return made;
}

std::vector<Companion> companions_of(const Case& state, const Event& event) {
  std::vector<Companion> made;
  const auto* meeting = std::get_if<Meeting>(&state.facts);
  if (meeting == nullptr || !meeting->held) return made;
  for (const auto& id : meeting->cases) {
    CaseKey other{state.key.tenant, Kind::application, id};
    Event one = derived(event, other, MeetingHeld{meeting->held});
    one.sequence.reset();  // the meeting's, not the application's
    made.push_back({std::move(other), std::move(one)});
  }
  return made;
}

bool asks_state(const Event& event) {
  if (std::holds_alternative<MeetingHeld>(event.payload)) return true;
  const auto* record = std::get_if<MeetingRecord>(&event.payload);
  if (record == nullptr || record->cases.empty()) return false;
  // Cases may be linked to a meeting after it was held (M11); one that lies ahead was not.
  const auto* local = std::get_if<LocalTime>(&record->start);
  const auto* at = std::get_if<TimePoint>(&record->start);
  const TimePoint start =
      at != nullptr ? *at : TimePoint{local->time_since_epoch()} - std::chrono::days{1};
  return start <= event.time;
}

std::set<std::string> successors(const Event& event, const Policy& policy) {
  const auto* person = std::get_if<PersonRecord>(&event.payload);
  std::set<std::string> all;
  if (person == nullptr || person->active) return all;
  for (const auto& [id, project] : policy.contact.projects)
    all.insert(project.agents.begin(), project.agents.end());
  return all;
}

std::optional<FanOut> fan_out(const CaseKey& key, const Event& event, const Policy& policy,
                              const std::set<std::string>& gone) {
  if (const auto* state = std::get_if<ProjectStateSet>(&event.payload)) {
    if (!policy.contact.projects.contains(key.id)) return std::nullopt;
    return FanOut{"project:" + key.id, [=](const CaseKey& contact) {
                    return std::optional(derived(event, contact, *state));
                  }};
  }
  if (const auto* record = std::get_if<CommunicationRecord>(&event.payload)) {
    if (record->direction != Direction::in) return std::nullopt;
    return FanOut{communications_of(record->client.id),
                  [event, incoming = key.id](const CaseKey& other) -> std::optional<Event> {
                    const bool same = application_of(other.id) == application_of(incoming);
                    if (other.kind != Kind::communication || !same || other.id == incoming)
                      return std::nullopt;
                    Event made = derived(event, other, AnswerReceived{incoming});
                    made.sequence.reset();  // the incoming one's
                    return made;
                  }};
  }
  const auto* person = std::get_if<PersonRecord>(&event.payload);
  if (person == nullptr || person->active) return std::nullopt;
  return FanOut{"callbacks:operator:" + key.id,
                [event, leaver = key.id, spreading = Spreading(policy, key.id, gone)](
                    const CaseKey& contact) mutable -> std::optional<Event> {
                  if (contact.kind != Kind::contact) return std::nullopt;
                  const auto next = spreading.next(project_of(contact.id));
                  if (!next) return std::nullopt;
                  Event made = derived(event, contact, AgentLeft{leaver, {*next, {}, {}}});
                  made.sequence.reset();  // the person's, not the contact's
                  return made;
                }};
}

std::optional<std::string> answers_for(const Event& event) {
  const auto* record = std::get_if<CommunicationRecord>(&event.payload);
  if (record == nullptr || record->direction != Direction::out || !record->answer_expected_days)
    return std::nullopt;
  return answers_of(record->client.id);
}

std::optional<std::string> answers_with(const Communication& state) {
  if (!state.recorded || state.cancelled || state.direction != Direction::in) return std::nullopt;
  return answers_of(state.client.id);
}

std::optional<Event> answer_known(const CaseKey& letter, const Event& event,
                                  const CaseKey& incoming, TimePoint at) {
  if (incoming.id == letter.id || application_of(incoming.id) != application_of(letter.id))
    return std::nullopt;
  Event made = derived(event, letter, AnswerReceived{incoming.id});
  // The letter's own event is taken in already: this is none of the CRM's.
  made.source.clear();
  made.id.clear();
  made.sequence.reset();
  made.time = at;
  return made;
}

std::vector<IndexEntry> indexes(const Case& state, const Policy& policy) {
  std::vector<IndexEntry> entries;
  if (const auto* appointment = std::get_if<Appointment>(&state.facts)) {
    const bool open = appointment->known && !appointment->cancelled && !appointment->replaced_by;
    if (open && appointment->callback) list_call(*appointment->callback, policy, entries);
  } else if (const auto* contact = std::get_if<ProjectContact>(&state.facts)) {
    list_contact(*contact, policy, entries);
  } else if (const auto* one = std::get_if<Communication>(&state.facts)) {
    if (!one->client.id.empty()) entries.push_back({communications_of(one->client.id), one->at});
    if (auto list = answers_with(*one)) entries.push_back({std::move(*list), one->at});
  } else if (const auto* meeting = std::get_if<Meeting>(&state.facts)) {
    entries = meeting_lists(*meeting, policy);
  }
  std::sort(entries.begin(), entries.end());
  entries.erase(
      std::unique(entries.begin(), entries.end(),
                  [](const IndexEntry& a, const IndexEntry& b) { return a.name == b.name; }),
      entries.end());
  return entries;
}

}  // namespace followup
