// From bodies to answers: order, one bad event among good ones, what is kept of refused events, and
// messages that survive a store that is away (S-R25, S-X08, S-X09, S-X26).
#include "core/flow/intake_flow.h"

#include "core/codec/record_codec.h"
#include "core/store/memory_blobs.h"
#include "tests/flow/world.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace followup {

namespace {

const EventDecoder& decoder() {
  static const EventDecoder compiled;  // compiling the schemas once is enough
  return compiled;
}

std::string event_text(const std::string& id, const std::string& type, const std::string& subject,
                       const std::string& data, const std::string& more = {}) {
  return R"({"specversion":"1.0","id":")" + id +
         R"(","source":"https://crm.assist.example","type":")" + type + R"(","subject":")" +
         subject + "\"," + more + R"("data":)" + data + "}";
}

std::string created(const std::string& id, const std::string& subject,
                    const std::string& days = "30") {
  return event_text(id, "referral.created", subject,
                    R"({"created_on":"2011-01-01","follow_up":{"requested":true,"days":)" + days +
                        R"(},"case_worker":{"id":"anna","email":"anna@assist.example"}})");
}

std::string contacted(const std::string& id, const std::string& subject) {
  return event_text(id, "referral.contact_recorded", subject, R"({"contacted":true})");
}

std::string withdrawn(const std::string& id, const std::string& subject) {
  return event_text(id, "referral.contact_withdrawn", subject, "{}");
}

Policy with_project() {
  Policy policy = assist_policy();
  policy.contact.projects["p"] = {};
  return policy;
}

class Intake : public testing::Test {
 protected:
  Intake() : flow_(world_.store(), world_.store(), blobs_, decoder(), world_.context(), limits()) {}

  static IntakeLimits limits() {
    IntakeLimits limits;
    limits.quarantined_per_tenant = 1;
    return limits;
  }

  /// A message of the door that answers.
  void offer(std::uint64_t token, const std::string& body) {
    flow_.offer({{.token = token, .body = body}});
  }

  /// A message of the door that does not.
  void push(const std::string& body) { flow_.offer({{.body = body, .wants_reply = false}}); }

  std::vector<Reply> replies(const Answer& answer) { return decode_replies(answer.body).value(); }

  /// The only event's reply to the only message.
  Reply reply_to(const std::string& body) {
    offer(1, body);
    while (!flow_.quiet())
      flow_.advance();
    const auto answers = flow_.take_answers();
    EXPECT_EQ(answers.size(), 1U);
    return answers.empty() ? Reply{} : replies(answers.front()).front();
  }

  std::vector<RefusedEvent> kept(const std::string& shelf) {
    return world_.memory().list_refused(shelf, 100).value();
  }

  Contact contact_of(const std::string& id) {
    return std::get<Referral>(world_.stored(id).value().facts).contact;
  }

  World world_{with_project()};
  MemoryBlobs blobs_;
  IntakeFlow flow_;
};

// S-C15: another daemon tells of a project between this one's look at it and its commit, and finds
// the new contact on no list yet.
TEST_F(Intake, AContactThatIsStoredBehindItsProjectsChangeIsToldOfItBeforeTheAnswer) {
  const auto follow_up = [](const std::string& id, const std::string& contact) {
    return event_text(id, "contact.follow_up_set", contact,
                      R"({"project":"p","due":"2011-02-01","agent":{"id":"guest",)"
                      R"("name":"Gino Guest","email":"gino@privat.example"}})");
  };
  EXPECT_EQ(reply_to(follow_up("e1", "K-1")).status, Status::accepted);
  WorkItem anonymised = world_.item("p", ProjectStateSet{ProjectState::anonymised});
  anonymised.key.kind = anonymised.event.kind = Kind::project;
  world_.run({anonymised});
  for (const std::string id : {"e2", "e2"}) {
    const auto status = reply_to(follow_up(id, "K-2")).status;
    EXPECT_TRUE(status == Status::accepted || status == Status::duplicate);
    const auto stored = world_.stored("p/K-2", Kind::contact).value();
    EXPECT_EQ(std::get<ProjectContact>(stored.facts).project, ProjectState::anonymised);
    EXPECT_EQ(encode_case(stored).find("Gino"), std::string::npos);
  }
  EXPECT_EQ(reply_to(follow_up("e3", "K-3")).reason, Reason::project_ended);
}

