// The second and third of its kind: an outcome that is set once more, later cycles, a card that is
// pushed again.
#include "tests/scenarios/call_centre.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string card(const std::string& start, const std::string& caller = "rossi") {
  return R"({"start":")" + start + R"(","agent":{"id":"bianchi"},"operator":{"id":")" + caller +
         R"("},"team":"t1"})";
}

const std::string reason = R"(,"annotations":{"motivo":"assente"})";
const std::string by_rossi = R"({"operator":{"id":"rossi"}})";

class Again : public testing::Test {
 protected:
  explicit Again(const std::string& toml = callit_toml()) : centre("callit", toml) {
    centre.at("2026-09-13T19:00");
    centre.tell("appointment.booked", "APP-1", card("2026-09-14T15:00"), 1);
    centre.at("2026-09-14T15:20");
    centre.new_mails();
  }

  Reply set(int state, const std::string& date = "", int sequence = 2,
            const std::string& more = "") {
    const std::string when = date.empty() ? "" : R"(,"reschedule_at":")" + date + R"(")";
    return centre.tell("appointment.outcome_set", "APP-1",
                       R"({"state":)" + std::to_string(state) + when + more + "}", sequence);
  }

  Appointment app1() { return centre.facts<Appointment>(Kind::appointment, "APP-1"); }

  CallCentre centre;
};

TEST_F(Again, S_A19_TheSupervisorHearsOfAMissingDateAfterARebooking) {
  set(31);
  centre.tell("appointment.rebooked", "APP-1",
              R"({"start":"2026-09-16T11:00","operator":{"id":"rossi"}})", 3);
  centre.at("2026-09-16T12:00");
  centre.new_mails();
  set(41, "", 4);
  centre.at("2026-09-18T12:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-16T12:00 date_missing bianchi (date_missing)",
                          "2026-09-16T12:30 date_missing capo (date_missing)"));
}

TEST_F(Again, S_A19_TheSupervisorHearsOfAMissingDateAfterAConfirmedMove) {
  set(41, "2026-09-16T10:00");
  centre.at("2026-09-16T12:00");
  centre.new_mails();
  set(41, "", 3);
  centre.at("2026-09-18T12:00");
  EXPECT_THAT(centre.new_mails(),
              ElementsAre("2026-09-16T12:00 date_missing bianchi (date_missing)",
                          "2026-09-16T12:30 date_missing capo (date_missing)"));
}

}  // namespace
}  // namespace followup
