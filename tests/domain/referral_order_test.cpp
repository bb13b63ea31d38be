// Events that come twice, late or in another order than they happened (S-X01, S-X02, S-R27; R18,
// R30; design: what supersedes what).
#include "tests/support/story.h"

#include <algorithm>
#include <functional>

#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(Referral, S_X01_ADuplicateIsAnsweredAndChangesNothing) {
  Story story = s_r01();
  const Case before = story.state();
  const Told told = story.repeat();
  EXPECT_EQ(told.status, Status::duplicate);
  EXPECT_EQ(told.reason, Reason::already_seen);
  EXPECT_EQ(story.state(), before);
}

TEST(Referral, S_X01_ADuplicateIsKnownBeforeItIsFoundStale) {
  Story story;
  story.at("2011-01-01T10:00");
  story.tell(referral("2011-01-01", 30), 1);
  story.tell(ReferralCancelled{}, 7);
  EXPECT_EQ(story.repeat().status, Status::duplicate);
}

TEST(Referral, S_X01_TheLastSixteenEventsAreRemembered) {
  Story story = s_r01();
  for (int n = 0; n < 20; ++n)
    story.tell(contact(false));
  EXPECT_EQ(story.state().seen.size(), fingerprints_kept);
  EXPECT_EQ(story.repeat().status, Status::duplicate);
}

TEST(Referral, ARejectedEventIsNotRememberedSoThatItsMendedFormCanCome) {
  Story story;
  story.at("2011-01-01T10:00");
  story.tell(referral("2011-01-01", std::nullopt));
  EXPECT_EQ(story.repeat().status, Status::rejected);
}

TEST(Referral, S_X02_AnOlderRecordIsStale) {
  Story story;
  story.at("2011-01-01T10:00");
  story.tell(referral("2011-01-15", 30), 2);
  const Case before = story.state();
  const Told told = story.tell(referral("2011-01-01", 30), 1);
  EXPECT_EQ(told.status, Status::stale);
  EXPECT_EQ(told.reason, Reason::older_sequence);
  EXPECT_EQ(story.state(), before);
}

TEST(Referral, WithoutSequencesTheOrderOfArrivalCounts) {
  Story story;
  story.at("2011-01-01T10:00");
  story.tell(referral("2011-01-15", 30));
  story.tell(referral("2011-01-01", 30));
  EXPECT_EQ(story.due().front(), "reminder 2011-01-31T09:00");
}

TEST(Referral, AFactBeforeTheRecordMakesACaseWithoutDeadlines) {
  Story story;
  story.at("2011-01-01T10:00");
  EXPECT_EQ(story.tell(contact(false)).status, Status::accepted);
  EXPECT_EQ(story.due(), Lines{});
  story.tell(referral("2011-01-01", 30));
  EXPECT_EQ(story.due().size(), 2U);
}

TEST(Referral, AContactBeforeTheRecordKeepsItQuiet) {
  Story story;
  story.at("2011-01-01T10:00");
  story.tell(contact(true));
  story.tell(referral("2011-01-01", 30));
  EXPECT_EQ(story.due(), Lines{});
  EXPECT_TRUE(story.sent().empty()) << "what was never due is not closed";
}

TEST(Referral, ACancellationBeforeTheRecordIsATombstoneForOlderOnes) {
  Story story;
  story.at("2011-01-01T10:00");
  story.tell(ReferralCancelled{}, 3);
  EXPECT_EQ(story.tell(referral("2011-01-01", 30), 1).status, Status::stale);
  EXPECT_EQ(story.tell(referral("2011-01-01", 30), 3).status, Status::stale);
  EXPECT_EQ(story.due(), Lines{});
  EXPECT_EQ(story.tell(referral("2011-01-01", 30), 4).status, Status::accepted);
  EXPECT_EQ(story.due().size(), 2U);
}

TEST(Referral, ASupersededFactIsRecordedWithoutEffect) {
  Story story = s_r01();
  story.tell(contact(true), 5);
  const Told told = story.tell(ContactWithdrawn{}, 4);
  EXPECT_EQ(told.status, Status::accepted);
  EXPECT_EQ(told.reason, Reason::superseded);
  EXPECT_EQ(story.due(), Lines{});
  EXPECT_EQ(story.history().back().detail, "superseded");
}

/// What a referral asks for and what is known of it, however it came about.
struct Knowledge {
  Lines due;
  Contact contact = Contact::unknown;
  bool cancelled = false;
  friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

struct Telling {
  std::uint64_t sequence;
  Payload payload;
};

Knowledge after(const std::vector<Telling>& steps) {
  Story story;
  story.at("2011-01-01T10:00");
  for (const auto& step : steps)
    story.tell(step.payload, step.sequence);
  return {story.due(), story.facts().contact, story.facts().cancelled};
}

/// Every order of arrival leads to what the order of the sequences leads to.
void expect_any_order(std::vector<Telling> steps) {
  const Knowledge expected = after(steps);
  std::vector<std::size_t> order(steps.size());
  for (std::size_t at = 0; at < order.size(); ++at)
    order[at] = at;
  do {
    std::vector<Telling> shuffled;
    std::string name;
    for (const auto at : order) {
      shuffled.push_back(steps[at]);
      name += std::to_string(steps[at].sequence) + " ";
    }
    EXPECT_EQ(after(shuffled), expected) << "in the order " << name;
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Referral, S_X02_AnyOrderOfArrivalLeadsToTheSameState) {
  const auto record = [](const char* day) { return Payload{referral(day, 30)}; };
  expect_any_order({{1, record("2011-01-01")}, {2, record("2011-01-15")}, {3, contact(true)}});
  expect_any_order({{1, record("2011-01-01")},
                    {2, contact(true)},
                    {3, ContactWithdrawn{}},
                    {4, record("2011-01-20")},
                    {5, contact(false)}});
  expect_any_order({{1, record("2011-01-01")}, {2, ReferralCancelled{}}, {3, contact(false)}});
  expect_any_order({{1, record("2011-01-01")},
                    {2, ReferralCancelled{}},
                    {3, record("2011-01-15")},
                    {4, contact(true)},
                    {5, contact(false)}});
  expect_any_order({{1, record("2011-01-01")},
                    {2, ReferralCancelled{}},
                    {3, record("2011-01-15")},
                    {4, ReferralCancelled{}}});
}

// S-R27, R30: the event comes after the due date.
TEST(Referral, S_R27_ALateEventRemindsAtOnceAndEscalatesOnItsDay) {
  Story story;
  story.at("2011-02-05T14:00");
  story.tell(referral("2011-01-01", 30));
  story.at("2011-12-31T00:00");
  EXPECT_EQ(story.mails(), (Lines{"2011-02-05T14:00 (13:00Z) reminder case_worker anna late",
                                  "2011-02-10T09:00 (08:00Z) escalation supervisor sara"}));
}

TEST(Referral, S_R27_Q4_AVeryLateEventLeavesTheWorkerABusinessDay) {
  Story story;
  story.at("2011-02-15T14:00");
  story.tell(referral("2011-01-01", 30));
  story.at("2011-12-31T00:00");
  EXPECT_EQ(story.mails(), (Lines{"2011-02-15T14:00 (13:00Z) reminder case_worker anna late",
                                  "2011-02-17T09:00 (08:00Z) escalation supervisor sara"}));
}

}  // namespace

}  // namespace followup
