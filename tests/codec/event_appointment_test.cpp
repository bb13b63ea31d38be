// What becomes of the events of appointments and callbacks: each member arrives in its field, and a
// callback's id leads to its case.
#include "tests/codec/event_examples.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using examples::event_in;
using examples::good;
using examples::Json;
using examples::payload_in;
using examples::payload_of;

LocalTime local(std::string_view text) {
  return *parse_local(text);
}

TimePoint instant(std::string_view text) {
  return *parse_instant(text);
}

/// The start of an appointment that is written so.
Moment start_of(const std::string& start, const Json& zone) {
  Json event = good("appointment_booked_full");
  event["data"]["start"] = start;
  event["data"]["zone"] = zone;
  return payload_in<AppointmentRecord>(event).start;
}

const PersonRef bianchi{"bianchi", "Luca Bianchi", "luca.bianchi@office.example"};
const PersonRef rossi{"rossi", "Carla Rossi", "carla.rossi@office.example"};

TEST(EventAppointment, AWholeRecordArrives) {
  const auto record = payload_of<AppointmentRecord>("appointment_booked_full");
  EXPECT_EQ(record.start, Moment(local("2026-09-14T15:00:00")));
  EXPECT_EQ(record.agent, bianchi);
  EXPECT_EQ(record.caller, rossi);
  EXPECT_EQ(record.team, "telemarketing");
  EXPECT_EQ(record.client, (ClientRef{"cl-1", "Ada Neri"}));
  EXPECT_EQ(record.state, 3);
  EXPECT_EQ(record.replaces, "");
  EXPECT_EQ(record.location, "Via Roma 1, Torino");
  EXPECT_EQ(payload_of<AppointmentRecord>("appointment_booked_in_place_of_another").replaces,
            "APP-1");
}

TEST(EventAppointment, WhatARecordDoesNotSayOrSaysIsNullStaysUnset) {
  for (const char* const example : {"appointment_booked_least", "appointment_booked_nulls"}) {
    const auto record = payload_of<AppointmentRecord>(example);
    EXPECT_EQ(record.caller, std::nullopt);
    EXPECT_EQ(record.team, "");
    EXPECT_EQ(record.client, ClientRef{});
    EXPECT_EQ(record.state, std::nullopt);
    EXPECT_EQ(record.replaces, "");
    EXPECT_EQ(record.location, "");
  }
}

/// A state of 0 is a state; in the parameters alone it means "free".
TEST(EventAppointment, AStateThatIsZeroIsNotOneThatIsMissing) {
  EXPECT_EQ(payload_of<AppointmentOutcome>("appointment_outcome_set_least").state, 0);
}

TEST(EventAppointment, ALocalTimeIsTheTenantsUnlessAZoneStandsBesideIt) {
  const Moment tenants(local("2026-09-14T15:00:00"));
  EXPECT_EQ(start_of("2026-09-14T15:00", nullptr), tenants);
  EXPECT_EQ(start_of("2026-09-14T15:00:00", ""), tenants);
  EXPECT_EQ(start_of("2026-09-14T15:00", "America/Sao_Paulo"),
            Moment(instant("2026-09-14T18:00:00Z")));
}

TEST(EventAppointment, AnInstantIsOneWhateverZoneStandsBesideIt) {
  const Moment same(instant("2026-09-14T13:00:00Z"));
  EXPECT_EQ(start_of("2026-09-14T15:00:00+02:00", nullptr), same);
  EXPECT_EQ(start_of("2026-09-14T13:00:00Z", "Asia/Tokyo"), same);
}

/// Q3: the offset before the gap; of an hour that comes twice, the first.
TEST(EventAppointment, ALocalTimeThatDoesNotExistOrExistsTwiceInItsZoneIsDecidedAsForDeadlines) {
  EXPECT_EQ(start_of("2026-03-29T02:30", "Europe/Rome"), Moment(instant("2026-03-29T01:30:00Z")));
  EXPECT_EQ(start_of("2026-10-25T02:30", "Europe/Rome"), Moment(instant("2026-10-25T00:30:00Z")));
}

TEST(EventAppointment, AnOutcomeArrivesWithWhatWasNoted) {
  const auto outcome = payload_of<AppointmentOutcome>("appointment_outcome_set_full");
  EXPECT_EQ(outcome.state, 21);
  EXPECT_EQ(outcome.reschedule_at, Moment(instant("2026-09-17T08:30:00Z")));
  EXPECT_THAT(outcome.annotations,
              testing::ElementsAre(Annotation{"motivo", "Nobody was at home"},
                                   Annotation{"note", "The neighbour says: Thursday"}));
  EXPECT_EQ(outcome.by, (PersonRef{"bianchi", "", ""}));
}

/// S-A21: the rules decide what a day without a time is worth.
TEST(EventAppointment, AnOutcomeMayNameADayOrNothing) {
  EXPECT_EQ(payload_of<AppointmentOutcome>("appointment_outcome_set_on_a_day").reschedule_at,
            Moment(*parse_date("2026-09-17")));
  const auto nothing = payload_of<AppointmentOutcome>("appointment_outcome_set_nothing_noted");
  EXPECT_EQ(nothing.reschedule_at, std::nullopt);
  EXPECT_EQ(nothing.by, std::nullopt);
}

TEST(EventAppointment, AnEmptyAnnotationIsNone) {
  EXPECT_TRUE(
      payload_of<AppointmentOutcome>("appointment_outcome_set_nothing_noted").annotations.empty());
}

