// Recipients of many notifications at once: looks the directory up level by level (one pipeline a
// level), then asks the rules. Entries made by events win over the tenant's configuration, and that
// over the record's inline values.
#pragma once

#include "core/domain/directory.h"
#include "core/domain/tenant.h"
#include "core/store/store.h"

#include <string>
#include <vector>

namespace followup {

struct RecipientQuery {
  const Case* state = nullptr;
  const Tenant* tenant = nullptr;
  Role role = Role::case_worker;
  std::string actor = {};              ///< not to be told, or empty (S-X30)
  std::string whom = {};               ///< the notification's: who of several, or whose supervisor
  std::vector<std::string> also = {};  ///< ids of persons whom the mail mentions besides
  std::string group = {};              ///< likewise of a group
};

/// One resolution a query, in order; nothing is missing in any. Each names the persons and groups
/// that mails about its case mention, as far as a directory knows them, and has the addresses of
/// these persons. The training address is
/// that of the tenant's newest policy.
[[nodiscard]] Result<std::vector<Resolution>> resolve_all(
    const std::vector<RecipientQuery>& queries, TimePoint at, CaseStore& store);

}  // namespace followup
