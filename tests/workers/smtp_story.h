// Stories of mails and relays: a relay that follows a script, and a transfer that hands mails to
// it.
#pragma once

#include "tests/support/child_process.h"
#include "workers/transfer/smtp.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup {

using Json = nlohmann::json;

/// tests/support/scripted_smtp.py as a process: a relay, or one for each script of a list.
class ScriptedRelay {
 public:
  explicit ScriptedRelay(const Json& scripts = Json::object())
      : process_({FOLLOWUP_PYTHON, "-B", FOLLOWUP_SOURCE_DIR "/tests/support/scripted_smtp.py",
                  (scripts.is_array() ? scripts : Json::array({scripts})).dump()}),
        ports_(Json::parse(process_.line())) {}

  [[nodiscard]] int port(std::size_t number = 0) const { return ports_.at(number); }

  /// The next thing that happened; null if nothing does.
  [[nodiscard]] Json next() {
    const auto line = process_.line();
    return line.empty() ? Json() : Json::parse(line);
  }

  /// What happened up to and with the first event that has the member `last`.
  [[nodiscard]] std::vector<Json> until(const char* last) {
    std::vector<Json> events;
    do {
      events.push_back(next());
    } while (!events.back().is_null() && !events.back().contains(last));
    return events;
  }

  /// The commands up to the end of a session.
  [[nodiscard]] std::vector<std::string> commands() {
    std::vector<std::string> all;
    for (const auto& event : until("closed")) {
      if (event.contains("command")) all.push_back(event["command"]);
      if (event.contains("message")) all.emplace_back("(text)");
    }
    return all;
  }

 private:
  ChildProcess process_;
  Json ports_;
};

inline MailConfig loopback_config(int port) {
  MailConfig config;
  config.host = "127.0.0.1";
  config.port = port;
  config.security = MailSecurity::none;
  config.ehlo = "worker.test";
  config.timeout = std::chrono::seconds{60};
  return config;
}

inline SmtpMail sample_mail(std::string id, std::string to = "worker@example.org") {
  return {.id = std::move(id),
          .from = "followupd@example.org",
          .to = std::move(to),
          .text = "Subject: Follow-up due\r\n\r\nPlease look at it.\r\n"};
}

/// Runs the transfer until everything started has ended; the ends by id.
inline std::map<std::string, ShipmentEnd> finish(SmtpTransfer& transfer) {
  std::map<std::string, ShipmentEnd> ends;
  while (transfer.in_flight() > 0) {
    for (auto& end : transfer.turn(std::chrono::seconds{5}, {}))
      ends.insert_or_assign(end.id, end);
  }
  return ends;
}

/// How one mail ends with this configuration.
inline ShipmentEnd send_one(const MailConfig& config, SmtpMail mail = sample_mail("m1"),
                            std::string password = "") {
  auto transfer = SmtpTransfer::create(config, std::move(password));
  EXPECT_TRUE(transfer);
  (*transfer)->start(std::move(mail));
  auto ends = finish(**transfer);
  return ends.begin()->second;
}

inline ShipmentEnd send_one(const ScriptedRelay& relay) {
  return send_one(loopback_config(relay.port()));
}

}  // namespace followup
