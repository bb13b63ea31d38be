// followupctl push, against a ROUTER door that answers as each story needs it.
#include "tests/tools/call_office.h"
#include "tests/tools/fake_daemon.h"
#include "tests/tools/meeting_office.h"
#include "tools/ctl/event_push.h"

#include <atomic>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> accept(const std::string& body) {
  return {reply(id_of(body), "accepted")};
}

class Push : public testing::Test {
 protected:
  Printed run(const FakeDaemon& daemon, const std::string& events,
              std::vector<std::string> more = {}) {
    folder_.write("events.json", events);
    std::vector<std::string> words{"push", (folder_.path() / "events.json").string(), "--router",
                                   daemon.endpoint()};
    words.insert(words.end(), more.begin(), more.end());
    return run_line(words);
  }

  ConfigFolder folder_;
};

TEST_F(Push, SaysWhatBecameOfEachEvent) {
  const FakeDaemon daemon(accept);
  const Printed printed =
      run(daemon, created("evt-1") + "\n[" + created("evt-2", "2011-01-02T10:00:00Z", "R-2") + "]");
  EXPECT_EQ(printed.code, ctl::ExitCode::ok);
  EXPECT_EQ(printed.out, "accepted     evt-1\naccepted     evt-2\n2 accepted\n");
  EXPECT_EQ(printed.complaints, "");
}

TEST_F(Push, SendsEachEventsOwnBytes) {
  const FakeDaemon daemon(accept);
  const std::string spaced = "{ " + created().substr(1);
  run(daemon, "[" + spaced + "]");
  EXPECT_THAT(daemon.bodies(), ElementsAre(spaced));
}

TEST_F(Push, NamesThePlaceOfEveryFaultAndFailsForAScript) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return {
        reply(id_of(body), "rejected",
              R"(,"reason":"invalid_data","errors":[{"path":"/data/follow_up/days","message":)"
              R"("must be a whole number from 0 to 3650"},{"path":"/time","message":"must be an)"
              R"( instant"}])")};
  });
  const Printed printed = run(daemon, created());
  EXPECT_EQ(printed.code, ctl::ExitCode::refused);
  EXPECT_EQ(printed.out,
            "rejected     evt-1  /data/follow_up/days: must be a whole number from 0 to 3650\n"
            "                    /time: must be an instant\n"
            "1 rejected\n");
}

TEST_F(Push, IsDoneWithWhatIsADuplicateOrStale) {
  const FakeDaemon duplicate([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), "duplicate", R"(,"reason":"already_seen")")};
  });
  EXPECT_EQ(run(duplicate, created()).code, ctl::ExitCode::ok);
  const FakeDaemon stale([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), "stale", R"(,"reason":"older_sequence")")};
  });
  const Printed printed = run(stale, created());
  EXPECT_EQ(printed.code, ctl::ExitCode::ok);
  EXPECT_EQ(printed.out, "stale        evt-1  older_sequence\n1 stale\n");
}

TEST_F(Push, GivesProgramsTheAnswersAsTheyCame) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), "accepted", R"(,"in_flight":["n-1"])")};
  });
  const Printed printed = run(daemon, created(), {"--json"});
  EXPECT_EQ(printed.out,
            R"({"source":"urn:crm:assist","id":"evt-1","status":"accepted","in_flight":["n-1"]})"
            "\n");
}

TEST_F(Push, PushesABusyEventAgainUnderItsId) {
  std::atomic<int> asked = 0;
  const FakeDaemon daemon([&](const std::string& body) -> std::vector<std::string> {
    if (++asked == 1) {
      return {reply(id_of(body), "busy", R"(,"reason":"store_unavailable","retry_after_ms":1)")};
    }
    return accept(body);
  });
  const Printed printed = run(daemon, created());
  EXPECT_EQ(printed.code, ctl::ExitCode::ok);
  EXPECT_EQ(printed.out, "accepted     evt-1\n1 accepted\n");
  EXPECT_THAT(daemon.bodies(), ElementsAre(created(), created()));
}

TEST_F(Push, PrintsInTheOrderOfTheFileWhateverTheOrderOfTheAnswers) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    if (id_of(body) == "evt-1") return {};
    return {reply(id_of(body), "accepted"), reply("evt-1", "accepted")};
  });
  const Printed printed =
      run(daemon, created("evt-1") + created("evt-2", "2011-01-02T10:00:00Z", "R-2"));
  EXPECT_EQ(printed.out, "accepted     evt-1\naccepted     evt-2\n2 accepted\n");
}

