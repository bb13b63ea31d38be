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

  /// As the clocks of `from` show it.
  [[nodiscard]] std::string span(TimePoint start, TimePoint end, const Zone& from,
                                 SpanNotes notes = {}) const {
    return long_span(language, start, end, from, notes);
  }

  /// Empty: there is none.
  [[nodiscard]] std::string date(Date date) const {
    return date.ok() ? long_date(language, date) : std::string();
  }

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
  /// What the case's kind would have attached, in order; what of it goes into this mail is decided
  /// once all is gathered.
  std::vector<Attachment> files = {};

  /// As the directory has the name, else the record, else the id.
  [[nodiscard]] std::string name_of(const PersonRef& person) const;
  /// The person's address, likewise; empty: none is known.
  [[nodiscard]] std::string email_of(const PersonRef& person) const;
  /// Whether it reports on the case to somebody who looks after the system, and needs no names.
  [[nodiscard]] bool is_report() const;
  /// The notification's detail of this name, if it is a text; else empty.
  [[nodiscard]] std::string detail(std::string_view name) const;
};

/// The message to several that a notification is one of, and whom this one is for.
struct Letter {
  const Mailing* mailing = nullptr;
  const Receipt* receipt = nullptr;
};

/// Nothing in it: it is one of none of these.
[[nodiscard]] Letter letter_in(const std::vector<Mailing>& mailings,
                               const Notification& notification);

/// What the case says of the person; who is not there has only the id.
[[nodiscard]] PersonRef person_in(const std::vector<PersonRef>& people, const std::string& id);

/// Clean lines with "\n" between them; beyond the first hundred they are counted.
[[nodiscard]] std::string join_lines(const std::vector<std::string>& lines);

/// What is known of the case, as far as the reader may see it.
void add_case(const Referral& referral, Gathering& to);
void add_case(const Appointment& appointment, Gathering& to);
void add_case(const ProjectContact& contact, Gathering& to);
void add_case(const Project& project, Gathering& to);
void add_case(const Notices& notices, Gathering& to);
void add_case(const Ticket& ticket, Gathering& to);
void add_case(const Meeting& meeting, Gathering& to);
void add_case(const Application& application, Gathering& to);
void add_case(const Communication& communication, Gathering& to);
/// Of an event that was put aside.
void add_event(Gathering& to);

/// Of a call that an operator or an agent has to make.
void add_call(const Callback& callback, Gathering& to);
/// "7 – Description", or only the number.
[[nodiscard]] std::string state_text(int state, const AppointmentPolicy& policy);

}  // namespace followup
