// One meeting as the tests of invitations tell it, and the written text as libical reads it again.
#pragma once

#include "workers/email/invitation.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <libical/ical.h>

namespace followup::test {

/// The meeting of 25 October 2026 in Berlin, an hour long (S-M17).
inline Invitation invitation() {
  Invitation made;
  made.uid = "thread-0123456789abcdefghijklmnop";
  made.stamp = parse_instant("2026-10-01T08:00:00.250Z").value();
  made.start = parse_local("2026-10-25T10:00").value();
  made.end = parse_local("2026-10-25T11:00").value();
  made.zone = "Europe/Berlin";
  made.subject = "Case conference";
  made.organizer = {"Sara Neri", "sara@example.org", ""};
  made.attendees = {{"Anna Bianchi", "anna@example.org", ""}};
  return made;
}

inline std::string written(const Invitation& invitation) {
  auto text = write_invitation(invitation);
  EXPECT_TRUE(text) << text.error().what;
  return text ? *text : "";
}

/// The text without its folds, a line each.
inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    const std::string line = text.substr(at, end - at);
    if (line.starts_with(' ')) {
      lines.back() += line.substr(1);
    } else {
      lines.push_back(line);
    }
    at = end == std::string::npos ? text.size() : end + 2;
  }
  return lines;
}

/// The one line that begins so; empty, with a failure, if there is not exactly one.
inline std::string line_of(const std::string& text, std::string_view begin) {
  std::vector<std::string> found;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with(begin)) found.push_back(line);
  }
  EXPECT_EQ(found.size(), 1U) << begin << " in\n" << text;
  return found.size() == 1 ? found[0] : "";
}

/// A text as libical parses it.
class ReadInvitation {
 public:
  explicit ReadInvitation(const std::string& text)
      : calendar_(icalparser_parse_string(text.c_str())) {}

  [[nodiscard]] bool is_sound() const {
    return calendar_ && icalcomponent_isa(calendar_.get()) == ICAL_VCALENDAR_COMPONENT &&
           icalcomponent_count_errors(calendar_.get()) == 0 &&
           icalrestriction_check(calendar_.get()) != 0 &&
           icalcomponent_count_components(calendar_.get(), ICAL_VEVENT_COMPONENT) == 1 &&
           icalcomponent_count_components(calendar_.get(), ICAL_ANY_COMPONENT) == 2;
  }

  [[nodiscard]] icalcomponent* calendar() const { return calendar_.get(); }

  [[nodiscard]] icalcomponent* event() const {
    return icalcomponent_get_first_component(calendar_.get(), ICAL_VEVENT_COMPONENT);
  }

  [[nodiscard]] int count(icalproperty_kind kind) const {
    return icalcomponent_count_properties(event(), kind);
  }

  /// A text property's value; empty if the event has none.
  [[nodiscard]] std::string text(icalproperty_kind kind) const {
    icalproperty* property = icalcomponent_get_first_property(event(), kind);
    return property == nullptr ? "" : icalvalue_get_text(icalproperty_get_value(property));
  }

  /// A parameter of the first property of that kind; empty if it has none.
  [[nodiscard]] std::string parameter(icalproperty_kind kind, const char* name) const {
    icalproperty* property = icalcomponent_get_first_property(event(), kind);
    if (property == nullptr) return "";
    const std::unique_ptr<char, void (*)(void*)> value(
        icalproperty_get_parameter_as_string_r(property, name), icalmemory_free_buffer);
    return value ? value.get() : "";
  }

 private:
  struct Free {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  };

  std::unique_ptr<icalcomponent, Free> calendar_;
};

}  // namespace followup::test