TEST_F(Push, RefusesAFileThatCanNotBeTakenApartBeforeSendingAnything) {
  const FakeDaemon daemon(accept);
  const Printed printed = run(daemon, created() + "\nhello");
  EXPECT_EQ(printed.code, ctl::ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("events.json:2: a document must begin with { or ["));
  EXPECT_TRUE(daemon.bodies().empty());
}

TEST_F(Push, TakesTheDoorFromTheConfiguration) {
  const FakeDaemon daemon(accept);
  folder_.write_infrastructure(std::string(good_infrastructure) + "[intake]\nrouter = \"" +
                               daemon.endpoint() + "\"\n");
  folder_.write("events.json", created());
  const Printed printed = run_line(
      {"push", (folder_.path() / "events.json").string(), "--config", folder_.path().string()});
  EXPECT_EQ(printed.code, ctl::ExitCode::ok) << printed.complaints;
}

TEST_F(Push, SaysThatAnEndpointIsNone) {
  folder_.write("events.json", created());
  const Printed printed =
      run_line({"push", (folder_.path() / "events.json").string(), "--router", "carrier:pigeon"});
  EXPECT_EQ(printed.code, ctl::ExitCode::usage);
  EXPECT_THAT(printed.complaints, HasSubstr("can not push to carrier:pigeon"));
}

/// What push_events gives for these bodies: "index status" lines.
std::vector<std::string> push(const std::vector<std::string>& bodies, const FakeDaemon& daemon,
                              Millis timeout, Millis answer_wait, Result<void>& result) {
  std::vector<std::string> lines;
  result = ctl::push_events(
      bodies, {daemon.endpoint(), timeout, answer_wait},
      [&](std::size_t index, const std::vector<Reply>& replies) {
        lines.push_back(std::to_string(index) + " " + std::string(to_text(replies.front().status)));
      });
  return lines;
}

TEST(PushEvents, HoldsACasesNextEventUntilTheOneBeforeIsAnswered) {
  std::atomic<int> asked = 0;
  const FakeDaemon daemon([&](const std::string& body) -> std::vector<std::string> {
    if (++asked == 1) return {reply(id_of(body), "busy", R"(,"retry_after_ms":1)")};
    return accept(body);
  });
  Result<void> result;
  const auto lines = push({created(), contact("evt-2", "2011-01-20T10:00:00Z")}, daemon,
                          std::chrono::seconds{10}, std::chrono::seconds{10}, result);
  EXPECT_TRUE(result);
  EXPECT_THAT(lines, ElementsAre("0 accepted", "1 accepted"));
  EXPECT_THAT(daemon.bodies(),
              ElementsAre(created(), created(), contact("evt-2", "2011-01-20T10:00:00Z")))
      << "the busy event was overtaken by a later one of its case";
}

TEST(PushEvents, HoldsEverythingWhileOneIsPushedThatConcernsOtherCases) {
  std::vector<std::string> bodies{booked("APP-1"), booked("APP-2"), booked("APP-3")};
  bodies[1].replace(bodies[1].find("\"team\""), 6, "\"replaces\":\"APP-1\",\"team\"");
  for (auto& body : bodies)  // the fake daemon answers for this source
    body.replace(body.find("urn:crm:callit"), 14, "urn:crm:assist");
  // The first answer to each is busy: what is under way beside it would overtake it.
  std::map<std::string, int> asked;
  const FakeDaemon daemon([&](const std::string& body) -> std::vector<std::string> {
    if (++asked[id_of(body)] == 1) return {reply(id_of(body), "busy", R"(,"retry_after_ms":1)")};
    return accept(body);
  });
  Result<void> result;
  const auto lines =
      push(bodies, daemon, std::chrono::seconds{10}, std::chrono::seconds{10}, result);
  EXPECT_TRUE(result);
  EXPECT_THAT(lines, ElementsAre("0 accepted", "1 accepted", "2 accepted"));
  EXPECT_THAT(daemon.bodies(),
              ElementsAre(bodies[0], bodies[0], bodies[1], bodies[1], bodies[2], bodies[2]));
}

