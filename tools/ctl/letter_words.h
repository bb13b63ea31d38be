// What a notification carries beside what all do, in words and for programs; and what messages to
// several persons came to: their webhooks, and the notice that somebody could not be reached.
#pragma once

#include "core/domain/notification.h"
#include "tools/ctl/json_text.h"

#include <string>
#include <string_view>
#include <vector>

namespace followup::ctl {

/// A detail's value: a text, a number, or "anna delivered, bruno nobody (no_address)".
[[nodiscard]] std::string value_words(const Detail& detail);

/// The same of the detail of that name; empty if there is none.
[[nodiscard]] std::string detail_words(const Notification& notification, std::string_view name);

/// All of them for programs.
[[nodiscard]] JsonObject details_json(const std::vector<Detail>& details);

/// "the invitation did not reach bruno (no_address)", of a notice without_address.
[[nodiscard]] std::string not_reached_words(const Notification& notification);

/// What a webhook of a meeting, an application or a communication reports. Empty: it is none of
/// theirs.
[[nodiscard]] std::string letter_hook_words(const Notification& notification);

}  // namespace followup::ctl
