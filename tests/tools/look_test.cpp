// status, pending, show and explain: what an operator sees of an installation.
#include "core/codec/record_codec.h"
#include "tests/tools/office.h"
#include "tools/ctl/due_walk.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {
namespace {

using ctl::ExitCode;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

// ---------------------------------------------------------------- status

TEST(Status, SaysThatAllIsWell) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  const Printed printed = office.run({"status"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out,
            "store               reachable, its settings are good\n"
            "clock               2011-01-01T10:00:00Z, real time\n"
            "cases               0 due now, next 2011-01-31 09:00 CET assist/referral/R-1\n"
            "email:urgent        0 waiting\n"
            "email:normal        0 waiting\n"
            "webhook:assist/crm  0 waiting\n"
            "dead letters        none\n"
            "refused events      none\n"
            "damaged records     none\n"
            "all is well\n");
}

TEST(Status, NamesEverythingThatNeedsALook) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.tell(created("evt-2", "2011-01-01T10:00:00Z", "R-2"), "2011-01-01T10:00:00Z");
  office.fire("2011-01-31T08:00:00Z");
  office.give_up("email:normal", "smtp_550");
  office.refuse("", "refused-1", "{}", "{}");
  ASSERT_TRUE(office.store.set_mark("endpoint:assist/crm", "disabled http_410", false));
  office.settings.warnings.push_back("appendfsync is everysec: set it to always");
  office.clock.set(office.clock.now() + std::chrono::minutes{10});
  const Printed printed = office.run({"status"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_THAT(printed.out, HasSubstr("email:normal        1 waiting, the oldest for 10 min\n"));
  EXPECT_THAT(printed.out, HasSubstr("dead letters        1 (assist 1)\n"));
  EXPECT_THAT(printed.out, HasSubstr("refused events      unknown sources 1\n"));
  EXPECT_THAT(printed.out, HasSubstr("look: appendfsync is everysec: set it to always\n"));
  EXPECT_THAT(printed.out,
              HasSubstr("look: cases have been due for 10 min: is followupd running?\n"));
  EXPECT_THAT(printed.out, HasSubstr("look: email:normal has waited for 10 min: is its "
                                     "followup-worker running, with this configuration?\n"));
  EXPECT_THAT(printed.out,
              HasSubstr("look: endpoint assist/crm is switched off (disabled http_410): "
                        "followupctl endpoint enable assist/crm\n"));
  EXPECT_THAT(printed.out, HasSubstr("look: there are dead letters: followupctl dead list\n"));
  EXPECT_THAT(printed.out, HasSubstr("look: refused events are kept: followupctl rejected list\n"));
  EXPECT_THAT(printed.out, Not(HasSubstr("all is well")));
}

TEST(Status, DoesNotBlameTheWorkerForALaneThatIsSwitchedOff) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.tell(contact("evt-2", "2011-01-20T10:00:00Z"), "2011-01-20T10:00:00Z");
  office.clock.set(office.clock.now() + std::chrono::minutes{10});
  EXPECT_THAT(office.run({"status"}).out,
              HasSubstr("look: webhook:assist/crm has waited for 10 min: is its followup-worker"));
  ASSERT_TRUE(office.store.set_mark("endpoint:assist/crm", "disabled http_410", false));
  EXPECT_THAT(office.run({"status"}).out, Not(HasSubstr("webhook:assist/crm has waited")));
}

TEST(Status, NamesALaneThatKeepsFailing) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.fire("2011-01-31T08:00:00Z");
  office.put_off("email:normal", "smtp_451");
  const Printed once = office.run({"status"});
  EXPECT_EQ(once.code, ExitCode::ok) << "one failed attempt is nothing";
  EXPECT_THAT(once.out, HasSubstr("1 waiting, next in 1 min, tried 1 times (smtp_451)\n"));
  office.clock.set(office.clock.now() + std::chrono::minutes{1});
  office.put_off("email:normal", "smtp_452");
  const Printed twice = office.run({"status"});
  EXPECT_EQ(twice.code, ExitCode::refused);
  EXPECT_THAT(twice.out, HasSubstr("look: email:normal keeps failing: 2 attempts at the next "
                                   "message, the last one smtp_452\n"));
  const Json lane = Json::parse(office.run({"status", "--json"}).out)["lanes"][1];
  EXPECT_EQ(lane["attempts"], 2);
  EXPECT_EQ(lane["last_outcome"], "smtp_452");
}

