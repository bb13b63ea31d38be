// Dates, local times and instants and their texts (RFC 3339), and the clocks.
#include "core/base/time.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(Date, IsReadExactly) {
  for (const char* good : {"2011-01-31", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"}) {
    const auto date = parse_date(good);
    ASSERT_TRUE(date) << good;
    EXPECT_EQ(format_date(*date), good);
  }
  for (const char* bad :
       {"", "2011-02-29", "2100-02-29", "2011-13-01", "2011-00-10", "2011-01-00", "2011-01-32",
        "2011-1-31", "11-01-31", "2011-01-31 ", " 2011-01-31", "2011/01/31", "0000-01-01",
        "-011-01-31", "2011-01-3x", "2011-01-31T00:00", "+011-01-01"})
    EXPECT_FALSE(parse_date(bad)) << bad;
}

TEST(Date, CountsDaysOverMonthsLeapDaysAndYears) {
  struct Row {
    const char* day;
    int days;
    const char* after;
  };

  const std::vector<Row> rows{{"2011-01-01", 30, "2011-01-31"}, {"2024-01-30", 30, "2024-02-29"},
                              {"2100-02-28", 1, "2100-03-01"},  {"2000-02-28", 1, "2000-02-29"},
                              {"2026-12-31", 1, "2027-01-01"},  {"2026-03-01", -1, "2026-02-28"},
                              {"2011-01-01", 0, "2011-01-01"},  {"2011-01-01", 3650, "2020-12-29"}};
  for (const auto& row : rows)
    EXPECT_EQ(format_date(add_days(parse_date(row.day).value(), row.days)), row.after);
}

TEST(LocalTime, IsReadWithAndWithoutSeconds) {
  EXPECT_EQ(format_local(parse_local("2011-01-31T09:00").value()), "2011-01-31T09:00:00");
  EXPECT_EQ(format_local(parse_local("2011-01-31T23:59:59").value()), "2011-01-31T23:59:59");
  for (const char* bad :
       {"2011-01-31", "2011-01-31 09:00", "2011-01-31T24:00", "2011-01-31T9:00", "2011-01-31T09:60",
        "2011-01-31T09:00:60", "2011-01-31T09:00Z", "2011-02-29T09:00", "2011-01-31T09:00:0"})
    EXPECT_FALSE(parse_local(bad)) << bad;
}

TEST(LocalTime, IsMadeOfADateAndATime) {
  const LocalTime local = parse_local("2011-01-31T09:30").value();
  EXPECT_EQ(format_date(date_of(local)), "2011-01-31");
  EXPECT_EQ(at_time(parse_date("2011-01-31").value(), std::chrono::minutes{570}), local);
}

