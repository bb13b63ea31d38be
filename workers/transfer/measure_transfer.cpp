// Measures how many mails or webhooks a second one process hands over:
//   measure_transfer smtp HOST:PORT COUNT AT_ONCE
//   measure_transfer http HOST:PORT COUNT AT_ONCE
// The relay and the receiver are on this machine and speak clear text.
#include "workers/transfer/smtp.h"
#include "workers/webhook/webhook_channel.h"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace followup {

namespace {

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string sample_mail() {
  std::string text =
      "From: followupd@example.org\r\nTo: worker@example.org\r\nSubject: Follow-up due: referral "
      "R-1\r\n\r\n";
  for (int n = 0; n < 50; ++n)
    text += "A line of text as long as lines in such a mail are, more or less.\r\n";
  return text;
}

/// Keeps `at_once` transfers going until `count` have ended; returns how many were not delivered.
template <class Transfer, class Start>
int drive(Transfer& transfer, int count, int at_once, Start start) {
  int started = 0;
  int failed = 0;
  for (int ended = 0; ended < count;) {
    while (started < count && transfer.in_flight() < static_cast<std::size_t>(at_once))
      start(started++);
    for (const auto& end : transfer.turn(std::chrono::seconds{1}, {})) {
      ++ended;
      if (end.outcome != Outcome::delivered) ++failed;
    }
  }
  return failed;
}

int measure_smtp(const std::string& place, int count, int at_once) {
  const std::size_t colon = place.rfind(':');
  MailConfig config;
  config.host = place.substr(0, colon);
  config.port = number(std::string_view(place).substr(colon + 1));
  config.security = MailSecurity::none;
  config.max_in_flight = at_once;
  auto transfer = SmtpTransfer::create(config, "");
  if (!transfer) return count;
  const std::string text = sample_mail();
  return drive(**transfer, count, at_once, [&](int n) {
    (*transfer)->start(
        {std::to_string(n), "followupd@example.org", "worker@example.org", false, text});
  });
}

int measure_http(const std::string& place, int count, int at_once) {
  Tenant tenant;
  tenant.name = "t";
  tenant.endpoints.push_back(
      {.name = "e",
       .url = "http://" + place + "/hook",
       .secrets = {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
       .types = {"*"},
       .allow = {place.substr(0, place.rfind(':')) + "/32" + place.substr(place.rfind(':'))},
       .max_in_flight = at_once});
  TenantBook book;
  book.tenants.emplace(tenant.name, tenant);
  WebhookConfig config;
  config.max_in_flight = at_once;
  auto channel = WebhookChannel::open(config, book);
  if (!channel) return count;
  const std::string body = "{\"specversion\":\"1.0\",\"data\":\"" + std::string(500, 'x') + "\"}";
  return drive(**channel, count, at_once, [&](int n) {
    (*channel)->start({.id = "n" + std::to_string(n), .lane = "webhook:t/e", .frozen = body});
  });
}

}  // namespace

}  // namespace followup

int main(int count, char** arguments) {
  if (count != 5) return 2;
  const std::vector<std::string> words(arguments + 1, arguments + count);
  const auto begin = std::chrono::steady_clock::now();
  const int transfers = followup::number(words[2]);
  const auto measure = words[0] == "smtp" ? followup::measure_smtp : followup::measure_http;
  const int failed = measure(words[1], transfers, followup::number(words[3]));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%s at_once=%s count=%d failed=%d rate=%.0f/s\n", words[0].c_str(), words[3].c_str(),
              transfers, failed, transfers / took.count());
  return failed == 0 ? 0 : 1;
}
