// How events and cases name persons, clients, points in time and what is kept outside of them.
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <string>
#include <variant>

namespace followup {

/// A person as an event names one: the directory wins, the inline values are the fallback.
struct PersonRef {
  std::string id;
  std::string name;
  std::string email;
  friend bool operator==(const PersonRef&, const PersonRef&) = default;
};

struct ClientRef {
  std::string id;
  std::string name;
  friend bool operator==(const ClientRef&, const ClientRef&) = default;
};

/// A point in time as a CRM writes it: a day, a local time of the tenant's zone, or an instant (a
/// local time with a zone of its own is one).
using Moment = std::variant<Date, LocalTime, TimePoint>;

/// A text that a case has no room for: kept once under its hash, like a file (core/store/blobs.h).
struct DocumentRef {
  std::string content;     ///< SHA-256 in lower-case hex; empty: there is none
  std::uint64_t size = 0;  ///< bytes
  friend bool operator==(const DocumentRef&, const DocumentRef&) = default;
};

/// Another meeting of an invitee at the same time (M35).
struct Collision {
  std::string person;   ///< id
  std::string meeting;  ///< id of the other one
  TimePoint start;      ///< of the other one, like the next
  TimePoint end;
  friend bool operator==(const Collision&, const Collision&) = default;
};

}  // namespace followup
