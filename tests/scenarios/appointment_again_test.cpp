// The second and third of its kind: an outcome that is set once more, later cycles, a card that is
// pushed again.
#include "tests/scenarios/call_centre.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string card(const std::string& start, const std::string& caller = "rossi") {
  return R"({"start":")" + start + R"(","agent":{"id":"bianchi"},"operator":{"id":")" + caller +
         R"("},"team":"t1"})";
}

const std::string reason = R"(,"annotations":{"motivo":"assente"})";
const std::string by_rossi = R"({"operator":{"id":"rossi"}})";

class Again : public testing::Test {
 protected:
  explicit Again(const std::string& toml = callit_toml()) : centre("callit", toml) {
    centre.at("2026-09-13T19:00");
    centre.tell("appointment.booked", "APP-1", card("2026-09-14T15:00"), 1);
    centre.at("2026-09-14T15:20");
    centre.new_mails();
  }

  Reply set(int state, const std::string& date = "", int sequence = 2,
            const std::string& more = "") {
    const std::string when = date.empty() ? "" : R"(,"reschedule_at":")" + date + R"(")";
    return centre.tell("appointment.outcome_set", "APP-1",
                       R"({"state":)" + std::to_string(state) + when + more + "}", sequence);
  }

  Appointment app1() { return centre.facts<Appointment>(Kind::appointment, "APP-1"); }

  CallCentre centre;
};

TEST_F(Again, S_A19_TheSupervisorHearsOfAMissingDateAfterARebooking) {
  set(31);
  centre.tell("appointment.rebooked", "APP-1",
              R"({"start":"2026-09-16T11:00","operator":{"id":"rossi"}})", 3);
  centre.at("2026-09-16T12:00");
  centre.new_mails();
  set(41, "", 4);
  centre.at("2026-09-18T12:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-16T12:00 date_missing bianchi (date_missing)",
                          "2026-09-16T12:30 date_missing capo (date_missing)"));
}

TEST_F(Again, S_A19_TheSupervisorHearsOfAMissingDateAfterAConfirmedMove) {
  set(41, "2026-09-16T10:00");
  centre.at("2026-09-16T12:00");
  centre.new_mails();
  set(41, "", 3);
  centre.at("2026-09-18T12:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-16T12:00 date_missing bianchi (date_missing)",
                          "2026-09-16T12:30 date_missing capo (date_missing)"));
}

TEST_F(Again, AReasonThatComesAfterTheCallWasMadeTellsNobodyAgain) {
  set(43, "2026-09-17T10:30");
  centre.tell("callback.done", "appointment:1:APP-1", by_rossi);
  set(43, "2026-09-17T10:30", 3, reason);
  centre.at("2026-09-18T12:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  EXPECT_THAT(centre.commands(), SizeIs(1));
  EXPECT_EQ(app1().outcomes.back().annotations, (std::vector<Annotation>{{"motivo", "assente"}}));
}

TEST_F(Again, AReasonThatComesAfterTheAgentsDateAsksForNoOther) {
  set(43, "2026-09-17T10:30");
  centre.at("2026-09-17T11:00");
  centre.new_mails();
  EXPECT_EQ(set(43, "", 3, reason).reason, Reason::none);
  EXPECT_EQ(set(43, "2026-09-17T10:30", 4, reason).reason, Reason::none);
  centre.at("2026-09-18T12:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Again, AReasonThatComesAfterARefusalSendsTheCommandOnlyOnceAndLeavesTheClaim) {
  centre.answer("appointment.reschedule", {{Outcome::refused, "http_409", false}});
  set(41, "2026-09-17T10:30");
  centre.tell("callback.claimed", "appointment:1:APP-1", by_rossi);
  centre.at("2026-09-14T15:30");
  set(41, "2026-09-17T10:30", 3, reason);
  centre.at("2026-09-15T12:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 callback_due rossi (rebook_failed)"));
  EXPECT_THAT(centre.commands(),
              ElementsAre(HasSubstr("appointment.reschedule"), HasSubstr("callback.create")));
  EXPECT_TRUE(app1().callback->claimed_by);
}

TEST_F(Again, AReasonDoesNotAskOnceMoreForADateThatIsStillMissing) {
  set(41);
  centre.at("2026-09-14T15:30");
  EXPECT_EQ(set(41, "", 3, reason).reason, Reason::date_missing);
  centre.at("2026-09-14T18:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 date_missing bianchi (date_missing)",
                          "2026-09-14T15:50 date_missing capo (date_missing)"));
}

