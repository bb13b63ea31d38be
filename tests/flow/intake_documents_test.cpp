// Long texts of events: a rule only sees their name, and what is acknowledged is stored. They live
// as long as somebody may have to read them, and a refused event brings its own along when it is
// replayed.
#include "core/base/hash.h"
#include "core/codec/document.h"
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
                  const std::string& subject = "APP-1") {
  return R"({"specversion":"1.0","id":")" + id +
         R"(","source":"https://crm.assist.example","type":")" + type + R"(","subject":")" +
         subject + R"(","data":)" + data + "}";
}

std::string note(const std::string& id, const std::string& text,
                 const std::string& subject = "APP-1") {
  return event(id, "note.recorded", R"({"note_id":")" + id + R"(","text":")" + text + R"("})",
               subject);
}

/// What is kept of such a note.
std::string kept_of(const std::string& text) {
  return encode_document({.title = {}, .text = text, .decisions = {}, .actions = {}, .values = {}});
}

/// Fails one call, counted from now.
class OnceFailingBlobs : public MemoryBlobs {
 public:
  void fail_at(int call) { left_ = call; }

  /// How many calls there were since.
  [[nodiscard]] int calls() const { return calls_; }

  CallTicket find(const std::string& tenant, const std::string& content, Millis life) override {
    count();
    return MemoryBlobs::find(tenant, content, life);
  }

  CallTicket append(const std::string& tenant, const std::string& part, std::uint64_t offset,
                    std::string_view bytes) override {
    count();
    return MemoryBlobs::append(tenant, part, offset, bytes);
  }

  CallTicket finish(const std::string& tenant, const std::string& part, const std::string& content,
                    std::uint64_t size, Millis life) override {
    count();
    return MemoryBlobs::finish(tenant, part, content, size, life);
  }

 private:
  void count() {
    ++calls_;
    const bool fails = --left_ == 0;
    fail_with(fails ? std::optional(Error{Code::unavailable, "killed"}) : std::nullopt);
  }

  int left_ = 0;
  int calls_ = 0;
};

class IntakeOfDocuments : public testing::Test {
 protected:
  IntakeOfDocuments()
      : flow_(world_.store(), world_.store(), blobs_, decoder(), world_.context(), {}) {}

