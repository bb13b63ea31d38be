// The long texts that mails are about: which one a mail tells of, that it is read once for all who
// get it, and what becomes of a mail whose text is gone (M5, M15, M23).
#include "workers/long_texts.h"

#include "core/codec/record_codec.h"
#include "core/store/memory_blobs.h"
#include "quiet_channel.h"
#include "tests/flow/world.h"
#include "workers/preparation.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace followup {

namespace {

/// Counts what is read.
class CountingBlobs : public MemoryBlobs {
 public:
  [[nodiscard]] CallTicket read(const std::string& tenant, const std::string& content,
                                std::uint64_t offset, std::size_t length) override {
    ++reads;
    return MemoryBlobs::read(tenant, content, offset, length);
  }

  int reads = 0;
};

DocumentRef keep(Blobs& blobs, const std::string& bytes, const std::string& tenant = "assist") {
  const DocumentRef ref = document_ref(bytes);
  for (std::size_t at = 0; at < bytes.size(); at += blob_piece) {
    EXPECT_TRUE(blobs.wait(
        blobs.append(tenant, "part", at, std::string_view(bytes).substr(at, blob_piece))));
  }
  EXPECT_TRUE(
      blobs.wait(blobs.finish(tenant, "part", ref.content, ref.size, std::chrono::hours{1})));
  return ref;
}

Notification mail_about(const Case& state, Purpose purpose, const std::string& whom) {
  Notification notification;
  notification.case_key = state.key;
  notification.purpose = purpose;
  notification.role = Role::recipient;
  notification.whom = whom;
  return notification;
}

TEST(LongTexts, AreTheMinutesTheLetterAndTheNoteOfTheMailing) {
  Case meeting = empty_case({"assist", Kind::meeting, "M-1"});
  std::get<Meeting>(meeting.facts).minutes.document = {"aa", 1};
  EXPECT_EQ(long_text_of(mail_about(meeting, Purpose::minutes, "1/person/ann"), meeting).content,
            "aa");
  EXPECT_EQ(long_text_of(mail_about(meeting, Purpose::invitation, "1/person/ann"), meeting).content,
            "");

  Case communication = empty_case({"assist", Kind::communication, "A-1/K-1"});
  const auto letter = mail_about(communication, Purpose::message, "1/person/ann");
  EXPECT_EQ(long_text_of(letter, communication).content, "") << "none was asked for";
  std::get<Communication>(communication.facts).mail = RequestedMail{.document = {"bb", 1}};
  EXPECT_EQ(long_text_of(letter, communication).content, "bb");
  EXPECT_EQ(
      long_text_of(mail_about(communication, Purpose::answer_missing, ""), communication).content,
      "");

  Case application = empty_case({"assist", Kind::application, "A-1"});
  auto& facts = std::get<Application>(application.facts);
  facts.notes = {{.id = "n-1", .document = {"cc", 1}}, {.id = "n-2", .document = {"dd", 1}}};
  facts.mailings = {{.number = 7, .about = "n-2"}, {.number = 8, .about = "n-9"}};
  EXPECT_EQ(
      long_text_of(mail_about(application, Purpose::note, "7/person/ann"), application).content,
      "dd");
  for (const char* whom : {"8/person/ann", "9/person/ann", ""})
    EXPECT_EQ(long_text_of(mail_about(application, Purpose::note, whom), application).content, "");
}

TEST(LongTexts, OfWhatTheCaseHasNoMoreAreGone) {
  Case application = empty_case({"assist", Kind::application, "A-1"});
  auto& facts = std::get<Application>(application.facts);
  facts.notes = {{.id = "n-2"}};
  facts.files = {{.at = {}, .by = {}, .file = {.name = "b.pdf", .url = "https://crm.example/f"}}};
  facts.mailings = {{.number = 7, .about = "n-1"},
                    {.number = 8, .about = "n-2"},
                    {.number = 9, .about = "https://crm.example/f"}};
  const auto is_gone = [&](Purpose purpose, const std::string& whom) {
    const auto found = LongTexts(nullptr).find(mail_about(application, purpose, whom), application);
    return !found && found.error().code == Code::not_found;
  };
  EXPECT_TRUE(is_gone(Purpose::note, "7/person/ann"));
  EXPECT_FALSE(is_gone(Purpose::note, "8/person/ann"));
  EXPECT_TRUE(is_gone(Purpose::attachment_added, "8/person/ann"));
  EXPECT_FALSE(is_gone(Purpose::attachment_added, "9/person/ann"));
  const Case communication = empty_case({"assist", Kind::communication, "A-1/K-1"});
  EXPECT_FALSE(LongTexts(nullptr).find(mail_about(communication, Purpose::message, "1/person/ann"),
                                       communication));
}

TEST(LongTexts, AreTheSameContentForEachTenantAlone) {
  CountingBlobs blobs;
  const Document document{.text = "said"};
  Case meeting = empty_case({"assist", Kind::meeting, "M-1"});
  std::get<Meeting>(meeting.facts).minutes.document = keep(blobs, encode_document(document));
  Case other = meeting;
  other.key.tenant = "other";
  LongTexts texts(&blobs);
  for (const auto* state : {&meeting, &other, &meeting})
    texts.want(mail_about(*state, Purpose::minutes, "1/person/ann"), *state);
  ASSERT_TRUE(texts.read());
  EXPECT_EQ(blobs.reads, 2);
  const auto found = texts.find(mail_about(meeting, Purpose::minutes, ""), meeting);
  ASSERT_TRUE(found);
  EXPECT_EQ(**found, document);
  EXPECT_EQ(texts.find(mail_about(other, Purpose::minutes, ""), other).error().code,
            Code::not_found);
}

TEST(LongTexts, LongerThanAPieceAreReadToTheirEnd) {
  CountingBlobs blobs;
  const Document document{.text = std::string(2 * blob_piece + 17, 'x')};
  Case meeting = empty_case({"assist", Kind::meeting, "M-1"});
  std::get<Meeting>(meeting.facts).minutes.document = keep(blobs, encode_document(document));
  LongTexts texts(&blobs);
  const auto mail = mail_about(meeting, Purpose::minutes, "");
  texts.want(mail, meeting);
  ASSERT_TRUE(texts.read());
  EXPECT_EQ(blobs.reads, 3);
  EXPECT_EQ(**texts.find(mail, meeting), document);
}

TEST(LongTexts, ThatAreDamagedAreNotReadOut) {
  CountingBlobs blobs;
  for (const bool other_size : {false, true}) {
    DocumentRef ref = keep(blobs, other_size ? encode_document({.text = "said"}) : "no document");
    if (other_size) ref.size -= 1;
    Case meeting = empty_case({"assist", Kind::meeting, "M-1"});
    std::get<Meeting>(meeting.facts).minutes.document = ref;
    LongTexts texts(&blobs);
    const auto mail = mail_about(meeting, Purpose::minutes, "");
    texts.want(mail, meeting);
    ASSERT_TRUE(texts.read());
    EXPECT_EQ(texts.find(mail, meeting).error().code, Code::internal);
  }
}

/// Tells what a mail would say.
class ReadingChannel : public QuietChannel {
 public:
  [[nodiscard]] Result<std::string> freeze(const DeliveryInputs& inputs) const override {
    const std::string text = inputs.document == nullptr ? "nothing" : inputs.document->text;
    return "to " + inputs.recipient->email + ": " + text;
  }
};

/// A meeting whose minutes are to go to Anna and Bruno, and to a person without address; the
/// message is in the outbox.
class MinutesStory : public ::testing::Test {
 protected:
  MinutesStory() {
    world_.at("2011-01-03T10:00");
    clock_.set(world_.now());
    state_ = empty_case({"assist", Kind::meeting, "M-1"});
    state_.version = 1;
    state_.policy = 1;
    auto& meeting = std::get<Meeting>(state_.facts);
    meeting.known = true;
    meeting.organizer = "olga";
    meeting.people = {{"anna", "Anna", "anna@assist.example"},
                      {"bruno", "Bruno", "bruno@assist.example"},
                      {"mute", "Mute", ""}};
    meeting.minutes.document = keep(blobs_, encode_document({.text = "It was said."}));
    auto& mailing = meeting.mailings.emplace_back();
    mailing.number = 1;
    mailing.role = Role::persons;
    mailing.purpose = Purpose::minutes;
    mailing.parties = {"anna", "bruno", "mute"};
  }