TEST(Status, IsNotDeceivedByWorkersThatClaimInVain) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.fire("2011-01-31T08:00:00Z");
  office.clock.set(office.clock.now() + std::chrono::minutes{10});
  const TimePoint now = office.clock.now();
  ASSERT_TRUE(office.store.claim({"email:normal"}, now, now + std::chrono::seconds{10}, 10));
  EXPECT_THAT(office.run({"status"}).out,
              HasSubstr("look: email:normal has waited for 10 min: is its followup-worker"));
}

TEST(Status, NamesTheTenantOfDueCasesThatIsNotConfigured) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.clock.set(parse_instant("2011-01-31T08:00:00Z").value());
  office.forget_tenant("assist");
  const Printed printed = office.run({"status"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_THAT(printed.out, HasSubstr("look: cases of tenant assist are due, and no file of that "
                                     "name is configured: put it back\n"));
}

TEST(Status, NamesALaneWhoseEndpointIsNoLongerConfigured) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.tell(contact("evt-2", "2011-01-20T10:00:00Z"), "2011-01-20T10:00:00Z");
  ASSERT_TRUE(office.store.set_mark("lane:webhook:assist/crm", "configured", true));
  ASSERT_TRUE(office.store.set_mark("lane:webhook:assist/empty", "configured", true));
  office.forget_tenant("assist");
  const Printed printed = office.run({"status"});
  EXPECT_THAT(printed.out, HasSubstr("look: 1 wait in webhook:assist/crm, an endpoint that is no "
                                     "longer configured: put it back\n"));
  EXPECT_THAT(printed.out, Not(HasSubstr("webhook:assist/empty")));
}

TEST(Status, NamesDamagedCases) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  ASSERT_TRUE(
      office.store.set_aside_damaged({"assist", Kind::referral, "R-1"}, office.clock.now()));
  const Printed printed = office.run({"status"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_THAT(
      printed.out,
      HasSubstr("look: the record of assist/referral/R-1 is damaged: followupctl damaged list\n"));
}

TEST(Status, TellsProgramsTheSame) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  const Json status = Json::parse(office.run({"status", "--json"}).out);
  EXPECT_EQ(status["well"], true);
  EXPECT_EQ(status["due"], Json::parse(R"({"now": 0, "next": "2011-01-31T08:00:00Z",
                                           "next_case": "assist/referral/R-1"})"));
  EXPECT_EQ(status["lanes"].size(), 3U);
}

// ---------------------------------------------------------------- pending

TEST(Pending, ListsTheNextDeadlinesInLocalTime) {
  Office office;
  office.tell(created("evt-1", "2011-01-01T10:00:00Z", "R-1"), "2011-01-01T10:00:00Z");
  std::string later = created("evt-2", "2011-01-01T10:00:00Z", "R-2");
  later.replace(later.find("\"days\":30"), 9, "\"days\":45");
  office.tell(later, "2011-01-01T10:00:00Z");
  EXPECT_EQ(office.run({"pending"}).out,
            "WHEN                  STEP      CASE\n"
            "2011-01-31 09:00 CET  reminder  assist/referral/R-1\n"
            "2011-02-15 09:00 CET  reminder  assist/referral/R-2\n");
  EXPECT_EQ(office.run({"pending", "--limit", "1"}).out,
            "WHEN                  STEP      CASE\n"
            "2011-01-31 09:00 CET  reminder  assist/referral/R-1\n");
  EXPECT_THAT(office.run({"pending", "--until", "2011-01-31"}).out, Not(HasSubstr("R-2")));
  EXPECT_EQ(office.run({"pending", "--until", "2011-01-30"}).out, "nothing is due\n");
  EXPECT_EQ(Json::parse(office.run({"pending", "--limit", "1", "--json"}).out),
            Json::parse(R"({"at": "2011-01-31T08:00:00Z", "local": "2011-01-31T09:00:00",
                            "zone": "Europe/Rome", "step": "reminder",
                            "case": "assist/referral/R-1"})"));
}

