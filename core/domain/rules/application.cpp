// Applications (source 2): whether the meeting that a programme needs was held in time (M3, M4,
// S-M19), and what is noted on the application, for those who watch it (M15 to M17, M21).
//
// What supersedes what. Of a programme's records, of reported problems and of a note's events the
// newest counts; a meeting that was held stays so. Without sequences the order of arrival counts.
//
// Cycles. A later date of the authorisation, or another problem after the first was solved, asks
// for the meeting again (Q8).
#include "core/base/hash.h"
#include "core/domain/rules/letters.h"
#include "core/domain/rules/rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules {

namespace {

/// So much of a record the notes and files may take, about; more only as long as mails about them
/// are under way.
constexpr std::size_t most_bytes = 7000;
constexpr std::size_t most_bytes_under_way = 10'000;

bool needs_meeting(const Application& state) {
  return state.programme_known && !state.meeting_held &&
         (state.need == MeetingNeed::always || state.problem);
}

LocalTime due_of(const Application& state, const Policy& policy) {
  const int days = policy.application.meeting_days_before;
  return at_time(add_days(state.authorisation_on, -days), policy.send_time);
}

void begin_cycle(Application& state) {
  ++state.cycle;
  state.reminder.reset();
}

Change on(Application& state, const ProgrammeNeed& fact, const Event& event,
          const Context& /*context*/) {
  if (older(event.sequence, state.programme_sequence))
    return {.status = Status::stale, .reason = Reason::older_sequence};
  const bool later = state.programme_known && fact.authorisation_on > state.authorisation_on;
  state.programme_known = true;
  state.authorisation_on = fact.authorisation_on;
  state.need = fact.need;
  state.worker = fact.worker;
  state.programme = fact.programme;
  if (event.sequence) state.programme_sequence = event.sequence;
  if (later && state.reminder) begin_cycle(state);
  return {};
}

Change on(Application& state, const ProgrammeProblem& fact, const Event& event,
          const Context& /*context*/) {
  if (older(event.sequence, state.problem_sequence)) return {.reason = Reason::superseded};
  if (event.sequence) state.problem_sequence = event.sequence;
  const bool another = !state.problem && !fact.solved && state.need == MeetingNeed::problems;
  state.problem = !fact.solved;
  if (another && state.reminder) begin_cycle(state);
  return {};
}

Change on(Application& state, const MeetingHeld& fact, const Event& event,
          const Context& /*context*/) {
  const TimePoint on = fact.on.value_or(event.time);
  if (state.meeting_held && *state.meeting_held >= on) return {.reason = Reason::no_change};
  state.meeting_held = on;
  return {};
}

/// Who did it is not told of it (S-X30).
std::string actor_of(const std::optional<PersonRef>& by, const Event& event) {
  return by ? by->id : event.actor;
}

/// application.told: what became of telling the watchers. `whom`: the report's, of all or of one.
Notification told(const Mailing& mailing, std::string whom) {
  const bool note = mailing.purpose == Purpose::note;
  Notification made = hook("application.told", mailing.cycle, mailing.nominal, mailing.due);
  made.whom = std::move(whom);
  made.details = {
      {"what", std::string(note ? "note" : "attachment")},
      {"id", mailing.about},
      {"results", results_of(mailing, [](const std::string&) { return std::string("watcher"); })}};
  return made;
}

/// Tells the watchers; `about` says which note or file.
void tell(Application& state, Letter letter, const std::vector<PersonRef>& watchers,
          const Context& context, Change& change) {
  remember(state.people, watchers);
  send(post_of(state), std::move(letter), context, change);
  forget_others(post_of(state), {});
}

/// Likewise of its newest text: what has not gone out about it before does not go out any more.
void tell_anew(Application& state, Letter letter, const std::vector<PersonRef>& watchers,
               const Context& context, Change& change) {
  withdraw_letters(
      post_of(state),
      [&](const Mailing& mailing, const std::string&) {
        return mailing.purpose != letter.purpose || mailing.about != letter.about;
      },
      context,
      [&](const Mailing& over) {
        change.notifications.push_back(told(over, mailing_whom(over.number)));
      });
  tell(state, std::move(letter), watchers, context, change);
}

/// A watcher as a note or file remembers one: short, and told apart from every other.
std::string watcher_mark(const std::string& id) {
  constexpr std::size_t letters = 12;  // 60 bits
  return deterministic_id({id}).substr(0, letters);
}

std::vector<std::string> marks_of(const std::vector<std::string>& ids) {
  std::vector<std::string> marks;
  for (const auto& id : ids)
    marks.push_back(watcher_mark(id));
  return marks;
}

/// Those of the watchers who were not to be told before; they are from now on. Of very many the
/// latest are remembered.
std::vector<std::string> take_further(std::vector<std::string>& known,
                                      const std::vector<PersonRef>& watchers) {
  std::vector<std::string> further;
  for (auto& id : distinct_ids(watchers)) {
    std::string mark = watcher_mark(id);
    if (std::ranges::find(known, mark) != known.end()) continue;
    known.push_back(std::move(mark));
    further.push_back(std::move(id));
  }
  if (known.size() > most_recipients)
    known.erase(known.begin(), known.end() - std::ptrdiff_t{most_recipients});
  return further;
}

/// How a message names the file that it is about.
std::string name_of(const Attachment& file) {
  return file.content.empty() ? file.url : file.content;
}

std::size_t bytes_of(const std::vector<std::string>& marks) {
  constexpr std::size_t bytes_a_mark = 15;
  return marks.size() * bytes_a_mark;
}

std::size_t bytes_of(const ApplicationNote& note) {
  constexpr std::size_t frame = 60;
  return frame + note.id.size() + note.by.size() + note.document.content.size() +
         bytes_of(note.watchers);
}

std::size_t bytes_of(const ApplicationFile& one) {
  constexpr std::size_t frame = 80;
  const Attachment& file = one.file;
  return frame + one.by.size() + file.name.size() + file.media_type.size() + file.content.size() +
         file.url.size() + file.privilege.size() + bytes_of(one.watchers);
}

/// Whether a mail about it has not gone out yet.
bool is_told_of(const Application& state, Purpose purpose, const std::string& about) {
  return std::ranges::any_of(state.mailings, [&](const Mailing& mailing) {
    return mailing.purpose == purpose && mailing.about == about && !is_over(mailing);
  });
}

/// Lets the oldest go while they take more than `most`, but the newest, however long it is.
template <class IsKept>
void let_go(Application& state, std::size_t most, const IsKept& is_kept) {
  std::size_t bytes = 0;
  for (const auto& note : state.notes)
    bytes += bytes_of(note);
  for (const auto& one : state.files)
    bytes += bytes_of(one);
  auto note = state.notes.begin();
  auto file = state.files.begin();
  while (bytes > most && state.notes.size() + state.files.size() > 1) {
    while (note != state.notes.end() && is_kept(Purpose::note, note->id))
      ++note;
    while (file != state.files.end() && is_kept(Purpose::attachment_added, name_of(file->file)))
      ++file;
    const bool any_note = note != state.notes.end();
    const bool any_file = file != state.files.end();
    if (!any_note && !any_file) return;
    if (any_note && (!any_file || note->at <= file->at)) {
      bytes -= bytes_of(*note);
      note = state.notes.erase(note);
    } else {
      bytes -= bytes_of(*file);
      file = state.files.erase(file);
    }
  }
}

/// Makes room for the newest, which is `purpose` and `about`.
void make_room(Application& state, Purpose purpose, const std::string& about) {
  const auto is_newest = [&](Purpose its, const std::string& name) {
    return its == purpose && name == about;
  };
  let_go(state, most_bytes, [&](Purpose its, const std::string& name) {
    return is_newest(its, name) || is_told_of(state, its, name);
  });
  let_go(state, most_bytes_under_way, is_newest);
}

Change too_many(const char* path) {
  return reject(Reason::too_many_recipients, path, "must not name more than 60 persons");
}

/// The same once more: only whoever watches now and did not then is told. `is_newer`: it has to be
/// remembered all the same.
Change tell_further(Application& state, std::vector<std::string>& known, bool is_newer,
                    Letter letter, const std::vector<PersonRef>& watchers, const Context& context) {
  const Purpose purpose = letter.purpose;
  const std::string about = letter.about;
  letter.persons = take_further(known, watchers);
  if (letter.persons.empty() && !is_newer)
    return {.status = Status::duplicate, .reason = Reason::already_seen};
  Change change;
  tell(state, std::move(letter), watchers, context, change);
  make_room(state, purpose, about);
  return change;
}

Change on(Application& state, const NoteRecorded& fact, const Event& event,
          const Context& context) {
  if (fact.watchers.size() > most_recipients) return too_many("/data/watchers");
  Letter letter{.purpose = Purpose::note,
                .persons = distinct_ids(fact.watchers),
                .about = fact.id,
                .actor = actor_of(fact.by, event)};
  auto found = std::ranges::find(state.notes, fact.id, &ApplicationNote::id);
  if (found != state.notes.end()) {
    if (older(event.sequence, found->sequence)) return {.reason = Reason::superseded};
    if (found->document == fact.document) {
      const bool is_newer = event.sequence && event.sequence != found->sequence;
      if (event.sequence) found->sequence = event.sequence;
      return tell_further(state, found->watchers, is_newer, std::move(letter), fact.watchers,
                          context);
    }
    state.notes.erase(found);  // the history has the newest last (M16)
  }
  state.notes.push_back({.id = fact.id,
                         .at = event.time,
                         .by = fact.by ? fact.by->id : std::string(),
                         .document = fact.document,
                         .sequence = event.sequence,
                         .watchers = marks_of(letter.persons)});
  make_room(state, Purpose::note, fact.id);
  Change change;
  tell_anew(state, std::move(letter), fact.watchers, context, change);
  return change;
}

Change on(Application& state, const AttachmentAdded& fact, const Event& event,
          const Context& context) {
  if (fact.watchers.size() > most_recipients) return too_many("/data/watchers");
  if (event.attachments.empty()) return {.reason = Reason::no_change};
  const Attachment& file = event.attachments.front();
  const std::string name = name_of(file);
  const std::string by = fact.by ? fact.by->id : std::string();
  Letter letter{.purpose = Purpose::attachment_added,
                .persons = distinct_ids(fact.watchers),
                .about = name,
                .privilege = file.privilege,
                .actor = actor_of(fact.by, event)};
  const auto known = std::ranges::find(
      state.files, name, [](const ApplicationFile& one) { return name_of(one.file); });
  if (known != state.files.end()) {
    if (known->file.name == file.name && known->file.privilege == file.privilege && known->by == by)
      return tell_further(state, known->watchers, false, std::move(letter), fact.watchers, context);
    state.files.erase(known);
  }
  state.files.push_back({event.time, by, file, marks_of(letter.persons)});
  make_room(state, Purpose::attachment_added, name);
  Change change;
  tell_anew(state, std::move(letter), fact.watchers, context, change);
  return change;
}

Change on(Application& state, const DeadlineReached& reached, const Event& /*event*/,
          const Context& context) {
  if (!still_due(state, reached.step, context)) return {.reason = Reason::no_change};
  state.reminder = taken(reached, context);
  Change change;
  change.notifications.push_back(
      mail(Purpose::meeting_required, Role::case_worker, state.cycle, reached.local, reached.due));
  Notification heard = hook("programme.meeting_missing", state.cycle, reached.local, reached.due);
  heard.details = {{"authorisation_on", format_date(state.authorisation_on)},
                   {"required", std::string(to_text(state.need))}};
  change.notifications.push_back(std::move(heard));
  for (auto& notification : change.notifications)
    notification.late = state.reminder->late;
  return change;
}

template <class Other>
Change on(Application& /*state*/, const Other& /*payload*/, const Event& /*event*/,
          const Context& /*context*/) {
  return {.status = Status::rejected, .reason = Reason::unknown_type};
}

}  // namespace

