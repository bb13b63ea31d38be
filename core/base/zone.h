// An IANA time zone over the system's tzdata: the only place that turns local times into instants
// and back.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <memory>
#include <string>
#include <string_view>

namespace followup {

/// A loaded zone; cheap to copy, never destroyed while the program runs.
class Zone {
 public:
  /// UTC.
  Zone();
  /// `name` as in the IANA database ("Europe/Rome"); invalid_input if the system has no such zone,
  /// or if it is none that everybody means the same by: localtime, posix/…, right/….
  static Result<Zone> load(std::string_view name);

  /// A time that does not exist counts with the offset before the gap; of one that exists twice,
  /// the first (Q3).
  [[nodiscard]] TimePoint to_instant(LocalTime local) const;
  [[nodiscard]] LocalTime to_local(TimePoint at) const;
  /// "CEST", "-03": for people.
  [[nodiscard]] std::string abbreviation(TimePoint at) const;
  /// Seconds east of UTC at that instant.
  [[nodiscard]] int offset_seconds(TimePoint at) const;

  [[nodiscard]] const std::string& name() const { return name_; }

  friend bool operator==(const Zone& a, const Zone& b) { return a.name_ == b.name_; }

 private:
  struct Data;

  Zone(std::string name, const Data* data) : name_(std::move(name)), data_(data) {}

  std::string name_;
  const Data* data_;
};

}  // namespace followup
