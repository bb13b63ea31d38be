// Nearest names, for messages that help: the edit distance counts a wrong, missing, extra or
// swapped letter as one.
#include "core/codec/config.h"
#include "core/codec/config_checks.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

namespace followup {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// How many edits still count as the same name mistyped.
std::size_t edits_allowed(std::size_t length) {
  constexpr std::size_t most = 3;
  return std::min(most, 1 + length / 4);
}

/// Optimal string alignment distance; any value over `limit` stands for "too far".
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    if (*std::min_element(row.begin(), row.end()) > limit) return limit + 1;
  }
  return row[b.size()];
}

/// The zones of the system's table (zone.tab: country, coordinates, name); empty where it is
/// missing.
std::vector<std::string> zone_names() {
  const char* const folder = std::getenv("TZDIR");  // NOLINT(concurrency-mt-unsafe): as cctz does
  std::ifstream table(std::string(folder == nullptr ? "/usr/share/zoneinfo" : folder) +
                      "/zone.tab");
  std::vector<std::string> names{"UTC"};
  for (std::string line; std::getline(table, line);) {
    std::istringstream columns(line);
    std::string country;
    std::string place;
    std::string name;
    if (line.substr(0, 1) != "#" && columns >> country >> place >> name) names.push_back(name);
  }
  return names;
}

/// Whether it can be a zone's own name. Beside the zones their folder has the machine's zone under
/// other names, and copies of all; cctz also takes paths and offsets with a colon.
bool is_zone_name(std::string_view name) {
  constexpr std::string_view signs = "/_+-";
  const auto usual = [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           signs.find(c) != std::string_view::npos;
  };
  if (name.empty() || name.front() == '/' || !std::ranges::all_of(name, usual)) return false;
  if (name.starts_with("posix/") || name.starts_with("right/")) return false;
  return name != "localtime" && name != "posixrules" && name != "Factory" &&
         name.find("//") == std::string_view::npos;
}

/// The zone whose last part is nearest: "Rome" for "Europe/Rome".
std::string nearest_city(std::string_view text, const std::vector<std::string>& zones) {
  std::vector<std::string> cities;
  cities.reserve(zones.size());
  for (const auto& zone : zones)
    cities.push_back(zone.substr(zone.rfind('/') + 1));
  const auto slash = text.rfind('/');
  const std::string nearest =
      nearest_name(slash == std::string_view::npos ? text : text.substr(slash + 1), cities);
  if (nearest.empty()) return "";
  const auto at = std::find(cities.begin(), cities.end(), nearest) - cities.begin();
  return zones[static_cast<std::size_t>(at)];
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view text,
                                       const std::vector<std::string>& known) {
  if (text.empty()) return {};
  const std::string wanted = lower(text);
  std::size_t limit = edits_allowed(wanted.size());
  bool found = false;
  std::vector<std::string> nearest;
  for (const auto& name : known) {
    const std::size_t edits = distance(wanted, lower(name), limit);
    if (edits > limit) continue;
    if (!found || edits < limit) nearest.clear();
    found = true;
    limit = edits;
    nearest.push_back(name);
  }
  return nearest;
}

std::string nearest_name(std::string_view text, const std::vector<std::string>& known) {
  const auto nearest = nearest_names(text, known);
  return nearest.empty() ? "" : nearest.front();
}

std::string choice_text(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += fmt::format("\"{}\"", names[i]);
  }
  return text;
}

std::string nearest_zone(std::string_view text) {
  static const std::vector<std::string> zones = zone_names();
  std::string nearest = nearest_name(text, zones);
  // What stands before the city is long, and allows for no more mistakes in it.
  const std::size_t allowed = edits_allowed(text.size() - (text.rfind('/') + 1));
  const bool near = distance(lower(text), lower(nearest), allowed) <= allowed;
  return near && !nearest.empty() ? nearest : nearest_city(text, zones);
}

std::optional<Zone> find_zone(std::string_view name) {
  if (!is_zone_name(name)) return std::nullopt;
  const auto zone = Zone::load(name);
  return zone ? std::optional(*zone) : std::nullopt;
}

std::string check_zone(std::string_view text) {
  if (find_zone(text)) return "";
  const std::string nearest = nearest_zone(text);
  const std::string hint = nearest.empty() ? "zones have names as in \"Europe/Rome\""
                                           : fmt::format("did you mean \"{}\"?", nearest);
  return fmt::format("there is no time zone \"{}\": {}", text, hint);
}

}  // namespace followup