TEST(Instant, IsReadWithAnyOffset) {
  struct Row {
    const char* text;
    const char* utc;
  };

  const std::vector<Row> rows{{"2011-01-31T08:00:00Z", "2011-01-31T08:00:00Z"},
                              {"2011-01-31t08:00:00z", "2011-01-31T08:00:00Z"},
                              {"2011-01-31T09:00:00+01:00", "2011-01-31T08:00:00Z"},
                              {"2011-01-31T23:30:00-03:30", "2011-02-01T03:00:00Z"},
                              {"2011-01-31T08:00:00.5Z", "2011-01-31T08:00:00.500Z"},
                              {"2011-01-31T08:00:00.123456789Z", "2011-01-31T08:00:00.123Z"},
                              {"2011-01-31T08:00:00.000Z", "2011-01-31T08:00:00Z"},
                              {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
                              {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
                              {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"}};
  for (const auto& row : rows) {
    const auto instant = parse_instant(row.text);
    ASSERT_TRUE(instant) << row.text;
    EXPECT_EQ(format_instant(*instant), row.utc);
  }
}

TEST(Instant, IsRefusedWithoutOffsetOrWithWhatDoesNotExist) {
  for (const char* bad :
       {"", "2011-01-31", "2011-01-31T08:00:00", "2011-01-31T08:00Z", "2011-02-29T08:00:00Z",
        "2011-01-31T08:00:61Z", "2011-01-31T24:00:00Z", "2011-01-31T08:00:00.Z",
        "2011-01-31T08:00:00+1:00", "2011-01-31T08:00:00+0100", "2011-01-31T08:00:00+24:00",
        "2011-01-31T08:00:00+01:00:00", "2011-01-31T08:00:00ZZ", "2011-01-31 08:00:00Z"})
    EXPECT_FALSE(parse_instant(bad)) << bad;
}

TEST(Instant, IsMillisecondsInBytes) {
  EXPECT_EQ(to_ms(parse_instant("1970-01-01T00:00:01.500Z").value()), 1500);
  EXPECT_EQ(from_ms(-1), parse_instant("1969-12-31T23:59:59.999Z").value());
}

TEST(TimeOfDay, IsReadAndWritten) {
  EXPECT_EQ(parse_time_of_day("09:00"), std::chrono::hours{9});
  EXPECT_EQ(format_time_of_day(parse_time_of_day("23:59:59").value()), "23:59:59");
  for (const char* bad : {"", "9:00", "24:00", "09:60", "09:00:60", "09:00 ", "0900"})
    EXPECT_FALSE(parse_time_of_day(bad)) << bad;
}

/// A clock that a test moves.
class HandClock : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return at; }

  TimePoint at = parse_instant("2026-01-01T00:00:00Z").value();
};

TEST(VirtualClock, RunsFasterFromWhereItBegan) {
  HandClock real;
  const ClockOrigin origin{parse_instant("2011-01-01T00:00:00Z").value(), real.at, 86400};
  const VirtualClock clock(real, origin);
  EXPECT_EQ(format_instant(clock.now()), "2011-01-01T00:00:00Z");
  real.at += std::chrono::seconds{30};
  EXPECT_EQ(format_instant(clock.now()), "2011-01-31T00:00:00Z");
  EXPECT_EQ(format_instant(clock.later(std::chrono::seconds{1})), "2011-02-01T00:00:00Z")
      << "a lease of a real second is a virtual day";
}

TEST(Clock, WaitsRoundedUpSoThatNoTimerIsEarly) {
  HandClock real;
  const ClockOrigin origin{real.at, real.at, 1000};
  const VirtualClock clock(real, origin);
  EXPECT_EQ(clock.real_until(real.at + Millis{1000}), Millis{1});
  EXPECT_EQ(clock.real_until(real.at + Millis{1001}), Millis{2});
  EXPECT_EQ(clock.real_until(real.at + Millis{1}), Millis{1});
  EXPECT_EQ(clock.real_until(real.at), Millis{0});
  EXPECT_EQ(clock.real_until(real.at - Millis{5}), Millis{0});
  EXPECT_EQ(real.real_until(real.at + Millis{1001}), Millis{1001});
}

constexpr Millis a_moment = std::chrono::seconds{10};  // less than a test takes

TEST(SystemClock, BeginsAtTheMachinesClock) {
  const TimePoint before = system_time();
  const TimePoint shown = SystemClock().now();
  EXPECT_GE(shown, before);
  EXPECT_LT(shown, before + a_moment);
}

TEST(SystemClock, PassesAsTheBootClockDoes) {
  SystemClock clock;
  const Millis booted = boot_time();
  const TimePoint begun = clock.now();
  while (boot_time() < booted + Millis{20}) {
  }
  EXPECT_GE(clock.now() - begun, Millis{19});
  EXPECT_LT(clock.now() - begun, a_moment);
}

TEST(SystemClock, FollowsWithoutSteppingBack) {
  SystemClock clock;
  const TimePoint start = clock.now();
  clock.follow(start + std::chrono::hours{1});
  const TimePoint ahead = clock.now();
  EXPECT_GE(ahead, start + std::chrono::hours{1});
  clock.follow(start);
  EXPECT_EQ(clock.now(), ahead);
  clock.follow(start + std::chrono::hours{2});
  EXPECT_GE(clock.now(), start + std::chrono::hours{2});
}

TEST(SystemClock, FollowsAClockThatIsBehindTheMachines) {
  SystemClock clock;
  const TimePoint behind = system_time() - std::chrono::hours{1};
  clock.follow(behind);
  EXPECT_GE(clock.now(), behind);
  EXPECT_LT(clock.now(), behind + a_moment);
}

TEST(SystemClock, StepsBackWhenItIsTold) {
  SystemClock clock;
  const TimePoint start = clock.now();
  clock.step_to(start + std::chrono::hours{1});
  EXPECT_GE(clock.now(), start + std::chrono::hours{1});
  clock.step_to(start);
  EXPECT_GE(clock.now(), start);
  EXPECT_LT(clock.now(), start + a_moment);
}

TEST(ClockSetting, IsAStartAndASpeed) {
  struct Row {
    const char* text;
    const char* start;
    std::int64_t speed;
  };

  const std::vector<Row> rows{
      {"2011-01-01", "2011-01-01T00:00:00Z", 1},
      {"2011-01-01x86400", "2011-01-01T00:00:00Z", 86400},
      {"2011-01-01T09:00:00+01:00x10000000", "2011-01-01T08:00:00Z", 10000000}};
  for (const auto& row : rows) {
    const auto setting = parse_clock_setting(row.text);
    ASSERT_TRUE(setting) << row.text;
    EXPECT_EQ(format_instant(setting->start), row.start);
    EXPECT_EQ(setting->speed, row.speed);
  }
  for (const char* bad : {"", "x5", "2011-01-01x", "2011-01-01x0", "2011-01-01x-1",
                          "2011-01-01x1.5", "2011-01-01x10000001", "2011-02-29", "now"}) {
    const auto setting = parse_clock_setting(bad);
    ASSERT_FALSE(setting) << bad;
    EXPECT_EQ(setting.error().code, Code::invalid_input);
  }
}

}  // namespace

}  // namespace followup
