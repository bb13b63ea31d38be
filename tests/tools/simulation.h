// `followupctl simulate` over a folder of configuration, and what it says would go out.
#pragma once

#include "tests/tools/office.h"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {

class Simulation : public testing::Test {
 protected:
  Printed run(const std::string& events, std::vector<std::string> more = {}) {
    folder_.write("events.json", events);
    std::vector<std::string> words{"simulate", (folder_.path() / "events.json").string(),
                                   "--config", folder_.path().string()};
    words.insert(words.end(), more.begin(), more.end());
    return run_line(words);
  }

  std::vector<nlohmann::json> messages(const std::string& events,
                                       std::vector<std::string> more = {}) {
    more.emplace_back("--json");
    std::vector<nlohmann::json> all;
    std::istringstream in(run(events, std::move(more)).out);
    for (std::string line; std::getline(in, line);) {
      nlohmann::json entry = nlohmann::json::parse(line);
      if (entry["type"] == "message") all.push_back(std::move(entry));
    }
    return all;
  }

  /// The mails as "local purpose to" lines.
  std::vector<std::string> mails(const std::string& events) {
    std::vector<std::string> lines;
    for (const auto& message : messages(events)) {
      if (message["channel"] != "email") continue;
      lines.push_back(message["local"].get<std::string>() + " " +
                      message["purpose"].get<std::string>() + " " +
                      message["recipient"]["email"].get<std::string>());
    }
    return lines;
  }

  ConfigFolder folder_;
};

}  // namespace followup::test
