// Of what somebody has to look at: an event that was put aside, and what a configuration left
// undone.
#include "workers/email/speech.h"

#include <charconv>

namespace followup {

namespace {

/// The B.O. state that a warning is about, with its description.
std::string warned_state(const std::string& about, const AppointmentPolicy& policy) {
  int state = 0;
  const char* const end = about.data() + about.size();
  const auto read = std::from_chars(about.data(), end, state);
  return read.ec == std::errc{} && read.ptr == end ? state_text(state, policy) : about;
}

}  // namespace

void add_event(Gathering& to) {
  if (to.made.purpose == Purpose::undeliverable) to.made.command = to.detail("command");
  if (to.made.purpose != Purpose::quarantined) return;
  to.made.event = to.detail("event");
  to.made.event_type = to.detail("type");
}

void add_case(const Notices& /*notices*/, Gathering& to) {
  const Notification& notification = *to.from.notification;
  MailInputs& made = to.made;
  made.reference.clear();  // there is one of a tenant, and the CRM knows of none
  made.case_url.clear();
  if (made.purpose != Purpose::config_warning) return;
  if (made.reason == to_text(Reason::procedure_off))
    made.outcome = warned_state(notification.about, to.from.policy->appointment);
  std::vector<std::string> lines;
  const std::string faults = to.detail("faults");
  for (std::string_view rest = faults; !rest.empty();) {
    const auto end = rest.find('\n');
    lines.push_back("- " + std::string(rest.substr(0, end)));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  made.faults = join_lines(lines);
}

}  // namespace followup
