// Result: a value or an error, and the context that an error gains on its way out.
#include "core/base/result.h"

#include <memory>

#include <gtest/gtest.h>

namespace followup {

namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{Code::invalid_input, "an odd number has no half"};
  return number / 2;
}

TEST(Result, HoldsAValueOrAnError) {
  const auto good = half(4);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 2);
  const auto bad = half(3);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, Code::invalid_input);
  EXPECT_EQ(with_context(bad.error(), "policy").what, "policy: an odd number has no half");
}

TEST(Result, GivesItsValueAway) {
  Result<std::unique_ptr<int>> owned(std::make_unique<int>(7));
  const std::unique_ptr<int> taken = std::move(owned).value();
  EXPECT_EQ(*taken, 7);
}

TEST(Result, OfNothingIsGoodUnlessItIsAnError) {
  EXPECT_TRUE(Result<void>());
  const Result<void> bad(Error{Code::unavailable, "away"});
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().what, "away");
}

}  // namespace

}  // namespace followup
