#include "core/domain/notification.h"

#include "core/base/hash.h"

namespace followup {

namespace {

bool is_urgent(Purpose purpose) {
  switch (purpose) {
    case Purpose::reminder:
    case Purpose::closed:
    case Purpose::agent_reminder:
    case Purpose::follow_up_due:
    case Purpose::withdrawal:
    case Purpose::protocol:
    case Purpose::ticket_opened:
    case Purpose::invitation:
    case Purpose::invitation_changed:
    case Purpose::meeting_reminder:
    case Purpose::minutes:
    case Purpose::without_address:
    case Purpose::action_due:
    case Purpose::meeting_required:
    case Purpose::answer_missing:
    case Purpose::message:
    case Purpose::note:
    case Purpose::attachment_added:
    case Purpose::meeting_collision:
      return false;
    default:
      return true;
  }
}

std::string lane_of(const Notification& notification) {
  if (notification.channel == Channel::webhook) {
    return "webhook:" + notification.case_key.tenant + "/" + notification.endpoint;
  }
  // What somebody waits for who has already waited too long goes first.
  return is_urgent(notification.purpose) ? "email:urgent" : "email:normal";
}

}  // namespace

bool keeps_quiet_hours(Purpose purpose) {
  const bool has_a_time = purpose == Purpose::ticket_opened || purpose == Purpose::meeting_reminder;
  return !is_urgent(purpose) && !has_a_time;
}

void seal(Notification& notification) {
  notification.lane = lane_of(notification);
  notification.id = deterministic_id(
      {to_text(notification.case_key), to_text(notification.purpose), notification.hook_type,
       to_text(notification.channel), to_text(notification.role), notification.endpoint,
       std::to_string(notification.cycle), format_local(notification.nominal),
       notification.whom.empty() ? notification.about
                                 : notification.about + '\n' + notification.whom});
}

}  // namespace followup
