// Files of events are taken apart without losing a byte, and what can not be is named by its place.
#include "tools/ctl/event_files.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace followup::ctl {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> found;
  const auto events = split_events("f", text);
  if (!events) return {events.error().what};
  for (const auto& event : *events)
    found.push_back(event.origin + " " + event.bytes);
  return found;
}

using Lines = std::vector<std::string>;

TEST(EventFiles, HoldOneEventOrAnArrayOrSeveralDocuments) {
  EXPECT_EQ(split(R"( {"a":1} )"), (Lines{R"(f:1 {"a":1})"}));
  EXPECT_EQ(split("[{\"a\":1},\n {\"b\":2}]"), (Lines{R"(f:1 {"a":1})", R"(f:2 {"b":2})"}));
  EXPECT_EQ(split("{\"a\":1}\n{\"b\":2}\n\n[{\"c\":3}]{}"),
            (Lines{R"(f:1 {"a":1})", R"(f:2 {"b":2})", R"(f:4 {"c":3})", "f:4 {}"}));
  EXPECT_EQ(split("\xEF\xBB\xBF{}"), (Lines{"f:1 {}"})) << "a byte order mark is no content";
  EXPECT_EQ(split("[ ]"), Lines{});
}

TEST(EventFiles, AreNotMisledByBracketsInTexts) {
  const std::string tricky = R"({"a":"}]\"{[","b":["\\"],"c":{"d":[{}]}})";
  EXPECT_EQ(split(tricky + tricky), (Lines{"f:1 " + tricky, "f:1 " + tricky}));
}

TEST(EventFiles, SayWhereTheyCanNotBeTakenApart) {
  EXPECT_EQ(split("{}\nhello"), Lines{"f:2: a document must begin with { or ["});
  EXPECT_EQ(split("\n{\"a\":1"), Lines{"f:2: the JSON that begins here does not end"});
  EXPECT_EQ(split("[{},]"), Lines{"f:1: there is a comma too many before this"});
  EXPECT_EQ(split("[{}{}]"), Lines{"f:1: a comma or ] is missing here"});
  EXPECT_EQ(split("[{}"), Lines{"f:1: a comma or ] is missing here"});
  EXPECT_EQ(split("["), Lines{"f:1: an array of events must hold objects only, and end with ]"});
  EXPECT_EQ(split("[{},\n[{}]]"),
            Lines{"f:2: an array of events must hold objects only, and end with ]"});
  EXPECT_EQ(split("[1]"), Lines{"f:1: an array of events must hold objects only, and end with ]"});
}

TEST(EventFiles, AreReadInOrderWithStandardInputAmongThem) {
  const std::string file = testing::TempDir() + "event_files_test.json";
  std::ofstream(file) << "{\"a\":1}";
  std::istringstream input("{\"b\":2}");
  const auto events = read_event_files({"-", file}, input).value();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].origin, "standard input:1");
  EXPECT_EQ(events[0].bytes, "{\"b\":2}");
  EXPECT_EQ(events[1].origin, file + ":1");
  std::remove(file.c_str());
}

TEST(EventFiles, ThatAreMissingOrEmptyAreAnError) {
  std::istringstream input("  ");
  EXPECT_EQ(read_event_files({"-"}, input).error().what, "there is no event in -");
  const auto missing = read_event_files({"/nowhere/events.json"}, input);
  EXPECT_EQ(missing.error().code, Code::invalid_input);
  EXPECT_TRUE(missing.error().what.starts_with("/nowhere/events.json: it can not be read"));
}

TEST(EventFiles, KnowAnEventsTimeWhereItCanBeRead) {
  EXPECT_EQ(stated_time(R"({"time":"2011-01-31T09:00:00+01:00"})"),
            parse_instant("2011-01-31T08:00:00Z"));
  for (const auto* none : {R"({"time":"2011-01-31"})", R"({"time":5})", "{}", "{"})
    EXPECT_EQ(stated_time(none), std::nullopt) << none;
}

}  // namespace
}  // namespace followup::ctl
