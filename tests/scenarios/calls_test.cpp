// Who holds a call, and what related events make of it: claims across a change of hands, and old
// or repeated events of projects and people.
#include "tests/scenarios/call_centre.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string follow_up(const std::string& due, const std::string& agents) {
  return R"({"project":"umfrage","due":")" + due + R"(","agents":[)" + agents + "]}";
}

std::string person(const std::string& id) {
  return R"({"id":")" + id + R"("})";
}

class ContactCalls : public testing::Test {
 protected:
  ContactCalls() : centre("telde", telde_toml()) { centre.at("2026-06-16T09:00"); }

  Reply set(const std::string& agents, const std::string& contact = "K-1") {
    return centre.tell("contact.follow_up_set", contact, follow_up("2026-06-16T10:00", agents));
  }

  Reply act(const std::string& type, const std::string& who, const std::string& more = "",
            const std::string& callback = "contact:1:umfrage/K-1") {
    return centre.tell(type, callback, R"({"operator":)" + person(who) + more + "}");
  }

  Reply leave(const std::string& who) {
    return centre.tell("person.updated", who,
                       R"({"name":"X","email":")" + who + R"(@telde.example","active":false})");
  }

  Reply state(const std::string& name, int sequence) {
    return centre.tell("project.state_changed", "umfrage", R"({"state":")" + name + R"("})",
                       sequence);
  }

  CallCentre centre;
};

TEST_F(ContactCalls, AClaimEndsWhenTheCallIsGivenToSomebodyElse) {
  set(person("meier"));
  centre.at("2026-06-16T10:05");
  EXPECT_EQ(act("callback.claimed", "meier").status, Status::accepted);
  centre.new_mails();
  set(person("schulz"));
  EXPECT_THAT(centre.new_mails(), Contains("2026-06-16T10:05 follow_up_due schulz (follow_up)"));
  EXPECT_EQ(act("callback.claimed", "schulz").status, Status::accepted);
}

TEST_F(ContactCalls, AClaimStaysWithWhoeverKeepsTheCall) {
  set(person("meier"));
  centre.at("2026-06-16T10:05");
  act("callback.claimed", "meier");
  set(person("meier") + "," + person("schulz"));
  EXPECT_EQ(act("callback.claimed", "schulz").reason, Reason::already_claimed);
}

/// The same project, whose calls become public after 45 minutes.
class PublicContactCalls : public ContactCalls {
 protected:
  PublicContactCalls() {
    std::string toml = telde_toml();
    const std::string section = "[contact]\n";
    toml.replace(toml.find(section), section.size(),
                 section + "private_to_public = \"45m\"\nescalate_after = \"2h\"\n");
    for (const auto& fault : centre.configure(toml))
      EXPECT_TRUE(fault.warning) << fault.message;
  }
};

TEST_F(PublicContactCalls, WhatIsGivenToSomebodyAfterItBecamePublicIsTheirsAlone) {
  set(person("meier"));
  centre.at("2026-06-16T11:00");
  EXPECT_EQ(act("callback.claimed", "braun").status, Status::accepted) << "it is public";
  centre.new_mails();
  set(person("schulz"));
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T11:00 follow_up_due schulz (follow_up)",
                                              "2026-06-16T11:00 withdrawal meier",
                                              "2026-06-16T11:00 withdrawal braun"));
  EXPECT_EQ(act("callback.claimed", "braun").reason, Reason::already_claimed);
  EXPECT_EQ(act("callback.claimed", "schulz").status, Status::accepted);
}

TEST_F(PublicContactCalls, WhatALeaverHadClaimedIsTheSuccessors) {
  set(person("meier"));
  centre.at("2026-06-16T11:00");
  act("callback.claimed", "meier");
  centre.new_mails();
  leave("meier");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T11:00 follow_up_due schulz (follow_up)"));
  EXPECT_EQ(act("callback.claimed", "schulz").status, Status::accepted);
}

TEST_F(PublicContactCalls, S_C19_WhatOneOfTwoLeavesToTheOtherStaysPublicAndNobodyIsToldAgain) {
  set(person("meier") + "," + person("schulz"));
  centre.at("2026-06-16T14:00");
  centre.new_mails();
  leave("meier");
  centre.at("2026-06-17T14:00");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  EXPECT_THAT(centre.hooks().back(), HasSubstr("contact.reassigned")) << "and nothing after it";
  EXPECT_EQ(act("callback.claimed", "braun").status, Status::accepted) << "it is public";
}

// The nominal time is part of the messages' ids.
TEST_F(PublicContactCalls, WhatBecomesPublicOnceMoreDoesSoAtAnotherTime) {
  set(person("meier") + "," + person("schulz"));
  centre.at("2026-06-16T11:00");
  set(person("schulz") + "," + person("braun"));
  centre.at("2026-06-16T11:10");
  set(person("schulz"));
  centre.at("2026-06-16T11:11");
  const auto call = centre.facts<ProjectContact>(Kind::contact, "umfrage/K-1").follow_up;
  ASSERT_TRUE(call->published);
  EXPECT_EQ(format_local(call->published->nominal), "2026-06-16T11:00:00");
}

