// Cases as they stand in the store, for what is decided beside their own events.
#pragma once

#include "core/domain/case.h"
#include "core/store/case_store.h"

#include <optional>
#include <vector>

namespace followup {

/// The stored cases in the keys' order, read as one pipeline; nothing: there is none, or it can not
/// be read. The store's failure, if it can not be asked.
[[nodiscard]] Result<std::vector<std::optional<Case>>> stored_cases(
    const std::vector<CaseKey>& keys, CaseStore& store);
/// Likewise of one.
[[nodiscard]] Result<std::optional<Case>> stored_case(const CaseKey& key, CaseStore& store);

}  // namespace followup
