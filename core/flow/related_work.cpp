#include "core/flow/related_work.h"

#include "core/domain/answers.h"
#include "core/domain/collisions.h"
#include "core/flow/collisions.h"
#include "core/flow/stored_case.h"

#include <iterator>
#include <map>

namespace followup {

namespace {

/// So many cases an index can not have. It is read at once: a case that moves on it between two
/// pages would hide another.
constexpr int all = 1'000'000'000;

/// Who of the persons has left, by the directory.
Result<std::set<std::string>> gone_among(const std::set<std::string>& persons,
                                         const std::string& tenant, CaseStore& store) {
  std::vector<CaseKey> keys;
  for (const auto& id : persons)
    keys.push_back({tenant, Kind::person, id});
  const auto known = stored_cases(keys, store);
  if (!known) return known.error();
  std::set<std::string> gone;
  for (const auto& state : *known) {
    if (!state) continue;
    const auto& person = std::get<Person>(state->facts);
    if (person.known && !person.active) gone.insert(state->key.id);
  }
  return gone;
}

/// The event as it concerns the cases of the index now: an old or repeated one must not undo what
/// was told since. Nothing: it concerns none of them any more.
Result<std::optional<Event>> as_of_now(const WorkItem& item, CaseStore& store) {
  auto state = stored_case(item.key, store);
  if (!state) return state.error();
  if (!*state) return std::optional<Event>();
  Event event = item.event;
  if (auto* told = std::get_if<ProjectStateSet>(&event.payload)) {
    const auto& project = std::get<Project>((*state)->facts);
    if (!project.state) return std::optional<Event>();
    told->state = *project.state;
    event.sequence = project.state_sequence;
  } else if (const auto* person = std::get_if<Person>(&(*state)->facts)) {
    if (person->active) return std::optional<Event>();
  } else if (const auto* incoming = std::get_if<Communication>(&(*state)->facts)) {
    const auto& record = std::get<CommunicationRecord>(event.payload);
    if (!answers_with(*incoming) || incoming->client.id != record.client.id)
      return std::optional<Event>();
    event.time = incoming->at;
  }
  return std::optional(std::move(event));
}

/// Whether a kept event, which may be any text, speaks of a contact of the project.
bool speaks_of(const std::string& raw, const std::string& project) {
  const auto has = [&](const std::string& text) { return raw.find(text) != std::string::npos; };
  return (has("\"contact.") && has("\"" + project + "\"")) || has(":" + project + "/");
}

/// S-C15: events of an anonymised project that were refused or put aside hold names, too.
Result<void> erase_refused(Shelf& shelf, const std::string& tenant, const std::string& project) {
  constexpr int most = 100'000;  // more than the shelf's caps
  auto kept = shelf.list_refused(tenant, most);
  if (!kept) return kept.error();
  std::vector<std::string> ids;
  for (const auto& event : *kept) {
    if (speaks_of(event.raw, project)) ids.push_back(event.id);
  }
  if (ids.empty()) return {};
  return shelf.drop_refused(tenant, ids);
}

/// An answer may be told of before its letter is: the latest that is known answers it. Of several
/// letters that await one, in their order.
Result<std::vector<std::optional<WorkItem>>> answers_before(
    const std::vector<const WorkItem*>& items, CaseStore& store) {
  std::map<std::string, std::vector<std::string>> names;  // by tenant
  std::map<std::string, std::vector<std::size_t>> letters;
  for (std::size_t at = 0; at < items.size(); ++at) {
    names[items[at]->key.tenant].push_back(answers_for(items[at]->event).value());
    letters[items[at]->key.tenant].push_back(at);
  }
  std::vector<std::optional<WorkItem>> answers(items.size());
  for (const auto& [tenant, of_tenant] : names) {
    const auto known = store.list_indexes(tenant, of_tenant, TimePoint::min(), all);
    if (!known) return known.error();
    for (std::size_t list = 0; list < known->size(); ++list) {
      const std::size_t at = letters[tenant][list];
      const WorkItem& item = *items[at];
      for (const auto& one : (*known)[list]) {
        if (auto event = answer_known(item.key, item.event, one.key, one.at))
          answers[at] = WorkItem{item.key, std::move(*event)};
      }
    }
  }
  return answers;
}

/// The events that this one is for other cases, in the order in which they are to be applied.
Result<std::vector<WorkItem>> related_work(const WorkItem& item, CaseStore& store,
                                           const Policy& policy) {
  std::vector<WorkItem> work;
  for (auto& companion : companions(item.key, item.event, policy))
    work.push_back({std::move(companion.key), std::move(companion.event)});
  if (asks_state(item.event)) {
    const auto state = stored_case(item.key, store);
    if (!state) return state.error();
    if (*state) {
      for (auto& companion : companions_of(**state, item.event))
        work.push_back({std::move(companion.key), std::move(companion.event)});
    }
  }
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

}  // namespace

WorkItem project_told(const CaseKey& contact, ProjectState state, TimePoint now) {
  Event event;
  event.type = "project.state_changed";
  event.kind = contact.kind;
  event.time = now;
  event.payload = ProjectStateSet{state};
  return {contact, std::move(event)};
}

namespace {

bool is_taken(const Ended& ended) {
  const Status status = ended.result->result.status;
  return !ended.related && (status == Status::accepted || status == Status::duplicate);
}

/// What is to be done for one event alone.
Result<std::vector<WorkItem>> own_work(const Ended& ended, CaseStore& store, Shelf& shelf,
                                       const FlowContext& context) {
  std::vector<WorkItem> work;
  const WorkItem& item = *ended.item;
  const Policy* const policy = context.policies->find(item.key.tenant, 0);
  if (is_taken(ended) && policy != nullptr) {
    const auto* state = std::get_if<ProjectStateSet>(&item.event.payload);
    if (state != nullptr && state->state == ProjectState::anonymised) {
      if (auto erased = erase_refused(shelf, item.key.tenant, item.key.id); !erased)
        return erased.error();
    }
    auto others = related_work(item, store, *policy);
    if (!others) return others.error();
    work = std::move(*others);
  }
  if (ended.result->project_since)
    work.push_back(project_told(item.key, *ended.result->project_since, context.clock->now()));
  return work;
}

/// Events that ask the store alike, and their places in the batch.
struct Alike {
  std::vector<const WorkItem*> items;
  std::vector<std::size_t> places;

