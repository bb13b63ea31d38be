// The store in memory, under the same contract as RedisStore: for rule and flow tests and for
// simulation. Not durable.
#pragma once

#include "core/store/store.h"

#include <memory>

namespace followup {

class MemoryStore : public CaseStore, public Outbox, public Shelf {
  // (same overrides as RedisStore)
};

}  // namespace followup