TEST_F(Intake, AnswersAnEventWhenItIsStored) {
  const Reply reply = reply_to(created("e1", "R-1"));
  EXPECT_EQ(reply.status, Status::accepted);
  EXPECT_EQ(reply.id, "e1");
  EXPECT_EQ(reply.source, "https://crm.assist.example");
  EXPECT_EQ(world_.due(), Lines{"R-1 2011-01-31T09:00"});
  EXPECT_EQ(flow_.take_earliest_due(), instant("2011-01-31T08:00:00Z"));
  EXPECT_EQ(flow_.take_earliest_due(), std::nullopt);
  EXPECT_TRUE(flow_.idle());
}

TEST_F(Intake, AnswersABatchInOrderWithOneBadEventAmongGoodOnes) {
  offer(7, "[" + created("e1", "R-1") + "," + created("e2", "R-2", "-1") + "," +
               created("e3", "R-3") + "," + contacted("e4", "R-1") + "]");
  flow_.advance();
  const auto answers = flow_.take_answers();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].token, 7U);
  std::string told;
  for (const auto& reply : replies(answers[0]))
    told += reply.id + " " + std::string(to_text(reply.status)) + "; ";
  EXPECT_EQ(told, "e1 accepted; e2 rejected; e3 accepted; e4 accepted; ");
  EXPECT_EQ(contact_of("R-1"), Contact::yes);
  EXPECT_FALSE(world_.stored("R-2").has_value());
}

TEST_F(Intake, AnswersOneEventWithAnObjectAndABatchOfOneWithAnArray) {
  offer(1, created("e1", "R-1"));
  offer(2, "[" + created("e2", "R-2") + "]");
  flow_.advance();
  const auto answers = flow_.take_answers();
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].body.front(), '{');
  EXPECT_EQ(answers[1].body.front(), '[');
}

TEST_F(Intake, S_R25_RejectsADelayThatIsNoWholeNumberOfDaysAndKeepsTheEvent) {
  int told = 0;
  for (const char* days : {"-1", "1.5", "\"text\"", "3651"}) {
    SCOPED_TRACE(days);
    const std::string body = created("e" + std::to_string(++told), "R-1", days);
    const Reply reply = reply_to(body);
    EXPECT_EQ(reply.status, Status::rejected);
    ASSERT_FALSE(reply.faults.empty());
    EXPECT_EQ(reply.faults[0].path, "/data/follow_up/days");
    const auto all = kept("assist");
    EXPECT_TRUE(std::any_of(all.begin(), all.end(),
                            [&](const RefusedEvent& event) { return event.raw == body; }));
  }
  EXPECT_EQ(kept("assist").size(), 4U);
  EXPECT_EQ(world_.due(), Lines{});
}

TEST_F(Intake, S_R26_KeepsAnEventWithoutDaysWhereTheTenantHasNoDefault) {
  const std::string body = event_text(
      "e1", "referral.created", "R-1",
      R"({"created_on":"2011-01-01","follow_up":{"requested":true},"case_worker":{"id":"anna"}})");
  const Reply reply = reply_to(body);
  EXPECT_EQ(reply.status, Status::rejected);
  EXPECT_EQ(reply.reason, Reason::days_missing);
  ASSERT_EQ(kept("assist").size(), 1U);
  EXPECT_EQ(kept("assist")[0].raw, body);
  EXPECT_FALSE(kept("assist")[0].quarantined);
}

TEST_F(Intake, S_X26_RefusesAnEventThatNamesAnotherTenant) {
  const Reply reply =
      reply_to(event_text("e1", "referral.cancelled", "R-1", "{}", R"("tenant":"other",)"));
  EXPECT_EQ(reply.status, Status::rejected);
  EXPECT_EQ(reply.reason, Reason::wrong_tenant);
  EXPECT_EQ(kept("assist").size(), 1U) << "on the shelf of the one who spoke";
  EXPECT_TRUE(kept("other").empty());
  EXPECT_FALSE(world_.stored("R-1").has_value());
}

TEST_F(Intake, RefusesASourceThatNobodyKnows) {
  std::string body = created("e1", "R-1");
  body.replace(body.find("crm.assist"), 10, "crm.nobody");
  EXPECT_EQ(reply_to(body).reason, Reason::unknown_source);
  ASSERT_EQ(kept("").size(), 1U);
  EXPECT_EQ(kept("")[0].raw, body);
}

