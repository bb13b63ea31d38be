#include "workers/email/invitation.h"

#include "core/base/zone.h"
#include "workers/email/address.h"
#include "workers/email/calendar_text.h"
#include "workers/email/text.h"
#include "workers/email/zone_rules.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include <libical/ical.h>

namespace followup {

namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

using Component = std::unique_ptr<icalcomponent, FreeComponent>;

struct FreeText {
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};

/// The meeting with its zone found and its times as no program can mistake them.
struct Times {
  LocalTime start;
  LocalTime end;
  std::vector<ZoneRule> rules;
};

/// PARTSTAT; nothing if it is no reply.
std::optional<icalparameter_partstat> reply_of(const InvitationPerson& person) {
  constexpr std::array<std::pair<std::string_view, icalparameter_partstat>, 4> replies{{
      {"", ICAL_PARTSTAT_NEEDSACTION},
      {"accepted", ICAL_PARTSTAT_ACCEPTED},
      {"declined", ICAL_PARTSTAT_DECLINED},
      {"tentative", ICAL_PARTSTAT_TENTATIVE},
  }};
  for (const auto& [word, value] : replies) {
    if (person.reply == word) return value;
  }
  return std::nullopt;
}

/// The rules of zones are known from 1970 to some time after 2400.
bool is_in_range(LocalTime local) {
  const int year = static_cast<int>(date_of(local).year());
  return year >= 1972 && year < 2400;
}

LocalTime in_utc(TimePoint at) {
  return LocalTime{std::chrono::floor<std::chrono::seconds>(at).time_since_epoch()};
}

std::optional<Error> fault_of(const Invitation& invitation) {
  const auto fault = [](const char* what) { return Error{Code::invalid_input, what}; };
  if (invitation.uid.empty() || invitation.uid.size() > 255 || !is_visible(invitation.uid))
    return fault("the meeting's uid can not be");
  if (invitation.sequence > static_cast<std::uint32_t>(std::numeric_limits<int>::max()))
    return fault("the meeting's sequence number is too large");
  if (!is_in_range(in_utc(invitation.stamp))) return fault("the invitation's date is out of range");
  const auto& attendees = invitation.attendees;
  if (!check_address(invitation.organizer.email))
    return fault("the organizer has no usable address");
  if (std::none_of(attendees.begin(), attendees.end(),
                   [](const auto& person) { return check_address(person.email).has_value(); }))
    return fault("no attendee has a usable address");
  if (!std::all_of(attendees.begin(), attendees.end(),
                   [](const auto& person) { return reply_of(person).has_value(); }))
    return fault("an attendee's reply is none of accepted, declined, tentative");
  return std::nullopt;
}

Result<Times> times_of(const Invitation& invitation) {
  const auto zone = is_zone_name(invitation.zone)
                        ? Zone::load(invitation.zone)
                        : Error{Code::invalid_input, "the zone's name is no name of a time zone"};
  if (!zone) return zone.error();
  if (!is_in_range(invitation.start) || !is_in_range(invitation.end))
    return Error{Code::invalid_input, "the meeting's date is out of range"};
  if (invitation.end < invitation.start)
    return Error{Code::invalid_input, "the meeting ends before it starts"};
  const TimePoint start = zone->to_instant(invitation.start);
  TimePoint end = zone->to_instant(invitation.end);
  if (end <= start) end = start + (invitation.end - invitation.start);
  Times times{.start = zone->to_local(start), .end = zone->to_local(end)};
  auto rules = zone_rules(invitation.zone, static_cast<int>(date_of(times.start).year()),
                          static_cast<int>(date_of(times.end).year()));
  if (!rules) return rules.error();
  times.rules = std::move(rules).value();
  return times;
}

icaltimetype civil(LocalTime local) {
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const Date date{day};
  const std::chrono::hh_mm_ss time{local - day};
  icaltimetype made = icaltime_null_time();
  made.year = static_cast<int>(date.year());
  made.month = static_cast<int>(static_cast<unsigned>(date.month()));
  made.day = static_cast<int>(static_cast<unsigned>(date.day()));
  made.hour = static_cast<int>(time.hours().count());
  made.minute = static_cast<int>(time.minutes().count());
  made.second = static_cast<int>(time.seconds().count());
  return made;
}

/// Told in UTC.
icaltimetype instant(TimePoint at) {
  icaltimetype made = civil(in_utc(at));
  made.zone = icaltimezone_get_utc_timezone();
  return made;
}

icalproperty* in_zone(icalproperty* property, const std::string& zone) {
  icalproperty_add_parameter(property, icalparameter_new_tzid(zone.c_str()));
  return property;
}

void add_name(icalproperty* property, const InvitationPerson& person) {
  const std::string name = parameter_text(person.name);
  if (!name.empty()) icalproperty_add_parameter(property, icalparameter_new_cn(name.c_str()));
}

icalproperty* organizer_of(const Invitation& invitation) {
  icalproperty* property =
      icalproperty_new_organizer(mailto(*check_address(invitation.organizer.email)).c_str());
  add_name(property, invitation.organizer);
  return property;
}

icalproperty* attendee_of(const InvitationPerson& person, InvitationMethod method) {
  icalproperty* property = icalproperty_new_attendee(mailto(*check_address(person.email)).c_str());
  add_name(property, person);
  if (method == InvitationMethod::request || !person.reply.empty())
    icalproperty_add_parameter(property, icalparameter_new_partstat(*reply_of(person)));
  if (method == InvitationMethod::request)
    icalproperty_add_parameter(property, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
  return property;
}

icalcomponent* observance_of(const ZoneRule& rule) {
  icalcomponent* observance =
      rule.first.daylight ? icalcomponent_new_xdaylight() : icalcomponent_new_xstandard();
  const auto add = [&](icalproperty* made) { icalcomponent_add_property(observance, made); };
  add(icalproperty_new_tzname(rule.first.abbreviation.c_str()));
  add(icalproperty_new_tzoffsetfrom(rule.first.offset_before));
  add(icalproperty_new_tzoffsetto(rule.first.offset_after));
  add(icalproperty_new_dtstart(civil(rule.first.local)));
  if (!rule.rule.empty())
    add(icalproperty_new_rrule(icalrecurrencetype_from_string(rule.rule.c_str())));
  return observance;
}

icalcomponent* zone_of(const std::string& name, const std::vector<ZoneRule>& rules) {
  icalcomponent* zone = icalcomponent_new_vtimezone();
  icalcomponent_add_property(zone, icalproperty_new_tzid(name.c_str()));
  for (const auto& rule : rules)
    icalcomponent_add_component(zone, observance_of(rule));
  return zone;
}

void add_words(icalcomponent* event, const Invitation& invitation) {
  const auto add = [&](icalproperty* made) { icalcomponent_add_property(event, made); };
  // An invitation has to have one (RFC 5546 section 3.2.2), and not every program takes an empty
  // one.
  const auto subject = clean_line(invitation.subject);
  add(icalproperty_new_summary(subject.empty() ? "-" : subject.c_str()));
  if (const auto location = clean_line(invitation.location); !location.empty())
    add(icalproperty_new_location(location.c_str()));
  if (const auto description = clean_lines(invitation.description); !description.empty())
    add(icalproperty_new_description(description.c_str()));
  if (is_web_link(invitation.url)) add(icalproperty_new_url(invitation.url.c_str()));
}

icalcomponent* event_of(const Invitation& invitation, const Times& times) {
  const bool cancelled = invitation.method == InvitationMethod::cancel;
  icalcomponent* event = icalcomponent_new_vevent();
  const auto add = [&](icalproperty* made) { icalcomponent_add_property(event, made); };
  add(icalproperty_new_uid(invitation.uid.c_str()));
  add(icalproperty_new_sequence(static_cast<int>(invitation.sequence)));
  add(icalproperty_new_dtstamp(instant(invitation.stamp)));
  add(in_zone(icalproperty_new_dtstart(civil(times.start)), invitation.zone));
  // Without one, a meeting ends when it starts (RFC 5545 section 3.6.1).
  if (times.end != times.start)
    add(in_zone(icalproperty_new_dtend(civil(times.end)), invitation.zone));
  // Of a meeting that goes on without these attendees it must not be said (RFC 5546 section 3.2.5).
  if (!cancelled || invitation.whole)
    add(icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  add_words(event, invitation);
  add(organizer_of(invitation));
  for (const auto& person : invitation.attendees) {
    if (check_address(person.email)) add(attendee_of(person, invitation.method));
  }
  return event;
}

icalproperty_method method_value(InvitationMethod method) {
  return method == InvitationMethod::request ? ICAL_METHOD_REQUEST : ICAL_METHOD_CANCEL;
}

}  // namespace

Result<std::string> write_invitation(const Invitation& invitation) {
  if (auto fault = fault_of(invitation)) return *fault;
  const auto times = times_of(invitation);
  if (!times) return times.error();
  const Component calendar(icalcomponent_new_vcalendar());
  const auto add = [&](icalproperty* made) { icalcomponent_add_property(calendar.get(), made); };
  add(icalproperty_new_prodid("-//followupd//Invitations//EN"));
  add(icalproperty_new_version("2.0"));
  add(icalproperty_new_calscale("GREGORIAN"));
  add(icalproperty_new_method(method_value(invitation.method)));
  icalcomponent_add_component(calendar.get(), zone_of(invitation.zone, times->rules));
  icalcomponent_add_component(calendar.get(), event_of(invitation, *times));
  const std::unique_ptr<char, FreeText> text(icalcomponent_as_ical_string_r(calendar.get()));
  if (!text) return Error{Code::internal, "the invitation can not be written"};
  return refolded(text.get());
}

std::optional<InvitationMethod> method_of(std::string_view calendar) {
  for (const auto method : {InvitationMethod::request, InvitationMethod::cancel}) {
    // A line that goes on begins with a space: no text that somebody typed is found here.
    const std::string line = "\r\nMETHOD:" + std::string(method_name(method)) + "\r\n";
    if (calendar.starts_with("BEGIN:VCALENDAR\r\n") &&
        calendar.find(line) != std::string_view::npos)
      return method;
  }
  return std::nullopt;
}

std::string_view method_name(InvitationMethod method) {
  return method == InvitationMethod::request ? "REQUEST" : "CANCEL";
}

}  // namespace followup
