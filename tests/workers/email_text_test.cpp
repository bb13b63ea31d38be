// Foreign text made safe, and dates in people's words.
#include "workers/email/language.h"
#include "workers/email/text.h"

#include <gtest/gtest.h>

namespace followup {
namespace {

using namespace std::string_literals;

TEST(CleanLine, KeepsNamesOfManyLanguagesAsTheyAre) {
  for (const auto* name :
       {"São João", "Müller", "perché", "Łukasz Żak", "佐藤", "Ναταλία", "O'Neill"}) {
    EXPECT_EQ(clean_line(name), name);
  }
}

TEST(CleanLine, MakesOneLineOfWhateverLineBreakThereIs) {
  EXPECT_EQ(clean_line("a\r\nb\rc\nd"), "a b c d");
  EXPECT_EQ(clean_line("a\xe2\x80\xa8"s + "b\xe2\x80\xa9" + "c\xc2\x85" + "d"), "a b c d");
  EXPECT_EQ(clean_line("\t a \t\v b \n"), "a b");
  EXPECT_EQ(clean_line("a\0b\x7f"s + "c"), "a b c");
}

TEST(CleanLine, DropsWhatTurnsTheDirectionOrIsNotSeen) {
  EXPECT_EQ(clean_line("gpj\xe2\x80\xae.exe\xe2\x80\xac"), "gpj.exe");
  EXPECT_EQ(clean_line("\xef\xbb\xbf"
                       "a\xe2\x81\xa6"
                       "b\xd8\x9c"
                       "c"),
            "abc");
}

TEST(CleanLine, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(clean_line("M\xfcller"), "M\xef\xbf\xbdller");
  EXPECT_EQ(clean_line("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd") << "overlong";
  EXPECT_EQ(clean_line("a\xe2\x82"), "a\xef\xbf\xbd\xef\xbf\xbd") << "cut off";
  EXPECT_EQ(clean_line("\xed\xa0\x80").find('\xed'), std::string::npos) << "surrogate";
}

TEST(CleanLine, CutsWhatIsTooLongBetweenCharacters) {
  EXPECT_EQ(clean_line("äöüß", 3), "äöü…");
  EXPECT_EQ(clean_line("ab cd", 3), "ab…");
  EXPECT_EQ(clean_line("abc", 3), "abc");
  EXPECT_EQ(clean_line("abcd", 3), "abc…");
}

TEST(CleanHeader, LeavesNoEncodedWordForTheReaderToDecode) {
  EXPECT_EQ(clean_header("=?utf-8?q?=0D=0ABcc:x?="), "= ?utf-8?q?=0D=0ABcc:x?=");
}

TEST(Utf8, TellsWellFormedTextFromOther) {
  EXPECT_TRUE(is_utf8("São João 佐藤 😀 \xef\xbf\xbd"));
  for (const auto* bad :
       {"\xff", "\xc3", "\xe2\x82", "\xf5\x80\x80\x80", "\xed\xa0\x80", "\xc1\x81"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(Html, EscapesEveryCharacterThatMeansSomething) {
  EXPECT_EQ(escape_html("<a href=\"x\">'&'</a>"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}

TEST(Languages, AreFoundByTheirTagElseTheTenantsElseEnglish) {
  EXPECT_EQ(language_of("pt-BR", "it"), Language::pt);
  EXPECT_EQ(language_of("DE_at", "it"), Language::de);
  EXPECT_EQ(language_of("", "it"), Language::it);
  EXPECT_EQ(language_of("fr", "de"), Language::de);
  EXPECT_EQ(language_of("deutsch", "fr"), Language::en);
  EXPECT_EQ(content_tag(Language::pt), "pt-BR");
}

TEST(Dates, AreToldAsPeopleWriteThem) {
  const Date monday{std::chrono::January / 31 / 2011};
  EXPECT_EQ(long_date(Language::it, monday), "lunedì 31 gennaio 2011");
  EXPECT_EQ(long_date(Language::de, monday), "Montag, 31. Januar 2011");
  EXPECT_EQ(long_date(Language::pt, monday), "segunda-feira, 31 de janeiro de 2011");
  EXPECT_EQ(long_date(Language::en, monday), "Monday 31 January 2011");
}

TEST(Dates, MakeTheFirstOfAMonthAnOrdinalWhereThatIsTheCustom) {
  const Date first{std::chrono::March / 1 / 2026};
  EXPECT_EQ(long_date(Language::it, first), "domenica 1º marzo 2026");
  EXPECT_EQ(long_date(Language::pt, first), "domingo, 1º de março de 2026");
  EXPECT_EQ(long_date(Language::de, first), "Sonntag, 1. März 2026");
  EXPECT_EQ(long_date(Language::en, first), "Sunday 1 March 2026");
}

TEST(Dates, NameTheZoneOfTheReader) {
  const TimePoint winter = parse_instant("2011-01-31T08:00:00Z").value();
  const TimePoint summer = parse_instant("2026-03-29T07:05:59Z").value();
  const Zone rome = Zone::load("Europe/Rome").value();
  EXPECT_EQ(long_time(Language::it, winter, rome), "lunedì 31 gennaio 2011, 09:00 (CET)");
  EXPECT_EQ(long_time(Language::de, summer, rome), "Sonntag, 29. März 2026, 09:05 Uhr (CEST)");
  EXPECT_EQ(long_time(Language::pt, winter, Zone::load("America/Sao_Paulo").value()),
            "segunda-feira, 31 de janeiro de 2011, 06:00 (UTC-02:00)");
  EXPECT_EQ(long_time(Language::en, winter, Zone::load("Asia/Kathmandu").value()),
            "Monday 31 January 2011, 13:45 (UTC+05:45)");
}

}  // namespace
}  // namespace followup
