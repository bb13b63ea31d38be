// Files that come with events: what is acknowledged is stored, what does not fit together gets an
// answer of its own, and no event overtakes another of its case. A cancellation takes files here
// (attachment_type.cpp).
#include "core/base/hash.h"
#include "core/flow/intake_flow.h"
#include "core/store/memory_blobs.h"
#include "tests/flow/world.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const EventDecoder& decoder() {
  static const EventDecoder compiled;
  return compiled;
}

std::string event(const std::string& id, const std::string& type, const std::string& data,
                  const std::string& subject = "R-1") {
  return R"({"specversion":"1.0","id":")" + id +
         R"(","source":"https://crm.assist.example","type":"referral.)" + type +
         R"(","subject":")" + subject + R"(","data":)" + data + "}";
}

std::string cancelled(const std::string& id, const std::string& files,
                      const std::string& subject = "R-1") {
  return event(id, "cancelled", R"({"attachments":[)" + files + "]}", subject);
}

std::string contacted(const std::string& id, const std::string& subject = "R-1") {
  return event(id, "contact_recorded", R"({"contacted":true})", subject);
}

std::string named(int frame, const std::string& more = {}) {
  return R"({"name":"a.pdf","media_type":"application/pdf","frame":)" + std::to_string(frame) +
         more + "}";
}

class IntakeOfFiles : public testing::Test {
 protected:
  IntakeOfFiles()
      : flow_(world_.store(), world_.store(), blobs_, decoder(), world_.context(), {}) {}

  void offer(const std::string& body, std::vector<std::string_view> frames,
             bool wants_reply = true) {
    ++token_;
    flow_.offer({{.token = token_,
                  .body = body,
                  .frames = std::move(frames),
                  .frames_kept = token_,
                  .wants_reply = wants_reply}});
  }

  void settle() {
    for (int n = 0; n < 1000 && (!flow_.quiet() || flow_.full()); ++n)
      flow_.advance();
  }

  std::vector<Reply> replies() {
    settle();
    std::vector<Reply> all;
    for (const auto& answer : flow_.take_answers()) {
      for (auto& reply : decode_replies(answer.body).value())
        all.push_back(std::move(reply));
    }
    return all;
  }

  Reply reply_to(const std::string& body, std::vector<std::string_view> frames) {
    offer(body, std::move(frames));
    const auto all = replies();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? Reply{} : all.front();
  }

  std::string stored(const std::string& content) {
    return blobs_.wait(blobs_.read("assist", content, 0, blob_piece))->bytes;
  }

  std::vector<RefusedEvent> kept() { return world_.memory().list_refused("assist", 100).value(); }

  World world_;
  MemoryBlobs blobs_;
  IntakeFlow flow_;
  std::uint64_t token_ = 0;
};

TEST_F(IntakeOfFiles, StoresAFileBeforeItsEventIsAnswered) {
  EXPECT_EQ(reply_to(cancelled("e1", named(0)), {"the file"}).status, Status::accepted);
  EXPECT_EQ(stored(sha256("the file")), "the file");
  EXPECT_EQ(blobs_.parts(), 0U);
  EXPECT_EQ(flow_.take_released(), std::vector<std::uint64_t>{1});
}

TEST_F(IntakeOfFiles, StoresALargeFileInPiecesAndTheSameFileOnce) {
  std::string large(3 * blob_piece + 17, 'x');
  large[blob_piece] = 'y';
  EXPECT_EQ(reply_to(cancelled("e1", named(0)), {large}).status, Status::accepted);
  EXPECT_EQ(reply_to(cancelled("e2", named(0) + "," + named(1), "R-2"), {large, large}).status,
            Status::accepted);
  EXPECT_EQ(blobs_.contents(), 1U);
  EXPECT_EQ(blobs_.wait(blobs_.find("assist", sha256(large), Millis{0}))->size, large.size());
  EXPECT_EQ(stored(sha256(large)), large.substr(0, blob_piece));
}