TEST_F(Intake, RefusesWhatIsNotJsonAndFramesThatItDoesNotTake) {
  EXPECT_EQ(reply_to("not json").reason, Reason::not_json);
  flow_.offer({{.token = 1, .body = created("e1", "R-1"), .frames = {"a file"}},
               {.token = 2, .body = created("e2", "R-1"), .unknown_type = true}});
  const auto answers = flow_.take_answers();
  const Reply attached = replies(answers.at(0)).at(0);
  EXPECT_EQ(attached.id, "e1");
  EXPECT_EQ(attached.reason, Reason::unexpected_frames);
  const Reply untyped = replies(answers.at(1)).at(0);
  EXPECT_EQ(untyped.id, "e2");
  EXPECT_EQ(untyped.reason, Reason::invalid_envelope);
  EXPECT_EQ(kept("").size(), 1U);
  EXPECT_EQ(kept("assist").size(), 2U);
  EXPECT_FALSE(world_.stored("R-1").has_value());
}

TEST_F(Intake, S_X09_IsBusyWhileTheStoreIsAwayAndSaysWhenToTryAgain) {
  world_.store().set_down(true);
  Reply reply = reply_to(created("e1", "R-1"));
  EXPECT_EQ(reply.status, Status::busy);
  EXPECT_EQ(reply.reason, Reason::store_unavailable);
  EXPECT_GT(reply.retry_after, Millis{0});
  EXPECT_TRUE(flow_.take_store_failure());
  EXPECT_FALSE(flow_.take_store_failure());
  reply = reply_to("not json");
  EXPECT_EQ(reply.status, Status::busy) << "a refused event that can not be kept is not refused";
  world_.store().set_down(false);
  EXPECT_EQ(reply_to(created("e1", "R-1")).status, Status::accepted);
}

TEST_F(Intake, EventsOfACaseInFlightWaitAndStayInOrder) {
  world_.store().set_slow(true);
  offer(1, created("e1", "R-1"));
  offer(2, "[" + contacted("e2", "R-1") + "," + created("e3", "R-2") + "]");
  EXPECT_FALSE(flow_.full()) << "e2 waits for e1, and others for nobody";
  offer(3, withdrawn("e4", "R-1"));
  flow_.advance();
  EXPECT_TRUE(flow_.take_answers().empty());
  world_.store().set_slow(false);
  for (int turn = 0; turn < 5; ++turn)
    flow_.advance();
  EXPECT_EQ(flow_.take_answers().size(), 3U);
  EXPECT_TRUE(flow_.idle());
  EXPECT_EQ(contact_of("R-1"), Contact::unknown);
  EXPECT_EQ(world_.stored("R-1")->seen.size(), 3U);
}

TEST_F(Intake, WhatComesOneByOneWhileTheStoreWorksBecomesOneBatch) {
  world_.store().set_slow(true);
  for (std::uint64_t n = 1; n <= 3; ++n)
    offer(n, created("e" + std::to_string(n), "R-" + std::to_string(n)));
  for (std::uint64_t n = 4; n < 3 + 256; ++n) {
    offer(n, created("e" + std::to_string(n), "R-" + std::to_string(n)));
    ASSERT_FALSE(flow_.full()) << n << ": three batches are under way, and the fourth has room";
  }
  offer(3 + 256, created("last", "R-last"));
  EXPECT_TRUE(flow_.full());
  world_.store().set_slow(false);
  flow_.advance();
  EXPECT_FALSE(flow_.full());
  while (!flow_.quiet())
    flow_.advance();
  EXPECT_EQ(flow_.take_answers().size(), 3U + 256U);
}

TEST_F(Intake, S_X08_APushedEventSurvivesAStoreFailure) {
  world_.store().set_down(true);
  push(created("e1", "R-1"));
  for (int turn = 0; turn < 3; ++turn)
    flow_.advance();
  EXPECT_FALSE(flow_.idle());
  EXPECT_TRUE(flow_.take_store_failure());
  EXPECT_TRUE(flow_.holding());
  EXPECT_FALSE(flow_.full()) << "who asks is still answered";
  world_.store().set_down(false);
  flow_.retry_held();
  for (int turn = 0; turn < 3; ++turn)
    flow_.advance();
  EXPECT_TRUE(flow_.idle());
  EXPECT_FALSE(flow_.holding());
  EXPECT_TRUE(flow_.take_answers().empty()) << "nobody waits for an answer";
  EXPECT_EQ(world_.due(), Lines{"R-1 2011-01-31T09:00"});
}

