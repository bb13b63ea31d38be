// Stories of webhooks and receivers: a receiver that follows a script, and a transfer that posts to
// it.
#pragma once

#include "tests/support/child_process.h"
#include "workers/webhook/http.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup {

using Json = nlohmann::json;

inline constexpr const char* sample_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// tests/support/scripted_http.py as a process: a receiver, or one for each script of a list.
class ScriptedReceiver {
 public:
  explicit ScriptedReceiver(const Json& scripts = Json::object())
      : process_({FOLLOWUP_PYTHON, "-B", FOLLOWUP_SOURCE_DIR "/tests/support/scripted_http.py",
                  (scripts.is_array() ? scripts : Json::array({scripts})).dump()}),
        ports_(Json::parse(process_.line())) {}

  /// The script of one that gives these answers, the last one for ever.
  [[nodiscard]] static Json answering(Json answers) { return {{"answers", std::move(answers)}}; }

  [[nodiscard]] int port(std::size_t number = 0) const { return ports_.at(number); }

  [[nodiscard]] std::string url(const std::string& scheme = "http",
                                const std::string& host = "127.0.0.1") const {
    return scheme + "://" + host + ":" + std::to_string(port()) + "/hook";
  }

  /// The next request, null if none comes.
  [[nodiscard]] Json request() {
    for (auto line = process_.line(); !line.empty(); line = process_.line()) {
      if (auto event = Json::parse(line); event.contains("request")) return event;
    }
    return {};
  }

  /// The requests that have come, unread ones only.
  [[nodiscard]] std::vector<Json> requests_so_far() {
    std::vector<Json> requests;
    for (const auto& line : process_.lines_so_far()) {
      if (auto event = Json::parse(line); event.contains("request"))
        requests.push_back(std::move(event));
    }
    return requests;
  }

 private:
  ChildProcess process_;
  Json ports_;
};

inline WebhookConfig quick_config() {
  WebhookConfig config;
  config.connect_timeout = std::chrono::seconds{30};
  config.timeout = std::chrono::seconds{60};
  return config;
}

/// A guard that lets this machine through at `port`.
inline AddressGuard open_guard(int port) {
  return AddressGuard({*parse_guard_exception("127.0.0.0/8:" + std::to_string(port))});
}

/// Runs the transfer until everything started has ended; the ends in their order.
inline std::vector<ShipmentEnd> finish(HttpTransfer& transfer) {
  std::vector<ShipmentEnd> ends;
  while (transfer.in_flight() > 0) {
    for (auto& result : transfer.turn(std::chrono::seconds{5}, {}))
      ends.push_back(std::move(result.end));
  }
  return ends;
}

inline ShipmentEnd post_one(HttpTransfer& transfer, const std::string& id = "n1") {
  transfer.start("d", {.id = id, .headers = {"webhook-id: " + id}, .body = "{\"a\":1}"});
  return finish(transfer).front();
}

/// How one request to `url` ends.
inline ShipmentEnd post_one(const std::string& url, AddressGuard guard,
                            WebhookConfig config = quick_config()) {
  HttpTransfer transfer(config);
  transfer.add_destination("d", url, std::move(guard));
  return post_one(transfer);
}

inline ShipmentEnd post_one(const ScriptedReceiver& receivers, std::size_t number = 0,
                            WebhookConfig config = quick_config()) {
  const int port = receivers.port(number);
  return post_one("http://127.0.0.1:" + std::to_string(port) + "/hook", open_guard(port),
                  std::move(config));
}

}  // namespace followup
