// The parameters' table (rows P1 to P7, S-A11, S-A12, S-A35, S-A36), whole: every value of the
// switches, of the two states, and of the operator's flag.
#include "core/domain/rebooking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

constexpr int existing = 7;
constexpr int unknown = 999;
constexpr int obsolete = 99;

AppointmentPolicy office() {
  AppointmentPolicy policy;
  policy.states[existing] = {};
  policy.states[12] = {};
  policy.states[obsolete].obsolete = true;
  policy.states[31] = {.callback = CallbackOption::to_operator};
  policy.states[43] = {.callback = CallbackOption::to_operator, .reschedule = true};
  policy.states[41] = {.reschedule = true};
  policy.states[42] = {.reschedule = true};
  policy.procedures = {{.name = "move", .kind = ProcedureKind::reschedule, .states = {41}},
                       {.name = "new", .kind = ProcedureKind::create_new, .states = {42}},
                       {.name = "call", .kind = ProcedureKind::callback, .states = {43}}};
  policy.users["rossi"].default_state = 12;
  return policy;
}

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// What the table says, written down a second time from domain.md 1.A.
struct Expected {
  int row;
  Card card;
  bool offered;
  std::vector<std::string> warnings;
};

Expected expected(const Parameters& given, std::optional<bool> flag) {
  const Card chosen = !flag ? Card::as_chosen : *flag ? Card::new_card : Card::same;
  if (!given.cc0036 && given.cc0037) return {2, Card::same, false, {"cc0037_unused"}};
  if (!given.cc0036 && given.cc0037a) return {3, Card::same, false, {"cc0037a_unused"}};
  if (!given.cc0036) return {1, Card::same, false, {}};
  if (given.cc0037 && given.cc0037a) return {5, Card::new_card, false, {"cc0037a_redundant"}};
  if (given.cc0037) return {4, Card::new_card, false, {}};
  return {given.cc0037a ? 7 : 6, chosen, true, {}};
}

void check(const AppointmentPolicy& policy, std::optional<bool> flag) {
  const Parameters& given = policy.parameters;
  const Expected want = expected(given, flag);
  const CardPlan plan = card_plan(policy, "rossi", flag);
  EXPECT_EQ(plan.row, want.row);
  EXPECT_EQ(plan.card, want.card);
  EXPECT_EQ(plan.flag_offered, want.offered);
  EXPECT_EQ(plan.flag_default, want.row == 7);
  EXPECT_EQ(plan.takes_over, given.cc0036a);
  const bool b_counts = plan.card != Card::new_card;
  const bool d_counts = plan.card != Card::same;
  EXPECT_EQ(plan.current_state,
            b_counts && given.cc0036b == existing ? std::optional(existing) : std::nullopt);
  EXPECT_EQ(plan.new_state_locked, d_counts && given.cc0036d == existing);
  EXPECT_EQ(plan.new_state, !d_counts                   ? std::nullopt
                            : given.cc0036d == existing ? std::optional(existing)
                                                        : std::optional(12));
  EXPECT_EQ(plan.link, d_counts && given.cc0036c);
  const bool b_may_count = want.row <= 3 || want.row >= 6;
  const bool d_may_count = want.row >= 4;
  EXPECT_EQ(contains(plan.warnings, "cc0036b_unused"), !b_may_count && given.cc0036b != 0);
  EXPECT_EQ(contains(plan.warnings, "cc0036b_unknown"), b_may_count && given.cc0036b == unknown);
  EXPECT_EQ(contains(plan.warnings, "cc0036b_unusable"), b_may_count && given.cc0036b == obsolete);
  EXPECT_EQ(contains(plan.warnings, "cc0036c_unused"), !d_may_count && given.cc0036c);
  EXPECT_EQ(contains(plan.warnings, "cc0036d_unused"), !d_may_count && given.cc0036d != 0);
  EXPECT_EQ(contains(plan.warnings, "cc0036d_unknown"), d_may_count && given.cc0036d == unknown);
  EXPECT_EQ(contains(plan.warnings, "cc0036d_unusable"), d_may_count && given.cc0036d == obsolete);
  for (const auto& warning : want.warnings)
    EXPECT_THAT(plan.warnings, Contains(warning));
}