// The first event's commit fails while the second one already waits behind it.
TEST_F(Intake, PushedEventsOfACaseKeepTheirOrderOverAStoreFailure) {
  push(created("e1", "R-1"));
  flow_.advance();
  for (const auto fault : {FailingStore::Fault::before, FailingStore::Fault::after}) {
    world_.store().set_slow(true);
    world_.store().fail(1, fault);
    push(contacted("c" + std::to_string(static_cast<int>(fault)), "R-1"));
    push(withdrawn("w" + std::to_string(static_cast<int>(fault)), "R-1"));
    world_.store().set_slow(false);
    for (int turn = 0; turn < 5; ++turn)
      flow_.advance();
    EXPECT_TRUE(flow_.holding());
    flow_.retry_held();
    for (int turn = 0; turn < 5; ++turn)
      flow_.advance();
    EXPECT_TRUE(flow_.idle());
    EXPECT_EQ(contact_of("R-1"), Contact::unknown);
  }
}

// A pushed event that the store has no room for must not keep those from being heard who ask.
TEST_F(Intake, AHeldEventKeepsOnlyItsOwnCaseWaiting) {
  EXPECT_EQ(reply_to(created("e1", "R-1")).status, Status::accepted);
  world_.store().fail(1, FailingStore::Fault::before);
  push(created("e2", "R-2"));
  flow_.advance();
  ASSERT_TRUE(flow_.holding());
  EXPECT_EQ(reply_to(contacted("e3", "R-1")).status, Status::accepted);
  EXPECT_EQ(reply_to(contacted("e4", "R-2")).status, Status::busy) << "it would overtake e2";
  push(contacted("e5", "R-2"));
  flow_.retry_held();
  for (int turn = 0; turn < 5; ++turn)
    flow_.advance();
  EXPECT_TRUE(flow_.idle());
  EXPECT_FALSE(flow_.holding());
  EXPECT_EQ(contact_of("R-2"), Contact::yes);
}

TEST_F(Intake, ARefusedPushedEventIsKeptWhenTheStoreIsBack) {
  world_.store().set_down(true);
  push("not json");
  EXPECT_FALSE(flow_.idle());
  EXPECT_TRUE(flow_.holding());
  world_.store().set_down(false);
  flow_.retry_held();
  EXPECT_TRUE(flow_.idle());
  EXPECT_EQ(kept("").size(), 1U);
}

TEST_F(Intake, QuarantinesEventsOfADamagedCaseUntilTheQuarantineIsFull) {
  EXPECT_EQ(reply_to(created("e1", "R-1")).status, Status::accepted);
  world_.overwrite("R-1", "100000002deadbeef{}");
  IntakeFlow fresh(world_.store(), world_.store(), blobs_, decoder(), world_.context(), limits());
  const auto answer = [&](const std::string& body) {
    fresh.offer({{.token = 1, .body = body}});
    fresh.advance();
    return replies(fresh.take_answers().at(0)).at(0);
  };
  const Reply first = answer(contacted("e2", "R-1"));
  EXPECT_EQ(first.status, Status::quarantined);
  EXPECT_EQ(first.reason, Reason::damaged_record);
  ASSERT_EQ(kept("assist").size(), 1U);
  EXPECT_TRUE(kept("assist")[0].quarantined);
  EXPECT_EQ(answer(contacted("e2", "R-1")).status, Status::quarantined) << "kept once";
  const Reply second = answer(contacted("e3", "R-1"));
  EXPECT_EQ(second.status, Status::busy);
  EXPECT_EQ(second.reason, Reason::store_full);
}

TEST_F(Intake, CountsWhatItAnsweredByStatus) {
  reply_to("[" + created("e1", "R-1") + "," + created("e1", "R-1") + "]");
  reply_to("not json");
  const auto& answered = flow_.answered();
  EXPECT_EQ(answered.at(static_cast<std::size_t>(Status::accepted)), 1U);
  EXPECT_EQ(answered.at(static_cast<std::size_t>(Status::duplicate)), 1U);
  EXPECT_EQ(answered.at(static_cast<std::size_t>(Status::rejected)), 1U);
}

TEST_F(Intake, TakesMoreThanABatchAtOnce) {
  std::string body = "[";
  for (int n = 0; n < 700; ++n)
    body += (n == 0 ? "" : ",") + created("e" + std::to_string(n), "R-" + std::to_string(n % 600));
  offer(1, body + "]");
  for (int turn = 0; turn < 5; ++turn)
    flow_.advance();
  const auto answers = flow_.take_answers();
  ASSERT_EQ(answers.size(), 1U);
  const auto all = replies(answers[0]);
  ASSERT_EQ(all.size(), 700U);
  for (std::size_t n = 0; n < all.size(); ++n) {
    EXPECT_EQ(all[n].id, "e" + std::to_string(n));
    EXPECT_EQ(all[n].status, Status::accepted);
  }
  EXPECT_EQ(world_.due().size(), 600U);
}

}  // namespace

}  // namespace followup
