// A meeting collides with others of its invitees: the organizer is told (M35), once a collision and
// date of the meeting. What the others are about he does not hear.
#include "core/base/hash.h"
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>

namespace followup::rules::meetings {

namespace {

bool is_known(const Meeting& state, const Collision& collision) {
  return std::ranges::any_of(state.collisions, [&](const Collision& known) {
    return known.person == collision.person && known.meeting == collision.meeting;
  });
}

}  // namespace

Change take_collisions(Meeting& state, const CollisionsFound& fact, const Event& event,
                       const Context& context) {
  const bool of_now = fact.cycle == state.cycle && !state.cancelled && !state.held;
  if (!of_now || fact.collisions == state.collisions) return {.reason = Reason::no_change};
  std::string fresh;
  for (const auto& collision : fact.collisions) {
    if (!is_known(state, collision)) fresh += collision.person + '\n' + collision.meeting + '\n';
  }
  state.collisions = fact.collisions;
  Change change{.silent = true};
  if (fresh.empty()) return change;
  const LocalTime nominal =
      std::chrono::floor<std::chrono::seconds>(context.policy->zone.to_local(event.time));
  Notification made =
      mail(Purpose::meeting_collision, Role::organizer, state.cycle, nominal, event.time);
  made.about = deterministic_id({fresh});
  change.notifications.push_back(std::move(made));
  return change;
}

}  // namespace followup::rules::meetings
