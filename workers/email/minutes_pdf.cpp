// What a sheet of minutes looks like, and how foreign text comes onto it.
#include "workers/email/minutes_pdf.h"

#include "workers/email/text.h"
#include "workers/email/typesetter.h"

#include <algorithm>
#include <string_view>

#include <glib.h>

namespace followup {

namespace {

constexpr double label_width = 118;  ///< of facts
constexpr double gutter = 12;
constexpr double number_width = 30;  ///< in front of entries

constexpr TextStyle title_style{.size = 18, .bold = true};
constexpr TextStyle subtitle_style{.size = 12, .grey = 0.35};
constexpr TextStyle heading_style{.size = 12.5, .bold = true};
constexpr TextStyle text_style{.leading = 1.15};
constexpr TextStyle label_style{.grey = 0.35, .leading = 1.15};
constexpr TextStyle note_style{.size = 9, .grey = 0.35, .leading = 1.15};

bool is_control(char32_t letter) {
  const bool bidirectional = letter == 0x061c || letter == 0x200e || letter == 0x200f ||
                             (letter >= 0x202a && letter <= 0x202e) ||
                             (letter >= 0x2066 && letter <= 0x2069);
  return letter < 0x20 || (letter >= 0x7f && letter < 0xa0) || letter == 0xfeff || bidirectional;
}

/// Lines of UTF-8 without controls; a tab is a space, and of several empty lines one is left. A
/// letter has at most as many marks as any language needs (UAX #15 section 13): laying out
/// thousands of them would take seconds.
std::string clean_lines(std::string_view text) {
  constexpr int most_marks = 30;
  int marks = 0;
  std::string clean;
  clean.reserve(text.size());
  const auto end_line = [&] {
    if (!clean.empty() && !clean.ends_with("\n\n")) clean += '\n';
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t letter = next_character(text, at);
    marks = g_unichar_ismark(letter) != FALSE ? marks + 1 : 0;
    const bool return_of_pair = letter == '\r' && at < text.size() && text[at] == '\n';
    if (letter == '\n' || letter == '\r' || letter == 0x85 || letter == 0x2028 ||
        letter == 0x2029) {
      if (!return_of_pair) end_line();
    } else if (letter == '\t') {
      clean += ' ';
    } else if (letter == 0xfffd) {
      clean += "\xef\xbf\xbd";
    } else if (!is_control(letter) && marks <= most_marks) {
      clean += text.substr(begin, at - begin);
    }
  }
  while (clean.ends_with('\n'))
    clean.pop_back();
  return clean;
}

/// Room for a heading and the first lines of what it is about.
constexpr double heading_room = 64;
constexpr double entry_room = 30;

void set_fact(Typesetter& out, const SheetFact& fact) {
  out.keep(entry_room);
  out.beside(clean_line(fact.label), label_style, Typesetter::left, label_width);
  out.flow(clean_lines(fact.value), text_style, Typesetter::left + label_width + gutter);
  out.clear();
  out.space(2);
}

void set_item(Typesetter& out, const SheetItem& item, std::size_t number) {
  out.keep(entry_room);
  out.beside(std::to_string(number) + ".", text_style, Typesetter::left, number_width);
  out.flow(clean_lines(item.text), text_style, Typesetter::left + number_width);
  out.clear();
  if (!item.note.empty())
    out.flow(clean_lines(item.note), note_style, Typesetter::left + number_width);
  out.space(5);
}

void set_section(Typesetter& out, const SheetSection& section) {
  out.space(16);
  out.keep(heading_room);
  if (!section.heading.empty()) {
    out.flow(clean_line(section.heading), heading_style);
    out.space(5);
  }
  if (!section.text.empty()) out.flow(clean_lines(section.text), text_style);
  if (!section.text.empty() && !section.items.empty()) out.space(5);
  for (std::size_t at = 0; at < section.items.size(); ++at)
    set_item(out, section.items[at], at + 1);
}

void set_sheet(Typesetter& out, const MinutesSheet& sheet, const std::string& title) {
  out.flow(title, title_style);
  if (!sheet.subtitle.empty()) {
    out.space(2);
    out.flow(clean_line(sheet.subtitle), subtitle_style);
  }
  out.space(12);
  for (const auto& fact : sheet.facts)
    set_fact(out, fact);
  for (const auto& section : sheet.sections)
    set_section(out, section);
  out.number_pages(title);
}

Result<std::string> make_pdf(const MinutesSheet& sheet) {
  if (!Typesetter::has_fonts()) return Error{Code::internal, "there is no font to print with"};
  const std::string title = clean_line(sheet.title);
  Typesetter typesetter(sheet.language);
  set_sheet(typesetter, sheet, title);
  return typesetter.make_pdf({title, clean_line(sheet.author), sheet.created});
}

}  // namespace

Result<std::string> MinutesPrinter::print(const MinutesSheet& sheet) const {
  const std::scoped_lock lock(busy_);
  const auto found = std::ranges::find(printed_, sheet, &Printed::sheet);
  if (found != printed_.end()) {
    printed_.splice(printed_.begin(), printed_, found);
    return found->pdf;
  }
  auto pdf = make_pdf(sheet);
  if (!pdf) return pdf;
  ++rendered_;
  printed_.push_front({sheet, *pdf});
  if (printed_.size() > most_remembered) printed_.pop_back();
  return pdf;
}

int MinutesPrinter::rendered() const {
  const std::scoped_lock lock(busy_);
  return rendered_;
}

Result<std::string> render_minutes_pdf(const MinutesSheet& sheet) {
  static const MinutesPrinter printer;
  return printer.print(sheet);
}

}  // namespace followup
