// Spans and days are texts: their forms are read here, and what a calendar as a whole must be.
#include "core/codec/config_calendars.h"

#include "core/codec/config_kinds.h"
#include "core/codec/config_sections.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <variant>

namespace followup {

namespace {

constexpr std::array<const char*, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                              "friday", "saturday", "sunday"};

Error wrong(std::string message) {
  return Error{Code::invalid_input, std::move(message)};
}

/// The end of a span may be the end of the day.
std::optional<std::chrono::seconds> parse_end(std::string_view text) {
  if (text == "24:00") return std::chrono::hours{24};
  return parse_time_of_day(text);
}

Result<DaySpan> read_span(const TomlValue& value) {
  constexpr std::string_view what = "must be a span of a day, as in \"09:00-20:00\"";
  if (value.type != TomlType::text)
    return wrong(fmt::format("{}, not {}", what, describe(value.type)));
  const std::string_view text = value.text;
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return wrong(std::string(what));
  const auto from = parse_time_of_day(text.substr(0, dash));
  const auto until = parse_end(text.substr(dash + 1));
  if (!from || !until) return wrong(std::string(what));
  if (*until <= *from) {
    return wrong(
        fmt::format("must end after it begins: \"{}\"{}", text,
                    *until < *from ? "; a night is two spans, until 24:00 and from 00:00" : ""));
  }
  return DaySpan{*from, *until};
}

std::string time_text(std::chrono::seconds time) {
  if (time == std::chrono::hours{24}) return "24:00";
  const std::string text = format_time_of_day(time);
  return text.ends_with(":00") ? text.substr(0, text.size() - 3) : text;
}

std::string span_text(const DaySpan& span) {
  return fmt::format("\"{}-{}\"", time_text(span.from), time_text(span.until));
}

/// What is wrong with the spans together; `spans` as in the list `value`.
std::vector<ValueProblem> overlaps(const TomlValue& value, const std::vector<DaySpan>& spans) {
  std::vector<ValueProblem> problems;
  for (std::size_t later = 0; later < spans.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      const DaySpan& a = spans[earlier];
      const DaySpan& b = spans[later];
      if (a.until <= b.from || b.until <= a.from) continue;
      problems.push_back(
          {value.items[later].line,
           a == b ? fmt::format("has the span {} twice", span_text(a))
                  : fmt::format("has spans that overlap: {} and {}", span_text(a), span_text(b))});
    }
  }
  return problems;
}

/// The spans of a day, in order. `T` is std::vector<DaySpan> or an optional of it.
template <class T>
KeyKind<OpeningHours> spans(Field<OpeningHours, T> place) {
  return {"list of spans", [=](const TomlValue& value, OpeningHours& hours) {
            std::vector<DaySpan> found;
            auto problems = read_list<DaySpan>(value, true, read_span, found);
            if (problems.empty()) problems = overlaps(value, found);
            std::sort(found.begin(), found.end());
            place(hours) = std::move(found);
            return problems;
          }};
}

/// A date, a day of every year, or days after Easter Sunday.
using Holiday = std::variant<Date, std::chrono::month_day, int>;

Result<Holiday> read_easter(std::string_view text) {
  constexpr std::string_view word = "easter";
  constexpr int earliest = -80;  // from any Easter Sunday this is in the same year
  constexpr int latest = 250;
  const std::string_view rest = text.substr(word.size());
  if (rest.empty()) return Holiday{0};
  int days = 0;
  const char* const begin = rest.data() + (rest.front() == '+' ? 1 : 0);
  const char* const end = rest.data() + rest.size();
  const auto [stop, fault] = std::from_chars(begin, end, days);
  const bool sign = rest.substr(0, 2) != "+-" && (rest.front() == '+' || rest.front() == '-');
  if (!sign || fault != std::errc{} || stop != end || days < earliest || days > latest) {
    return wrong(fmt::format(
        "must be easter or days before or after it, as in \"easter-2\" or \"easter+1\" (easter-80 "
        "to easter+250), not \"{}\"",
        text));
  }
  return Holiday{days};
}

/// "12-25"; the 29th of February is there in its years.
std::optional<std::chrono::month_day> parse_month_day(std::string_view text) {
  if (text.size() != 5 || text[2] != '-') return std::nullopt;
  const auto leap = parse_date(fmt::format("2000-{}", text));
  if (!leap) return std::nullopt;
  return leap->month() / leap->day();
}

bool has_form(std::string_view text, std::string_view form) {
  return text.size() == form.size() &&
         std::equal(text.begin(), text.end(), form.begin(),
                    [](char c, char as) { return as == '0' ? c >= '0' && c <= '9' : c == as; });
}

