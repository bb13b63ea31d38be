// An installation with meetings, applications and communications in it: the tenant `assist` of
// domain.md 3.M.
#pragma once

#include "tests/tools/office.h"

#include <string>
#include <string_view>

namespace followup::test {

/// Europe/Rome, reminders 24 hours before a meeting, of actions three days before and on the day;
/// 5 days before an authorisation; a template "missing_documents" in the folder "mails"; Anna (the
/// organizer), Bruno, Carla and Dino with addresses, Elsa without one, Fabio who has left.
[[nodiscard]] std::string meeting_tenant();
/// Writes the tenant's templates into a configuration folder.
void write_templates(const ConfigFolder& folder);

/// A text with runs of blanks as one, so that columns may be as wide as they like.
[[nodiscard]] std::string without_columns(std::string_view text);

/// An event of the tenant; `data` is JSON. Its id is made of the rest.
[[nodiscard]] std::string meeting_event(std::string_view type, std::string_view subject,
                                        std::string_view time, std::string_view data);
/// Data of meeting.scheduled: 2026-06-10 10:00 to 11:00 in Rome, Bruno, Carla and Elsa invited.
/// `more` starts with a comma.
[[nodiscard]] std::string scheduled(std::string_view start = "2026-06-10T10:00",
                                    std::string_view more = "");
/// Data of communication.recorded: a letter to CL-1 that Anna waits for an answer to. `more` starts
/// with a comma.
[[nodiscard]] std::string letter(std::string_view id, std::string_view more = "");

class MeetingOffice : public Office {
 public:
  MeetingOffice();

  /// About M-1.
  void meeting(std::string_view type, std::string_view time, std::string_view data);
  /// About the application APP-7, or another.
  void application(std::string_view type, std::string_view time, std::string_view data,
                   std::string_view id = "APP-7");
};

}  // namespace followup::test
