// Minutes as a PDF, read back by poppler's programs: nothing of the text is lost, whatever it is
// made of, and equal sheets are equal files (M31).
#include "workers/email/minutes_pdf.h"

#include "minutes_story.h"
#include "tests/support/child_process.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {

namespace {

using testing::HasSubstr;
using testing::Not;

/// What a command writes, and how it ended.
struct Written {
  std::string output;
  int status = 0;
};

Written run(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  Written written;
  std::array<char, 4096> piece{};
  while (const auto got = fread(piece.data(), 1, piece.size(), pipe))
    written.output.append(piece.data(), got);
  written.status = pclose(pipe);
  return written;
}

/// Words with one space between.
std::string words(const std::string& text) {
  std::istringstream in(text);
  std::string all;
  for (std::string word; in >> word;)
    all += (all.empty() ? "" : " ") + word;
  return all;
}

class MinutesPdf : public ::testing::Test {
 protected:
  /// What poppler's program tells of the file.
  std::string ask(const std::string& program, const std::string& pdf,
                  const std::string& after = {}) {
    const std::string path = folder_.path() + "/minutes.pdf";
    std::ofstream(path, std::ios::binary) << pdf;
    const auto told = run("TZ=UTC " + program + " " + path + " " + after + " 2>&1");
    EXPECT_EQ(told.status, 0) << program << ": " << told.output;
    return told.output;
  }

  /// The words of all pages without what is at their feet.
  std::string read(const std::string& pdf) {
    return words(ask("pdftotext -raw -x 0 -y 0 -W 596 -H 770", pdf, "-"));
  }

  std::string feet(const std::string& pdf) {
    return words(ask("pdftotext -raw -x 0 -y 770 -W 596 -H 72", pdf, "-"));
  }

  int pages(const std::string& pdf) {
    const std::string told = ask("pdfinfo", pdf);
    return std::stoi(told.substr(told.find("Pages:") + 6));
  }

  static std::string print(const MinutesSheet& sheet) {
    auto pdf = MinutesPrinter().print(sheet);  // one that remembers nothing
    EXPECT_TRUE(pdf) << (pdf ? "" : pdf.error().what);
    return pdf ? *pdf : std::string();
  }

  /// The sample with this text only.
  static MinutesSheet sheet_of(std::string text) {
    MinutesSheet sheet = sample_sheet();
    sheet.sections = {{"Text", std::move(text), {}}};
    return sheet;
  }

