// What a CRM says of a contact and its project, as JSON.
#pragma once

#include <string>

namespace followup {

inline std::string follow_up(const std::string& due, const std::string& agent,
                             const std::string& more = "", const std::string& project = "umfrage") {
  return R"({"project":")" + project + R"(","due":")" + due + R"(","agent":{"id":")" + agent +
         R"("})" + more + "}";
}

inline std::string status(const std::string& more, const std::string& project = "umfrage") {
  return R"({"project":")" + project + R"(","origin":"status_form","by":{"id":"editor"})" + more +
         "}";
}

inline std::string visit(const std::string& project, const std::string& origin,
                         const std::string& rep, const std::string& more = "") {
  return R"({"project":")" + project + R"(","start":"2026-06-20T10:00","field_rep":{"id":")" + rep +
         R"("},"origin":")" + origin + R"(","by":{"id":"editor"})" + more + "}";
}

}  // namespace followup
