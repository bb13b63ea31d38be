// The communications with a client on all applications, read out of the store's lists: what
// followupctl communications shows (M24).
#pragma once

#include "core/base/result.h"
#include "core/domain/case.h"
#include "tools/ctl/installation.h"

#include <cstddef>
#include <string>
#include <vector>

namespace followup::ctl {

struct ListedCommunication {
  Case state;
  const Policy* policy = nullptr;

  [[nodiscard]] const Communication& facts() const { return std::get<Communication>(state.facts); }
};

struct ClientCommunications {
  std::vector<ListedCommunication> found;  ///< the newest first
  bool more = false;                       ///< there are older ones than the limit lets through
  std::vector<CaseKey> unreadable;
};

/// The newest `limit` of one tenant's. One that left the list while it was being read is left out.
[[nodiscard]] Result<ClientCommunications> client_communications(const Tenant& tenant,
                                                                 const std::string& client,
                                                                 std::size_t limit,
                                                                 Installation& installation);

}  // namespace followup::ctl
