// A commit as the arguments of commit_case.lua.
#pragma once

#include "core/store/pipeline.h"
#include "core/store/redis_parts.h"
#include "core/store/store.h"

namespace followup {

/// Adds the call to the pipeline. Wake keys are among its keys where something is due soon.
void add_commit(Pipeline& pipeline, const Commit& commit, const RedisStore::Parts& parts);

}  // namespace followup
