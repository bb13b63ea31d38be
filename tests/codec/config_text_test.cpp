// Nearest names and durations.
#include "core/codec/config.h"
#include "core/codec/config_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const std::vector<std::string>& keys() {
  static const std::vector<std::string> known{
      "supervisor_days", "default_days", "mail", "host", "port", "pt", "it"};
  return known;
}

TEST(NearestName, ForgivesAMissingAWrongAnExtraAndASwappedLetter) {
  EXPECT_EQ(nearest_name("supervisr_days", keys()), "supervisor_days");
  EXPECT_EQ(nearest_name("supervisor_dais", keys()), "supervisor_days");
  EXPECT_EQ(nearest_name("supervisorr_days", keys()), "supervisor_days");
  EXPECT_EQ(nearest_name("mial", keys()), "mail");
  EXPECT_EQ(nearest_name("supervsior_dasy", keys()), "supervisor_days");
}

TEST(NearestName, DoesNotCareForCapitals) {
  EXPECT_EQ(nearest_name("Supervisor_Days", keys()), "supervisor_days");
}

TEST(NearestName, TakesTheNearestNotTheFirst) {
  EXPECT_EQ(nearest_name("port", keys()), "port");
  EXPECT_EQ(nearest_name("abcdefgh", {"abcdefxx", "abcdefgx", "abcdefgg"}), "abcdefgx");
}

TEST(NearestName, SaysNothingWhereNothingIsNear) {
  EXPECT_EQ(nearest_name("weather", keys()), "");
  EXPECT_EQ(nearest_name("xx", keys()), "");
  EXPECT_EQ(nearest_name("", keys()), "");
  EXPECT_EQ(nearest_name("mail", {}), "");
  EXPECT_EQ(nearest_name(std::string(100'000, 'm'), keys()), "");
}

TEST(NearestName, AllThatAreEquallyNearAreNamed) {
  const std::vector<std::string> known{"CC0036", "CC0036A", "CC0036B", "CC0036D"};
  EXPECT_THAT(nearest_names("CC036DB", known), testing::ElementsAre("CC0036B", "CC0036D"));
  EXPECT_THAT(nearest_names("CC0036A", known), testing::ElementsAre("CC0036A"));
  EXPECT_THAT(nearest_names("weather", known), testing::IsEmpty());
  EXPECT_EQ(choice_text({"a"}), "\"a\"");
  EXPECT_EQ(choice_text({"a", "b", "c"}), "\"a\", \"b\" or \"c\"");
}

TEST(Duration, IsAWholeNumberAndAUnit) {
  EXPECT_EQ(parse_duration("500ms"), Millis{500});
  EXPECT_EQ(parse_duration("5s"), seconds{5});
  EXPECT_EQ(parse_duration("5m"), minutes{5});
  EXPECT_EQ(parse_duration("2h"), hours{2});
  EXPECT_EQ(parse_duration("1d"), hours{24});
  EXPECT_EQ(parse_duration("0s"), seconds{0});
  for (const char* bad : {"", "5", "s", "5 s", " 5s", "5s ", "5S", "-5s", "+5s", "1.5s", "1h30m",
                          "5min", "1000000001s"}) {
    EXPECT_FALSE(parse_duration(bad).has_value()) << bad;
  }
}

TEST(Duration, IsWrittenInTheLargestUnitThatIsExact) {
  EXPECT_EQ(format_duration(Millis{500}), "500ms");
  EXPECT_EQ(format_duration(seconds{90}), "90s");
  EXPECT_EQ(format_duration(minutes{120}), "2h");
  EXPECT_EQ(format_duration(hours{168}), "7d");
  for (const char* text : {"1ms", "59s", "61m", "23h", "7d"}) {
    EXPECT_EQ(format_duration(*parse_duration(text)), text);
  }
}

}  // namespace
}  // namespace followup
