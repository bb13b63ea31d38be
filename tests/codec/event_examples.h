// The examples of schemas/examples, for the tests that walk over them, and short ways to decode one
// event.
#pragma once

#include "core/codec/event_codec.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace followup::examples {

using Json = nlohmann::ordered_json;

inline std::filesystem::path folder(const std::string& name) {
  return std::filesystem::path(FOLLOWUP_SOURCE_DIR) / "schemas" / name;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The .json files right inside the folder, by name.
inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& where) {
  std::vector<std::filesystem::path> files;
  for (const auto& each : std::filesystem::directory_iterator(where)) {
    if (each.path().extension() == ".json") files.push_back(each.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// When the tests' events are received, unless they say when they happened.
inline TimePoint received() {
  return *parse_instant("2011-03-01T12:00:00Z");
}

inline const EventDecoder& decoder() {
  static const EventDecoder one;
  return one;
}

/// The reason's and the faults' texts, a line each: "invalid_data\n/data/on is required\n".
/// "accepted\n" for an event.
inline std::string answer(const DecodedItem& item) {
  const auto* const refusal = std::get_if<Refusal>(&item.item);
  if (refusal == nullptr) return "accepted\n";
  std::string text = std::string(to_text(refusal->reason)) + "\n";
  for (const auto& fault : refusal->faults)
    text += fault.path + " " + fault.message + "\n";
  return text;
}

/// The answer to a body that holds, or is refused as, one event.
inline std::string answer(std::string_view body) {
  const auto decoded = decoder().decode(body, received());
  return decoded.items.size() == 1 ? answer(decoded.items.front()) : "not one item\n";
}

/// The event in a body that must be accepted.
inline Event event_in(std::string_view body) {
  auto decoded = decoder().decode(body, received());
  EXPECT_EQ(answer(decoded.items.front()), "accepted\n");
  auto* const event = std::get_if<Event>(&decoded.items.front().item);
  return event == nullptr ? Event{} : std::move(*event);
}

/// The refusal of a body that must be refused.
inline Refusal refusal_of(std::string_view body) {
  auto decoded = decoder().decode(body, received());
  auto* const refusal = std::get_if<Refusal>(&decoded.items.front().item);
  EXPECT_NE(refusal, nullptr);
  return refusal == nullptr ? Refusal{} : std::move(*refusal);
}

/// A good example by its file's name.
inline Json good(const std::string& name) {
  return Json::parse(read_file(folder("examples/good") / (name + ".json")));
}

/// What an event that must be accepted says, as the rules get it.
template <class Data>
Data payload_in(const Json& event) {
  const auto decoded = event_in(event.dump());
  const auto* const data = std::get_if<Data>(&decoded.payload);
  EXPECT_NE(data, nullptr);
  return data == nullptr ? Data{} : *data;
}

/// What the good example of that name says.
template <class Data>
Data payload_of(const std::string& example) {
  return payload_in<Data>(good(example));
}

}  // namespace followup::examples