  Notification message(Role role, const std::string& whom) {
    Notification made = mail_about(state_, Purpose::minutes, whom);
    made.role = role;
    made.due = made.made_at = world_.now();
    seal(made);
    return made;
  }

  /// The case as it stands, with these messages in the outbox.
  void store(const std::vector<Notification>& messages) {
    Commit commit{.key = state_.key, .expected_version = 0};
    for (const auto& one : messages) {
      commit.notifications.push_back({one.id, one.lane, encode_notification(one), world_.now()});
      state_.open.push_back(
          {.id = one.id, .purpose = one.purpose, .role = one.role, .whom = one.whom});
    }
    commit.record = encode_case(state_);
    ASSERT_TRUE(world_.memory().call({{state_.key, commit}}));
  }

  /// The messages to Anna and Bruno.
  void store_expanded() {
    auto& mailing = std::get<Meeting>(state_.facts).mailings.front();
    mailing.expanded = true;
    std::vector<Notification> messages;
    for (const char* id : {"anna", "bruno"}) {
      const std::string whom = std::string("person/") + id;
      mailing.receipts.push_back({{whom, {id}}, std::nullopt, {}});
      messages.push_back(message(Role::recipient, mailing_whom(1, whom)));
    }
    store(messages);
  }

  Prepared run(Blobs* blobs) {
    Preparation preparation({.channel = &channel_,
                             .cases = &world_.store(),
                             .outbox = &world_.store(),
                             .policies = &world_.policies(),
                             .tenants = &world_.tenants(),
                             .clock = &clock_,
                             .blobs = blobs});
    return preparation.run({{"email:urgent", 100}, {"email:normal", 100}}, 100);
  }

