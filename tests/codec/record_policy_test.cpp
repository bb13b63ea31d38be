// Policies are read back as they were written, equal ones have equal texts, and damage never
// decodes to a guess.
#include "core/codec/record_codec.h"
#include "tests/support/random_case.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr const char* old_policy =
    R"({"zone":"Europe/Rome","send_time":30600,"holidays":["2026-04-06","2026-12-25"],"retention_days":30,"referral":{"default_days":14,"supervisor_days":0,"shift":2,"min_gap_business_days":2,"copy_worker_on_escalation":1,"copy_absent_person":1,"closed_notice":1,"notify_own_actions":1}})";

Policy full_policy() {
  Policy policy = assist_policy();
  policy.send_time = std::chrono::minutes{510};
  policy.calendar = BusinessCalendar({date("2026-04-06"), date("2026-12-25")});
  policy.retention_days = 30;
  policy.referral = {.default_days = 14,
                     .supervisor_days = 0,
                     .shift = Shift::previous,
                     .min_gap_business_days = 2,
                     .copy_worker_on_escalation = true,
                     .copy_absent_person = true,
                     .closed_notice = true,
                     .notify_own_actions = true};
  return policy;
}

/// A policy with what an appointment and a contact need.
Policy calling_policy() {
  Policy policy = full_policy();
  OpeningHours& window = policy.calendars["calls"];
  window.week[0] = {{std::chrono::hours{9}, std::chrono::hours{20}}};
  window.holiday_eve.emplace();
  window.holidays = {.once = {date("2026-12-07")},
                     .yearly = {std::chrono::December / 25, std::chrono::February / 29},
                     .from_easter = {-2, 1}};
  window.closed = {date("2026-08-14")};
  AppointmentPolicy& appointment = policy.appointment;
  appointment.states[7] = {.description = "To re-book",
                           .type = StateType::generic,
                           .list_state = "RIC",
                           .callback = CallbackOption::to_operator,
                           .callback_after = std::chrono::hours{24},
                           .reschedule = true,
                           .mandatory = {"why"},
                           .visible = {"why", "when"}};
  appointment.list_states["RIC"] = {"To call", "W"};
  appointment.characteristics["why"] = "Why not";
  appointment.procedures = {{.name = "night",
                             .kind = ProcedureKind::callback,
                             .states = {7, 8},
                             .state_id = 0,
                             .interval = std::chrono::minutes{15},
                             .honour_interval = true,
                             .active = false}};
  appointment.parameters = {.cc0036 = true, .cc0036b = 7, .cc0036d = 12, .cc0037a = true};
  appointment.users["rossi"].cc0036 = false;
  appointment.users["rossi"].cc0036b = 0;
  appointment.operators = {"rossi"};
  appointment.teams = {"evening"};
  appointment.calls = {"calls", std::chrono::minutes{45}, std::chrono::minutes{0}};
  appointment.reminder.time = std::chrono::hours{18};
  appointment.agent_hold = std::chrono::minutes{0};
  ProjectPolicy& project = policy.contact.projects["P-1"];
  project.agents_may_change = false;
  project.protocol = ProtocolMail::batch;
  project.batch_time = std::chrono::seconds{0};
  project.agents = {"meier", "schulz"};
  project.max_days_ahead = 30;
  project.max_personal = 40;
  policy.contact.judgements["A"] = "interested";
  policy.contact.reminder.days_before = 0;
  return policy;
}

TEST(StoredPolicy, IsReadBackAsItWasWritten) {
  for (const auto& policy : {full_policy(), assist_policy(), calling_policy(), Policy{}}) {
    const auto decoded = decode_policy(encode_policy(policy));
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_EQ(*decoded, policy);
    EXPECT_EQ(encode_policy(*decoded), encode_policy(policy)) << "equal policies, equal texts";
  }
}

