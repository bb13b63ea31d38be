// Requests on their way to a receiver: what arrives, what is used again, and what each kind of
// answer is taken for.
#include "tests/workers/webhook_story.h"
#include "workers/webhook/http.h"

#include <chrono>

namespace followup {

namespace {

TEST(HttpTransfer, PostsTheBodyWithItsHeaders) {
  ScriptedReceiver receiver;
  const auto end = post_one(receiver);
  EXPECT_EQ(end.id, "n1");
  EXPECT_EQ(end.outcome, Outcome::delivered);
  EXPECT_EQ(end.reason, "http_204");
  const auto request = receiver.request();
  EXPECT_EQ(request["request"], "POST /hook HTTP/1.1");
  EXPECT_EQ(request["body"], "{\"a\":1}");
  EXPECT_EQ(request["headers"]["webhook-id"], "n1");
  EXPECT_EQ(request["headers"]["user-agent"], "followupd");
  EXPECT_FALSE(request["headers"].contains("accept-encoding"));
}

TEST(HttpTransfer, UsesAConnectionAgain) {
  ScriptedReceiver receiver(
      ScriptedReceiver::answering({{{"status", 200}, {"body", "thank you"}}}));
  HttpTransfer transfer(quick_config());
  transfer.add_destination("d", receiver.url(), open_guard(receiver.port()));
  for (int n = 0; n < 5; ++n)
    EXPECT_EQ(post_one(transfer).outcome, Outcome::delivered);
  for (int n = 0; n < 5; ++n)
    EXPECT_EQ(receiver.request()["connection"], 1);
}

TEST(HttpTransfer, KeepsTheConnectionsOfEachDestinationToItself) {
  ScriptedReceiver receiver;
  HttpTransfer transfer(quick_config());
  for (const auto* name : {"d", "e"})
    transfer.add_destination(name, receiver.url(), open_guard(receiver.port()));
  EXPECT_EQ(post_one(transfer).outcome, Outcome::delivered);
  transfer.start("e", {.id = "n2", .headers = {}, .body = "{}"});
  EXPECT_EQ(finish(transfer).front().outcome, Outcome::delivered);
  EXPECT_EQ(receiver.request()["connection"], 1);
  EXPECT_EQ(receiver.request()["connection"], 2);
}

TEST(HttpTransfer, WaitsForNoAnswerBeforeItGoesOnWithOtherRequests) {
  ScriptedReceiver receiver(Json{{"barrier", 20}});
  HttpTransfer transfer(quick_config());
  transfer.add_destination("d", receiver.url(), open_guard(receiver.port()));
  for (int n = 0; n < 20; ++n)
    transfer.start("d", {.id = "n" + std::to_string(n), .headers = {}, .body = "{}"});
  const auto ends = finish(transfer);
  EXPECT_EQ(ends.size(), 20U);
  for (const auto& end : ends)
    EXPECT_EQ(end.outcome, Outcome::delivered) << end.id;
}

TEST(HttpTransfer, TellsAnswersApart) {
  struct Row {
    Json answer;
    Outcome outcome;
    const char* reason;
  };

  const std::vector<Row> rows{
      {{{"status", 200}, {"body", "ok"}}, Outcome::delivered, "http_200"},
      {{{"status", 202}}, Outcome::delivered, "http_202"},
      {{{"status", 500}}, Outcome::try_later, "http_500"},
      {{{"status", 404}}, Outcome::refused, "http_404"},
      {{{"status", 410}}, Outcome::refused, "http_410"},
      {{{"raw", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 Done\r\n\r\n"}},
       Outcome::delivered,
       "http_204"},
      {{{"raw", "SSH-2.0-OpenSSH\r\n"}}, Outcome::unknown, "reply_lost"},
      {"drop", Outcome::unknown, "reply_lost"},
  };
  Json scripts = Json::array();
  for (const auto& row : rows)
    scripts.push_back(ScriptedReceiver::answering({row.answer}));
  const ScriptedReceiver receivers(scripts);
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const Row& row = rows[n];
    const auto end = post_one(receivers, n);
    EXPECT_EQ(to_text(end.outcome), to_text(row.outcome)) << row.answer;
    EXPECT_EQ(end.reason, row.reason) << row.answer;
  }
}

TEST(HttpTransfer, ReadsBothFormsOfRetryAfter) {
  using std::chrono::seconds;
  ScriptedReceiver in_seconds(
      ScriptedReceiver::answering({{{"status", 429}, {"headers", {{"Retry-After", "7"}}}}}));
  EXPECT_EQ(post_one(in_seconds).retry_after, Millis{seconds{7}});
  const std::time_t later = std::time(nullptr) + 1000;
  std::tm parts{};
  ::gmtime_r(&later, &parts);
  char date[64];
  std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  ScriptedReceiver at_date(
      ScriptedReceiver::answering({{{"status", 503}, {"headers", {{"Retry-After", date}}}}}));
  const auto wish = post_one(at_date).retry_after;
  ASSERT_TRUE(wish);
  EXPECT_GT(*wish, seconds{900});
  EXPECT_LE(*wish, seconds{1000});
  ScriptedReceiver nonsense(
      ScriptedReceiver::answering({{{"status", 503}, {"headers", {{"Retry-After", "soon"}}}}}));
  EXPECT_FALSE(post_one(nonsense).retry_after);
}

TEST(HttpTransfer, FollowsNoRedirect) {
  ScriptedReceiver target;
  const Json answer{{"status", 307}, {"headers", {{"Location", target.url()}}}};
  ScriptedReceiver receiver(ScriptedReceiver::answering({answer}));
  const auto end = post_one(
      receiver.url(),
      AddressGuard({*parse_guard_exception("127.0.0.1:" + std::to_string(receiver.port())),
                    *parse_guard_exception("127.0.0.1:" + std::to_string(target.port()))}));
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_TRUE(end.soft_refusal);
  EXPECT_EQ(end.reason, "http_307");
  EXPECT_TRUE(target.requests_so_far().empty());
}

TEST(HttpTransfer, LeavesARequestUnknownWhereverTheAnswersHeadersAreCut) {
  const std::string answer = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
  const std::size_t headers = answer.find("\r\n\r\n") + 4;
  Json scripts = Json::array();
  for (std::size_t length = 0; length <= answer.size(); ++length) {
    scripts.push_back(ScriptedReceiver::answering({{{"raw", answer.substr(0, length)}}}));
  }
  const ScriptedReceiver receivers(scripts);
  for (std::size_t length = 0; length <= answer.size(); ++length) {
    const auto expected = length < headers ? Outcome::unknown : Outcome::delivered;
    EXPECT_EQ(to_text(post_one(receivers, length).outcome), to_text(expected)) << length;
  }
}

TEST(HttpTransfer, SendsARequestOnceEvenIfAnOldConnectionBreaksUnderIt) {
  ScriptedReceiver receiver(ScriptedReceiver::answering({Json::object(), "drop", Json::object()}));
  HttpTransfer transfer(quick_config());
  transfer.add_destination("d", receiver.url(), open_guard(receiver.port()));
  EXPECT_EQ(post_one(transfer, "n1").outcome, Outcome::delivered);
  const auto lost = post_one(transfer, "n2");
  EXPECT_EQ(lost.outcome, Outcome::unknown);
  EXPECT_EQ(lost.reason, "reply_lost");
  EXPECT_EQ(post_one(transfer, "n3").outcome, Outcome::delivered);
  std::vector<std::string> ids;
  for (const auto& request : receiver.requests_so_far())
    ids.push_back(request["headers"]["webhook-id"]);
  EXPECT_EQ(ids, (std::vector<std::string>{"n1", "n2", "n3"}));
}

TEST(HttpTransfer, EndsInTimeWithAReceiverThatSaysNothing) {
  ScriptedReceiver receiver(ScriptedReceiver::answering({"silent"}));
  auto config = quick_config();
  config.timeout = std::chrono::seconds{1};
  const auto end = post_one(receiver, 0, config);
  EXPECT_EQ(end.outcome, Outcome::unknown);
  EXPECT_EQ(end.reason, "timeout");
}

TEST(HttpTransfer, TakesInNoMoreOfAnAnswerThanItNeeds) {
  for (const auto* kind : {"body", "gzip"}) {
    ScriptedReceiver receiver(ScriptedReceiver::answering({{{"endless", kind}}}));
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(post_one(receiver).reason, "http_200") << kind;
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{10}) << kind;
  }
  for (const auto* kind : {"headers", "continue"}) {
    ScriptedReceiver receiver(ScriptedReceiver::answering({{{"endless", kind}}}));
    auto config = quick_config();
    config.timeout = std::chrono::seconds{1};
    EXPECT_EQ(post_one(receiver, 0, config).outcome, Outcome::unknown) << kind;
  }
}

TEST(HttpTransfer, NamesAReceiverThatIsNotThere) {
  const int port = free_port();
  const auto end = post_one("http://127.0.0.1:" + std::to_string(port) + "/", open_guard(port));
  EXPECT_EQ(end.outcome, Outcome::try_later);
  EXPECT_EQ(end.reason, "unreachable");
  EXPECT_EQ(post_one("https://crm.invalid/", {}).reason, "unresolved");
}

TEST(HttpTransfer, SpeaksTlsOnlyWithWhoCanShowACertificate) {
  const TemporaryFolder folder;
  const auto made = make_certificate(folder);
  ScriptedReceiver receiver(Json{{"certificate", made.certificate}, {"key", made.key}});
  EXPECT_EQ(post_one(receiver.url("https"), open_guard(receiver.port())).reason, "tls_certificate");
  auto config = quick_config();
  config.ca_file = made.certificate;
  HttpTransfer transfer(config);
  transfer.add_destination("d", receiver.url("https", "localhost"), open_guard(receiver.port()));
  for (int n = 0; n < 3; ++n)
    EXPECT_EQ(post_one(transfer).outcome, Outcome::delivered);
  for (int n = 0; n < 3; ++n)
    EXPECT_EQ(receiver.request()["connection"], 1);
}

TEST(HttpTransfer, StopsWithTransfersUnderWay) {
  ScriptedReceiver receiver(ScriptedReceiver::answering({"silent"}));
  HttpTransfer transfer(quick_config());
  transfer.add_destination("d", receiver.url(), open_guard(receiver.port()));
  for (int n = 0; n < 3; ++n)
    transfer.start("d", {.id = "n", .headers = {}, .body = "{}"});
  EXPECT_TRUE(transfer.turn(Millis{0}, {}).empty());
  EXPECT_FALSE(receiver.request().is_null()) << "destroyed now, with a request in the air";
}

}  // namespace

}  // namespace followup