// S-M20: an answer that came in before what it answers would be none.
TEST(PushEvents, HoldsAnAnswerBackUntilWhatItAnswersIsIn) {
  const std::string time = "2026-06-01T08:00:00Z";
  const std::vector<std::string> bodies{
      meeting_event("communication.recorded", "APP-7", time, letter("L-1")),
      meeting_event("communication.recorded", "APP-7", time, letter("L-2")),
      meeting_event("communication.recorded", "APP-7", time,
                    R"({"communication_id":"P-1","direction":"in","medium":"phone",)"
                    R"("client":{"id":"CL-1"}})")};
  std::map<std::string, int> asked;
  const FakeDaemon daemon([&](const std::string& body) -> std::vector<std::string> {
    if (++asked[id_of(body)] == 1) return {reply(id_of(body), "busy", R"(,"retry_after_ms":1)")};
    return accept(body);
  });
  Result<void> result;
  const auto lines =
      push(bodies, daemon, std::chrono::seconds{10}, std::chrono::seconds{10}, result);
  EXPECT_TRUE(result);
  const auto came = daemon.bodies();
  ASSERT_EQ(came.size(), 6U);
  EXPECT_EQ(came[4], bodies[2]) << "both letters are answered before";
  EXPECT_EQ(came[5], bodies[2]);
}

TEST(PushEvents, SendsAgainWhatWasNotAnswered) {
  std::atomic<int> asked = 0;
  const FakeDaemon daemon([&](const std::string& body) -> std::vector<std::string> {
    return ++asked == 1 ? std::vector<std::string>{} : accept(body);
  });
  Result<void> result;
  const auto lines = push({created()}, daemon, std::chrono::seconds{10}, Millis{10}, result);
  EXPECT_TRUE(result);
  EXPECT_THAT(lines, ElementsAre("0 accepted"));
}

TEST(PushEvents, IgnoresTheSecondAnswerToAnEvent) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), "accepted"), reply(id_of(body), "duplicate")};
  });
  Result<void> result;
  const auto lines = push({created(), created("evt-2", "2011-01-02T10:00:00Z", "R-2")}, daemon,
                          std::chrono::seconds{10}, std::chrono::seconds{10}, result);
  EXPECT_TRUE(result);
  EXPECT_THAT(lines, ElementsAre("0 accepted", "1 accepted"));
}

TEST(PushEvents, AsksAboutUnreadableEventsOneByOneAndMatchesTheirAnswers) {
  const FakeDaemon daemon([](const std::string&) -> std::vector<std::string> {
    return {R"({"source":"","id":"","status":"rejected","reason":"not_json"})"};
  });
  Result<void> result;
  const auto lines =
      push({"{1}", "{2}"}, daemon, std::chrono::seconds{10}, std::chrono::seconds{10}, result);
  EXPECT_TRUE(result);
  EXPECT_THAT(lines, ElementsAre("0 rejected", "1 rejected"));
}

TEST(PushEvents, SaysHowManyWereNotAnswered) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return id_of(body) == "evt-1" ? accept(body) : std::vector<std::string>{};
  });
  Result<void> result;
  const auto lines = push({created(), created("evt-2", "2011-01-02T10:00:00Z", "R-2")}, daemon,
                          Millis{300}, Millis{10}, result);
  EXPECT_THAT(lines, ElementsAre("0 accepted"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Code::unavailable);
  EXPECT_THAT(result.error().what, HasSubstr("for 1 of 2 events"));
}

TEST(PushEvents, EndsWithBusyWhereThatWasTheLastWord) {
  const FakeDaemon daemon([](const std::string& body) -> std::vector<std::string> {
    return {reply(id_of(body), "busy", R"(,"retry_after_ms":1)")};
  });
  Result<void> result;
  const auto lines = push({created()}, daemon, Millis{300}, std::chrono::seconds{10}, result);
  EXPECT_TRUE(result);
  EXPECT_THAT(lines, ElementsAre("0 busy"));
}

TEST(PushEvents, GivesUpWhereNobodyListens) {
  std::string gone;
  { gone = FakeDaemon(accept).endpoint(); }
  const auto result = ctl::push_events({created()}, {gone, Millis{50}},
                                       [](std::size_t, const std::vector<Reply>&) { FAIL(); });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Code::unavailable);
}

}  // namespace
}  // namespace followup::test
