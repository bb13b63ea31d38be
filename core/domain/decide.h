// The rules' front door: what an event does to a case, and what is due for a case. Pure: no clock,
// no store, no JSON, no log, no random. What every kind shares is decided here (duplicates, cycles'
// withdrawals, delivery outcomes, retention); what differs is in rules/<kind>.cpp.
#pragma once

#include "core/domain/case.h"
#include "core/domain/event.h"
#include "core/domain/notification.h"
#include "core/domain/policy.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace followup {

/// A step that will be due: its nominal local time and the instant that this is in the tenant's
/// zone now.
struct Deadline {
  Step step = Step::reminder;
  LocalTime local;
  TimePoint at;
  friend bool operator==(const Deadline&, const Deadline&) = default;
};

/// What a decision depends on besides the case and the event.
struct Context {
  TimePoint now;
  const Policy* policy =
      nullptr;  ///< the version that the case is under (for a new case: the newest)
  std::uint32_t policy_number = 0;  ///< its number
  Millis late_after{0};  ///< business time after which a step counts as late (a real tolerance ×
                         ///< the clock's speed)
  /// Names of the tenant's webhook endpoints that want this CloudEvents type.
  std::function<std::vector<std::string>(std::string_view hook_type)> endpoints;
  /// Of a contact: the state of its project as stored now; nothing: no event has told of it.
  std::optional<ProjectState> project;
  /// The tenant's newest policy, for what several cases have to decide alike; null: `policy`.
  const Policy* newest = nullptr;
  /// Names of lists that the store has found full (ListLimit); null: none so far.
  const std::set<std::string>* full = nullptr;
};

inline const Policy& newest_policy(const Context& context) {
  return context.newest == nullptr ? *context.policy : *context.newest;
}

/// Something may be stored only while fewer than `most` other cases are on the list: two events
/// that are decided at the same time can not both take the last place.
struct ListLimit {
  std::string list;  ///< IndexEntry::name
  int most = 0;
  friend bool operator==(const ListLimit&, const ListLimit&) = default;
};

struct Decision {
  Status status = Status::accepted;
  Reason reason = Reason::none;
  std::vector<Fault> faults;
  Case next;
  std::vector<Notification> notifications;    ///< to be put into the outbox; sealed
  std::vector<OpenNotification> withdrawals;  ///< to be taken back if they were not begun
  std::vector<HistoryEntry> history;
  /// What the store has to find when it stores this; where a list is full, the event is applied
  /// again with Context::full.
  std::vector<ListLimit> limits;
  bool changed = false;  ///< `next` (or the history) must be stored
  bool bare = false;     ///< refused: what is kept of the event is without its data (S-C15)
  bool erase = false;    ///< retention: the case and all that belongs to it goes
};

/// Applies one event to a case. `now` from the context; precondition: the event's kind is the
/// case's kind.
[[nodiscard]] Decision apply(const Case& before, const Event& event, const Context& context);

/// Every follow-up deadline that the state asks for, earliest first; empty when nothing is to be
/// done.
[[nodiscard]] std::vector<Deadline> deadlines(const Case& state, const Policy& policy);

/// The earliest of deadlines(), or the retention of a case that asks for nothing more; nothing for
/// directory entries.
[[nodiscard]] std::optional<Deadline> next_deadline(const Case& state, const Policy& policy);

/// An entry of an index: the case is listed under `name`, ordered by `at`.
struct IndexEntry {
  std::string name;  ///< "callbacks", "callbacks:operator:<id>", "callbacks:team:<id>",
                     ///< "project:<id>", "personal:<project>:<agent>" (C25),
                     ///< "communications:client:<id>" (M24), "answers:client:<id>" (S-M20),
                     ///< "meetings:<day>:<id>" (M35)
  TimePoint at;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 that it means for a pointer
  friend auto operator<=>(const IndexEntry&, const IndexEntry&) = default;
};

/// The lists that the case is on by its state, sorted by name.
[[nodiscard]] std::vector<IndexEntry> indexes(const Case& state, const Policy& policy);

/// Events that an event means for other cases of the same tenant, by its content alone: the card
/// that is replaced (A26), the project's batch (C19), the administrator's notice (S-A28).
struct Companion {
  CaseKey key;
  Event event;
};

[[nodiscard]] std::vector<Companion> companions(const CaseKey& key, const Event& event,
                                                const Policy& policy);

/// Likewise by what its case has come to: the applications of a meeting that was held (M3, M4).
/// Asked for only where asks_state() says so of the event.
[[nodiscard]] std::vector<Companion> companions_of(const Case& state, const Event& event);
[[nodiscard]] bool asks_state(const Event& event);

/// The index whose cases an event concerns, too, and what it is for each of them, asked for once in
/// the index' order: a project's state (C14), a leaver's items (S-C19), what awaits an answer of
/// the client whose communication has come in (S-M20).
struct FanOut {
  std::string index;
  std::function<std::optional<Event>(const CaseKey& key)> event_for;
};

/// `gone`: ids of persons who have left, too, and take nothing over.
[[nodiscard]] std::optional<FanOut> fan_out(const CaseKey& key, const Event& event,
                                            const Policy& policy,
                                            const std::set<std::string>& gone = {});

/// Ids of the persons whose entries say who of them has `gone`, for such an event; empty: nobody's.
[[nodiscard]] std::set<std::string> successors(const Event& event, const Policy& policy);

/// The open notifications that were asked back (candidates for the reply's `in_flight`).
[[nodiscard]] std::vector<OpenNotification> asked_back(const Case& state);

}  // namespace followup
