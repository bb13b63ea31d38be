// What becomes of the events of tickets: each member arrives in its field, and what is left out has
// its default.
#include "tests/codec/event_examples.h"

#include <gmock/gmock.h>

namespace followup {
namespace {

using examples::event_in;
using examples::good;
using examples::Json;
using examples::payload_in;
using examples::payload_of;

TimePoint instant(std::string_view text) {
  return *parse_instant(text);
}

const PersonRef souza{"souza", "Ana Souza", "ana.souza@office.example"};

TEST(EventTicket, IsACaseOfItsOwn) {
  for (const char* const example :
       {"ticket_opened_least", "ticket_forwarded", "ticket_answered_least",
        "ticket_extended_by_days", "ticket_closed", "ticket_reopened"}) {
    const auto event = event_in(good(example).dump());
    EXPECT_EQ(event.kind, Kind::ticket) << example;
    EXPECT_EQ(event.subject, "TK-100") << example;
  }
}

TEST(EventTicket, ARecordArrives) {
  const auto record = payload_of<TicketRecord>("ticket_opened_full");
  EXPECT_EQ(record.protocol, "32630520260306000117");
  EXPECT_EQ(record.classification, "negativa-escrita");
  EXPECT_THAT(record.groups, testing::ElementsAre("autorizacao", "juridico"));
  EXPECT_EQ(record.person_type, "beneficiary");
  EXPECT_EQ(record.channel, TicketChannel::contact_form);
  EXPECT_EQ(record.opened_at, instant("2026-03-06T19:00:00Z"));
  EXPECT_TRUE(record.secret);
  EXPECT_EQ(record.summary, "Asks why the operation was denied");
  EXPECT_EQ(record.beneficiary, (ClientRef{"B-77", "Joana Lima"}));
}

TEST(EventTicket, ARecordLeavesToTheTenantWhatItDoesNotName) {
  for (const char* const example : {"ticket_opened_least", "ticket_opened_nulls"}) {
    const auto record = payload_of<TicketRecord>(example);
    EXPECT_THAT(record.groups, testing::IsEmpty()) << "those of the classification";
    EXPECT_EQ(record.person_type, "") << example;
    EXPECT_EQ(record.channel, TicketChannel::internal) << example;
    EXPECT_EQ(record.opened_at, std::nullopt) << "the event's time";
    EXPECT_FALSE(record.secret) << example;
    EXPECT_EQ(record.beneficiary, std::nullopt) << example;
  }
}

TEST(EventTicket, ComesInOnEveryChannel) {
  Json event = good("ticket_opened_least");
  for (const auto channel : {TicketChannel::internal, TicketChannel::contact_form,
                             TicketChannel::ombudsman, TicketChannel::lgpd}) {
    event["data"]["channel"] = std::string(to_text(channel));
    EXPECT_EQ(payload_in<TicketRecord>(event).channel, channel);
  }
}

/// T5: several, each at the place where the CRM has it; that each answers once is the rules'.
TEST(EventTicket, GroupsKeepTheirPlaces) {
  Json event = good("ticket_opened_full");
  event["data"]["groups"] = Json::parse(R"(["juridico", "autorizacao", "juridico"])");
  EXPECT_THAT(payload_in<TicketRecord>(event).groups,
              testing::ElementsAre("juridico", "autorizacao", "juridico"));
  event["data"]["groups"] = Json::array();
  for (int i = 0; i < 20; ++i)
    event["data"]["groups"].push_back("g-" + std::to_string(i));
  EXPECT_EQ(payload_in<TicketRecord>(event).groups.size(), 20U);
}

TEST(EventTicket, AForwardingArrives) {
  const auto forwarded = payload_of<TicketForwarded>("ticket_forwarded");
  EXPECT_EQ(forwarded.from, "autorizacao");
  EXPECT_EQ(forwarded.to, "juridico");
  EXPECT_EQ(forwarded.by, souza);
  EXPECT_EQ(payload_of<TicketForwarded>("ticket_forwarded_least").by, std::nullopt);
}

TEST(EventTicket, AnAnswerArrives) {
  const auto full = payload_of<TicketAnswered>("ticket_answered_full");
  EXPECT_EQ(full.group, "autorizacao");
  EXPECT_TRUE(full.conclusive);
  EXPECT_EQ(full.by, souza);
  EXPECT_EQ(full.text, "Denied for want of a report; see the letter.");
}

/// S-T22.
TEST(EventTicket, AnAnswerIsConclusiveUnlessItSaysThatItIsNot) {
  EXPECT_FALSE(payload_of<TicketAnswered>("ticket_answered_in_part").conclusive);
  EXPECT_TRUE(payload_of<TicketAnswered>("ticket_answered_least").conclusive);
}

TEST(EventTicket, AnAnswerMayBeLong) {
  Json event = good("ticket_answered_full");
  std::string text;
  for (int i = 0; i < 20'000; ++i)
    text += "ã";
  event["data"]["text"] = text;
  EXPECT_EQ(payload_in<TicketAnswered>(event).text, text);
}

/// S-T21.
TEST(EventTicket, AnExtensionIsOfDaysOrUntilATime) {
  const auto days = payload_of<TicketExtended>("ticket_extended_by_days");
  EXPECT_EQ(days.group, "ouvidoria");
  EXPECT_EQ(days.days, 30);
  EXPECT_EQ(days.until, std::nullopt);
  EXPECT_EQ(days.reason, "agreed with the beneficiary by phone");
  EXPECT_EQ(days.by, souza);
  const auto until = [](const char* example) {
    const auto extended = payload_of<TicketExtended>(example);
    EXPECT_EQ(extended.days, std::nullopt) << example;
    return extended.until;
  };
  EXPECT_EQ(until("ticket_extended_to_a_day"), Moment(*parse_date("2026-04-05")));
  EXPECT_EQ(until("ticket_extended_to_an_instant"), Moment(instant("2026-04-05T21:00:00Z")));
  EXPECT_EQ(until("ticket_extended_to_a_time"), Moment(instant("2026-04-05T21:00:00Z")));
  Json event = good("ticket_extended_to_a_time");
  event["data"].erase("zone");
  EXPECT_EQ(payload_in<TicketExtended>(event).until, Moment(*parse_local("2026-04-05T18:00")));
}

TEST(EventTicket, AnExtensionOfNoDaysAndOfTenYearsCanBeSaid) {
  Json event = good("ticket_extended_by_days");
  for (const int days : {0, 3650}) {
    event["data"]["days"] = days;
    EXPECT_EQ(payload_in<TicketExtended>(event).days, days);
  }
}

TEST(EventTicket, AClosingAndAReopeningArrive) {
  EXPECT_EQ(payload_of<TicketClosed>("ticket_closed").reason, "taken back by the beneficiary");
  EXPECT_EQ(payload_of<TicketClosed>("ticket_closed_without_reason").reason, "");
  EXPECT_EQ(payload_of<TicketReopened>("ticket_reopened").reason, "the beneficiary asks again");
  EXPECT_EQ(payload_of<TicketReopened>("ticket_reopened_without_reason").reason, "");
}

TEST(EventTicket, EveryFaultOfARecordIsTold) {
  Json event = good("ticket_opened_full");
  event["data"].erase("protocol");
  event["data"]["classification"] = "";
  event["data"]["groups"] = Json::array({"autorizacao", 7});
  event["data"]["channel"] = "fax";
  EXPECT_EQ(examples::answer(event.dump()),
            "invalid_data\n"
            "/data/channel must be internal, contact_form, ombudsman or lgpd\n"
            "/data/classification must be a text of 1 to 64 characters\n"
            "/data/groups/1 must be a text of 1 to 64 characters\n"
            "/data/protocol is required\n");
}

}  // namespace
}  // namespace followup
