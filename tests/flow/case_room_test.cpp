// When there is no room: a case holds so much, and a store can be full. What ends something is
// taken all the same.
#include "core/codec/record_codec.h"
#include "core/flow/case_batch.h"
#include "tests/flow/world.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(RoomForACase, RefusesWhatMakesACaseTooLarge) {
  World world;
  ReferralRecord record = referral("2011-01-01", 30);
  record.service = std::string(max_record_bytes, 'x');
  const auto result = world.tell("R-1", record);
  EXPECT_EQ(result.result.status, Status::rejected);
  EXPECT_EQ(result.result.reason, Reason::record_too_large);
  EXPECT_FALSE(world.stored("R-1").has_value());
}

TEST(RoomForACase, EndsACaseThatHasNoRoomForItsEnd) {
  const auto with_service = [](std::size_t bytes) {
    ReferralRecord record = referral("2011-01-01", 30);
    record.service = std::string(bytes, 'x');
    return record;
  };
  std::size_t fits = 0;
  for (std::size_t step = max_record_bytes; step > 0; step /= 2) {
    World probe;
    if (probe.tell("R-1", with_service(fits + step)).result.status == Status::accepted)
      fits += step;
  }
  World world;
  world.tell("R-1", with_service(fits));
  EXPECT_EQ(world.tell("R-1", contact(false)).result.reason, Reason::record_too_large);
  EXPECT_EQ(world.tell("R-1", ReferralCancelled{}).result.status, Status::accepted);
  EXPECT_TRUE(std::get<Referral>(world.stored("R-1")->facts).cancelled);
}

/// A store without memory for anything that does not drain it.
class FullStore : public FailingStore {
 public:
  using FailingStore::FailingStore;

  [[nodiscard]] CallTicket send(std::vector<CaseCall> calls) override {
    refuses_ = false;
    for (const auto& call : calls)
      refuses_ = refuses_ || (call.commit && !call.commit->drains);
    return FailingStore::send(std::move(calls));
  }

  [[nodiscard]] Result<std::vector<CaseAnswer>> wait(CallTicket ticket) override {
    auto answers = FailingStore::wait(ticket);
    if (refuses_) return Error{Code::unavailable, std::string(store_full_text)};
    return answers;
  }

 private:
  bool refuses_ = false;
};

TEST(RoomForACase, SaysThatTheStoreIsFullAndStillTakesWhatEndsSomething) {
  World world;
  world.tell("R-1", referral("2011-01-01", 30), 1);
  FullStore full(world.memory());
  CaseCache cache(10);
  const auto status = [&](Payload payload) {
    CaseBatch batch({world.item("R-1", std::move(payload), 2)}, full, cache, world.context());
    batch.finish();
    return batch.results().front().result;
  };
  EXPECT_EQ(status(contact(false)).reason, Reason::store_full);
  EXPECT_EQ(status(contact(true)).status, Status::accepted);
  EXPECT_EQ(status(ReferralCancelled{}).status, Status::accepted);
}

TEST(RoomForACase, TakesTheEndsOfMeetingsAndCommunicationsWhereTheStoreIsFull) {
  World world;
  FullStore full(world.memory());
  const auto status = [&](const std::string& id, Payload payload) {
    CaseCache cache(10);
    CaseBatch batch({world.item(id, std::move(payload))}, full, cache, world.context());
    batch.finish();
    return batch.results().front().result.status;
  };
  MeetingRecord meeting{.start = local("2011-01-10T10:00"), .organizer = person_ref("anna")};
  world.tell("M-1", meeting);
  world.tell("M-1", ActionAssigned{{.id = "A-1",
                                    .responsible = person_ref("bob"),
                                    .due_on = date("2011-02-01"),
                                    .text = "Call"}});
  EXPECT_EQ(status("M-1", meeting), Status::busy) << "it is full";
  EXPECT_EQ(status("M-1", ActionClosed{"A-1"}), Status::accepted);
  EXPECT_EQ(status("M-1", MeetingHeld{instant("2011-01-01T08:00:00Z")}), Status::accepted);
  EXPECT_EQ(status("M-1", MeetingCancelled{}), Status::accepted);
  world.tell("APP-1/L-1", CommunicationRecord{.client = {"C-1", {}}, .answer_expected_days = 14});
  world.later(std::chrono::hours{1});
  EXPECT_EQ(status("APP-1/L-1", AnswerReceived{"APP-1/I-1"}), Status::accepted);
  EXPECT_EQ(status("APP-1/L-1", CommunicationCancelled{}), Status::accepted);
  world.tell("APP-1", ProgrammeProblem{});
  EXPECT_EQ(status("APP-1", ProgrammeProblem{.solved = true}), Status::accepted);
}

TEST(RoomForACase, RefusesNothingForTheMessagesThatCanNotLeaveUpToACeiling) {
  World world;
  NoteRecorded note{.document = {std::string(64, 'a'), 1}};
  for (std::size_t n = 0; n < most_recipients; ++n)
    note.watchers.push_back({std::string(140, 'x') + std::to_string(n), {}, {}});
  const auto size = [&] { return encode_case(*world.stored("A-1", Kind::application)).size(); };
  int taken = 0;
  for (note.id = "0"; taken < 1000 && world.tell("A-1", note).result.status == Status::accepted;
       ++taken)
    note.id = std::to_string(taken + 1);
  EXPECT_GT(taken, 20);
  EXPECT_LE(size(), max_whole_record_bytes);
  EXPECT_GT(size(), max_whole_record_bytes / 2);
}

}  // namespace

}  // namespace followup
