// What holds of every term: a longer one never ends earlier, nor does one that begins later; and
// what the change of a zone's clocks does to terms (Q3).
#include "core/domain/term.h"
#include "tests/support/story.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace followup {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

Zone zone(const char* name) {
  return Zone::load(name).value();
}

/// Monday to Friday with a lunch break, Saturday morning; a holiday and a closed day now and then.
OpeningHours shop() {
  OpeningHours open;
  std::fill_n(open.week.begin(), 5,
              std::vector<DaySpan>{{hours{8}, hours{12}}, {hours{13}, hours{18}}});
  open.week[5] = {{hours{9}, hours{12}}};
  open.holidays.from_easter = {-2, 1, 39, 50};
  open.holidays.yearly = {std::chrono::January / 1, std::chrono::November / 2,
                          std::chrono::December / 25};
  open.closed = {date("2018-11-05"), date("2026-10-23")};
  return open;
}

/// Weeks in which the clocks change, and the end of a January.
struct Stretch {
  const char* zone;
  const char* begin;
};

class TermProperties : public testing::TestWithParam<Stretch> {
 protected:
  TermProperties() {
    const TimePoint begin = instant(GetParam().begin);
    for (TimePoint at = begin; at < begin + hours{6 * 24}; at += minutes{59})
      starts_.push_back(at);
  }

  [[nodiscard]] TimePoint end(TimePoint start, Term term, const TermRules& rules) const {
    return term_end(start, term, hours_, zone_, rules).value().at;
  }

  std::vector<TimePoint> starts_;  ///< every 59 minutes for six days
  OpeningHours hours_ = shop();
  Zone zone_ = zone(GetParam().zone);
  std::vector<TermUnit> units_{TermUnit::minutes, TermUnit::business_minutes, TermUnit::days,
                               TermUnit::business_days, TermUnit::months};
  std::vector<TermRules> rules_{
      {},
      {MonthEnd::next_day, TermShift::next_business_day, TermShift::next_business_day},
      {MonthEnd::last_day, TermShift::next_working_day, TermShift::next_working_day}};
};

TEST_P(TermProperties, ALongerTermNeverEndsEarlier) {
  for (const auto unit : units_) {
    for (const auto& rules : rules_) {
      for (std::size_t i = 0; i < starts_.size(); i += 17) {
        const TimePoint start = starts_[i];
        TimePoint before = start - std::chrono::seconds{1};
        for (int count = 1; count < 40; ++count) {
          const TimePoint ended = end(start, {unit, count}, rules);
          ASSERT_LE(before, ended) << format_instant(start) << " +" << count;
          before = ended;
        }
      }
    }
  }
}

TEST_P(TermProperties, ATermThatBeginsLaterNeverEndsEarlier) {
  for (const auto unit : units_) {
    for (const int count : {1, 2, 7, 45}) {
      for (const auto& rules : rules_) {
        TimePoint before{};
        for (const TimePoint start : starts_) {
          const TimePoint ended = end(start, {unit, count}, rules);
          ASSERT_LE(before, ended) << format_instant(start) << " +" << count;
          before = ended;
        }
      }
    }
  }
}

TEST_P(TermProperties, AWarningLiesBetweenStartAndEndAndBackFromTheEndItIsOpen) {
  for (const TimePoint start : starts_) {
    for (const Term& term : {Term{TermUnit::minutes, 600}, Term{TermUnit::business_days, 2}}) {
      const auto due = term_end(start, term, hours_, zone_, {}).value();
      const std::vector<TermWarning> wanted{ShareGone{1}, ShareGone{99}, OpenTimeLeft{minutes{90}}};
      const auto times = warning_times(start, due, wanted, hours_, zone_);
      ASSERT_GE(times.size(), 2U) << format_instant(start);
      EXPECT_GE(times.front().at, start);
      EXPECT_LT(times.back().at, due.at);
      const auto open = hours_.subtract_open_time(due.local, minutes{90}).value();
      EXPECT_LE(hours_.add_open_time(open, minutes{90}).value(), due.local);
      EXPECT_GT(hours_.add_open_time(open, minutes{91}).value(), due.local);
    }
  }
}

TEST_P(TermProperties, TermsInMinutesTakeThatManyMinutes) {
  for (const TimePoint start : starts_) {
    const auto due = term_end(start, {TermUnit::minutes, 77}, hours_, zone_, {}).value();
    EXPECT_EQ(due.at - start, minutes{77});
    EXPECT_GE(zone_.to_instant(due.local), due.at) << "its local time is not before";
    EXPECT_LE(zone_.to_instant(due.local), due.at + hours{1});
  }
}

