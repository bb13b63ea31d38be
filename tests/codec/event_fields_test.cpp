// What becomes of an event's members: each one arrives in its field, with its type, and nowhere
// else.
#include "tests/codec/event_examples.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using examples::event_in;
using examples::good;
using examples::Json;
using examples::payload_of;

Date day(std::string_view text) {
  return *parse_date(text);
}

TimePoint instant(std::string_view text) {
  return *parse_instant(text);
}

TEST(EventFields, EveryAttributeOfTheEnvelopeArrives) {
  const auto event = event_in(good("referral_created_full").dump());
  EXPECT_EQ(event.source, "crm.example/north");
  EXPECT_EQ(event.id, "evt-0001");
  EXPECT_EQ(event.type, "referral.created");
  EXPECT_EQ(event.subject, "ref-1");
  EXPECT_EQ(event.tenant, "north");
  EXPECT_EQ(event.actor, "anna");
  EXPECT_EQ(event.time, instant("2011-01-01T08:30:00Z"));
  EXPECT_EQ(event.sequence, 17u);
  EXPECT_EQ(event.traceparent, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
}

TEST(EventFields, AttributesThatAreNullCountAsAbsent) {
  const auto event = event_in(good("referral_created_nulls").dump());
  EXPECT_EQ(event.time, examples::received());
  EXPECT_EQ(event.sequence, std::nullopt);
  EXPECT_EQ(event.tenant, "");
  EXPECT_EQ(event.actor, "");
  EXPECT_EQ(event.traceparent, "");
}

TEST(EventFields, TheTimeOfReceiptStandsInForAMissingTime) {
  EXPECT_EQ(event_in(good("referral_created_least").dump()).time, examples::received());
}

TEST(EventFields, ASequenceMayBeATextOrAnIntegerUpTo18Digits) {
  EXPECT_EQ(event_in(good("referral_created_at_instant").dump()).sequence, 3u);
  EXPECT_EQ(event_in(good("person_updated_full").dump()).sequence, 7u);
  EXPECT_EQ(event_in(good("group_updated_full").dump()).sequence, 999'999'999'999'999'999u);
  EXPECT_EQ(event_in(good("person_updated_left").dump()).sequence, std::nullopt);
}

TEST(EventFields, EveryTypeGoesToItsKindOfCase) {
  const std::vector<std::pair<std::string, Kind>> expected{
      {"referral_created_full", Kind::referral}, {"referral_updated", Kind::referral},
      {"contact_recorded_yes", Kind::referral},  {"contact_withdrawn", Kind::referral},
      {"referral_cancelled", Kind::referral},    {"person_updated_full", Kind::person},
      {"group_updated_full", Kind::group},       {"absence_set", Kind::person}};
  for (const auto& [example, kind] : expected) {
    EXPECT_EQ(event_in(good(example).dump()).kind, kind) << example;
  }
}

TEST(EventFields, AWholeReferralArrives) {
  const auto record = payload_of<ReferralRecord>("referral_created_full");
  EXPECT_EQ(std::get<Date>(record.created), day("2011-01-01"));
  EXPECT_EQ(record.referral_date, day("2011-01-01"));
  EXPECT_TRUE(record.follow_up_requested);
  EXPECT_EQ(record.follow_up_days, 30);
  EXPECT_EQ(record.case_worker, (PersonRef{"anna", "Anna Bianchi", "anna.bianchi@office.example"}));
  EXPECT_EQ(record.supervisor, (PersonRef{"sara", "Sara Verdi", "sara.verdi@office.example"}));
  EXPECT_EQ(record.case_id, "case-77");
  EXPECT_THAT(record.clients,
              testing::ElementsAre(ClientRef{"c-1", "Ada Rossi"}, ClientRef{"c-2", "Ugo Rossi"}));
  EXPECT_EQ(record.provider, "Casa Aperta");
  EXPECT_EQ(record.service, "Housing advice");
  EXPECT_EQ(record.sensitivity, 2);
}

TEST(EventFields, WhatAReferralDoesNotSayStaysUnset) {
  const auto record = payload_of<ReferralRecord>("referral_created_least");
  EXPECT_EQ(record.referral_date, std::nullopt);
  EXPECT_FALSE(record.follow_up_requested);
  EXPECT_EQ(record.follow_up_days, std::nullopt);
  EXPECT_EQ(record.supervisor, std::nullopt);
  EXPECT_TRUE(record.clients.empty());
  EXPECT_EQ(record.sensitivity, 0);
}

/// S-R26: days that are missing are not days that are zero.
TEST(EventFields, MissingDaysAreNotZeroDays) {
  EXPECT_EQ(payload_of<ReferralRecord>("referral_created_without_days").follow_up_days,
            std::nullopt);
  EXPECT_EQ(payload_of<ReferralRecord>("referral_created_at_instant").follow_up_days, 0);
  EXPECT_EQ(payload_of<ReferralRecord>("referral_created_nulls").follow_up_days, 3650);
}

TEST(EventFields, AReferralMayBeCreatedAtAnInstant) {
  const auto record = payload_of<ReferralRecord>("referral_created_at_instant");
  EXPECT_EQ(std::get<TimePoint>(record.created), instant("2011-01-01T22:30:00.250Z"));
}

/// S-R33: the codec neither judges nor changes what people typed; escaping is for whoever shows it.
TEST(EventFields, TextsArriveAsTheyWereTyped) {
  const auto record = payload_of<ReferralRecord>("referral_created_markup_in_names");
  EXPECT_EQ(record.provider, "<b>A&B</b>\r\nBcc: x@y");
  EXPECT_EQ(record.service, "{{service}}");
  EXPECT_EQ(payload_of<ReferralRecord>("referral_created_other_scripts").case_worker.name,
            "João Conceição");
}

TEST(EventFields, AContactSaysYesOrNo) {
  const auto yes = payload_of<ContactRecorded>("contact_recorded_yes");
  EXPECT_TRUE(yes.contacted);
  EXPECT_EQ(yes.on, day("2011-01-20"));
  const auto no = payload_of<ContactRecorded>("contact_recorded_no");
  EXPECT_FALSE(no.contacted);
  EXPECT_EQ(no.on, std::nullopt);
}

TEST(EventFields, ReasonsArrive) {
  EXPECT_EQ(payload_of<ContactWithdrawn>("contact_withdrawn").reason,
            "entered on the wrong referral");
  EXPECT_EQ(payload_of<ContactWithdrawn>("contact_withdrawn_without_reason").reason, "");
  EXPECT_EQ(payload_of<ReferralCancelled>("referral_cancelled").reason, "");
}

TEST(EventFields, APersonArrives) {
  const auto person = payload_of<PersonRecord>("person_updated_full");
  EXPECT_EQ(person.name, "Anna Bianchi");
  EXPECT_EQ(person.email, "anna.bianchi@office.example");
  EXPECT_EQ(person.language, "it");
  EXPECT_EQ(person.zone, "Europe/Rome");
  EXPECT_EQ(person.supervisor, "sara");
  EXPECT_EQ(person.sensitivity, 3);
  EXPECT_TRUE(person.active);
  const auto left = payload_of<PersonRecord>("person_updated_left");
  EXPECT_EQ(left.supervisor, "");
  EXPECT_FALSE(left.active);
}

TEST(EventFields, AGroupArrives) {
  const auto group = payload_of<GroupRecord>("group_updated_full");
  EXPECT_EQ(group.name, "Team North");
  EXPECT_EQ(group.email, "team.north@office.example");
  EXPECT_THAT(group.members, testing::ElementsAre("anna", "bruno"));
  EXPECT_EQ(group.manager_group, "heads");
  EXPECT_TRUE(group.active);
  EXPECT_TRUE(group.secret_access);
  const auto least = payload_of<GroupRecord>("group_updated_least");
  EXPECT_TRUE(least.active);
  EXPECT_FALSE(least.secret_access);
}

TEST(EventFields, AnAbsenceArrives) {
  const auto absence = payload_of<AbsenceSet>("absence_set");
  EXPECT_EQ(absence.from, instant("2011-01-23T23:00:00Z"));
  EXPECT_EQ(absence.until, instant("2011-02-04T22:59:59Z"));
  EXPECT_EQ(absence.delegate, "carlo");
  EXPECT_EQ(payload_of<AbsenceSet>("absence_set_nobody_stands_in").delegate, "");
  const auto removed = payload_of<AbsenceSet>("absence_removed");
  EXPECT_LT(removed.until, removed.from);
}

TEST(EventFields, EveryFaultIsToldAtOnceAndEachPathOnce) {
  Json event = good("referral_created_full");
  event["subject"] = "";
  event["time"] = 5;
  event["data"].erase("follow_up");
  event["data"]["case_worker"]["id"] = 7;
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_envelope\n"
            "/subject must be a text of 1 to 256 characters\n"
            "/time must be an instant with its offset (RFC 3339), as in 2011-01-31T08:00:00Z\n"
            "/data/case_worker/id must be a text of 1 to 256 characters\n"
            "/data/follow_up is required\n");
}

TEST(EventFields, DaysThatDoNotExistAreToldTogether) {
  Json event = good("referral_created_full");
  event["data"]["created_on"] = "2011-02-29";
  event["data"]["referral_date"] = "2011-04-31";
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_data\n"
            "/data/created_on there is no such day: use YYYY-MM-DD with a day that exists\n"
            "/data/referral_date there is no such day: use YYYY-MM-DD with a day that exists\n");
}

TEST(EventFields, AnUnknownTypeIsNotTheReasonWhereTheEnvelopeIsWrongToo) {
  Json event = good("referral_created_full");
  event["type"] = "referral.creatd";
  event["sequence"] = -1;
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_envelope\n"
            "/sequence must be a whole number of at most 18 digits, as a text or as an integer\n"
            "/type is not a known event type: did you mean referral.created?\n");
}

}  // namespace
}  // namespace followup
