// Events about meetings, applications and communications of the fixture `assist`, as a CRM writes
// their data, and what came of them.
#pragma once

#include "tests/scenarios/call_centre.h"

#include <initializer_list>
#include <string>

namespace followup {

/// `{"id":"anna"}`.
inline std::string person(const std::string& id) {
  return R"({"id":")" + id + R"("})";
}

/// A list of persons.
inline std::string persons(std::initializer_list<const char*> ids) {
  std::string list;
  for (const auto* id : ids)
    list += (list.empty() ? "" : ",") + person(id);
  return "[" + list + "]";
}

/// A meeting that Anna holds. `extra` starts with a comma.
inline std::string meeting(const std::string& start, std::initializer_list<const char*> invitees,
                           const std::string& extra = "") {
  return R"({"start":")" + start + R"(","subject_line":"Household","organizer":{"id":"anna"},)" +
         R"("invitees":)" + persons(invitees) + extra + "}";
}

inline std::string reply(const std::string& who, const std::string& said) {
  return R"({"person":)" + person(who) + R"(,"reply":")" + said + R"("})";
}

/// Minutes to send. `extra` starts with a comma.
inline std::string minutes(int version, const std::string& extra = "") {
  return R"({"version":)" + std::to_string(version) + R"(,"text":"We met.")" + extra + "}";
}

inline std::string action(const std::string& id, const std::string& who, const std::string& day) {
  return R"({"action_id":")" + id + R"(","responsible":)" + person(who) + R"(,"due_on":")" + day +
         R"(","text":"Call the school"})";
}

/// Lines without their times.
inline Lines without_times(Lines lines) {
  for (auto& line : lines)
    line = line.substr(line.find(' ') + 1);
  return lines;
}

/// The hooks of a type, without the times when they went out.
inline Lines hooks_of(const CallCentre& plan, const std::string& type) {
  Lines found;
  for (const auto& line : without_times(plan.hooks())) {
    if (line.starts_with(type + " ")) found.push_back(line.substr(type.size() + 1));
  }
  return found;
}

}  // namespace followup
