// A meeting collides with others of its invitees: the organizer is told (M35), once a collision and
// time of the meeting. What the others are about he does not hear.
#include "core/base/hash.h"
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules::meetings {

namespace {

bool is_known(const Meeting& state, const Collision& collision) {
  return std::ranges::any_of(state.collisions, [&](const Collision& known) {
    return known.person == collision.person && known.meeting == collision.meeting;
  });
}

}  // namespace

bool comes(const Meeting& state, const std::string& person) {
  return std::ranges::any_of(state.invitees, [&](const Invitee& invitee) {
    return invitee.person == person && invitee.reply != InviteeReply::declined;
  });
}

void drop_collisions(Meeting& state) {
  std::erase_if(state.collisions,
                [&](const Collision& known) { return !comes(state, known.person); });
}

Change take_collisions(Meeting& state, const CollisionsFound& fact, const Event& event,
                       const Context& context) {
  const bool of_now = fact.cycle == state.cycle && !state.cancelled && !state.held;
  std::vector<Collision> found = fact.collisions;
  std::erase_if(found, [&](const Collision& one) { return !comes(state, one.person); });
  if (!of_now || found == state.collisions) return {.reason = Reason::no_change};
  std::string fresh;
  for (const auto& collision : found) {
    if (!is_known(state, collision)) fresh += collision.person + '\n' + collision.meeting + '\n';
  }
  state.collisions = std::move(found);
  Change change{.silent = true};
  if (fresh.empty()) return change;
  const LocalTime nominal =
      std::chrono::floor<std::chrono::seconds>(context.policy->zone.to_local(event.time));
  Notification made =
      mail(Purpose::meeting_collision, Role::organizer, state.cycle, nominal, event.time);
  made.about = deterministic_id({state.organizer, fresh});
  change.notifications.push_back(std::move(made));
  return change;
}

}  // namespace followup::rules::meetings
