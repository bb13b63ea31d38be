// [calendars.<name>]: the forms of spans and days, and what a calendar as a whole must be.
#include "tests/codec/config_cases.h"

namespace followup {
namespace {

using namespace std::chrono_literals;
using std::chrono::December;
using std::chrono::year;
using test::expect_faults;
using test::good_tenant_with;

const std::string monday = "[calendars.calls]\nmonday = [\"09:00-20:00\"]\n";  // ends with line 9

TEST(ConfigCalendars, EveryFormReachesItsPlace) {
  const Tenant tenant = good_tenant_with(
      "[calendars.calls]\n"
      "monday = [\"14:00-20:00\", \"09:00-13:00\", \"13:00-14:00\"]\nsunday = [\"22:00-24:00\"]\n"
      "holiday_eve = []\n"
      "holidays = [\"2026-12-24\", 2026-12-31, \"12-25\", \"02-29\", \"easter\", \"easter+1\", "
      "\"easter-2\"]\n"
      "closed = [\"2026-08-14\"]\n"
      "[calendars.\"ore d'ufficio\"]\ntuesday = [\"00:00-23:59:30\"]\n");
  OpeningHours calls;
  calls.week[0] = {{9h, 13h}, {13h, 14h}, {14h, 20h}};
  calls.week[6] = {{22h, 24h}};
  calls.holiday_eve.emplace();
  calls.holidays.once = {year{2026} / 12 / 24, year{2026} / 12 / 31};
  calls.holidays.yearly = {December / 25, std::chrono::February / 29};
  calls.holidays.from_easter = {-2, 0, 1};
  calls.closed = {year{2026} / 8 / 14};
  EXPECT_EQ(tenant.policy.calendars.at("calls"), calls);
  OpeningHours office;
  office.week[1] = {{0h, 23h + 59min + 30s}};
  EXPECT_EQ(tenant.policy.calendars.at("ore d'ufficio"), office);
}

TEST(ConfigCalendars, SpansEndAfterTheyBegin) {
  const std::string at = "tenants/assist.toml:9: calendars.calls.monday: each item must ";
  const std::string form = at + "be a span of a day, as in \"09:00-20:00\"";
  const auto with = [](const std::string& list) {
    return "[calendars.calls]\nmonday = " + list + "\n";
  };
  expect_faults(
      {{with("[\"20:00-09:00\"]"),
        at + "end after it begins: \"20:00-09:00\"; a night is two spans, until 24:00 and from "
             "00:00\n"},
       {with("[\"09:00-09:00\"]"), at + "end after it begins: \"09:00-09:00\"\n"},
       {with("[\"09:00\"]"), form + "\n"},
       {with("[\"9-20\"]"), form + "\n"},
       {with("[\"09:00-24:30\"]"), form + "\n"},
       {with("[\"24:00-24:00\"]"), form + "\n"},
       {with("[9]"), form + ", not a whole number\n"},
       {with("\"09:00-20:00\""),
        "tenants/assist.toml:9: calendars.calls.monday: must be a list, as in [\"…\"], not a "
        "text\n"}});
}

TEST(ConfigCalendars, SpansOfADayDoNotOverlap) {
  const std::string at = "calendars.calls.monday: has ";
  expect_faults({{"[calendars.calls]\nmonday = [\"09:00-13:00\",\n\"12:59-18:00\"]\n",
                  "tenants/assist.toml:10: " + at +
                      "spans that overlap: \"09:00-13:00\" and \"12:59-18:00\"\n"},
                 {"[calendars.calls]\nmonday = [\"09:00-13:00\", \"09:00-13:00\"]\n",
                  "tenants/assist.toml:9: " + at + "the span \"09:00-13:00\" twice\n"},
                 {"[calendars.calls]\nmonday = [\"08:00-24:00\", \"09:00-13:00\"]\n",
                  "tenants/assist.toml:9: " + at +
                      "spans that overlap: \"08:00-24:00\" and \"09:00-13:00\"\n"}});
}

TEST(ConfigCalendars, HolidaysAreDaysThatThereAre) {
  const std::string at = "tenants/assist.toml:10: calendars.calls.holidays: each item must be ";
  const std::string form =
      "a date, a day of every year or one that moves with Easter, as in "
      "\"2026-12-25\", \"12-25\" or \"easter+1\"";
  const std::string easter =
      "easter or days before or after it, as in \"easter-2\" or "
      "\"easter+1\" (easter-80 to easter+250), not ";
  const auto with = [](const std::string& day) { return monday + "holidays = [" + day + "]\n"; };
  expect_faults(
      {{with("\"2026-02-30\""), at + "a day that there is, and \"2026-02-30\" is none\n"},
       {with("\"02-30\""), at + "a day that there is, and \"02-30\" is none\n"},
       {with("\"easter+x\""), at + easter + "\"easter+x\"\n"},
       {with("\"easter1\""), at + easter + "\"easter1\"\n"},
       {with("\"easter+-1\""), at + easter + "\"easter+-1\"\n"},
       {with("\"easter+251\""), at + easter + "\"easter+251\"\n"},
       {with("\"easter-81\""), at + easter + "\"easter-81\"\n"},
       {with("\"Eastr+1\""), at + form + ", not \"Eastr+1\": did you mean \"easter\"?\n"},
       {with("\"25.12.\""), at + form + "\n"},
       {with("1225"), at + form + ", not a whole number\n"},
       {monday + "closed = [\"2026-02-29\"]\n",
        "tenants/assist.toml:10: calendars.calls.closed: each item must be a date that exists, as "
        "in \"2026-12-25\"\n"}});
}

TEST(ConfigCalendars, OneIsOpenSometimes) {
  expect_faults(
      {{"[calendars.calls]\nholidays = [\"12-25\"]\n",
        "tenants/assist.toml:8: calendars.calls: is never open: give a day its hours\n"},
       {"[calendars.calls]\nmonday = []\nholiday_eve = [\"09:00-10:00\"]\nholidays = [\"12-25\"]\n",
        "tenants/assist.toml:8: calendars.calls: is never open: give a day its hours\n"},
       {monday + "holiday_eve = [\"09:00-10:00\"]\n",
        "tenants/assist.toml:10: warning: calendars.calls.holiday_eve: has no effect while there "
        "are no holidays\n"},
       {"[calendars.calls]\nmonday = [\"09-10\"]\n",
        "tenants/assist.toml:9: calendars.calls.monday: each item must be a span of a day, as in "
        "\"09:00-20:00\"\n"}});
}

TEST(ConfigCalendars, UnknownKeysNameTheNearestOne) {
  expect_faults({{monday + "holliday_eve = []\n",
                  "tenants/assist.toml:10: calendars.calls.holliday_eve: there is no key "
                  "\"holliday_eve\": did you mean \"holiday_eve\"?\n"},
                 {"[calender.calls]\n",
                  "tenants/assist.toml:8: calender: there is no section \"calender\": did you mean "
                  "\"calendar\"?\n"},
                 {"[calendars]\nmonday = []\n",
                  "tenants/assist.toml:9: calendars.monday: is a section, written "
                  "[calendars.<name>]\n"}});
}

TEST(ConfigCalendars, ACallingWindowIsOneThatThereIs) {
  const std::string at = "tenants/assist.toml:11: appointment.calling_calendar: there is no ";
  expect_faults(
      {{monday + "[appointment]\ncalling_calendar = \"cals\"\n",
        at + "calendar \"cals\": did you mean \"calls\"?\n"},
       {monday + "[appointment]\ncalling_calendar = \"office\"\n",
        at + "calendar \"office\": there is \"calls\"\n"},
       {"[contact]\ncalling_calendar = \"office\"\n",
        "tenants/assist.toml:9: contact.calling_calendar: there is no calendar \"office\": "
        "describe it in [calendars.office]\n"}});
}

}  // namespace
}  // namespace followup
