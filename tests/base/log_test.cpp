// Log lines: one line a fact whatever the values hold.
#include "core/base/log.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(Log, WritesKeysAndValues) {
  EXPECT_EQ(format_log_line("delivery_retry", {{"id", "x1"}, {"attempt", "2"}}),
            "event=delivery_retry id=x1 attempt=2");
  EXPECT_EQ(format_log_line("start", {}), "event=start");
}

TEST(Log, QuotesWhatWouldBreakALine) {
  EXPECT_EQ(format_log_line("e", {{"a", ""}, {"b", "two words"}, {"c", "x=y"}}),
            R"(event=e a="" b="two words" c="x=y")");
  EXPECT_EQ(format_log_line("e", {{"a", "say \"hi\" \\"}}), R"(event=e a="say \"hi\" \\")");
  EXPECT_EQ(format_log_line("e", {{"a", "1\n2\r\t\x7f"}}), R"(event=e a="1\x0a2\x0d\x09\x7f")");
}

TEST(Log, LeavesLettersOfOtherLanguagesAlone) {
  EXPECT_EQ(format_log_line("e", {{"a", "perché"}}), "event=e a=perché");
}

}  // namespace

}  // namespace followup