Result<Holiday> read_holiday(const TomlValue& value) {
  constexpr std::string_view what =
      "must be a date, a day of every year or one that moves with Easter, as in \"2026-12-25\", "
      "\"12-25\" or \"easter+1\"";
  if (value.type != TomlType::text && value.type != TomlType::date)
    return wrong(fmt::format("{}, not {}", what, describe(value.type)));
  const std::string_view text = value.text;
  if (const auto date = parse_date(text)) return Holiday{*date};
  if (const auto day = parse_month_day(text)) return Holiday{*day};
  if (has_form(text, "0000-00-00") || has_form(text, "00-00"))
    return wrong(fmt::format("must be a day that there is, and \"{}\" is none", text));
  if (text.substr(0, 6) == "easter") return read_easter(text);
  const std::string_view word = text.substr(0, text.find_first_of("+- "));
  if (!nearest_name(word, {"easter"}).empty())
    return wrong(fmt::format("{}, not \"{}\": did you mean \"easter\"?", what, text));
  return wrong(std::string(what));
}

KeyKind<OpeningHours> holidays() {
  return {"list of days", [](const TomlValue& value, OpeningHours& hours) {
            std::vector<Holiday> found;
            auto problems = read_list<Holiday>(value, true, read_holiday, found);
            Holidays days;
            for (const auto& day : found) {
              if (const auto* date = std::get_if<Date>(&day)) days.once.insert(*date);
              if (const auto* yearly = std::get_if<std::chrono::month_day>(&day))
                days.yearly.insert(*yearly);
              if (const auto* moving = std::get_if<int>(&day)) days.from_easter.insert(*moving);
            }
            hours.holidays = std::move(days);
            return problems;
          }};
}

KeyKind<OpeningHours> closed_days() {
  return {"list of dates", [](const TomlValue& value, OpeningHours& hours) {
            std::vector<Date> dates;
            auto problems = read_list<Date>(value, true, read_date, dates);
            hours.closed = std::set<Date>(dates.begin(), dates.end());
            return problems;
          }};
}

std::vector<KeyRow<OpeningHours>> calendar_rows() {
  std::vector<KeyRow<OpeningHours>> rows;
  for (std::size_t day = 0; day < weekdays.size(); ++day) {
    const Field<OpeningHours, std::vector<DaySpan>> place =
        [day](OpeningHours& hours) -> std::vector<DaySpan>& { return hours.week[day]; };
    rows.push_back({weekdays[day], spans(place), "[]",
                    day == 0 ? "When it is open on Mondays, as in `[\"09:00-13:00\", "
                               "\"14:00-20:00\"]`, local time; a span ends at 24:00 at the latest."
                             : "The same; `[]`: closed."});
  }
  rows.push_back({"holiday_eve", spans(field(&OpeningHours::holiday_eve)), std::string(not_set),
                  "When it is open on the day before a holiday, if that is a day with hours of its "
                  "own; not set: as on any other."});
  rows.push_back({"holidays", holidays(), "[]",
                  "Never open: dates (`\"2026-12-25\"`), days of every year (`\"12-25\"`), days "
                  "before and after Easter Sunday (`\"easter-2\"`, `\"easter+1\"`)."});
  rows.push_back({"closed", closed_days(), "[]",
                  "Closed days that are no holidays: their eves are days as any other."});
  return rows;
}

bool any_fault(const std::string& path, const ConfigReport& report) {
  return std::any_of(weekdays.begin(), weekdays.end(),
                     [&](const char* day) { return report.faulty(path + day); });
}

void check_calendar(const OpeningHours& hours, const std::string& path, ConfigReport& report) {
  const bool open = std::any_of(hours.week.begin(), hours.week.end(),
                                [](const auto& day) { return !day.empty(); });
  if (!open && !any_fault(path, report)) {
    report.error(path.substr(0, path.size() - 1), "is never open: give a day its hours");
  }
  if (hours.holiday_eve && hours.holidays == Holidays{} && !report.faulty(path + "holidays"))
    report.warning(path + "holiday_eve", "has no effect while there are no holidays");
}

}  // namespace

void read_calendars(const TomlValue& root, std::map<std::string, OpeningHours>& calendars,
                    ConfigReport& report) {
  const SectionFamily family{"calendars", "<name>", check_id};
  const auto rows = calendar_rows();
  read_sections(root.find(family.path), family, report,
                [&](const TomlValue& section, const std::string& id, const std::string& path) {
                  OpeningHours& hours = calendars[id];
                  read_rows(section, path, rows, hours, report);
                  check_calendar(hours, path, report);
                });
}

void document_calendars(std::vector<ConfigKey>& keys) {
  document_rows("tenants/<name>.toml", "calendars.<name>.", calendar_rows(), keys);
}

}  // namespace followup
