// Many readers of one sheet cost one rendering.
#include "minutes_story.h"

#include <array>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(MinutesPrinter, RendersOnceForManyReadersOfOneLanguage) {
  MinutesSheet italian = sample_sheet();
  MinutesSheet german = sample_sheet();
  german.language = "de";
  german.title = "Protokoll";
  const MinutesPrinter printer;
  const auto first = printer.print(italian);
  for (int reader = 0; reader < 40; ++reader) {
    EXPECT_EQ(*printer.print(italian), *first);
    EXPECT_NE(*printer.print(german), *first);
  }
  EXPECT_EQ(printer.rendered(), 2);
}

TEST(MinutesPrinter, ForgetsWhatWasPrintedLongAgo) {
  const MinutesPrinter printer;
  MinutesSheet sheet = sample_sheet();
  for (std::size_t n = 0; n <= MinutesPrinter::most_remembered; ++n) {
    sheet.title = std::to_string(n);
    EXPECT_TRUE(printer.print(sheet));
  }
  EXPECT_TRUE(printer.print(sheet));
  EXPECT_EQ(printer.rendered(), static_cast<int>(MinutesPrinter::most_remembered) + 1);
  sheet.title = "0";
  EXPECT_TRUE(printer.print(sheet));
  EXPECT_EQ(printer.rendered(), static_cast<int>(MinutesPrinter::most_remembered) + 2);
}

TEST(MinutesPrinter, ServesSeveralThreads) {
  const MinutesPrinter printer;
  const auto expected = MinutesPrinter().print(sample_sheet());
  std::array<bool, 4> same{};
  std::vector<std::thread> threads;
  for (auto& one : same) {
    threads.emplace_back([&] {
      const auto shared = printer.print(sample_sheet());
      const auto own = render_minutes_pdf(sample_sheet());
      one = shared && own && *shared == *expected && *own == *expected;
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_THAT(same, testing::Each(true));
  EXPECT_EQ(printer.rendered(), 1);
}

}  // namespace

}  // namespace followup
