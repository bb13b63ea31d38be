// Which case: tenant, kind, and the CRM's id inside the kind.
#pragma once

#include "core/domain/names.h"

#include <compare>
#include <string>

namespace followup {

struct CaseKey {
  std::string tenant;
  Kind kind = Kind::referral;
  std::string id;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the 0 that it means for a pointer
  friend auto operator<=>(const CaseKey&, const CaseKey&) = default;
};

/// "tenant:kind:id": for indexes, histories and people. The id may hold any character, so it stands
/// last.
[[nodiscard]] std::string to_text(const CaseKey& key);

}  // namespace followup
