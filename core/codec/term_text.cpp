#include "core/codec/term_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace followup::json {

namespace {

/// Longer terms than these, a hundred years each, are not of anybody's making.
struct Unit {
  TermUnit unit;
  std::string_view suffix;
  int longest;
};

constexpr std::array units{
    Unit{TermUnit::minutes, "m", 52'560'000}, Unit{TermUnit::business_minutes, "bm", 52'560'000},
    Unit{TermUnit::days, "d", 36'500}, Unit{TermUnit::business_days, "bd", 36'500},
    Unit{TermUnit::months, "mo", 1'200}};
constexpr std::string_view share = "%";
constexpr std::string_view open_time = "bm";
constexpr int all_percent = 99;

struct Amount {
  int count;
  std::string_view suffix;
};

/// Digits without a leading zero, and what follows them.
std::optional<Amount> amount_in(std::string_view text) {
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || (digits > 1 && text.front() == '0')) return std::nullopt;
  int count = 0;
  if (std::from_chars(text.data(), text.data() + digits, count).ec != std::errc{})
    return std::nullopt;
  return Amount{count, text.substr(digits)};
}

std::string joined(std::int64_t count, std::string_view suffix) {
  return std::to_string(count).append(suffix);
}

}  // namespace

std::string stored_text(const Term& term) {
  return joined(term.count, units.at(static_cast<std::size_t>(term.unit)).suffix);
}

std::string stored_text(const TermWarning& warning) {
  if (const auto* const gone = std::get_if<ShareGone>(&warning))
    return joined(gone->percent, share);
  return joined(std::get<OpenTimeLeft>(warning).left.count(), open_time);
}

bool read_stored(std::string_view text, Term& term) {
  const auto amount = amount_in(text);
  if (!amount) return false;
  const auto* const found = std::find_if(
      units.begin(), units.end(), [&](const Unit& each) { return each.suffix == amount->suffix; });
  if (found == units.end() || amount->count > found->longest) return false;
  term = {found->unit, amount->count};
  return true;
}

bool read_stored(std::string_view text, TermWarning& warning) {
  const auto amount = amount_in(text);
  if (!amount) return false;
  if (amount->suffix == share && amount->count >= 1 && amount->count <= all_percent) {
    warning = ShareGone{amount->count};
    return true;
  }
  Term left;
  if (!read_stored(text, left) || left.unit != TermUnit::business_minutes) return false;
  warning = OpenTimeLeft{std::chrono::minutes{left.count}};
  return true;
}

}  // namespace followup::json