TEST_F(IntakeOfFiles, CountsTheFramesOfABatchOverTheMessage) {
  offer("[" + cancelled("e1", named(1)) + "," + cancelled("e2", named(0), "R-2") + "," +
            contacted("e3", "R-3") + "]",
        {"first", "second"});
  const auto all = replies();
  ASSERT_EQ(all.size(), 3U);
  for (const auto& reply : all)
    EXPECT_EQ(reply.status, Status::accepted) << reply.id;
  EXPECT_EQ(stored(sha256("first")), "first");
  EXPECT_EQ(stored(sha256("second")), "second");
}

TEST_F(IntakeOfFiles, TakesLinksAndContentThatIsKeptWithoutFrames) {
  ASSERT_EQ(reply_to(cancelled("e1", named(0)), {"the file"}).status, Status::accepted);
  const std::string content = R"({"name":"b.pdf","content":")" + sha256("the file") + "\"}";
  const std::string link = R"({"name":"c.pdf","url":"https://crm.example/c.pdf","size":5})";
  EXPECT_EQ(reply_to(cancelled("e2", content + "," + link, "R-2"), {}).status, Status::accepted);
}

TEST_F(IntakeOfFiles, RefusesEachMisfitWithAReasonOfItsOwn) {
  const auto missing = reply_to(cancelled("e1", named(1)), {"a"});
  EXPECT_EQ(missing.reason, Reason::frame_not_named) << "frame 0 is named by nobody";
  const auto absent = reply_to(cancelled("e2", named(0) + "," + named(7)), {"a"});
  EXPECT_EQ(absent.reason, Reason::frame_missing);
  EXPECT_EQ(absent.faults.front().path, "/data/attachments/1/frame");
  const auto size = reply_to(cancelled("e3", named(0, R"(,"size":2)")), {"a"});
  EXPECT_EQ(size.reason, Reason::size_differs);
  EXPECT_EQ(size.faults.front().path, "/data/attachments/0/size");
  EXPECT_EQ(reply_to(cancelled("e7", named(0, R"(,"size":1)")), {"ab"}).reason,
            Reason::size_differs);
  const std::string gone = R"({"name":"b.pdf","content":")" + sha256("never") + "\"}";
  EXPECT_EQ(reply_to(cancelled("e4", gone), {}).reason, Reason::content_gone);
  EXPECT_EQ(reply_to(contacted("e5"), {"a"}).reason, Reason::unexpected_frames);
  EXPECT_EQ(reply_to(cancelled("e6", R"({"name":"b.pdf"})"), {}).reason, Reason::invalid_data);
  EXPECT_EQ(kept().size(), 7U);
  EXPECT_EQ(blobs_.contents(), 0U) << "nothing is kept of what was refused before";
  EXPECT_FALSE(world_.stored("R-1").has_value());
}