INSTANTIATE_TEST_SUITE_P(In, TermProperties,
                         testing::Values(Stretch{"America/Sao_Paulo", "2018-10-31T15:00:00Z"},
                                         Stretch{"America/Sao_Paulo", "2019-02-13T15:00:00Z"},
                                         Stretch{"America/Sao_Paulo", "2026-01-28T15:00:00Z"},
                                         Stretch{"Europe/Berlin", "2026-03-26T15:00:00Z"},
                                         Stretch{"Europe/Berlin", "2026-10-22T15:00:00Z"},
                                         Stretch{"Europe/Rome", "2028-01-27T15:00:00Z"},
                                         Stretch{"Europe/Rome", "2026-10-22T15:00:00Z"},
                                         Stretch{"Australia/Lord_Howe", "2026-04-01T15:00:00Z"},
                                         Stretch{"Australia/Lord_Howe", "2026-09-30T15:00:00Z"}),
                         [](const auto& stretch) {
                           std::string name =
                               stretch.param.zone + std::string("_") + stretch.param.begin;
                           std::replace_if(
                               name.begin(), name.end(), [](char c) { return !std::isalnum(c); },
                               '_');
                           return name;
                         });

TEST(Terms, RunThroughTheNightInWhichTheClocksChange) {
  struct Row {
    const char* zone;
    const char* start;
    Term term;
    const char* local;
    const char* at;
  };

  const Term one_hour{TermUnit::minutes, 60};
  const Term one_day{TermUnit::days, 1};
  for (const auto& row : std::vector<Row>{{"Europe/Berlin", "2026-03-29T00:45:00Z", one_hour,
                                           "2026-03-29T03:45:00", "2026-03-29T01:45:00Z"},
                                          {"Europe/Berlin", "2026-10-24T23:30:00Z", one_hour,
                                           "2026-10-25T02:30:00", "2026-10-25T00:30:00Z"},
                                          // the second 02:30
                                          {"Europe/Berlin", "2026-10-25T00:30:00Z", one_hour,
                                           "2026-10-25T03:30:00", "2026-10-25T01:30:00Z"},
                                          {"Europe/Berlin", "2026-10-25T01:30:00Z", one_hour,
                                           "2026-10-25T03:30:00", "2026-10-25T02:30:00Z"},
                                          {"Australia/Lord_Howe", "2026-10-03T15:00:00Z", one_hour,
                                           "2026-10-04T03:00:00", "2026-10-03T16:00:00Z"},
                                          {"Australia/Lord_Howe", "2026-04-04T14:30:00Z", one_hour,
                                           "2026-04-05T02:00:00", "2026-04-04T15:30:00Z"},
                                          {"Europe/Rome", "2026-03-28T11:00:00Z", one_day,
                                           "2026-03-29T23:59:59", "2026-03-29T21:59:59Z"},
                                          {"Europe/Rome", "2026-10-24T11:00:00Z", one_day,
                                           "2026-10-25T23:59:59", "2026-10-25T22:59:59Z"},
                                          // a day whose last hour comes twice, one without a first
                                          // hour, and one that there never was
                                          {"America/Sao_Paulo", "2019-02-15T12:00:00Z", one_day,
                                           "2019-02-16T23:59:59", "2019-02-17T02:59:59Z"},
                                          {"America/Sao_Paulo", "2019-02-17T02:30:00Z", one_day,
                                           "2019-02-17T23:59:59", "2019-02-18T02:59:59Z"},
                                          {"America/Sao_Paulo", "2018-11-02T12:00:00Z", one_day,
                                           "2018-11-03T23:59:59", "2018-11-04T02:59:59Z"},
                                          {"Pacific/Apia", "2011-12-29T20:00:00Z", one_day,
                                           "2011-12-30T23:59:59", "2011-12-31T09:59:59Z"}}) {
    const auto end =
        term_end(instant(row.start), row.term, shop(), zone(row.zone), TermRules{}).value();
    EXPECT_EQ(format_local(end.local), row.local) << row.start << " in " << row.zone;
    EXPECT_EQ(format_instant(end.at), row.at) << row.start << " in " << row.zone;
  }
}

TEST(TermWarnings, ShareTheLongNightByTheTimeThatPasses) {
  const Zone berlin = zone("Europe/Berlin");
  const TimePoint start = instant("2026-10-24T21:59:59Z");
  const auto end = term_end(start, {TermUnit::days, 1}, shop(), berlin, {}).value();
  EXPECT_EQ(format_instant(end.at), "2026-10-25T22:59:59Z") << "25 hours";
  const auto times = warning_times(start, end, {ShareGone{50}}, shop(), berlin);
  ASSERT_EQ(times.size(), 1U);
  EXPECT_EQ(format_instant(times[0].at), "2026-10-25T10:29:59Z");
}

}  // namespace

}  // namespace followup
