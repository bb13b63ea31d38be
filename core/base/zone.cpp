#include "core/base/zone.h"

#include <map>
#include <mutex>

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

namespace followup {

struct Zone::Data {
  cctz::time_zone zone;
};

namespace {

cctz::time_point<cctz::seconds> seconds_of(TimePoint at) {
  return std::chrono::floor<cctz::seconds>(at);
}

}  // namespace

Zone::Zone() : name_("UTC") {
  static const Data utc{cctz::utc_time_zone()};
  data_ = &utc;
}

Result<Zone> Zone::load(std::string_view name) {
  // cctz keeps each zone for ever, and so do we: a zone is loaded a handful of times a process.
  static std::mutex mutex;
  static std::map<std::string, Data, std::less<>> loaded;
  const std::lock_guard lock(mutex);
  auto found = loaded.find(name);
  if (found == loaded.end()) {
    Data data;
    const bool plain =
        !name.empty() && name.front() != '/' && name.find("..") == std::string_view::npos;
    if (!plain || !cctz::load_time_zone(std::string(name), &data.zone)) {
      return Error{Code::invalid_input,
                   "there is no time zone named \"" + std::string(name) + "\""};
    }
    found = loaded.emplace(std::string(name), data).first;
  }
  return Zone(std::string(name), &found->second);
}

TimePoint Zone::to_instant(LocalTime local) const {
  const cctz::civil_second epoch(1970, 1, 1, 0, 0, 0);
  const auto found = data_->zone.lookup(epoch + local.time_since_epoch().count());
  return std::chrono::time_point_cast<Millis>(found.pre);
}

LocalTime Zone::to_local(TimePoint at) const {
  const auto floored = seconds_of(at);
  const auto offset = data_->zone.lookup(floored).offset;
  return LocalTime{floored.time_since_epoch() + std::chrono::seconds{offset}};
}

std::string Zone::abbreviation(TimePoint at) const {
  return data_->zone.lookup(seconds_of(at)).abbr;
}

int Zone::offset_seconds(TimePoint at) const {
  return data_->zone.lookup(seconds_of(at)).offset;
}

}  // namespace followup
