// How the inputs of a mail are put into words of the reader's language and zone, and the parts of
// gathering them: one a family of kinds of case. Internal to the inputs.
#pragma once

#include "workers/channel.h"
#include "workers/email/inputs.h"
#include "workers/email/language.h"

#include <string>
#include <vector>

namespace followup {

/// What the dates are told with.
struct Speech {
  Language language;
  Zone zone;    ///< the reader's
  Zone tenant;  ///< of nominal local times

  [[nodiscard]] std::string instant(TimePoint at) const { return long_time(language, at, zone); }

  [[nodiscard]] std::string nominal(LocalTime local) const {
    return instant(tenant.to_instant(local));
  }

  [[nodiscard]] std::string date(Date date) const { return long_date(language, date); }

  /// The last day that ends at or before `end`: an absence until midnight does not reach into the
  /// next day.
  [[nodiscard]] std::string last_day(TimePoint end) const {
    return date(date_of(zone.to_local(end - Millis{1})));
  }
};

/// All that the parts below work with; `made` has what all mails have.
struct Gathering {
  const DeliveryInputs& from;
  const Speech& speech;
  MailInputs& made;

  /// As the directory has the name, else the record, else the id.
  [[nodiscard]] std::string name_of(const PersonRef& person) const;
  /// The notification's detail of this name, if it is a text; else empty.
  [[nodiscard]] std::string detail(std::string_view name) const;
};

/// Clean lines with "\n" between them; beyond the first hundred they are counted.
[[nodiscard]] std::string join_lines(const std::vector<std::string>& lines);

/// What is known of the case, as far as the reader may see it.
void add_case(const Referral& referral, Gathering& to);
void add_case(const Appointment& appointment, Gathering& to);
void add_case(const ProjectContact& contact, Gathering& to);
void add_case(const Project& project, Gathering& to);
void add_case(const Notices& notices, Gathering& to);
void add_case(const Ticket& ticket, Gathering& to);
/// Of an event that was put aside.
void add_event(Gathering& to);

/// Of a call that an operator or an agent has to make.
void add_call(const Callback& callback, Gathering& to);
/// "7 – Description", or only the number.
[[nodiscard]] std::string state_text(int state, const AppointmentPolicy& policy);

}  // namespace followup