TEST_F(Again, AnotherDateAfterARefusalIsAskedOfTheCrmAndEndsTheCall) {
  centre.answer("appointment.reschedule", {{Outcome::refused, "http_409", false}});
  set(41, "2026-09-17T10:30");
  set(41, "2026-09-18T10:30", 3);
  EXPECT_THAT(centre.commands().back(),
              AllOf(HasSubstr("appointment.reschedule"), HasSubstr("2026-09-18T10:30")));
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
  EXPECT_EQ(format_local(app1().start), "2026-09-18T10:30:00");
}

TEST_F(Again, AnotherDateTakesTheCommandOfTheFirstBack) {
  centre.answer("appointment.reschedule", {{Outcome::try_later, "http_503", false}});
  set(41, "2026-09-17T10:30");
  set(41, "2026-09-18T10:30", 3);
  centre.at("2026-09-14T16:00");
  EXPECT_THAT(centre.commands(),
              ElementsAre(HasSubstr("2026-09-17T10:30"), HasSubstr("2026-09-18T10:30")));
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 rebooked bianchi"));
}

TEST_F(Again, AnotherDateAfterTheCallWasMadeIsAnotherCall) {
  set(43, "2026-09-15T10:30");
  centre.at("2026-09-15T11:00");
  centre.tell("callback.done", "appointment:1:APP-1", by_rossi);
  set(43, "2026-09-17T10:30", 3);
  EXPECT_THAT(centre.commands().back(), HasSubstr("callback=appointment:2:APP-1"));
  centre.at("2026-09-18T11:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-15T10:30 callback_due rossi (outcome)",
                                              "2026-09-17T10:30 callback_due rossi (outcome)"));
}

TEST_F(Again, ACardThatIsPushedOnceMoreLeavesACallToWhoeverTookIt) {
  set(32);
  centre.tell("callback.claimed", "appointment:1:APP-1", R"({"operator":{"id":"verdi"}})");
  centre.tell("callback.postponed", "appointment:1:APP-1",
              R"({"operator":{"id":"verdi"},"until":"2026-09-15T10:00"})");
  centre.new_mails();
  centre.tell("appointment.updated", "APP-1", card("2026-09-14T15:00"), 3);
  EXPECT_THAT(centre.listed("callbacks:operator:verdi"), ElementsAre("APP-1"));
  centre.at("2026-09-15T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-15T10:00 callback_due verdi (outcome)"));
}

TEST_F(Again, ACardThatNamesAnotherOperatorTakesItsCallAlong) {
  set(43, "2026-09-15T10:00");
  centre.tell("appointment.updated", "APP-1", card("2026-09-14T15:00", "verdi"), 3);
  centre.at("2026-09-15T12:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-15T10:00 callback_due verdi (outcome)"));
}

TEST_F(Again, ACardThatCorrectsItsOperatorsAddressCorrectsTheCalls) {
  set(43, "2026-09-15T10:00");
  std::string corrected = card("2026-09-14T15:00");
  corrected.insert(corrected.find("\"rossi\"") + 7, R"(,"email":"c.rossi@callit.example")");
  centre.tell("appointment.updated", "APP-1", corrected, 3);
  EXPECT_EQ(app1().callback->holders.front().who.email, "c.rossi@callit.example");
}

class Revived : public Again {
 protected:
  Reply push(std::optional<int> sequence) {
    return centre.tell("appointment.updated", "APP-9", card("2026-09-18T15:00"), sequence);
  }

  void cancel(std::optional<int> sequence) {
    centre.tell("appointment.cancelled", "APP-9", "{}", sequence);
  }

  Lines due() { return centre.due(Kind::appointment, "APP-9"); }
};