TEST(Pending, ListsManyCasesOfOneMomentEachOnce) {
  MemoryStore store;
  constexpr int cases = 25;
  for (int n = 0; n < cases; ++n) {
    Case state = empty_case({"assist", Kind::referral, std::to_string(n)});
    state.version = 1;
    const auto at = parse_instant(n < 5 ? "2011-01-30T08:00:00Z" : "2011-01-31T08:00:00Z");
    ASSERT_TRUE(store.call(
        {{state.key, Commit{.key = state.key, .record = encode_case(state), .due = at}}}));
  }
  ctl::DueWalk walk(store, 4);  // far more are due at one moment than a page holds
  std::multiset<CaseKey> seen;
  for (auto page = walk.next(); page && !page->empty(); page = walk.next()) {
    for (const auto& entry : *page)
      seen.insert(entry.key);
  }
  EXPECT_EQ(seen.size(), 25U);
  EXPECT_EQ(std::set<CaseKey>(seen.begin(), seen.end()).size(), 25U);
}

TEST(Pending, KnowsItsTenants) {
  Office office;
  const Printed printed = office.run({"pending", "--tenant", "asist"});
  EXPECT_EQ(printed.code, ExitCode::usage);
  EXPECT_EQ(printed.complaints,
            "followupctl: there is no tenant \"asist\": did you mean \"assist\"?\n");
}

// ---------------------------------------------------------------- show

TEST(Show, TellsStateAndWholeHistory) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.fire("2011-01-31T08:00:00Z");
  office.tell(contact("evt-2", "2011-02-05T10:00:00Z"), "2011-02-05T10:00:00Z");
  const Printed printed = office.run({"show", "R-1"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_THAT(printed.out, HasSubstr("assist/referral/R-1  version 3, policy version 1\n"));
  EXPECT_THAT(printed.out, HasSubstr("  follow-up    requested, 30 days after 2011-01-01\n"));
  EXPECT_THAT(printed.out, HasSubstr("  contact      recorded for 2011-02-05\n"));
  EXPECT_THAT(printed.out, HasSubstr("  case worker  anna, Anna Rossi <anna@assist.example>\n"));
  EXPECT_THAT(printed.out, HasSubstr("  clients      K-1, Carla Verdi\n"));
  EXPECT_THAT(printed.out, HasSubstr("  reminder     2011-01-31 09:00 CET\n"));
  EXPECT_THAT(printed.out, HasSubstr("  next         retention 2012-02-05"));
  EXPECT_THAT(printed.out, HasSubstr("  2011-01-01 11:00 CET  event"));
  EXPECT_THAT(printed.out, HasSubstr("  2011-01-31 09:00 CET  notification  reminder"));
  const auto first = printed.out.find("referral.created");
  const auto last = printed.out.find("referral.contact_recorded");
  EXPECT_LT(first, last);
}

TEST(Show, TellsHowFarAMessageHasCome) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.fire("2011-01-31T08:00:00Z");
  EXPECT_THAT(
      office.run({"show", "R-1"}).out,
      HasSubstr("  on its way   reminder to case_worker through email:normal, due 2011-01-31 "
                "09:00 CET: not begun ("));
}

TEST(Show, TellsProgramsTheSame) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  const Json shown = Json::parse(office.run({"show", "R-1", "--json"}).out);
  EXPECT_EQ(shown["case"], "assist/referral/R-1");
  EXPECT_EQ(shown["next"]["at"], "2011-01-31T08:00:00Z");
  EXPECT_EQ(shown["history"].size(), 1U);
  EXPECT_EQ(shown["history"][0]["name"], "referral.created");
  const Json& state = shown["state"];
  EXPECT_EQ(state["provider"], "Clinic");
  EXPECT_EQ(state["created_on"], "2011-01-01");
  EXPECT_EQ(state["follow_up"], Json::parse(R"({"requested": true, "days": 30})"));
  EXPECT_EQ(state["case_worker"]["id"], "anna");
  EXPECT_EQ(state["cancelled"], false);
  EXPECT_FALSE(state.contains("contact"));
}