  void add(const Ended& ended, std::size_t place) {
    items.push_back(ended.item);
    places.push_back(place);
  }

  /// Adds what was found for each to its work; a failure is theirs alone.
  void give(Result<std::vector<std::optional<WorkItem>>> found, Works& works) const {
    for (std::size_t at = 0; at < places.size(); ++at) {
      auto& work = works[places[at]];
      if (!found)
        work = found.error();
      else if (work && (*found)[at])
        work->push_back(std::move(*(*found)[at]));
    }
  }
};

}  // namespace

Works work_after(const std::vector<Ended>& ended, CaseStore& store, Shelf& shelf,
                 const FlowContext& context) {
  Works works;
  Alike meetings;
  Alike letters;
  for (std::size_t at = 0; at < ended.size(); ++at) {
    works.push_back(own_work(ended[at], store, shelf, context));
    if (!is_taken(ended[at])) continue;
    const Event& event = ended[at].item->event;
    if (may_collide(event)) meetings.add(ended[at], at);
    if (answers_for(event)) letters.add(ended[at], at);
  }
  if (!meetings.items.empty()) meetings.give(collision_work(meetings.items, store, context), works);
  if (!letters.items.empty()) letters.give(answers_before(letters.items, store), works);
  return works;
}

namespace {

/// Work for other cases, and which of the events it is because of.
struct Further {
  std::vector<WorkItem> items;
  std::vector<std::size_t> because_of;
};

void set_busy(TakenIn& taken, std::size_t at, const Error& error) {
  const Reason reason = is_store_full(error) ? Reason::store_full : Reason::store_unavailable;
  taken.results[at].result = {Status::busy, reason, {}};
  if (!taken.failure) taken.failure = error;
}

}  // namespace

TakenIn take_in(std::vector<WorkItem> items, CaseStore& store, Shelf& shelf, CaseCache& cache,
                const FlowContext& context) {
  TakenIn taken;
  Further todo{std::move(items), {}};
  for (bool related = false; !todo.items.empty(); related = true) {
    CaseBatch batch(std::move(todo.items), store, cache, context);
    batch.finish();
    if (!related) taken.results = batch.results();
    if (batch.failure() && !taken.failure) taken.failure = batch.failure();
    std::vector<Ended> ended;
    for (std::size_t at = 0; at < batch.items().size(); ++at)
      ended.push_back({&batch.items()[at], &batch.results()[at], related});
    Works works = work_after(ended, store, shelf, context);
    Further next;
    for (std::size_t at = 0; at < batch.items().size(); ++at) {
      const std::size_t event = related ? todo.because_of[at] : at;
      const WorkResult& result = batch.results()[at];
      if (related && result.result.status == Status::busy) set_busy(taken, event, *batch.failure());
      auto& work = works[at];
      if (!work) set_busy(taken, event, work.error());
      if (!work) continue;
      next.because_of.insert(next.because_of.end(), work->size(), event);
      next.items.insert(next.items.end(), std::make_move_iterator(work->begin()),
                        std::make_move_iterator(work->end()));
    }
    todo = std::move(next);
  }
  return taken;
}

}  // namespace followup