TEST_F(PublicContactCalls, S_C19_WhatALeaverHadOnlyClaimedIsTheSuccessorsToCall) {
  set(person("meier"));
  centre.at("2026-06-16T11:00");
  act("callback.claimed", "braun");
  centre.new_mails();
  leave("braun");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T11:00 follow_up_due meier (follow_up)"));
  EXPECT_EQ(act("callback.claimed", "schulz").reason, Reason::already_claimed);
  EXPECT_EQ(act("callback.done", "meier").status, Status::accepted);
}

TEST_F(PublicContactCalls, C26_OnesPostponementKeepsNobodyFromHearingThatTheOtherDoesNotCall) {
  set(person("meier") + "," + person("schulz"));
  centre.at("2026-06-16T10:05");
  centre.new_mails();
  act("callback.postponed", "meier", R"(,"until":"2026-08-18T10:00")");
  centre.at("2026-06-20T10:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-06-16T12:00 callback_overdue fallback@telde.example"))
      << "of schulz, who has no supervisor";
}

TEST_F(ContactCalls, Q3_AnInstantInTheSecondOfTwoEqualHoursIsNotEarly) {
  centre.tell("contact.follow_up_set", "K-9",
              R"({"project":"umfrage","due":"2026-10-25T02:30:00+01:00","agent":{"id":"meier"}})");
  centre.at("2026-10-25T12:00");
  const auto mails = centre.new_mails();
  ASSERT_THAT(mails, testing::SizeIs(1));
  EXPECT_GE(mails.front(), "2026-10-25T03:00");
}

TEST_F(ContactCalls, WhatItsClaimerHasDoneTheOthersMayClaim) {
  set(person("meier") + "," + person("schulz"));
  centre.at("2026-06-16T10:05");
  act("callback.claimed", "meier");
  EXPECT_EQ(act("callback.done", "meier").status, Status::accepted);
  EXPECT_EQ(act("callback.claimed", "schulz").status, Status::accepted);
}

TEST_F(ContactCalls, WhoeverStandsInForAnAbsentAgentMayTakeTheCallAndNobodyElse) {
  centre.tell("absence.set", "meier",
              R"({"from":"2026-06-16T00:00:00Z","until":"2026-06-18T00:00:00Z",)"
              R"("delegate":"schulz"})");
  set(person("meier"));
  centre.at("2026-06-16T10:05");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due schulz (follow_up)"));
  EXPECT_EQ(act("callback.claimed", "braun").reason, Reason::already_claimed);
  EXPECT_EQ(act("callback.claimed", "schulz").status, Status::accepted);
  EXPECT_EQ(act("callback.done", "schulz").status, Status::accepted);
}

TEST_F(ContactCalls, AnOlderStateOfTheProjectEndsNothing) {
  state("in_progress", 6);
  set(person("meier"));
  EXPECT_EQ(state("closed", 5).reason, Reason::superseded);
  centre.at("2026-06-16T11:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due meier (follow_up)"));
}

TEST_F(ContactCalls, ARepeatedStateOfTheProjectIsNotToldOverANewerOne) {
  state("closed", 5);
  const Reply closed = centre.repeat();
  EXPECT_EQ(closed.status, Status::duplicate);
  const std::string told = centre.last_event();
  state("in_progress", 6);
  set(person("meier"));
  EXPECT_EQ(centre.repeat(told).status, Status::duplicate);
  centre.at("2026-06-16T11:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due meier (follow_up)"));
}

TEST_F(ContactCalls, ARepeatedLeaveTakesNothingFromWhoeverCameBack) {
  const auto entry = [&](const char* active, int sequence) {
    return centre.tell("person.updated", "meier",
                       R"({"name":"Jutta Meier","email":"meier@telde.example","active":)" +
                           std::string(active) + "}",
                       sequence);
  };
  entry("false", 1);
  const std::string told = centre.last_event();
  entry("true", 2);
  set(person("meier"));
  EXPECT_EQ(centre.repeat(told).status, Status::duplicate);
  centre.at("2026-06-16T11:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-06-16T10:00 follow_up_due meier (follow_up)"));
}

TEST_F(ContactCalls, S_C19_WhatALeaverLeavesGoesToNobodyWhoHasLeftToo) {
  for (const char* contact : {"K-1", "K-2", "K-3", "K-4"})
    set(person("meier"), contact);
  leave("schulz");
  leave("meier");
  centre.at("2026-06-16T11:00");
  EXPECT_THAT(centre.new_mails(),
              testing::UnorderedElementsAre("2026-06-16T10:00 follow_up_due braun (follow_up)",
                                            "2026-06-16T10:00 follow_up_due weber (follow_up)",
                                            "2026-06-16T10:00 follow_up_due braun (follow_up)",
                                            "2026-06-16T10:00 follow_up_due weber (follow_up)"));
}

