// Finished mails as Python's email package reads them: a judge that shares no code with ours.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::test {

using nlohmann::json;

/// What the judge says of all mails at once.
inline json judge(const std::vector<std::string>& mails) {
  std::string pattern = testing::TempDir() + "mails-XXXXXX";
  const std::filesystem::path folder = mkdtemp(pattern.data());
  std::string command = FOLLOWUP_PYTHON " " FOLLOWUP_SOURCE_DIR "/tests/workers/judge_mail.py";
  for (std::size_t at = 0; at < mails.size(); ++at) {
    const auto path = folder / std::to_string(at);
    std::ofstream(path, std::ios::binary) << mails[at];
    command += " " + path.string();
  }
  std::string output;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::array<char, 4096> piece{};
  while (const auto got = fread(piece.data(), 1, piece.size(), pipe.get()))
    output.append(piece.data(), got);
  std::filesystem::remove_all(folder);
  return json::parse(output);
}

inline std::string header(const json& judged, std::string_view name) {
  for (const auto& entry : judged["headers"]) {
    if (entry[0] == name) return entry[1];
  }
  return "(no such header)";
}

inline std::vector<std::string> header_names(const json& judged) {
  std::vector<std::string> names;
  for (const auto& entry : judged["headers"])
    names.push_back(entry[0]);
  return names;
}

inline const auto expected_headers =
    testing::ElementsAre("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
                         "Auto-Submitted", "X-Auto-Response-Suppress", "X-Followup-Notification",
                         "Content-Language", "MIME-Version", "Content-Type");

inline void expect_sound(const json& judged) {
  EXPECT_EQ(judged["defects"], json::array());
  EXPECT_EQ(judged["wire"], json::array());
  EXPECT_EQ(judged["long"], 0);
  EXPECT_EQ(judged["type"], "multipart/alternative");
  EXPECT_THAT(header_names(judged), expected_headers);
  ASSERT_EQ(judged["parts"].size(), 2U);
  EXPECT_EQ(judged["parts"][0]["type"], "text/plain");
  EXPECT_EQ(judged["parts"][1]["type"], "text/html");
  for (const auto& part : judged["parts"]) {
    EXPECT_EQ(part["charset"], "utf-8");
    EXPECT_EQ(part["encoding"], "quoted-printable");
  }
}

}  // namespace followup::test
