#include "tools/ctl/letter_words.h"

#include <algorithm>
#include <type_traits>
#include <variant>
#include <vector>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string result_words(const PersonResult& result) {
  return fmt::format("{} {}{}", result.person, result.result,
                     result.reason.empty() ? "" : " (" + result.reason + ")");
}

struct ValueWords {
  std::string operator()(const std::vector<PersonResult>& results) const {
    std::string text;
    for (const auto& result : results)
      text += (text.empty() ? "" : ", ") + result_words(result);
    return text;
  }

  template <class Value>
  std::string operator()(const Value& value) const {
    return fmt::format("{}", value);
  }
};

const Detail* find(const Notification& notification, std::string_view name) {
  const auto found = std::ranges::find(notification.details, name, &Detail::name);
  return found == notification.details.end() ? nullptr : &*found;
}

/// What a message of that purpose is called.
std::string message_name(const std::string& purpose) {
  if (purpose == "invitation") return "the invitation";
  if (purpose == "minutes") return "the mail with the minutes";
  return "the message (" + purpose + ")";
}

std::string invitation_words(const Notification& notification) {
  const std::string method = detail_words(notification, "method");
  return fmt::format("{} {}",
                     method == "request"  ? "invitations of revision"
                     : method == "update" ? "changes of revision"
                                          : "cancellations of revision",
                     detail_words(notification, "revision"));
}

void add_results(JsonObject& object, const std::string& name,
                 const std::vector<PersonResult>& results) {
  std::vector<JsonObject> all;
  for (const auto& result : results) {
    JsonObject& each = all.emplace_back();
    each.add("person", result.person);
    if (!result.group.empty()) each.add("group", result.group);
    each.add("result", result.result);
    if (!result.reason.empty()) each.add("reason", result.reason);
  }
  object.add(name, all);
}

void add_detail(JsonObject& object, const Detail& detail) {
  if (const auto* results = std::get_if<std::vector<PersonResult>>(&detail.value))
    return add_results(object, detail.name, *results);
  std::visit(
      [&]<class Value>(const Value& value) {
        if constexpr (!std::is_same_v<Value, std::vector<PersonResult>>)
          object.add(detail.name, value);
      },
      detail.value);
}

}  // namespace

std::string value_words(const Detail& detail) {
  return std::visit(ValueWords{}, detail.value);
}

std::string detail_words(const Notification& notification, std::string_view name) {
  const Detail* const detail = find(notification, name);
  return detail == nullptr ? std::string() : value_words(*detail);
}

JsonObject details_json(const std::vector<Detail>& details) {
  JsonObject object;
  for (const auto& detail : details)
    add_detail(object, detail);
  return object;
}

std::string not_reached_words(const Notification& notification) {
  const std::string message = message_name(detail_words(notification, "of"));
  const Detail* const detail = find(notification, "persons");
  const auto* const persons =
      detail == nullptr ? nullptr : std::get_if<std::vector<PersonResult>>(&detail->value);
  std::string text;
  if (persons == nullptr) return message + " did not reach everybody";
  for (const auto& one : *persons)
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", one.person, one.reason);
  return fmt::format("{} did not reach {}", message, text);
}

std::string letter_hook_words(const Notification& notification) {
  const std::string& type = notification.hook_type;
  const auto detail = [&](std::string_view name) { return detail_words(notification, name); };
  if (type == "meeting.invited")
    return fmt::format("{}: {}", invitation_words(notification), detail("results"));
  if (type == "minutes.issued")
    return fmt::format("version {} of the minutes: {}", detail("version"), detail("results"));
  if (type == "action.overdue")
    return fmt::format("action {} of {} was due {} and is not closed", detail("action"),
                       detail("responsible"), detail("due_on"));
  if (type == "programme.meeting_missing")
    return fmt::format("no meeting was held before the authorisation of {}",
                       detail("authorisation_on"));
  if (type == "communication.sent")
    return fmt::format("the mail of {}: {}", detail("communication"), detail("results"));
  if (type == "communication.answer_missing")
    return fmt::format("no answer by {}", detail("expected_on"));
  if (type == "application.told")
    return fmt::format("word of {}: {}", detail("what") == "note" ? "a note" : "a file",
                       detail("results"));
  return {};
}

}  // namespace followup::ctl