  void offer(const std::string& body, bool wants_reply = true) {
    flow_.offer({{.token = ++token_, .body = body, .wants_reply = wants_reply}});
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

  Reply reply_to(const std::string& body) {
    offer(body);
    const auto all = replies();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? Reply{} : all.front();
  }

  std::string stored(const std::string& content) {
    return blobs_.wait(blobs_.read("assist", content, 0, blob_piece))->bytes;
  }

  bool is_stored(const std::string& text) { return stored(sha256(kept_of(text))) == kept_of(text); }

  std::optional<Application> application(const std::string& id = "APP-1") {
    const auto state = world_.stored(id, Kind::application);
    return state ? std::optional(std::get<Application>(state->facts)) : std::nullopt;
  }

  std::vector<RefusedEvent> kept() { return world_.memory().list_refused("assist", 100).value(); }

  World world_;
  OnceFailingBlobs blobs_;
  IntakeFlow flow_;
  std::uint64_t token_ = 0;
};

TEST_F(IntakeOfDocuments, StoresATextBeforeItsEventIsAnsweredAndTheCaseNamesIt) {
  EXPECT_EQ(reply_to(note("n1", "They called.")).status, Status::accepted);
  EXPECT_TRUE(is_stored("They called."));
  EXPECT_EQ(blobs_.parts(), 0U);
  ASSERT_TRUE(application());
  ASSERT_EQ(application()->notes.size(), 1U);
  EXPECT_EQ(application()->notes.front().document, document_ref(kept_of("They called.")));
}

TEST_F(IntakeOfDocuments, StoresTheSameTextOfABatchOnce) {
  offer("[" + note("n1", "The same") + "," + note("n2", "The same", "APP-2") + "," +
        note("n3", "Another", "APP-3") + "]");
  const auto all = replies();
  ASSERT_EQ(all.size(), 3U);
  for (const auto& reply : all)
    EXPECT_EQ(reply.status, Status::accepted) << reply.id;
  EXPECT_EQ(blobs_.contents(), 2U);
  EXPECT_TRUE(is_stored("The same"));
  EXPECT_TRUE(is_stored("Another"));
}

TEST_F(IntakeOfDocuments, StoresNothingOfAnEventWithoutText) {
  EXPECT_EQ(reply_to(event("n1", "note.recorded", R"({"note_id":"n1"})")).status, Status::accepted);
  EXPECT_EQ(blobs_.calls(), 0);
}

TEST_F(IntakeOfDocuments, StoresATextBesideAFileAndALink) {
  const std::string file = "the file";
  const std::string data = R"({"communication_id":"E-1","to":[{"id":"anna"}],)"
                           R"("subject_line":"Hello","text":"All is well.","attachments":[)"
                           R"({"name":"a.pdf","frame":0},{"name":"b","url":"https://crm/1"}]})";
  flow_.offer({{.token = ++token_,
                .body = event("e1", "communication.requested", data),
                .frames = {file},
                .frames_kept = 1}});
  EXPECT_EQ(replies().front().status, Status::accepted);
  EXPECT_EQ(stored(sha256(file)), file);
  EXPECT_EQ(blobs_.contents(), 2U);
  const auto state = world_.stored("APP-1/E-1", Kind::communication);
  ASSERT_TRUE(state);
  const auto& mail = std::get<Communication>(state->facts).mail;
  ASSERT_TRUE(mail);
  const auto letter = decode_document(stored(mail->document.content));
  ASSERT_TRUE(letter);
  EXPECT_EQ(letter->title, "Hello");
  EXPECT_EQ(letter->text, "All is well.");
}

TEST_F(IntakeOfDocuments, KeepsATextUntilItsMailHasGoneOut) {
  world_.at("2026-06-01T10:00");
  const std::string later = R"({"communication_id":"E-1","to":[{"id":"anna"}],"at":"2026-06-21",)"
                            R"("subject_line":"Hello","text":"In three weeks."})";
  ASSERT_EQ(reply_to(event("e1", "communication.requested", later)).status, Status::accepted);
  ASSERT_EQ(reply_to(note("n1", "Now")).status, Status::accepted);
  ASSERT_EQ(blobs_.contents(), 2U);
  blobs_.pass(std::chrono::days{5});
  EXPECT_FALSE(is_stored("Now"));
  EXPECT_EQ(blobs_.contents(), 1U);
  blobs_.pass(std::chrono::days{18});
  EXPECT_EQ(blobs_.contents(), 1U) << "the last attempt may be that late";
  blobs_.pass(std::chrono::days{3});
  EXPECT_EQ(blobs_.contents(), 0U);
}

TEST_F(IntakeOfDocuments, IsBusyWhileTheStoreCanNotTakeATextAndTakesItLater) {
  blobs_.fail_at(1);
  const auto away = reply_to(note("n1", "They called."));
  EXPECT_EQ(away.status, Status::busy);
  EXPECT_EQ(away.reason, Reason::store_unavailable);
  EXPECT_TRUE(flow_.take_store_failure());
  EXPECT_FALSE(application());
  EXPECT_EQ(reply_to(note("n1", "They called.")).status, Status::accepted);
  EXPECT_TRUE(is_stored("They called."));
}

/// At whichever call the store goes away: never is an event taken whose text is not there.
TEST_F(IntakeOfDocuments, IsNeverTakenWithoutItsTextWhereverTheStoreIsKilled) {
  ASSERT_EQ(reply_to(note("n0", "First")).status, Status::accepted);
  const int calls = blobs_.calls();
  ASSERT_GE(calls, 3);
  for (int at = 1; at <= calls; ++at) {
    const std::string id = "APP-k" + std::to_string(at);
    const std::string text = "Text " + std::to_string(at);
    blobs_.fail_at(at);
    EXPECT_EQ(reply_to(note("k" + std::to_string(at), text, id)).status, Status::busy) << at;
    EXPECT_FALSE(application(id)) << at;
    blobs_.fail_with(std::nullopt);
    EXPECT_EQ(reply_to(note("k" + std::to_string(at), text, id)).status, Status::accepted) << at;
    EXPECT_TRUE(is_stored(text)) << at;
  }
}

TEST_F(IntakeOfDocuments, HoldsAPushedEventWithItsTextUntilTheStoreTakesIt) {
  blobs_.fail_at(1);
  offer(note("n1", "They called."), false);
  settle();
  EXPECT_TRUE(flow_.holding());
  EXPECT_EQ(reply_to(event("n2", "programme.problem_reported", "{}")).status, Status::busy)
      << "it must not overtake";
  flow_.retry_held();
  settle();
  EXPECT_FALSE(flow_.holding());
  EXPECT_TRUE(is_stored("They called."));
  ASSERT_TRUE(application());
  EXPECT_EQ(application()->notes.size(), 1U);
}

TEST_F(IntakeOfDocuments, KeepsARefusedEventWithItsTextSoThatItCanBeReplayed) {
  const std::string minutes =
      event("m1", "minutes.issue_requested", R"({"text":"We met."})", "MT-1");
  const auto aside = reply_to(minutes);
  EXPECT_EQ(aside.status, Status::quarantined);
  EXPECT_EQ(aside.reason, Reason::unknown_meeting);
  blobs_.pass(std::chrono::days{29});
  EXPECT_EQ(blobs_.contents(), 0U);
  ASSERT_EQ(kept().size(), 1U);
  EXPECT_EQ(kept().front().raw, minutes);
  const std::string meeting =
      R"({"start":"2026-06-01T10:00","subject_line":"x","organizer":{"id":"anna"}})";
  ASSERT_EQ(reply_to(event("m0", "meeting.scheduled", meeting, "MT-1")).status, Status::accepted);
  EXPECT_EQ(reply_to(kept().front().raw).status, Status::accepted);
  EXPECT_TRUE(is_stored("We met."));
}

}  // namespace

}  // namespace followup
