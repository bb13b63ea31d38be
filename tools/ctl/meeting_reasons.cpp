#include "tools/ctl/meeting_reasons.h"

#include "core/domain/rules/meeting_rules.h"
#include "tools/ctl/letter_words.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

Zone zone_of(const Meeting& meeting, const Policy& policy) {
  auto zone = Zone::load(meeting.zone);
  return meeting.zone.empty() || !zone ? policy.zone : *zone;
}

std::string days_from(Date due_on, LocalTime at) {
  const auto days =
      (std::chrono::floor<std::chrono::days>(at) - std::chrono::local_days{due_on}).count();
  if (days == 0) return "on the day on which it is due";
  return fmt::format("{} day{} {} it is due", std::abs(days), std::abs(days) == 1 ? "" : "s",
                     days < 0 ? "before" : "after");
}

/// The actions whose own next step this is, with what comes of it.
std::string due_actions_words(const Meeting& meeting, const Policy& policy) {
  std::vector<Deadline> all;
  rules::meetings::add_action_deadlines(meeting, policy, all);
  const auto next = std::ranges::min_element(all, {}, &Deadline::at);
  std::string text;
  for (const auto& action : meeting.actions) {
    Meeting alone = meeting;
    alone.actions = {action};
    std::vector<Deadline> own;
    rules::meetings::add_action_deadlines(alone, policy, own);
    for (const auto& step : own) {
      if (step.at != next->at) continue;
      const bool last = step.at == std::ranges::max_element(own, {}, &Deadline::at)->at;
      text += fmt::format("{}action {} of {} is {}, due {}", text.empty() ? "" : "; ", action.id,
                          action.responsible,
                          last ? "not closed" : "open: " + days_from(action.due_on, step.local),
                          format_date(action.due_on));
      break;
    }
  }
  return text.empty() ? std::string(to_text(Step::action)) : text;
}

std::string action_message_words(const Meeting& meeting, const Notification& notification) {
  const auto* const action = rules::meetings::action_in(meeting, notification.whom);
  if (action == nullptr) return {};
  return fmt::format("action {} of {} is due {}{}", action->id, action->responsible,
                     format_date(action->due_on),
                     notification.purpose == Purpose::action_overdue ? " and is not closed" : "");
}

/// "at that time bruno has another meeting (MT-8)".
std::string collisions_words(const Meeting& meeting) {
  std::vector<std::string> all;
  for (const auto& collision : meeting.collisions)
    all.push_back(fmt::format("{} ({})", collision.person, collision.meeting));
  return fmt::format("at that time these have another meeting: {}", fmt::join(all, ", "));
}

std::string revision_words(const Notification& notification) {
  return fmt::format("revision {}", notification.cycle == 0 ? 0 : notification.cycle - 1);
}

}  // namespace

std::string group_text(MinutesGroup group) {
  switch (group) {
    case MinutesGroup::attendee:
      return "attendee";
    case MinutesGroup::decliner:
      return "decliner";
    case MinutesGroup::other:
      break;
  }
  return "other";
}

std::string meeting_time_words(const Meeting& meeting, const Policy& policy) {
  const Zone zone = zone_of(meeting, policy);
  std::string text = local_text(zone.to_instant(meeting.start), zone);
  if (meeting.end > meeting.start) text += " to " + local_text(zone.to_instant(meeting.end), zone);
  return fmt::format("{}, {}", text, zone.name());
}

std::string meeting_step_words(const Meeting& meeting, Step step, const Policy& policy) {
  if (step == Step::action) return due_actions_words(meeting, policy);
  if (step == Step::recheck)
    return "the meeting is over: what has not gone out before it is taken back";
  const auto before = policy.meeting.reminder.value_or(std::chrono::minutes{0});
  return fmt::format("{} before the meeting of {}",
                     duration_text(std::chrono::duration_cast<Millis>(before)),
                     meeting_time_words(meeting, policy));
}

std::string meeting_silence_words(const Meeting& meeting, const Policy& policy) {
  const bool open = std::ranges::any_of(meeting.actions,
                                        [](const MeetingAction& action) { return !action.closed; });
  if (open) return "of the actions that are open everybody has been told";
  if (meeting.cancelled) return "the meeting is cancelled";
  if (!meeting.known)
    return "only facts are known: the whole record (meeting.scheduled) has not come in yet";
  if (meeting.held) return "the meeting was held, and no action is open";
  if (!policy.meeting.reminder)
    return "the policy asks for no reminder (meetings.reminder is not set)";
  return "the time of the reminder has passed, and no action is open";
}

std::string meeting_message_words(const Meeting& meeting, const Notification& notification,
                                  const Policy& policy) {
  switch (notification.purpose) {
    case Purpose::invitation:
      return fmt::format("invited to {}, {}", meeting_time_words(meeting, policy),
                         revision_words(notification));
    case Purpose::invitation_changed:
      return fmt::format("the meeting has changed, {}", revision_words(notification));
    case Purpose::invitation_cancelled:
      return fmt::format("{}, {}",
                         meeting.cancelled ? "the meeting is cancelled" : "not invited any more",
                         revision_words(notification));
    case Purpose::meeting_reminder:
      return meeting_step_words(meeting, Step::reminder, policy);
    case Purpose::minutes:
      return fmt::format("version {} of the minutes", notification.cycle);
    case Purpose::action_due:
    case Purpose::action_overdue:
      return action_message_words(meeting, notification);
    case Purpose::meeting_collision:
      return collisions_words(meeting);
    case Purpose::without_address:
      return not_reached_words(notification);
    default:
      return {};
  }
}

}  // namespace followup::ctl
