#include "core/domain/notification.h"

#include "core/base/hash.h"

namespace followup {

namespace {

std::string lane_of(const Notification& notification) {
  if (notification.channel == Channel::webhook) {
    return "webhook:" + notification.case_key.tenant + "/" + notification.endpoint;
  }
  // What somebody waits for who has already waited too long goes first.
  const bool urgent =
      notification.purpose != Purpose::reminder && notification.purpose != Purpose::closed;
  return urgent ? "email:urgent" : "email:normal";
}

}  // namespace

void seal(Notification& notification) {
  notification.lane = lane_of(notification);
  notification.id = deterministic_id(
      {to_text(notification.case_key), to_text(notification.purpose), notification.hook_type,
       to_text(notification.channel), to_text(notification.role), notification.endpoint,
       std::to_string(notification.cycle), format_local(notification.nominal), notification.about});
}

}  // namespace followup
