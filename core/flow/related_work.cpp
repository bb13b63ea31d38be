#include "core/flow/related_work.h"

#include "core/codec/record_codec.h"

namespace followup {

namespace {

/// So many cases an index can not have. It is read at once: a case that moves on it between two
/// pages would hide another.
constexpr int all = 1'000'000'000;

std::optional<Case> read_case(const CaseKey& key, const std::string& record) {
  auto state = decode_case(key, record);
  return state ? std::optional(std::move(state).value()) : std::nullopt;
}

/// What is stored of the case that an event was taken in for.
Result<std::optional<Case>> stored(const CaseKey& key, CaseStore& store) {
  auto answers = store.call({{key, std::nullopt}});
  if (!answers) return answers.error();
  const auto& answer = answers->front();
  return answer.record.empty() ? std::optional<Case>() : read_case(key, answer.record);
}

/// Who of the persons has left, by the directory.
Result<std::set<std::string>> gone_among(const std::set<std::string>& persons,
                                         const std::string& tenant, CaseStore& store) {
  std::set<std::string> gone;
  std::vector<CaseCall> calls;
  for (const auto& id : persons)
    calls.push_back({{tenant, Kind::person, id}, std::nullopt});
  if (calls.empty()) return gone;
  auto answers = store.call(std::move(calls));
  if (!answers) return answers.error();
  auto answer = answers->begin();
  for (const auto& id : persons) {
    const auto& record = (answer++)->record;
    const auto state =
        record.empty() ? std::nullopt : read_case({tenant, Kind::person, id}, record);
    if (state && std::get<Person>(state->facts).known && !std::get<Person>(state->facts).active)
      gone.insert(id);
  }
  return gone;
}

/// The event as it concerns the cases of the index now: an old or repeated one must not undo what
/// was told since. Nothing: it concerns none of them any more.
Result<std::optional<Event>> as_of_now(const WorkItem& item, CaseStore& store) {
  auto state = stored(item.key, store);
  if (!state) return state.error();
  if (!*state) return std::optional<Event>();
  Event event = item.event;
  if (auto* told = std::get_if<ProjectStateSet>(&event.payload)) {
    const auto& project = std::get<Project>((*state)->facts);
    if (!project.state) return std::optional<Event>();
    told->state = *project.state;
    event.sequence = project.state_sequence;
  } else if (std::get<Person>((*state)->facts).active) {
    return std::optional<Event>();
  }
  return std::optional(std::move(event));
}

}  // namespace

Result<std::vector<WorkItem>> related_work(const WorkItem& item, CaseStore& store,
                                           const Policy& policy) {
  std::vector<WorkItem> work;
  for (auto& companion : companions(item.key, item.event, policy))
    work.push_back({std::move(companion.key), std::move(companion.event)});
  if (!fan_out(item.key, item.event, policy)) return work;
  const auto event = as_of_now(item, store);
  if (!event) return event.error();
  if (!*event) return work;
  const auto gone = gone_among(successors(**event, policy), item.key.tenant, store);
  if (!gone) return gone.error();
  const auto spread = fan_out(item.key, **event, policy, *gone);
  auto cases = store.list_index(item.key.tenant, spread->index, 0, all);
  if (!cases) return cases.error();
  for (auto& one : *cases) {
    if (auto derived = spread->event_for(one.key))
      work.push_back({std::move(one.key), std::move(*derived)});
  }
  return work;
}

WorkItem project_told(const CaseKey& contact, ProjectState state, TimePoint now) {
  Event event;
  event.type = "project.state_changed";
  event.kind = contact.kind;
  event.time = now;
  event.payload = ProjectStateSet{state};
  return {contact, std::move(event)};
}

}  // namespace followup