  TemporaryFolder folder_;
};

TEST_F(MinutesPdf, HasEverythingThatTheSheetSays) {
  EXPECT_EQ(read(print(sample_sheet())),
            "Verbale: colloquio sulla pratica 4711 Versione riveduta 2 "
            "Quando giovedì 18 giugno 2026, 10:00 (CEST) Dove Sala 3 "
            "Resoconto È stato chiarito perché la domanda è già lì. Manca un documento. "
            "Decisioni 1. Si prosegue. 2. Niente rinvii. "
            "Azioni 1. Chiamare il cliente Dino, entro il 18 giugno 2026");
}

TEST_F(MinutesPdf, HasTheLettersOfEveryLanguageOfTheMails) {
  const std::vector<std::string> paragraphs{
      "àèéìíîòóùú ÀÈÉÌÒÙ «Perché no?» l'ufficio, 12,50 €",
      "äöüß ÄÖÜẞ „Größe, Straße“ – Übermorgen §3",
      "áâãàçéêíóôõú ÁÂÃÀÇÉÊÍÓÔÕÚ “ação, coração” nº 7ª",
      "“It’s naïve” — £5, 50% & more…",
  };
  std::string text;
  for (const auto& paragraph : paragraphs)
    text += paragraph + "\n\n";
  const std::string told = read(print(sheet_of(text)));
  for (const auto& paragraph : paragraphs)
    EXPECT_THAT(told, HasSubstr(paragraph));
}

TEST_F(MinutesPdf, LosesNothingWhereAParagraphGoesOnOnTheNextPage) {
  std::string text;
  for (int word = 0; word < 6000; ++word)
    text += "w" + std::to_string(word) + " ";
  const auto pdf = print(sheet_of(text));
  EXPECT_THAT(read(pdf), HasSubstr(words(text)));
  EXPECT_GT(pages(pdf), 5);
}

TEST_F(MinutesPdf, LosesNothingOfManyEntriesAndAFactOverManyPages) {
  MinutesSheet sheet = sample_sheet();
  std::string expected = "Presenti";
  std::string present;
  for (int person = 0; person < 600; ++person) {
    present += "Nome Cognome" + std::to_string(person) + "\n";
    expected += " Nome Cognome" + std::to_string(person);
  }
  sheet.facts = {{"Presenti", present}};
  sheet.sections = {{"Decisioni", "", {}}};
  expected += " Decisioni";
  for (int entry = 1; entry <= 100; ++entry) {
    sheet.sections[0].items.push_back({"Voce " + std::string(900, 'x'), "nota"});
    expected += " " + std::to_string(entry) + ". Voce nota";
  }
  auto told = read(print(sheet));
  std::string without;  // what is broken inside of a word is put together here
  std::istringstream in(told);
  std::size_t letters = 0;
  for (std::string word; in >> word;) {
    if (word.find_first_not_of('x') == std::string::npos)
      letters += word.size();
    else
      without += (without.empty() ? "" : " ") + word;
  }
  EXPECT_THAT(without, HasSubstr(expected));
  EXPECT_EQ(letters, 90'000U);
}

TEST_F(MinutesPdf, NumbersItsPages) {
  std::string text;
  for (int line = 0; line < 150; ++line)
    text += "Line\n";
  const auto pdf = print(sheet_of(text));
  const int count = pages(pdf);
  EXPECT_GE(count, 3);
  std::string expected;
  for (int page = 1; page <= count; ++page) {
    expected += (page == 1 ? "" : " ") + sample_sheet().title + " " + std::to_string(page) + " / " +
                std::to_string(count);
  }
  EXPECT_EQ(feet(pdf), expected);
}

TEST_F(MinutesPdf, NeverLeavesAHeadingAloneAtTheFootOfAPage) {
  for (int lines = 40; lines < 56; ++lines) {
    std::string text;
    for (int line = 0; line < lines; ++line)
      text += "Line\n";
    MinutesSheet sheet = sheet_of(text);
    sheet.sections.push_back({"Decisions", "", {{"Decided", ""}}});
    const std::string raw = ask("pdftotext -raw", print(sheet), "-");
    const auto heading = raw.find("Decisions");
    ASSERT_NE(heading, std::string::npos);
    EXPECT_EQ(raw.substr(heading, raw.find("Decided") - heading).find('\f'), std::string::npos)
        << lines;
  }
}

TEST_F(MinutesPdf, IsTheSameForEqualSheets) {
  const auto first = print(sample_sheet());
  print(sheet_of("something else in between, with ≠ letters: שלום"));
  EXPECT_EQ(print(sample_sheet()), first);
  MinutesSheet later = sample_sheet();
  later.created += std::chrono::seconds{1};
  EXPECT_NE(print(later), first);
}

TEST_F(MinutesPdf, CarriesItsPropertiesAndItsFonts) {
  const auto pdf = print(sample_sheet());
  const auto told = ask("pdfinfo", pdf);
  EXPECT_THAT(told, HasSubstr("Title:           Verbale: colloquio sulla pratica 4711\n"));
  EXPECT_THAT(told, HasSubstr("Author:          Anna Bianchi\n"));
  EXPECT_THAT(told, HasSubstr("CreationDate:    Thu Jun 18 07:00:00 2026 UTC\n"));
  EXPECT_THAT(told, HasSubstr("(A4)"));
  EXPECT_THAT(told, HasSubstr("JavaScript:      no\n"));
  std::istringstream fonts(ask("pdffonts", pdf));
  std::string line;
  std::getline(fonts, line);
  const auto embedded = line.find("emb");
  std::getline(fonts, line);
  int count = 0;
  while (std::getline(fonts, line)) {
    ++count;
    EXPECT_EQ(line.substr(embedded, 3), "yes") << line;
  }
  EXPECT_GT(count, 0);
}

TEST_F(MinutesPdf, TakesTextAsTextOnly) {
  MinutesSheet sheet = sheet_of("<b>bold</b> &amp; %s \\n {{name}} (Tj) \x07\x1b[1m tab\there");
  sheet.title = "<i>Title</i>) /JS (app.alert\xe2\x80\xae txt\x01)";
  const auto pdf = print(sheet);
  EXPECT_THAT(read(pdf), HasSubstr("<b>bold</b> &amp; %s \\n {{name}} (Tj) [1m tab here"));
  EXPECT_THAT(read(pdf), HasSubstr("<i>Title</i>) /JS (app.alert txt )"));
  EXPECT_THAT(ask("pdfinfo", pdf), HasSubstr("JavaScript:      no\n"));
}

TEST_F(MinutesPdf, EndsLinesWhereverTheyComeFromAndLeavesOneEmptyLineOfMany) {
  const auto raw = ask("pdftotext -layout",
                       print(sheet_of("alpha\r\nbravo\rcharlie\xe2\x80\xa8"
                                      "delta\n\n\n\n\n\necho\n\n")),
                       "-");
  std::istringstream in(raw.substr(raw.find("alpha")));
  std::vector<std::string> lines;
  for (std::string line; lines.size() < 5 && std::getline(in, line);) {
    if (!line.empty()) lines.push_back(words(line));
  }
  EXPECT_EQ(lines, (std::vector<std::string>{"alpha", "bravo", "charlie", "delta", "echo"}));
  EXPECT_EQ(pages(print(sheet_of(std::string(40'000, '\n')))), 1);
}

TEST_F(MinutesPdf, IsNotBrokenByAnyScript) {
  std::string ideographs;
  for (int n = 0; n < 3000; ++n)
    ideographs += std::string("\xe4\xbd") + static_cast<char>(0x80 + n % 64);
  std::string marks = "e";
  for (int n = 0; n < 20'000; ++n)
    marks += "\xcc\x81";
  const std::vector<std::string> texts{
      "שלום עולם, 3 דברים (abc)",        "مرحبا بالعالم", "हिन्दी क्षत्रिय", "ภาษาไทย",
      "👩‍👩‍👧 🇮🇹 ✅", ideographs,      marks,          std::string(40'000, 'x'),
      "bad \xc3\x28 \xff bytes"};
  for (const auto& text : texts) {
    const auto pdf = print(sheet_of("before\n" + text + "\nafter"));
    EXPECT_THAT(read(pdf), HasSubstr("before"));
    EXPECT_THAT(read(pdf), HasSubstr("after"));
  }
  EXPECT_THAT(read(print(sheet_of(texts.back()))),
              HasSubstr("bad \xef\xbf\xbd( \xef\xbf\xbd bytes"));
}

TEST_F(MinutesPdf, IsPrintedWithNothingInIt) {
  EXPECT_EQ(pages(print({})), 1);
}

TEST_F(MinutesPdf, IsTheSameWithoutAHomeOrAPlaceToRememberFonts) {
  const auto printed = print(sample_sheet());
  const auto bare = run("env -i HOME=/nonexistent " FOLLOWUP_PRINT_MINUTES " 2>/dev/null");
  EXPECT_EQ(bare.status, 0);
  EXPECT_TRUE(bare.output == printed);
  const auto said = run("env -i HOME=/nonexistent " FOLLOWUP_PRINT_MINUTES " 2>&1 >/dev/null");
  EXPECT_THAT(said.output, Not(HasSubstr("Fontconfig ")));

  const std::string fonts = folder_.path() + "/fonts.conf";
  std::ofstream(fonts) << "<fontconfig><dir>/usr/share/fonts</dir>"
                          "<cachedir>/proc/nowhere</cachedir></fontconfig>";
  const auto uncached = run("env -i HOME=/nonexistent FONTCONFIG_FILE=" + fonts +
                            " " FOLLOWUP_PRINT_MINUTES " 2>/dev/null");
  EXPECT_EQ(uncached.status, 0);
  EXPECT_EQ(read(uncached.output), read(printed));
}

TEST_F(MinutesPdf, IsAnErrorWhereThereIsNoFont) {
  const std::string fonts = folder_.path() + "/fonts.conf";
  std::ofstream(fonts) << "<fontconfig><dir>" + folder_.path() + "/none</dir></fontconfig>";
  const auto none =
      run("env -i HOME=/nonexistent FONTCONFIG_FILE=" + fonts + " " FOLLOWUP_PRINT_MINUTES " 2>&1");
  EXPECT_EQ(WEXITSTATUS(none.status), 1);
  EXPECT_THAT(none.output, HasSubstr("there is no font to print with"));
}

}  // namespace

}  // namespace followup
