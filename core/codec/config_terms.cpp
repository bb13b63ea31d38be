// One table of units reads terms, writes them, and finds the form that was meant.
#include "core/codec/config_terms.h"

#include "core/codec/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace followup {

namespace {

/// How a unit is written behind a number.
struct Unit {
  std::string_view name;
  TermUnit unit;
  int each;  ///< of TermUnit
  int most;  ///< of this unit: ten years
};

constexpr int days = 3650;
constexpr int hours = 24 * days;
constexpr int minutes = 60 * hours;
constexpr std::size_t units_of_warnings = 6;  ///< the first ones

constexpr std::array<Unit, 16> units{{
    {"h", TermUnit::minutes, 60, hours},
    {"m", TermUnit::minutes, 1, minutes},
    {"hours", TermUnit::minutes, 60, hours},
    {"hour", TermUnit::minutes, 60, hours},
    {"minutes", TermUnit::minutes, 1, minutes},
    {"minute", TermUnit::minutes, 1, minutes},
    {"business hours", TermUnit::business_minutes, 60, hours},
    {"business hour", TermUnit::business_minutes, 60, hours},
    {"business minutes", TermUnit::business_minutes, 1, minutes},
    {"business minute", TermUnit::business_minutes, 1, minutes},
    {"days", TermUnit::days, 1, days},
    {"day", TermUnit::days, 1, days},
    {"business days", TermUnit::business_days, 1, days},
    {"business day", TermUnit::business_days, 1, days},
    {"months", TermUnit::months, 1, 120},
    {"month", TermUnit::months, 1, 120},
}};

constexpr std::string_view term_forms =
    "a term, as in \"24h\", \"90m\", \"15 days\", \"7 business days\", \"8 business hours\" or "
    "\"1 month\"";
constexpr std::string_view warning_forms =
    "a share of the time, as in \"75%\", or open time before its end, as in \"30m\" or \"2h\"";

Error wrong(std::string message) {
  return Error{Code::invalid_input, std::move(message)};
}

/// A number, and what stands behind it and one space at most.
struct Amount {
  std::int64_t count = 0;
  std::string_view unit;
};

std::optional<Amount> amount_in(std::string_view text) {
  constexpr std::int64_t most = 1'000'000'000;
  Amount amount;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, amount.count);
  if (fault != std::errc{} || amount.count < 0 || amount.count > most) return std::nullopt;
  amount.unit = {stop, static_cast<std::size_t>(end - stop)};
  if (amount.unit.starts_with(' ')) amount.unit.remove_prefix(1);
  return amount;
}

std::string joined(std::int64_t count, std::string_view unit) {
  return fmt::format("{}{}{}", count, unit.size() == 1 ? "" : " ", unit);
}

/// What was meant by a unit that there is not; "": nobody knows.
std::string nearest_form(const Amount& amount, std::span<const Unit> known) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> short_forms{
      {{"d", "days"}, {"bd", "business days"}, {"bh", "business hours"}}};
  for (const auto& [shortened, unit] : short_forms)
    if (amount.unit == shortened) return joined(amount.count, unit);
  std::vector<std::string> names;
  for (const auto& unit : known)
    if (unit.name.size() > 1) names.emplace_back(unit.name);
  const auto nearest = nearest_name(amount.unit, names);
  return nearest.empty() ? "" : joined(amount.count, nearest);
}

/// A whole number of the larger unit, else of the smaller one.
std::string in_hours(int count, std::string_view hour, std::string_view minute) {
  const bool whole = count > 0 && count % 60 == 0;
  return joined(whole ? count / 60 : count, whole ? hour : minute);
}

std::string counted(int count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

}  // namespace

Result<Term> parse_term(std::string_view text, int least) {
  const auto amount = amount_in(text);
  if (!amount) return wrong(fmt::format("must be {}", term_forms));
  const auto* const unit = std::find_if(
      units.begin(), units.end(), [&](const Unit& each) { return each.name == amount->unit; });
  if (unit == units.end()) {
    const std::string form = nearest_form(*amount, units);
    return wrong(fmt::format("must be {}{}", term_forms,
                             form.empty() ? "" : fmt::format(": did you mean \"{}\"?", form)));
  }
  const bool of_days = unit->unit == TermUnit::days || unit->unit == TermUnit::business_days;
  const int fewest = of_days ? least : 1;
  if (amount->count < fewest || amount->count > unit->most) {
    return wrong(fmt::format("must be a term from \"{}\" to \"{}\"", joined(fewest, unit->name),
                             joined(unit->most, unit->name)));
  }
  return Term{unit->unit, static_cast<int>(amount->count) * unit->each};
}

std::string format_term(const Term& term) {
  switch (term.unit) {
    case TermUnit::minutes:
      return in_hours(term.count, "h", "m");
    case TermUnit::business_minutes: {
      const bool whole = term.count > 0 && term.count % 60 == 0;
      return whole ? counted(term.count / 60, "business hour")
                   : counted(term.count, "business minute");
    }
    case TermUnit::days:
      return counted(term.count, "day");
    case TermUnit::business_days:
      return counted(term.count, "business day");
    case TermUnit::months:
      return counted(term.count, "month");
  }
  return {};
}

Result<TermWarning> parse_warning(std::string_view text) {
  constexpr int most_percent = 99;
  constexpr std::int64_t most_hours = 8760;
  const auto amount = amount_in(text);
  if (!amount) return wrong(fmt::format("must be {}", warning_forms));
  if (amount->unit == "%") {
    if (amount->count >= 1 && amount->count <= most_percent)
      return TermWarning{ShareGone{static_cast<int>(amount->count)}};
    return wrong(fmt::format("must be a share from \"1%\" to \"{}%\"", most_percent));
  }
  const std::span<const Unit> known(units.data(), units_of_warnings);
  const auto unit = std::find_if(known.begin(), known.end(),
                                 [&](const Unit& each) { return each.name == amount->unit; });
  if (unit == known.end()) {
    const std::string form = nearest_form(*amount, known);
    return wrong(fmt::format("must be {}{}", warning_forms,
                             form.empty() || amount->unit.ends_with("d")
                                 ? ""
                                 : fmt::format(": did you mean \"{}\"?", form)));
  }
  const std::int64_t left = amount->count * unit->each;
  if (left < 1 || left > most_hours * 60)
    return wrong(fmt::format("must be open time from \"1m\" to \"{}h\"", most_hours));
  return TermWarning{OpenTimeLeft{std::chrono::minutes{left}}};
}

std::string format_warning(const TermWarning& warning) {
  if (const auto* const gone = std::get_if<ShareGone>(&warning))
    return fmt::format("{}%", gone->percent);
  return in_hours(static_cast<int>(std::get<OpenTimeLeft>(warning).left.count()), "h", "m");
}

}  // namespace followup