Change apply(Application& state, const Event& event, const Context& context) {
  return std::visit([&](const auto& payload) { return on(state, payload, event, context); },
                    event.payload);
}

Change apply_outcome(Application& state, const OpenNotification& ended,
                     const DeliveryOutcome& outcome, const Event& /*event*/,
                     const Context& /*context*/) {
  Change change;
  const auto end = take_letter_end(post_of(state), ended, outcome, change);
  if (!end || !end->whole) return change;
  change.notifications.push_back(told(*end->whole, end->whom));
  change.notifications.back().whom = end->whom;
  forget_others(post_of(state), {});
  return change;
}

std::vector<Deadline> deadlines(const Application& state, const Policy& policy) {
  if (!needs_meeting(state) || state.reminder) return {};
  const LocalTime local = due_of(state, policy);
  return {{Step::reminder, local, policy.zone.to_instant(local)}};
}

bool still_wanted(const Application& state, const OpenNotification& open) {
  if (open.purpose == Purpose::meeting_required)
    return needs_meeting(state) && open.cycle == state.cycle;
  if (open.purpose == Purpose::hook) return true;
  return mailing_wanted(state.mailings, open);
}

std::optional<PersonRef> holder(const Application& state, Role role) {
  if (role != Role::case_worker || !state.programme_known) return std::nullopt;
  return state.worker;
}

TimePoint kept_from(const Application& state, const Policy& policy) {
  if (!state.programme_known) return {};
  return policy.zone.to_instant(at_time(state.authorisation_on, policy.send_time));
}

}  // namespace followup::rules