TEST_F(Revived, ByNoRecordWithoutASequence) {
  push(std::nullopt);
  cancel(std::nullopt);
  const auto reply = push(std::nullopt);
  EXPECT_EQ(reply.status, Status::stale);
  EXPECT_EQ(reply.reason, Reason::superseded);
  EXPECT_THAT(due(), IsEmpty());
}

TEST_F(Revived, ByNoRecordWithTheCancellationsSequence) {
  push(1);
  cancel(7);
  EXPECT_EQ(push(7).status, Status::stale);
  EXPECT_EQ(push(std::nullopt).status, Status::stale);
  EXPECT_THAT(due(), IsEmpty());
}

TEST_F(Revived, ByNoRepetitionOfTheRecordThatWasCancelledWithoutASequence) {
  push(4);
  cancel(std::nullopt);
  EXPECT_EQ(push(4).status, Status::stale);
  EXPECT_THAT(due(), IsEmpty());
}

TEST_F(Revived, ByARecordWithAHigherSequence) {
  push(1);
  cancel(7);
  EXPECT_EQ(push(8).status, Status::accepted);
  EXPECT_THAT(due(), ElementsAre("reminder 2026-09-17T18:00"));
}

TEST_F(Again, S_A40_AnOutcomeThatIsOlderThanTheCardsNewDateHasNoEffect) {
  centre.tell("appointment.updated", "APP-1", card("2026-09-18T15:00"), 8);
  EXPECT_EQ(set(31, "", 7).reason, Reason::superseded);
  centre.at("2026-09-15T12:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
}

TEST_F(Again, AnOutcomeThatIsOlderThanARecordOfTheSameDateHasItsEffect) {
  centre.tell("appointment.updated", "APP-1", card("2026-09-14T15:00"), 8);
  EXPECT_EQ(set(31, "", 7).reason, Reason::none);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
}

TEST_F(Again, NoReasonIsRefusedForTheLengthOfEarlierOnes) {
  int sequence = 2;
  for (int day = 15; day < 45; ++day) {
    const std::string text(900, static_cast<char>('a' + day % 26));
    const auto reply = set(31, "", sequence++, R"(,"annotations":{"motivo":")" + text + R"("})");
    ASSERT_EQ(reply.status, Status::accepted) << day << " " << to_text(reply.reason);
    EXPECT_EQ(app1().outcomes.back().annotations.front().text, text);
    EXPECT_GE(app1().outcomes.size(), std::min<std::size_t>(4, static_cast<std::size_t>(day - 14)));
    centre.tell("appointment.rebooked", "APP-1",
                R"({"start":"2026-10-)" + std::to_string(10 + day % 20) + R"(T11:00"})",
                sequence++);
  }
}

TEST_F(Again, ALongReasonLeavesNoRoomForEarlierOnesButIsKept) {
  set(31, "", 2, reason);
  centre.tell("appointment.rebooked", "APP-1", R"({"start":"2026-09-16T11:00"})", 3);
  std::string all;
  for (const char* name : {"a", "b", "c", "fascia"})
    all +=
        std::string(all.empty() ? "" : ",") + "\"" + name + "\":\"" + std::string(2000, 'x') + "\"";
  set(31, "", 4, R"(,"annotations":{)" + all + "}");
  EXPECT_THAT(app1().outcomes, SizeIs(1));
  EXPECT_THAT(app1().outcomes.back().annotations, SizeIs(4));
}

std::string with_mandatory_reason() {
  std::string toml = callit_toml();
  return toml.insert(toml.find("reschedule = true", toml.find("[states.43]")),
                     "mandatory = [\"motivo\"]\n");
}

class MandatoryReason : public Again {
 protected:
  MandatoryReason() : Again(with_mandatory_reason()) {}
};

TEST_F(MandatoryReason, LetsTheCallGoAtOnceWhenItComesAfterTheAgentsDate) {
  set(43, "2026-09-14T15:30");
  centre.at("2026-09-14T15:40");
  EXPECT_EQ(set(43, "", 3, reason).reason, Reason::none);
  centre.at("2026-09-14T18:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-14T15:20 reason_missing bianchi (reason_missing)",
                          "2026-09-14T15:40 callback_due rossi (outcome)"));
}

}  // namespace
}  // namespace followup
