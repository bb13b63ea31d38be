// An administrator hears of every configuration that was not taken, however many there are.
#include "core/flow/config_notice.h"

#include "tests/flow/world.h"

#include <gtest/gtest.h>

namespace followup {
namespace {

std::vector<ConfigFault> fault(int number) {
  ConfigFault made;
  made.file = "tenants/assist.toml";
  made.key = "referral.supervisor_days";
  made.message = "is no whole number " + std::to_string(number) + std::string(1800, '.');
  return {made};
}

std::size_t told(World& world) {
  world.settle();
  return world.sent().size();
}

TEST(ConfigNotice, TellsOfEveryRejectedConfigurationOfADay) {
  World world;
  constexpr int many = 30;
  for (int number = 0; number < many; ++number) {
    const auto before = told(world);
    ASSERT_TRUE(tell_of_rejected(fault(number), world.store(), world.context()));
    EXPECT_GT(told(world), before) << number;
  }
  EXPECT_LT(std::get<Notices>(world.stored("configuration", Kind::notices)->facts).told.size(),
            many + 1U);
}

TEST(ConfigNotice, TellsOfTheSameOneOnceADay) {
  World world;
  world.at("2011-01-01T10:00");
  ASSERT_TRUE(tell_of_rejected(fault(1), world.store(), world.context()));
  const auto first = told(world);
  EXPECT_GT(first, 0U);
  ASSERT_TRUE(tell_of_rejected(fault(1), world.store(), world.context()));
  EXPECT_EQ(told(world), first);
  world.at("2011-01-02T10:00");
  ASSERT_TRUE(tell_of_rejected(fault(1), world.store(), world.context()));
  EXPECT_GT(told(world), first);
  EXPECT_EQ(std::get<Notices>(world.stored("configuration", Kind::notices)->facts).told.size(), 1U)
      << "of today only";
}

}  // namespace
}  // namespace followup
