// A batch of loads and commits as calls of Redis, and its answers: commits that follow each other
// go into one script call, up to a bound, so that many share one sync of Redis' file.
#pragma once

#include "core/store/pipeline.h"
#include "core/store/redis_parts.h"
#include "core/store/redis_reply.h"
#include "core/store/store.h"

#include <cstddef>
#include <vector>

namespace followup {

/// Adds the batch to the pipeline, keeping its order. The result has an element for each command:
/// the number of commits in it, 0 for a load. Wake keys are among the keys where something is due
/// soon.
[[nodiscard]] std::vector<std::size_t> add_case_calls(Pipeline& pipeline,
                                                      const std::vector<CaseCall>& calls,
                                                      const RedisStore::Parts& parts);

/// The answers of such a pipeline, in the batch's order.
[[nodiscard]] Result<std::vector<CaseAnswer>> read_case_answers(
    const Replies& replies, const std::vector<std::size_t>& commits);

}  // namespace followup