TEST(TeamCalls, APublicCallThatWasClaimedAheadIsToldToWhoeverClaimedIt) {
  CallCentre centre(
      "callit",
      callit_toml("[states.44]\ndescription = \"Richiamo di squadra\"\n"
                  "list_state = \"RICHIAMO\"\ncallback = \"public\"\ncallback_after = \"1h\"\n"));
  centre.at("2026-09-14T15:00");
  centre.tell("appointment.booked", "APP-1",
              R"({"start":"2026-09-14T15:00","agent":{"id":"bianchi"},)"
              R"("operator":{"id":"rossi"},"team":"t1"})",
              1);
  centre.tell("appointment.outcome_set", "APP-1", R"({"state":44})", 2);
  centre.tell("callback.claimed", "appointment:1:APP-1", R"({"operator":{"id":"verdi"}})");
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  centre.at("2026-09-14T17:00");
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T16:00 callback_due verdi (outcome)"));
}

class AppointmentCalls : public testing::Test {
 protected:
  AppointmentCalls() : centre("callit", toml()) {
    centre.at("2026-09-14T15:20");
    centre.tell("appointment.booked", "APP-1",
                R"({"start":"2026-09-14T15:00","agent":{"id":"bianchi"},)"
                R"("operator":{"id":"rossi"},"team":"t1"})",
                1);
  }

  static std::string toml() {
    std::string text = callit_toml();
    const std::string section = "[appointment]\n";
    text.replace(text.find(section), section.size(),
                 section + "operators = [\"rossi\", \"verdi\"]\n");
    return text;
  }

  CallCentre centre;
};

TEST_F(AppointmentCalls, AnUnknownOperatorNeitherPostponesNorEndsACall) {
  centre.tell("appointment.outcome_set", "APP-1", R"({"state":31})", 2);
  for (const char* type : {"callback.done", "callback.postponed"}) {
    const Reply reply = centre.tell(type, "appointment:1:APP-1",
                                    R"({"operator":{"id":"nessuno"},"until":"2026-09-15T10:00"})");
    EXPECT_EQ(reply.status, Status::quarantined) << type;
    EXPECT_EQ(reply.reason, Reason::unknown_operator) << type;
  }
  EXPECT_THAT(centre.listed("callbacks"), ElementsAre("APP-1"));
}

// A21, A26: the operator's flag "Nuovo Appuntamento"; the new card tells its id itself.
TEST_F(AppointmentCalls, S_A12_TheFlagForANewAppointmentFreezesTheOldCard) {
  centre.tell("appointment.outcome_set", "APP-1", R"({"state":31})", 2);
  centre.tell("appointment.rebooked", "APP-1",
              R"({"start":"2026-09-18T10:00","operator":{"id":"rossi"},"new_appointment":true})",
              3);
  EXPECT_THAT(centre.due(Kind::appointment, "APP-1"), IsEmpty());
  EXPECT_THAT(centre.listed("callbacks"), IsEmpty());
  EXPECT_EQ(centre.tell("appointment.outcome_set", "APP-1", R"({"state":31})", 4).reason,
            Reason::frozen);
  centre.tell("appointment.booked", "APP-2",
              R"({"start":"2026-09-18T10:00","agent":{"id":"bianchi"},)"
              R"("operator":{"id":"rossi"},"replaces":"APP-1"})",
              1);
  EXPECT_EQ(centre.facts<Appointment>(Kind::appointment, "APP-1").replaced_by, "APP-2");
  EXPECT_THAT(centre.due(Kind::appointment, "APP-2"), ElementsAre("reminder 2026-09-17T18:00"));
}

TEST_F(AppointmentCalls, S_A16_TodayIsNotLateAfterTheOpening) {
  centre.tell("appointment.outcome_set", "APP-1", R"({"state":43,"reschedule_at":"2026-09-14"})",
              2);
  EXPECT_THAT(centre.new_mails(), ElementsAre("2026-09-14T15:20 callback_due rossi (outcome)"));
}

TEST_F(AppointmentCalls, Q3_AHoldInTheSecondOfTwoEqualHoursLastsAtLeastAsLong) {
  centre.at("2026-10-25T01:59");
  centre.pass(std::chrono::minutes{66});  // 02:05, for the second time
  centre.tell("appointment.outcome_set", "APP-1", R"({"state":41})", 2);
  EXPECT_THAT(centre.new_mails(), ElementsAre(HasSubstr("date_missing bianchi")));
  centre.pass(std::chrono::minutes{29});
  EXPECT_THAT(centre.new_mails(), IsEmpty());
  centre.pass(std::chrono::minutes{120});
  EXPECT_THAT(centre.new_mails(), ElementsAre(HasSubstr("date_missing capo")));
}

}  // namespace
}  // namespace followup
