#include "core/flow/stored_case.h"

#include "core/codec/record_codec.h"

#include <utility>

namespace followup {

Result<std::vector<std::optional<Case>>> stored_cases(const std::vector<CaseKey>& keys,
                                                      CaseStore& store) {
  std::vector<std::optional<Case>> cases(keys.size());
  if (keys.empty()) return cases;
  std::vector<CaseCall> calls;
  calls.reserve(keys.size());
  for (const auto& key : keys)
    calls.push_back({key, std::nullopt});
  const auto answers = store.call(std::move(calls));
  if (!answers) return answers.error();
  for (std::size_t at = 0; at < keys.size(); ++at) {
    const std::string& record = (*answers)[at].record;
    if (record.empty()) continue;
    if (auto state = decode_case(keys[at], record)) cases[at] = std::move(state).value();
  }
  return cases;
}

Result<std::optional<Case>> stored_case(const CaseKey& key, CaseStore& store) {
  auto cases = stored_cases({key}, store);
  if (!cases) return cases.error();
  return std::move(cases->front());
}

}  // namespace followup
