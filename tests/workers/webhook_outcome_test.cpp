// What answers mean for a webhook: the table.
#include "workers/webhook/http_outcome.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(HttpOutcome, JudgesAnAnswerByItsStatus) {
  struct Row {
    int status;
    Outcome outcome;
    bool soft;
    bool fault;
    bool gone;
  };

  const std::vector<Row> rows{
      {200, Outcome::delivered, false, false, false},
      {204, Outcome::delivered, false, false, false},
      {299, Outcome::delivered, false, false, false},
      {301, Outcome::refused, true, false, false},
      {307, Outcome::refused, true, false, false},
      {400, Outcome::refused, true, false, false},
      {401, Outcome::refused, true, false, false},
      {404, Outcome::refused, true, false, false},
      {408, Outcome::try_later, false, true, false},
      {409, Outcome::refused, true, false, false},
      {410, Outcome::refused, false, false, true},
      {413, Outcome::refused, true, false, false},
      {422, Outcome::refused, true, false, false},
      {425, Outcome::try_later, false, false, false},
      {429, Outcome::try_later, false, true, false},
      {500, Outcome::try_later, false, true, false},
      {502, Outcome::try_later, false, true, false},
      {503, Outcome::try_later, false, true, false},
      {504, Outcome::try_later, false, true, false},
      {599, Outcome::try_later, false, true, false},
      {600, Outcome::refused, true, false, false},
      {999, Outcome::refused, true, false, false},
  };
  for (const auto& row : rows) {
    for (const int code : {int{CURLE_OK}, int{CURLE_WRITE_ERROR}, int{CURLE_PARTIAL_FILE},
                           int{CURLE_OPERATION_TIMEDOUT}}) {
      const auto end = judge_http({.curl_code = code, .request_began = true, .status = row.status});
      EXPECT_EQ(to_text(end.outcome), to_text(row.outcome)) << row.status;
      EXPECT_EQ(end.soft_refusal, row.soft) << row.status;
      EXPECT_EQ(end.destination_fault, row.fault) << row.status;
      EXPECT_EQ(end.destination_gone, row.gone) << row.status;
      EXPECT_EQ(end.reason, "http_" + std::to_string(row.status));
      EXPECT_FALSE(end.stop_channel);
    }
  }
}

TEST(HttpOutcome, ThatRefusesACommandIsFinalAndNoFaultOfTheEndpoint) {
  for (const int status : {400, 404, 409, 410, 422}) {
    const auto end = judge_http({.request_began = true, .status = status, .command = true});
    EXPECT_EQ(to_text(end.outcome), to_text(Outcome::refused)) << status;
    EXPECT_FALSE(end.soft_refusal) << status;
    EXPECT_FALSE(end.destination_gone) << status;
    EXPECT_FALSE(end.destination_fault) << status;
    EXPECT_EQ(end.reason, "http_" + std::to_string(status));
  }
}

TEST(HttpOutcome, OfACommandIsOtherwiseThatOfAnyWebhook) {
  for (const int status : {200, 204, 301, 401, 403, 405, 408, 413, 425, 429, 500, 503}) {
    const auto command = judge_http({.request_began = true, .status = status, .command = true});
    const auto hook = judge_http({.request_began = true, .status = status});
    EXPECT_EQ(to_text(command.outcome), to_text(hook.outcome)) << status;
    EXPECT_EQ(command.soft_refusal, hook.soft_refusal) << status;
    EXPECT_EQ(command.destination_fault, hook.destination_fault) << status;
  }
  EXPECT_EQ(judge_http({.request_began = true, .command = true}).outcome, Outcome::unknown);
}

TEST(HttpOutcome, JudgesALostAnswerByWhetherTheRequestWentOut) {
  struct Row {
    int code;
    bool began;
    Outcome outcome;
    const char* reason;
  };

  const std::vector<Row> rows{
      {CURLE_COULDNT_RESOLVE_HOST, false, Outcome::try_later, "unresolved"},
      {CURLE_COULDNT_CONNECT, false, Outcome::try_later, "unreachable"},
      {CURLE_OPERATION_TIMEDOUT, false, Outcome::try_later, "timeout"},
      {CURLE_SSL_CONNECT_ERROR, false, Outcome::try_later, "tls_failed"},
      {CURLE_PEER_FAILED_VERIFICATION, false, Outcome::try_later, "tls_certificate"},
      {CURLE_SSL_CACERT_BADFILE, false, Outcome::try_later, "tls_ca_file"},
      {CURLE_RECV_ERROR, false, Outcome::try_later, "connection_lost"},
      {CURLE_GOT_NOTHING, true, Outcome::unknown, "reply_lost"},
      {CURLE_RECV_ERROR, true, Outcome::unknown, "reply_lost"},
      {CURLE_SEND_ERROR, true, Outcome::unknown, "reply_lost"},
      {CURLE_ABORTED_BY_CALLBACK, true, Outcome::unknown, "reply_lost"},
      {CURLE_OPERATION_TIMEDOUT, true, Outcome::unknown, "timeout"},
  };
  for (const auto& row : rows) {
    const auto end = judge_http({.curl_code = row.code, .request_began = row.began});
    EXPECT_EQ(to_text(end.outcome), to_text(row.outcome)) << row.code << row.began;
    EXPECT_EQ(end.reason, row.reason) << row.code << row.began;
    EXPECT_TRUE(end.destination_fault) << row.code;
  }
}

TEST(HttpOutcome, CountsADeniedAddressAsARefusal) {
  const auto end = judge_http({.curl_code = CURLE_COULDNT_CONNECT, .denied = true});
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_EQ(end.reason, "address_denied");
  EXPECT_FALSE(end.soft_refusal);
}

TEST(HttpOutcome, CountsAUrlThatCanNotBeUsedAsASoftRefusal) {
  for (const int code :
       {int{CURLE_URL_MALFORMAT}, int{CURLE_UNSUPPORTED_PROTOCOL}, int{CURLE_LOGIN_DENIED}}) {
    const auto end = judge_http({.curl_code = code});
    EXPECT_EQ(end.outcome, Outcome::refused);
    EXPECT_TRUE(end.soft_refusal);
  }
}

TEST(HttpOutcome, HandsTheReceiversWishOnWithinReason) {
  const auto wish = [](int status, std::int64_t seconds) {
    return judge_http({.request_began = true, .status = status, .retry_after_s = seconds})
        .retry_after;
  };
  EXPECT_EQ(wish(429, 120), Millis{std::chrono::seconds{120}});
  EXPECT_EQ(wish(503, 0), std::nullopt);
  EXPECT_EQ(wish(204, 120), std::nullopt);
  EXPECT_EQ(wish(503, -5), std::nullopt);
  EXPECT_EQ(wish(503, std::numeric_limits<std::int64_t>::max()),
            Millis{std::chrono::hours{366 * 24}});
}

}  // namespace

}  // namespace followup