TEST(Show, TellsProgramsOfAContactAndOfThePeople) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.tell(contact("evt-2", "2011-01-20T10:00:00Z"), "2011-01-20T10:00:00Z");
  office.tell(
      R"({"specversion":"1.0","id":"p-1","source":"urn:crm:assist","type":"person.updated",)"
      R"("subject":"anna","data":{"name":"Anna Rossi","email":"anna@assist.example"}})",
      "2011-01-20T10:00:00Z");
  const Json referral = Json::parse(office.run({"show", "R-1", "--json"}).out)["state"];
  EXPECT_EQ(referral["contact"]["contacted"], true);
  const Json person = Json::parse(office.run({"show", "person/anna", "--json"}).out)["state"];
  EXPECT_EQ(person["email"], "anna@assist.example");
  EXPECT_EQ(person["active"], true);
  EXPECT_EQ(person["absences"], Json::array());
}

TEST(Show, ShowsPeopleOfTheDirectory) {
  Office office;
  office.tell(
      R"({"specversion":"1.0","id":"p-1","source":"urn:crm:assist","type":"person.updated",)"
      R"("subject":"anna","data":{"name":"Anna Rossi","email":"anna@assist.example"}})",
      "2011-01-01T10:00:00Z");
  const Printed printed = office.run({"show", "person/anna"});
  EXPECT_THAT(printed.out, HasSubstr("  name   Anna Rossi\n"));
  EXPECT_THAT(printed.out, HasSubstr("  next   nothing\n"));
}

TEST(Show, SaysThatACaseIsNotThere) {
  Office office;
  const Printed printed = office.run({"show", "R-404"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_EQ(printed.complaints, "followupctl: there is no case assist/referral/R-404\n");
}

TEST(Show, CanNotBeUsedToSteerATerminal) {
  Office office;
  std::string event = created();
  event.replace(event.find("Clinic"), 6, "\\u001b[2Jx");
  office.tell(event, "2011-01-01T10:00:00Z");
  EXPECT_THAT(office.run({"show", "R-1"}).out, HasSubstr("  provider     ?[2Jx\n"));
}

// ---------------------------------------------------------------- explain

TEST(Explain, SaysWhatGoesOutWhenToWhomAndWhy) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  const Printed printed = office.run({"explain", "R-1"});
  EXPECT_EQ(printed.code, ExitCode::ok);
  EXPECT_EQ(printed.out,
            "assist/referral/R-1\n"
            "reminder  2011-01-31 09:00 CET (2011-01-31T08:00:00Z)\n"
            "  why: 30 days after the referral date 2011-01-01, send time 09:00, policy version 1\n"
            "  email reminder to case worker: Anna Rossi <anna@assist.example>\n"
            "  webhook referral.followup_due to endpoint crm\n"
            "escalation  2011-02-10 09:00 CET (2011-02-10T08:00:00Z)\n"
            "  why: 10 days after the reminder date 2011-01-31, send time 09:00, policy version 1\n"
            "  email escalation to supervisor: Sara Bianchi <sara@assist.example>\n"
            "  webhook referral.escalated to endpoint crm\n");
}

TEST(Explain, KnowsWhoWillStandInOnTheDay) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  office.tell(R"({"specversion":"1.0","id":"a-1","source":"urn:crm:assist","type":"absence.set",)"
              R"("subject":"anna","data":{"from":"2011-01-24T00:00:00Z",)"
              R"("until":"2011-02-04T00:00:00Z","delegate":"carlo"}})",
              "2011-01-02T10:00:00Z");
  office.tell(
      R"({"specversion":"1.0","id":"p-1","source":"urn:crm:assist","type":"person.updated",)"
      R"("subject":"carlo","data":{"name":"Carlo Neri","email":"carlo@assist.example"}})",
      "2011-01-02T10:00:00Z");
  EXPECT_THAT(
      office.run({"explain", "R-1"}).out,
      HasSubstr("email reminder to case worker: Carlo Neri <carlo@assist.example> standing in "
                "for Anna Rossi\n"));
}

TEST(Explain, SaysThatAStepIsOverdue) {
  Office office;
  office.tell(created(), "2011-02-15T13:00:00Z");
  const Printed printed = office.run({"explain", "R-1"});
  EXPECT_THAT(printed.out,
              HasSubstr("reminder  2011-01-31 09:00 CET (2011-01-31T08:00:00Z), overdue: "
                        "goes out as soon as a daemon runs\n"));
  EXPECT_THAT(printed.out, HasSubstr("escalation  2011-02-17 09:00 CET"));
  EXPECT_THAT(printed.out, HasSubstr("and not before 1 business day after the late reminder of "
                                     "2011-02-15 14:00 CET"));
}

