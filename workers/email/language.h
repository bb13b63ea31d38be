// The languages mails are written in, and dates as people write them there. Own small tables: the
// process's locale has no say.
#pragma once

#include "core/base/time.h"
#include "core/base/zone.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace followup {

enum class Language : std::uint8_t { it, de, pt, en };

/// The language that a tag ("it", "pt-BR", "de_AT", any case) begins with; else that of `fallback`;
/// else English.
[[nodiscard]] Language language_of(std::string_view tag, std::string_view fallback);

/// "it", "de", "pt", "en": in template file names and stored inputs.
[[nodiscard]] std::string_view to_text(Language language);

/// The tag for Content-Language and HTML: Portuguese is Brazilian.
[[nodiscard]] std::string_view content_tag(Language language);

/// "lunedì 31 gennaio 2011", "Montag, 31. Januar 2011", "segunda-feira, 31 de janeiro de 2011",
/// "Monday 31 January 2011".
[[nodiscard]] std::string long_date(Language language, Date date);

/// The date with time of day and zone: "lunedì 31 gennaio 2011, 09:00 (CET)"; "(UTC-03:00)" where
/// the zone has no letters.
[[nodiscard]] std::string long_time(Language language, TimePoint at, const Zone& zone);

/// How a span of time is told.
struct SpanNotes {
  bool place = false;  ///< the zone's city is named, too
  bool utc = false;    ///< and the start as UTC has it
};

/// "Sunday 25 October 2026, 10:00–11:00 (CET)", with notes "(Berlin, CET; 09:00 UTC)"; a span over
/// midnight has both dates, one without length only its start.
[[nodiscard]] std::string long_span(Language language, TimePoint start, TimePoint end,
                                    const Zone& zone, SpanNotes notes = {});

}  // namespace followup
