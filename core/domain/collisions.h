// Meetings that a person has at the same time (M35). Each meeting is listed under everybody who
// takes part and every day (UTC) that it takes; a record that is taken in is compared with what
// stands there. Pure: the lists are read in core/flow/collisions.cpp.
#pragma once

#include "core/domain/decide.h"

#include <optional>
#include <string>
#include <vector>

namespace followup {

/// So many collisions of one meeting are told of.
inline constexpr std::size_t most_collisions = 40;
/// A longer meeting takes its first days.
inline constexpr int most_meeting_days = 14;

/// Whether an event may make a meeting collide with others.
[[nodiscard]] bool may_collide(const Event& event);

/// The lists that a meeting is on: of its organizer and of every invitee who has not declined.
/// Empty: it does not take anybody's time (any more).
[[nodiscard]] std::vector<IndexEntry> meeting_lists(const Meeting& meeting, const Policy& policy);

/// What is asked about a meeting that is to come.
struct CollisionQuestion {
  TimePoint start;  ///< what ends earlier is of no interest: its start, or now
  TimePoint end;

  /// One person's meetings on one day.
  struct List {
    std::string name;
    std::string person;  ///< id of an invitee who has not declined
  };

  std::vector<List> lists;
};

/// Nothing: it takes nobody's time, or is over at `now`.
[[nodiscard]] std::optional<CollisionQuestion> collision_question(const Meeting& meeting,
                                                                  const Policy& policy,
                                                                  TimePoint now);
/// Of that person in `asked` with the other meeting. Nothing: that takes none of the person's time
/// then, or its organizer has been told already of this one at this time.
[[nodiscard]] std::optional<Collision> collision_with(const Case& asked, const Case& other,
                                                      const std::string& person,
                                                      const CollisionQuestion& question,
                                                      const Policy& policy);
/// What the answer is for the meeting. Nothing: it is known.
[[nodiscard]] std::optional<Event> collisions_found(const Case& meeting, const Event& record,
                                                    std::vector<Collision> found);

}  // namespace followup