TEST(Explain, SaysWhereADateWasMovedTo) {
  Office shifted;
  shifted.configure(assist_tenant("weekend_shift = \"next\"\n"));
  std::string event = created();
  event.replace(event.find("\"referral_date\":\"2011-01-01\""), 28,
                "\"referral_date\":\"2026-02-27\"");
  shifted.tell(event, "2026-02-27T10:00:00Z");
  ASSERT_EQ(shifted.run({"replan", "--apply"}).code, ExitCode::ok);
  EXPECT_THAT(
      shifted.run({"explain", "R-1"}).out,
      HasSubstr("why: 30 days after the referral date 2026-02-27, moved from 2026-03-29 to the "
                "next business day 2026-03-30, send time 09:00, policy version 2\n"));
}

struct Silence {
  const char* what;
  std::string event;
  const char* why;
};

constexpr const char* cancelled =
    R"({"specversion":"1.0","id":"evt-2","source":"urn:crm:assist","type":"referral.cancelled",)"
    R"("subject":"R-1","data":{"reason":"moved away"}})";

TEST(Explain, SaysWhyNothingGoesOut) {
  std::string off = created("evt-2", "2011-01-02T10:00:00Z");
  off.replace(off.find("\"requested\":true"), 16, "\"requested\":false");
  for (const Silence& one : {Silence{"off", off, "follow-up is not requested"},
                             Silence{"cancelled", cancelled,
                                     "the referral is cancelled: only a record with a higher "
                                     "sequence brings it back"},
                             Silence{"contact", contact("evt-2", "2011-01-02T10:00:00Z"),
                                     "the client's contact with the provider is recorded"}}) {
    Office office;
    office.tell(created(), "2011-01-01T10:00:00Z");
    office.tell(one.event, "2011-01-02T10:00:00Z");
    const Printed printed = office.run({"explain", "R-1"});
    EXPECT_THAT(printed.out, HasSubstr(std::string("nothing will go out: ") + one.why + "\n"))
        << one.what;
    EXPECT_THAT(
        printed.out,
        HasSubstr("the case is deleted 2012-01-02 11:00 CET (2012-01-02T10:00:00Z), 365 days "
                  "after the last change"));
  }
}

TEST(Explain, KnowsThatAFactAloneHasNoDeadline) {
  Office office;
  office.tell(contact("evt-2", "2011-01-02T10:00:00Z"), "2011-01-02T10:00:00Z");
  EXPECT_THAT(office.run({"explain", "R-1"}).out, HasSubstr("only facts are known"));
}

TEST(Explain, SaysThatACancellationCameBeforeTheRecord) {
  Office office;
  office.tell(cancelled, "2011-01-02T10:00:00Z");
  EXPECT_THAT(office.run({"explain", "R-1"}).out,
              HasSubstr("nothing will go out: the referral is cancelled"));
}

TEST(Explain, ChangesNothing) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  const std::string before = office.run({"show", "R-1", "--json"}).out;
  office.run({"explain", "R-1"});
  EXPECT_EQ(office.run({"show", "R-1", "--json"}).out, before);
  EXPECT_EQ(office.store.lanes({"email:normal"}).value().front().waiting, 0);
}

TEST(Explain, TellsProgramsTheSame) {
  Office office;
  office.tell(created(), "2011-01-01T10:00:00Z");
  const Json explained = Json::parse(office.run({"explain", "R-1", "--json"}).out);
  ASSERT_EQ(explained["steps"].size(), 2U);
  EXPECT_EQ(explained["steps"][1]["step"], "escalation");
  EXPECT_EQ(explained["steps"][1]["at"], "2011-02-10T08:00:00Z");
  EXPECT_EQ(explained["steps"][1]["messages"][0]["recipient"]["email"], "sara@assist.example");
  EXPECT_FALSE(explained.contains("why_nothing"));
}

}  // namespace
}  // namespace followup::test