/// Modes 1, 2 and 5 take their card from the parameters; modes 3 and 4 are the same in every row.
void check_modes(const AppointmentPolicy& policy) {
  const CardPlan plan = card_plan(policy, "rossi");
  const bool new_card =
      plan.card == Card::new_card || (plan.card == Card::as_chosen && plan.flag_default);
  EXPECT_EQ(mode_for(policy, 31, "rossi").mode, new_card ? Mode::new_card : Mode::same_card);
  EXPECT_EQ(mode_for(policy, 41, "rossi").mode, Mode::agent_same);
  EXPECT_EQ(mode_for(policy, 42, "rossi").mode, Mode::agent_new);
  EXPECT_EQ(mode_for(policy, 43, "rossi").mode, Mode::dated_callback);
  EXPECT_EQ(mode_for(policy, existing, "rossi").mode, Mode::none);
}

TEST(Rebooking, S_A12_FollowsTheTableForEveryValueOfEveryParameter) {
  AppointmentPolicy policy = office();
  int cases = 0;
  for (unsigned switches = 0; switches < 32; ++switches) {
    for (const int b : {0, existing, unknown, obsolete}) {
      for (const int d : {0, existing, unknown, obsolete}) {
        policy.parameters = {.cc0036 = (switches & 1U) != 0,
                             .cc0036a = (switches & 2U) != 0,
                             .cc0036b = b,
                             .cc0036c = (switches & 4U) != 0,
                             .cc0036d = d,
                             .cc0037 = (switches & 8U) != 0,
                             .cc0037a = (switches & 16U) != 0};
        for (const std::optional<bool> flag : {std::optional<bool>{}, {true}, {false}}) {
          SCOPED_TRACE(testing::Message() << "switches " << switches << ", B " << b << ", D " << d);
          check(policy, flag);
          ++cases;
        }
        check_modes(policy);
      }
    }
  }
  EXPECT_EQ(cases, 32 * 16 * 3);
}

TEST(Rebooking, S_A36_AUsersOwnRowHoldsForThatUserOnly) {
  AppointmentPolicy policy = office();
  policy.users["rossi"].cc0036 = true;
  policy.users["rossi"].cc0037 = true;
  EXPECT_EQ(card_plan(policy, "rossi").card, Card::new_card);
  EXPECT_EQ(card_plan(policy, "verdi").card, Card::same);
  policy.users.erase("rossi");
  EXPECT_EQ(card_plan(policy, "rossi").card, Card::same);
}

TEST(Rebooking, SaysThatNoProcedureActsWhereTheOnlyOneIsSwitchedOff) {
  AppointmentPolicy policy = office();
  policy.procedures.front().active = false;
  EXPECT_TRUE(mode_for(policy, 41, "rossi").procedure_off);
  EXPECT_EQ(mode_for(policy, 41, "rossi").mode, Mode::none);
  EXPECT_FALSE(mode_for(policy, 31, "rossi").procedure_off);
}

TEST(CallbackNames, AreTakenApartAsTheyWerePutTogether) {
  const auto name = parse_callback_id(callback_id(Kind::contact, 3, "umfrage/K:1"));
  ASSERT_TRUE(name);
  EXPECT_EQ(name->kind, Kind::contact);
  EXPECT_EQ(name->cycle, 3U);
  EXPECT_EQ(name->case_id, "umfrage/K:1");
  for (const char* bad : {"", "contact", "contact:1", "contact:1:", "contact:0:x", "contact:x:y",
                          "contact:-1:y", "referral:1:R-1", "contact:99999999999:x", ":1:x"})
    EXPECT_FALSE(parse_callback_id(bad)) << bad;
}

}  // namespace
}  // namespace followup