TEST(StoredPolicy, OfAnyKindIsReadBackAsItWasWritten) {
  RandomCases random(20260914);
  for (int n = 0; n < 100; ++n) {
    const Policy policy = random.policy();
    const std::string stored = encode_policy(policy);
    const auto decoded = decode_policy(stored);
    ASSERT_TRUE(decoded) << "policy " << n << ": " << decoded.error().what;
    ASSERT_EQ(*decoded, policy) << "policy " << n << ": " << stored;
    ASSERT_EQ(encode_policy(*decoded), stored) << "equal policies, equal texts";
  }
}

// A version is published only when something changed: the order in which things are told is
// nothing.
TEST(StoredPolicy, HasOneTextForAllWaysToTheSamePolicy) {
  Policy forwards = assist_policy();
  Policy backwards = assist_policy();
  for (int n = 0; n < 20; ++n) {
    forwards.appointment.states[n].description = std::to_string(n);
    backwards.appointment.states[19 - n].description = std::to_string(19 - n);
    forwards.appointment.operators.insert(std::to_string(n));
    backwards.appointment.operators.insert(std::to_string(19 - n));
  }
  EXPECT_EQ(encode_policy(forwards), encode_policy(backwards));
  forwards.appointment.states[3].obsolete = true;
  EXPECT_NE(encode_policy(forwards), encode_policy(backwards));
}

// What a tenant with referrals alone has stored is what it would store today: an upgrade publishes
// no version.
TEST(StoredPolicy, WithoutCallsIsWrittenAsItAlwaysWas) {
  EXPECT_EQ(encode_policy(full_policy()), old_policy);
}

// R11: zero days is an escalation at once, no days is none; the stored text tells them apart.
TEST(StoredPolicy, TellsZeroDaysFromNone) {
  Policy none = assist_policy();
  none.referral.supervisor_days.reset();
  EXPECT_FALSE(decode_policy(encode_policy(none))->referral.supervisor_days.has_value());
  EXPECT_EQ(decode_policy(encode_policy(full_policy()))->referral.supervisor_days, 0);
}

TEST(StoredPolicy, OfOldStaysReadable) {
  const auto decoded = decode_policy(old_policy);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, full_policy());
}

TEST(StoredPolicy, RefusesWhatItCanNotUnderstand) {
  for (const char* bad :
       {"", "{}", R"({"zone":"Europe/Roma","referral":{}})", R"({"zone":"Europe/Rome"})",
        R"({"zone":"Europe/Rome","referral":{"shift":3}})",
        R"({"zone":"Europe/Rome","referral":{"supervisor_days":"10"}})",
        R"({"zone":"Europe/Rome","referral":{},"holidays":["2026-02-30"]})",
        R"({"zone":"Europe/Rome","referral":{},"send_time":"9"})"})
    EXPECT_FALSE(decode_policy(bad)) << bad;
}

TEST(StoredPolicy, OfCallsIsWrittenByName) {
  EXPECT_EQ(
      encode_policy(calling_policy()),
      R"({"zone":"Europe/Rome","send_time":30600,"holidays":["2026-04-06","2026-12-25"],"retention_days":30,"referral":{"default_days":14,"supervisor_days":0,"shift":2,"min_gap_business_days":2,"copy_worker_on_escalation":1,"copy_absent_person":1,"closed_notice":1,"notify_own_actions":1},"calendars":{"calls":{"week":[[{"from":32400,"until":72000}],[],[],[],[],[],[]],"holiday_eve":[],"holidays":{"once":["2026-12-07"],"yearly":["02-29","12-25"],"from_easter":[-2,1]},"closed":["2026-08-14"]}},"appointment":{"states":{"7":{"description":"To re-book","type":0,"list_state":"RIC","callback":1,"callback_after":1440,"reschedule":1,"mandatory":["why"],"visible":["why","when"]}},"list_states":{"RIC":{"description":"To call","type":"W"}},"characteristics":{"why":"Why not"},"procedures":[{"name":"night","kind":2,"states":[7,8],"state_id":0,"interval":15,"honour_interval":1,"active":0}],"parameters":{"CC0036":1,"CC0036B":7,"CC0036D":12,"CC0037A":1},"users":{"rossi":{"CC0036":0,"CC0036B":0}},"operators":["rossi"],"teams":["evening"],"calls":{"calendar":"calls","publish_after":45,"escalate_after":0},"reminder":{"time":64800},"agent_hold":0},"contact":{"projects":{"P-1":{"agents_may_change":0,"protocol":2,"batch_time":0,"agents":["meier","schulz"],"max_days_ahead":30,"max_personal":40}},"judgements":{"A":"interested"},"reminder":{"days_before":0}}})");
}

