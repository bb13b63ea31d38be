// Fuzzes the writer of invitations with whatever events may bring into one. What comes out must be
// sound lines that libical reads without a complaint, one event in one zone, with the clean texts
// in it and nobody but the two who were named.
#include "workers/email/calendar_text.h"
#include "workers/email/invitation.h"
#include "workers/email/text.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include <fuzzer/FuzzedDataProvider.h>
#include <libical/ical.h>

namespace {

using followup::Invitation;

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

void demand(bool holds) {
  if (!holds) std::abort();
}

Invitation invitation_from(FuzzedDataProvider& data) {
  Invitation made;
  made.method =
      data.ConsumeBool() ? followup::InvitationMethod::cancel : followup::InvitationMethod::request;
  made.sequence = data.ConsumeIntegral<std::uint32_t>();
  made.start = followup::LocalTime{
      std::chrono::seconds{data.ConsumeIntegralInRange<std::int64_t>(0, 14'000'000'000)}};
  made.end = made.start + std::chrono::seconds{data.ConsumeIntegral<std::int32_t>()};
  made.stamp = followup::from_ms(data.ConsumeIntegralInRange<std::int64_t>(0, 4'000'000'000'000));
  made.zone = data.PickValueInArray({"Europe/Berlin", "Pacific/Apia", "America/Santiago",
                                     "Africa/Casablanca", "Australia/Lord_Howe", "UTC"});
  made.uid = data.ConsumeBool() ? "thread-x" : data.ConsumeRandomLengthString(300);
  made.subject = data.ConsumeRandomLengthString(2000);
  made.location = data.ConsumeRandomLengthString(2000);
  made.organizer = {data.ConsumeRandomLengthString(300), "sara@example.org", ""};
  made.attendees = {{data.ConsumeRandomLengthString(300), "anna@example.org", "declined"},
                    {"Nobody", data.ConsumeRandomLengthString(300), ""}};
  made.url = "https://" + data.ConsumeRandomLengthString(300);
  if (data.ConsumeBool()) made.zone = data.ConsumeRandomLengthString(50);
  made.description = data.ConsumeRemainingBytesAsString();
  return made;
}

void check_lines(std::string_view text) {
  while (!text.empty()) {
    const auto line = text.substr(0, text.find("\r\n"));
    demand(line.size() < text.size() && line.size() <= 75 && followup::is_utf8(line));
    demand(line.find_first_of("\r\n") == std::string_view::npos);
    text.remove_prefix(line.size() + 2);
  }
}

std::string text_of(icalcomponent* event, icalproperty_kind kind) {
  icalproperty* property = icalcomponent_get_first_property(event, kind);
  return property == nullptr ? "" : icalvalue_get_text(icalproperty_get_value(property));
}

int count(icalcomponent* component, icalproperty_kind kind) {
  return icalcomponent_count_properties(component, kind);
}

void check_text(const Invitation& invitation, const std::string& text) {
  const std::unique_ptr<icalcomponent, FreeComponent> calendar(
      icalparser_parse_string(text.c_str()));
  demand(calendar && icalcomponent_isa(calendar.get()) == ICAL_VCALENDAR_COMPONENT);
  demand(icalcomponent_count_errors(calendar.get()) == 0);
  demand(icalcomponent_count_components(calendar.get(), ICAL_ANY_COMPONENT) == 2);
  demand(count(calendar.get(), ICAL_ANY_PROPERTY) == 4);
  icalcomponent* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
  demand(event != nullptr && count(event, ICAL_ORGANIZER_PROPERTY) == 1);
  const int addressed = followup::check_address(invitation.attendees[1].email) ? 2 : 1;
  demand(count(event, ICAL_ATTENDEE_PROPERTY) == addressed);
  demand(count(event, ICAL_X_PROPERTY) == 0 && text_of(event, ICAL_UID_PROPERTY) == invitation.uid);
  const std::string subject = followup::clean_line(invitation.subject);
  demand(text_of(event, ICAL_SUMMARY_PROPERTY) == (subject.empty() ? "-" : subject));
  demand(text_of(event, ICAL_LOCATION_PROPERTY) == followup::clean_line(invitation.location));
  demand(text_of(event, ICAL_DESCRIPTION_PROPERTY) ==
         followup::clean_lines(invitation.description));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  FuzzedDataProvider data(bytes, size);
  const Invitation invitation = invitation_from(data);
  const auto text = write_invitation(invitation);
  if (!text) {
    demand(text.error().code == followup::Code::invalid_input);
    return 0;
  }
  check_lines(*text);
  demand(followup::method_of(*text) == invitation.method);
  check_text(invitation, *text);
  return 0;
}