TEST(EventAppointment, ARebookingArrives) {
  const auto rebooked = payload_of<AppointmentRebooked>("appointment_rebooked_full");
  EXPECT_EQ(rebooked.start, Moment(instant("2026-09-18T09:00:00Z")));
  EXPECT_EQ(rebooked.caller, rossi);
  EXPECT_EQ(rebooked.new_appointment_id, "APP-2");
  EXPECT_EQ(rebooked.new_appointment, true);
  EXPECT_EQ(payload_of<AppointmentRebooked>("appointment_rebooked_same_card").new_appointment,
            false);
  const auto least = payload_of<AppointmentRebooked>("appointment_rebooked_least");
  EXPECT_EQ(least.start, std::nullopt);
  EXPECT_EQ(least.caller, std::nullopt);
  EXPECT_EQ(least.new_appointment, std::nullopt);
}

TEST(EventAppointment, ACancellationArrives) {
  EXPECT_EQ(payload_of<AppointmentCancelled>("appointment_cancelled").reason,
            "the client does not want it any more");
}

TEST(EventAppointment, AWrongZoneAndAWrongStartAreToldTogether) {
  Json event = good("appointment_booked_full");
  event["data"]["zone"] = "Europe/Rom";
  event["data"]["start"] = "2026-13-01T10:00";
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_data\n"
            "/data/zone there is no such time zone: did you mean Europe/Rome?\n"
            "/data/start there is no such time: use YYYY-MM-DDTHH:MM with a day and a time that "
            "exist, or RFC 3339 with an offset\n");
}

TEST(EventAppointment, AZoneThatIsNoPlaceIsNone) {
  const std::vector<std::pair<std::string, std::string>> zones{
      {"posix/Europe/Rome", "did you mean Europe/Rome?"},
      {"right/America/Sao_Paulo", "did you mean America/Sao_Paulo?"},
      {"localtime", "use a name as in Europe/Rome"},
      {"Factory", "use a name as in Europe/Rome"},
      {"file:Europe/Rome", "did you mean Europe/Rome?"}};
  Json event = good("appointment_booked_full");
  for (const auto& [zone, hint] : zones) {
    event["data"]["zone"] = zone;
    EXPECT_EQ(examples::answer(event.dump()),
              "invalid_data\n/data/zone there is no such time zone: " + hint + "\n");
  }
}

TEST(EventCallback, GoesToTheCaseThatItsIdNames) {
  const auto appointments = event_in(good("callback_claimed").dump());
  EXPECT_EQ(appointments.kind, Kind::appointment);
  EXPECT_EQ(appointments.subject, "APP-1");
  EXPECT_EQ(std::get<CallbackClaimed>(appointments.payload).cycle, 1u);
  const auto contacts = event_in(good("callback_done_full").dump());
  EXPECT_EQ(contacts.kind, Kind::contact);
  EXPECT_EQ(contacts.subject, "umfrage-7/c-100");
  EXPECT_EQ(std::get<CallbackDone>(contacts.payload).cycle, 2u);
}

TEST(EventCallback, OfACaseWhoseIdHasColonsAndSlashesIsStillThatCases) {
  const auto event = event_in(good("callback_done_least").dump());
  EXPECT_EQ(event.subject, "APP:1/a");
  EXPECT_EQ(std::get<CallbackDone>(event.payload).cycle, 4'294'967'295u);
  EXPECT_EQ(event_in(good("callback_postponed_to_a_day").dump()).subject, "umfrage-7/c/100");
}

TEST(EventCallback, SaysWhoAndUntilWhenAndForWhom) {
  const auto claimed = payload_of<CallbackClaimed>("callback_claimed");
  EXPECT_EQ(claimed.caller, (PersonRef{"verdi", "", ""}));
  const auto postponed = payload_of<CallbackPostponed>("callback_postponed_full");
  EXPECT_EQ(postponed.cycle, 1u);
  EXPECT_EQ(postponed.caller, (PersonRef{"verdi", "", ""}));
  EXPECT_EQ(postponed.until, Moment(instant("2026-09-15T09:00:00Z")));
  EXPECT_FALSE(postponed.for_all);
  const auto to_a_day = payload_of<CallbackPostponed>("callback_postponed_to_a_day");
  EXPECT_EQ(to_a_day.until, Moment(*parse_date("2026-06-18")));
  EXPECT_TRUE(to_a_day.for_all);
  const auto done = payload_of<CallbackDone>("callback_done_full");
  EXPECT_EQ(done.result, "reached");
  EXPECT_TRUE(done.for_all);
  EXPECT_FALSE(payload_of<CallbackDone>("callback_done_least").for_all);
}

/// The subject is looked at whatever the data is like.
TEST(EventCallback, AWrongIdIsToldTogetherWithWrongData) {
  Json event = good("callback_claimed");
  event["subject"] = "APP-1";
  event["data"].erase("operator");
  EXPECT_EQ(
      examples::answer(event.dump()),
      "invalid_envelope\n"
      "/subject must be the id of a callback, as a webhook gives it in the member callback of "
      "its data\n"
      "/data/operator is required\n");
}

TEST(EventCallback, AnIdThatIsNoTextIsNotJudgedTwice) {
  Json event = good("callback_claimed");
  event["subject"] = 7;
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_envelope\n/subject must be a text of 1 to 256 characters\n");
}

}  // namespace
}  // namespace followup
