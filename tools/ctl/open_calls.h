// Callbacks and Wiedervorlagen that wait to be made, read out of the store's lists: what
// followupctl callbacks shows.
#pragma once

#include "core/base/result.h"
#include "core/domain/case.h"
#include "tools/ctl/installation.h"

#include <cstddef>
#include <string>
#include <vector>

namespace followup::ctl {

struct CallQuery {
  std::string caller;  ///< reserved for or claimed by this operator or agent
  std::string team;    ///< free for anybody of this team; with both, either; with none, all
  bool overdue = false;
  std::size_t limit = 50;
};

struct OpenCall {
  Case state;
  const Policy* policy = nullptr;
  TimePoint at;  ///< when to call: for the caller who was asked for, else for the first who may
  bool overdue = false;
  Millis age{0};  ///< for how long it has been due

  [[nodiscard]] const Callback& callback() const;
};

struct OpenCalls {
  std::vector<OpenCall> calls;  ///< by `at`
  bool more = false;            ///< there are more than the limit
  std::vector<CaseKey> unreadable;
};

/// Those of one tenant. A case that left its list while it was being read is left out.
[[nodiscard]] Result<OpenCalls> open_calls(const Tenant& tenant, const CallQuery& query,
                                           Installation& installation);

}  // namespace followup::ctl