TEST_F(IntakeOfFiles, NamesTheMemberThatIsWrongOfAnAttachment) {
  const auto fault = [&](const std::string& file) {
    const auto reply = reply_to(cancelled("e" + std::to_string(token_), file), {});
    EXPECT_EQ(reply.reason, Reason::invalid_data);
    return reply.faults.empty() ? std::string() : reply.faults.front().path;
  };
  EXPECT_EQ(fault(R"({"url":"https://x"})"), "/data/attachments/0/name");
  EXPECT_EQ(fault(R"({"name":"a","url":"javascript:x"})"), "/data/attachments/0/url");
  EXPECT_EQ(fault(R"({"name":"a","frame":-1})"), "/data/attachments/0/frame");
  EXPECT_EQ(fault(R"({"name":"a","frame":1.5})"), "/data/attachments/0/frame");
  EXPECT_EQ(fault(R"({"name":"a","content":"ABC"})"), "/data/attachments/0/content");
  EXPECT_EQ(fault(R"({"name":"a","url":"https://x","media_type":"pdf"})"),
            "/data/attachments/0/media_type");
  EXPECT_EQ(fault(R"({"name":"a","url":"https://x","size":"1"})"), "/data/attachments/0/size");
  EXPECT_EQ(fault("7"), "/data/attachments/0");
}

TEST_F(IntakeOfFiles, IsBusyWhileTheStoreCanNotTakeAFileAndTakesItLater) {
  blobs_.fail_with(Error{Code::unavailable, "no connection"});
  const auto away = reply_to(cancelled("e1", named(0)), {"the file"});
  EXPECT_EQ(away.status, Status::busy);
  EXPECT_EQ(away.reason, Reason::store_unavailable);
  EXPECT_TRUE(flow_.take_store_failure());
  blobs_.fail_with(Error{Code::unavailable, std::string(store_full_text)});
  EXPECT_EQ(reply_to(cancelled("e1", named(0)), {"the file"}).reason, Reason::store_full);
  EXPECT_FALSE(flow_.take_store_failure()) << "a full store is there all the same";
  EXPECT_FALSE(world_.stored("R-1").has_value());
  blobs_.fail_with(std::nullopt);
  EXPECT_EQ(reply_to(cancelled("e1", named(0)), {"the file"}).status, Status::accepted);
  EXPECT_EQ(flow_.take_released(), (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(IntakeOfFiles, HoldsAPushedEventWithItsFileUntilTheStoreTakesIt) {
  blobs_.fail_with(Error{Code::unavailable, "no connection"});
  offer(cancelled("e1", named(0)), {"the file"}, false);
  settle();
  EXPECT_TRUE(flow_.holding());
  EXPECT_TRUE(flow_.take_released().empty()) << "its frames are still needed";
  EXPECT_EQ(reply_to(contacted("e2"), {}).status, Status::busy) << "it must not overtake";
  EXPECT_EQ(reply_to(contacted("e3", "R-2"), {}).status, Status::accepted);
  blobs_.fail_with(std::nullopt);
  flow_.retry_held();
  settle();
  EXPECT_FALSE(flow_.holding());
  EXPECT_EQ(stored(sha256("the file")), "the file");
  EXPECT_TRUE(world_.stored("R-1").has_value());
}

TEST_F(IntakeOfFiles, LetsNoLaterMessageOvertakeOneWhoseFileIsBeingStored) {
  const std::string large(std::size_t{5} << 20U, 'x');
  offer(cancelled("e1", named(0)), {large});
  offer(contacted("e2"), {});
  EXPECT_TRUE(flow_.full()) << "nothing more is read meanwhile";
  EXPECT_TRUE(flow_.hurried());
  const auto all = replies();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, "e1");
  EXPECT_EQ(all[1].id, "e2");
}

TEST_F(IntakeOfFiles, KeepsARefusedEventSoThatItCanBeReplayedWithItsFile) {
  ASSERT_EQ(reply_to(cancelled("e1", named(0, R"(,"size":8)")), {"the file"}).status,
            Status::accepted);
  world_.overwrite("R-1", "damaged");
  const auto aside = reply_to(cancelled("e2", named(0)), {"the file"});
  EXPECT_EQ(aside.status, Status::quarantined);
  ASSERT_EQ(kept().size(), 1U);
  const std::string raw = kept().front().raw;
  EXPECT_NE(raw.find("\"content\":\"" + sha256("the file")), std::string::npos) << raw;
  EXPECT_EQ(raw.find("\"frame\""), std::string::npos) << raw;
  blobs_.pass(std::chrono::days{29});
  EXPECT_EQ(stored(sha256("the file")), "the file") << "as long as the event is kept";
  EXPECT_EQ(reply_to(raw, {}).reason, Reason::damaged_record) << "as before, and with its file";
  ASSERT_EQ(kept().size(), 1U) << "it is the same event";
}

TEST_F(IntakeOfFiles, RefusesMoreThanItTakesInsteadOfTakingSomeOfIt) {
  ++token_;
  flow_.offer({{.token = token_, .body = cancelled("e1", named(0)), .too_many_frames = true}});
  const auto all = replies();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().status, Status::rejected);
  EXPECT_EQ(all.front().reason, Reason::too_large);
}

TEST_F(IntakeOfFiles, LetsFramesGoThatItAnswersBusy) {
  flow_.refuse_busy({{.token = 1, .body = cancelled("e1", named(0)), .frames_kept = 5}},
                    Reason::draining);
  EXPECT_EQ(flow_.take_released(), std::vector<std::uint64_t>{5});
}

}  // namespace

}  // namespace followup
