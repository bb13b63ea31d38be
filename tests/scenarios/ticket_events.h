// Events about tickets of the fixture `saudebr`, as a CRM writes their data.
#pragma once

#include <string>

namespace followup {

/// `extra` starts with a comma.
inline std::string opened(const std::string& classification, const std::string& extra = "") {
  return R"({"protocol":"P-2026-77","classification":")" + classification +
         R"(","person_type":"beneficiario","summary":"Negativa por escrito",)"
         R"("beneficiary":{"id":"B-1","name":"João da Silva"})" +
         extra + "}";
}

inline std::string answered(const std::string& group, const std::string& extra = "") {
  return R"({"group":")" + group + R"(","text":"Carta enviada")" + extra + "}";
}

inline std::string forwarded(const std::string& from, const std::string& to) {
  return R"({"from":")" + from + R"(","to":")" + to + R"("})";
}

}  // namespace followup
