// The store in memory, under the same contract as RedisStore: for rule and flow tests and for simulation. Not durable.
#pragma once

#include <memory>

#include "core/store/store.h"

namespace followup {

class MemoryStore : public CaseStore, public Outbox, public Shelf {
  // (same overrides as RedisStore)
};

}  // namespace followup
