// Replies: what is written, that it comes back the same, and what is not taken for a reply.
#include "tests/codec/event_examples.h"

namespace followup {
namespace {

Reply plain() {
  return {.source = "crm.example/north", .id = "evt-1"};
}

Reply full() {
  return {.source = "crm.example/north",
          .id = "evt-\"2\"\n",
          .status = Status::busy,
          .reason = Reason::store_unavailable,
          .faults = {{"/data/days", "must be a whole number"}, {"", "is odd"}},
          .in_flight = {"n-1", "n-2"},
          .retry_after = Millis{1500}};
}

TEST(Replies, HoldOnlyTheMembersThatAreSet) {
  EXPECT_EQ(encode_replies({plain()}, false),
            R"({"source":"crm.example/north","id":"evt-1","status":"accepted"})");
}

TEST(Replies, HoldEveryMemberThatIsSet) {
  EXPECT_EQ(
      encode_replies({full()}, false),
      R"({"source":"crm.example/north","id":"evt-\"2\"\n","status":"busy","reason":"store_unavailable",)"
      R"("errors":[{"path":"/data/days","message":"must be a whole number"},{"path":"","message":"is odd"}],)"
      R"("in_flight":["n-1","n-2"],"retry_after_ms":1500})");
}

TEST(Replies, AreAnArrayWhereTheBodyWasABatch) {
  EXPECT_EQ(encode_replies({plain()}, true), "[" + encode_replies({plain()}, false) + "]");
  EXPECT_EQ(encode_replies({}, true), "[]");
}

TEST(Replies, ComeBackAsTheyWere) {
  const std::vector<Reply> replies{plain(), full()};
  auto read = decode_replies(encode_replies(replies, true));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, replies);
  auto one = decode_replies(encode_replies({full()}, false));
  ASSERT_TRUE(one);
  EXPECT_EQ(*one, std::vector<Reply>{full()});
}

TEST(Replies, MayHoldMembersThatAreNotKnownYet) {
  auto read = decode_replies(R"({"source":"s","id":"i","status":"stale","shard":3})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->front().status, Status::stale);
}

TEST(Replies, ThatAreNotRepliesAreAnError) {
  for (const std::string_view body :
       {"", "{", "17", "[17]", "{}", R"({"source":"s","id":"i","status":"lost"})",
        R"({"status":5})", R"({"source":7,"id":"i","status":"busy"})",
        R"({"status":"busy","reason":"mood"})", R"({"status":"busy","in_flight":"n"})",
        R"({"status":"busy","in_flight":[1]})", R"({"status":"busy","errors":[7]})",
        R"({"status":"busy","errors":[{"path":1}]})", R"({"status":"busy","retry_after_ms":-1})",
        R"({"status":"busy","retry_after_ms":"1"})", "{\"status\":\"busy\",\"id\":\"\xFF\"}"}) {
    const auto read = decode_replies(body);
    EXPECT_FALSE(read) << body;
    EXPECT_TRUE(read || read.error().code == Code::invalid_input) << body;
  }
}

}  // namespace
}  // namespace followup
