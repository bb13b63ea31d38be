#include "workers/email/language.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace followup {

namespace {

struct Words {
  std::string_view tag;
  std::string_view content_tag;
  std::array<std::string_view, 7> weekdays;  // from Sunday
  std::array<std::string_view, 12> months;
};

// In the enumerators' order.
constexpr std::array<Words, 4> languages{{
    {"it",
     "it",
     {"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"},
     {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
      "ottobre", "novembre", "dicembre"}},
    {"de",
     "de",
     {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
      "November", "Dezember"}},
    {"pt",
     "pt-BR",
     {"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira",
      "sábado"},
     {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro",
      "outubro", "novembro", "dezembro"}},
    {"en",
     "en",
     {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"}},
}};

const Words& words_of(Language language) {
  return languages.at(static_cast<std::size_t>(language));
}

std::optional<Language> find_language(std::string_view tag) {
  if (tag.size() > 2 && tag[2] != '-' && tag[2] != '_') return std::nullopt;
  for (std::size_t at = 0; at < languages.size(); ++at) {
    const auto known = languages.at(at).tag;
    const bool same = tag.size() >= 2 && (tag[0] | 0x20) == known[0] && (tag[1] | 0x20) == known[1];
    if (same) return static_cast<Language>(at);
  }
  return std::nullopt;
}

/// The first of a month is an ordinal in Italian and Portuguese.
std::string day_of_month(Language language, unsigned day) {
  const bool ordinal = day == 1 && (language == Language::it || language == Language::pt);
  return ordinal ? "1º" : std::to_string(day);
}

std::string two_digits(std::int64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

/// "CET", or "UTC-03:00" for zones that the database names by their offset only.
std::string zone_text(TimePoint at, const Zone& zone) {
  std::string name = zone.abbreviation(at);
  if (!name.empty() && std::isalpha(static_cast<unsigned char>(name.front())) != 0) return name;
  const int offset = zone.offset_seconds(at);
  const int minutes = (offset < 0 ? -offset : offset) / 60;
  return (offset < 0 ? "UTC-" : "UTC+") + two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

std::string clock_time(LocalTime local) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(
      local - std::chrono::floor<std::chrono::days>(local));
  return two_digits(minutes.count() / 60) + ":" + two_digits(minutes.count() % 60);
}

/// A city of the zone database as each language calls it, in the languages' order.
struct City {
  std::string_view zone;
  std::array<std::string_view, languages.size()> names;
};

// Where a language has another name than the database, or than its ASCII letters.
constexpr std::array<City, 22> cities{{
    {"America/New_York", {"New York", "New York", "Nova York", "New York"}},
    {"America/Sao_Paulo", {"San Paolo", "São Paulo", "São Paulo", "São Paulo"}},
    {"Asia/Tokyo", {"Tokyo", "Tokio", "Tóquio", "Tokyo"}},
    {"Europe/Amsterdam", {"Amsterdam", "Amsterdam", "Amsterdã", "Amsterdam"}},
    {"Europe/Athens", {"Atene", "Athen", "Atenas", "Athens"}},
    {"Europe/Berlin", {"Berlino", "Berlin", "Berlim", "Berlin"}},
    {"Europe/Brussels", {"Bruxelles", "Brüssel", "Bruxelas", "Brussels"}},
    {"Europe/Copenhagen", {"Copenaghen", "Kopenhagen", "Copenhague", "Copenhagen"}},
    {"Europe/Dublin", {"Dublino", "Dublin", "Dublin", "Dublin"}},
    {"Europe/Kyiv", {"Kiev", "Kiew", "Kiev", "Kyiv"}},
    {"Europe/Lisbon", {"Lisbona", "Lissabon", "Lisboa", "Lisbon"}},
    {"Europe/London", {"Londra", "London", "Londres", "London"}},
    {"Europe/Luxembourg", {"Lussemburgo", "Luxemburg", "Luxemburgo", "Luxembourg"}},
    {"Europe/Madrid", {"Madrid", "Madrid", "Madri", "Madrid"}},
    {"Europe/Moscow", {"Mosca", "Moskau", "Moscou", "Moscow"}},
    {"Europe/Paris", {"Parigi", "Paris", "Paris", "Paris"}},
    {"Europe/Prague", {"Praga", "Prag", "Praga", "Prague"}},
    {"Europe/Rome", {"Roma", "Rom", "Roma", "Rome"}},
    {"Europe/Stockholm", {"Stoccolma", "Stockholm", "Estocolmo", "Stockholm"}},
    {"Europe/Vienna", {"Vienna", "Wien", "Viena", "Vienna"}},
    {"Europe/Warsaw", {"Varsavia", "Warschau", "Varsóvia", "Warsaw"}},
    {"Europe/Zurich", {"Zurigo", "Zürich", "Zurique", "Zurich"}},
}};

std::string city_of(Language language, const Zone& zone) {
  const auto* const known = std::ranges::find(cities, zone.name(), &City::zone);
  if (known != cities.end())
    return std::string(known->names.at(static_cast<std::size_t>(language)));
  std::string city = zone.name().substr(zone.name().rfind('/') + 1);
  std::ranges::replace(city, '_', ' ');
  return city;
}

}  // namespace

Language language_of(std::string_view tag, std::string_view fallback) {
  if (const auto found = find_language(tag)) return *found;
  return find_language(fallback).value_or(Language::en);
}

std::string_view to_text(Language language) {
  return words_of(language).tag;
}

std::string_view content_tag(Language language) {
  return words_of(language).content_tag;
}

std::string long_date(Language language, Date date) {
  const Words& words = words_of(language);
  const std::chrono::weekday weekday{std::chrono::local_days{date}};
  const std::string month(words.months.at(static_cast<unsigned>(date.month()) - 1));
  const std::string day = day_of_month(language, static_cast<unsigned>(date.day()));
  const std::string year = std::to_string(static_cast<int>(date.year()));
  const std::string name(words.weekdays.at(weekday.c_encoding()));
  switch (language) {
    case Language::de:
      return name + ", " + day + ". " + month + " " + year;
    case Language::pt:
      return name + ", " + day + " de " + month + " de " + year;
    case Language::it:
    case Language::en:
      break;
  }
  return name + " " + day + " " + month + " " + year;
}

std::string long_time(Language language, TimePoint at, const Zone& zone) {
  return long_span(language, at, at, zone);
}

std::string long_span(Language language, TimePoint start, TimePoint end, const Zone& zone,
                      SpanNotes notes) {
  const LocalTime from = zone.to_local(start);
  const LocalTime to = zone.to_local(end);
  std::string text = long_date(language, date_of(from)) + ", " + clock_time(from);
  if (date_of(from) != date_of(to)) {
    if (language == Language::de) text += " Uhr";
    text += " – " + long_date(language, date_of(to)) + ", " + clock_time(to);
  } else if (from != to) {
    text += "–" + clock_time(to);
  }
  text += language == Language::de ? " Uhr (" : " (";
  if (notes.place) text += city_of(language, zone) + ", ";
  text += zone_text(start, zone);
  if (notes.utc) text += "; " + clock_time(Zone().to_local(start)) + " UTC";
  return text + ")";
}

}  // namespace followup