  static Lines frozen(const Prepared& prepared) {
    Lines lines;
    for (const auto& one : prepared.begun)
      lines.push_back(one.shipment.frozen);
    std::ranges::sort(lines);
    return lines;
  }

  static Lines ends(const Prepared& prepared) {
    Lines lines;
    for (std::size_t at = 0; at < prepared.ended.size(); ++at)
      lines.push_back(std::string(to_text(prepared.endings[at])) + " " +
                      prepared.ended[at].last_outcome);
    return lines;
  }

  World world_;
  ReadingChannel channel_;
  SettableClock clock_{TimePoint{}};
  CountingBlobs blobs_;
  Case state_;
};

TEST_F(MinutesStory, AreExpandedWithoutTheTextAndNameWhoHasNoAddress) {  // S-M05
  store({message(Role::persons, "1")});
  const auto prepared = run(&blobs_);
  EXPECT_EQ(ends(prepared), Lines{"expanded expanded"});
  EXPECT_EQ(blobs_.reads, 0);
  const auto outcome = decode_outcome(prepared.ended.front().outcome_line);
  ASSERT_TRUE(outcome);
  const auto& end = outcome->outcome;
  EXPECT_EQ(end.addressees,
            (std::vector<Addressee>{{"person/anna", {"anna"}}, {"person/bruno", {"bruno"}}}));
  EXPECT_EQ(end.troubles, (std::vector<Trouble>{{"person/mute", "no_address"}}));
}

TEST_F(MinutesStory, AreReadOnceForAllWhoGetThem) {
  store_expanded();
  EXPECT_EQ(frozen(run(&blobs_)), (Lines{"to anna@assist.example: It was said.",
                                         "to bruno@assist.example: It was said."}));
  EXPECT_EQ(blobs_.reads, 1);
}

TEST_F(MinutesStory, ThatAreGoneEndRefused) {
  store_expanded();
  blobs_.pass(std::chrono::hours{2});
  const auto prepared = run(&blobs_);
  EXPECT_TRUE(prepared.begun.empty());
  EXPECT_FALSE(prepared.failure);
  EXPECT_EQ(ends(prepared), (Lines{"refused content_gone", "refused content_gone"}));
  for (const auto& record : prepared.ended)
    EXPECT_EQ(record.kind, Record::Kind::dead);
}

TEST_F(MinutesStory, WithoutAPlaceForTextsEndRefused) {
  store_expanded();
  EXPECT_EQ(ends(run(nullptr)), (Lines{"refused content_gone", "refused content_gone"}));
}

TEST_F(MinutesStory, WaitForTheirLeasesWhileTheStoreOfTextsIsAway) {
  store_expanded();
  blobs_.fail_with(Error{Code::unavailable, "away"});
  const auto away = run(&blobs_);
  EXPECT_TRUE(away.begun.empty());
  EXPECT_TRUE(away.ended.empty());
  ASSERT_TRUE(away.failure);
  EXPECT_EQ(away.failure->code, Code::unavailable);
  blobs_.fail_with(std::nullopt);
  clock_.set(clock_.now() + Preparation::claim_lease);
  EXPECT_EQ(run(&blobs_).begun.size(), 2U);
}

TEST_F(MinutesStory, OfSomebodyWhoHasLeftMeanwhileAreSkippedAndNotRead) {
  store_expanded();
  for (const char* id : {"anna", "bruno"})
    world_.tell(id, PersonRecord{.name = id, .email = "x@assist.example", .active = false});
  EXPECT_EQ(ends(run(&blobs_)), (Lines{"skipped inactive", "skipped inactive"}));
  EXPECT_EQ(blobs_.reads, 0);
}

}  // namespace

}  // namespace followup