TEST(StoredPolicy, RefusesCallsThatItCanNotUnderstand) {
  const std::string begin = R"({"zone":"Europe/Rome","referral":{},)";
  ASSERT_TRUE(decode_policy(begin + R"("appointment":{}})"));
  for (const char* bad : {R"("calendars":[])",
                          R"("calendars":{"a":[]})",
                          R"("calendars":{"a":{"week":[]}})",
                          R"("calendars":{"a":{"week":[[],[],[],[],[],[],[],[]]}})",
                          R"("calendars":{"a":{"week":[[],[],[7],[],[],[],[]]}})",
                          R"("calendars":{"a":{"week":[[],[],[{"from":"9"}],[],[],[],[]]}})",
                          R"("calendars":{"a":{"holiday_eve":null}})",
                          R"("calendars":{"a":{"closed":["2026-02-29"]}})",
                          R"("calendars":{"a":{"closed":["2026-03-01","2026-03-01"]}})",
                          R"("calendars":{"a":{"holidays":{"yearly":["02-30"]}}})",
                          R"("calendars":{"a":{"holidays":{"yearly":["2026-02-01"]}}})",
                          R"("calendars":{"a":{"holidays":{"from_easter":[2147483648]}}})",
                          R"("calendars":{"a":{},"a":{}})",
                          R"("appointment":7)",
                          R"("appointment":{"states":{"x":{}}})",
                          R"("appointment":{"states":{"7 ":{}}})",
                          R"("appointment":{"states":{"":{}}})",
                          R"("appointment":{"states":{"7":{},"07":{}}})",
                          R"("appointment":{"states":{"7":{"type":4}}})",
                          R"("appointment":{"states":{"7":{"type":-1}}})",
                          R"("appointment":{"states":{"7":{"callback":"off"}}})",
                          R"("appointment":{"states":{"7":{"obsolete":2}}})",
                          R"("appointment":{"states":{"7":{"callback_after":99999999999999}}})",
                          R"("appointment":{"states":{"7":{"mandatory":["a",1]}}})",
                          R"("appointment":{"procedures":[{"kind":3}]})",
                          R"("appointment":{"procedures":{}})",
                          R"("appointment":{"parameters":{"CC0036B":1.5}})",
                          R"("appointment":{"users":{"rossi":{"CC0036":"SI"}}})",
                          R"("appointment":{"operators":"rossi"})",
                          R"("appointment":{"agent_hold":"30m"})",
                          R"("contact":{"projects":{"P-1":{"state":7}}})",
                          R"("contact":{"judgements":{"A":0}})"})
    EXPECT_FALSE(decode_policy(begin + bad + "}")) << bad;
}

// Whatever the stored text is: an answer, and what was taken is what is written.
TEST(StoredPolicy, IsNeverOverrunByDamage) {
  const std::string good = encode_policy(calling_policy());
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(decode_policy(good.substr(0, length))) << length;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char byte : {'9', '"', '}'}) {
      std::string bad = good;
      bad[at] = byte;
      const auto decoded = decode_policy(bad);
      if (!decoded) continue;
      EXPECT_EQ(decode_policy(encode_policy(*decoded)).value(), *decoded) << bad;
    }
  }
}

}  // namespace

}  // namespace followup
