#include "tools/ctl/open_notifications.h"

#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string purpose_of(const OpenNotification& open) {
  if (open.purpose == Purpose::command) return "command " + open.hook_type;
  return open.hook_type.empty() ? std::string(to_text(open.purpose)) : open.hook_type;
}

std::string progress_words(const OpenMessage& message) {
  if (!message.stored) return "ended, not yet taken in";
  if (message.attempts == 0) return "not begun";
  return fmt::format("{} attempt{}, {}", message.attempts, message.attempts == 1 ? "" : "s",
                     message.last_outcome.empty() ? "under way" : "last " + message.last_outcome);
}

}  // namespace

Result<std::vector<OpenMessage>> open_messages(const Case& state, Outbox& outbox) {
  std::vector<OpenMessage> messages;
  for (const auto& open : state.open) {
    const auto stored = outbox.find(open.id, state.key);
    if (!stored) return stored.error();
    OpenMessage message{.open = open};
    message.stored = stored->has_value();
    if (message.stored) {
      message.attempts = (*stored)->attempts;
      message.last_outcome = (*stored)->last_outcome;
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

std::string open_words(const OpenMessage& message, const Zone& zone) {
  return fmt::format("{} to {}{} through {}, due {}: {}{} ({})", purpose_of(message.open),
                     to_text(message.open.role),
                     message.open.whom.empty() ? "" : " " + message.open.whom, message.open.lane,
                     local_text(message.open.due, zone), progress_words(message),
                     message.open.withdrawn ? ", asked back" : "", message.open.id);
}

JsonObject open_json(const OpenMessage& message) {
  JsonObject object;
  object.add("id", message.open.id)
      .add("purpose", purpose_of(message.open))
      .add("role", to_text(message.open.role));
  if (!message.open.whom.empty()) object.add("whom", message.open.whom);
  return object.add("lane", message.open.lane)
      .add("due", format_instant(message.open.due))
      .add("attempts", message.attempts)
      .add("last_outcome", message.last_outcome)
      .add("asked_back", message.open.withdrawn);
}

}  // namespace followup::ctl
