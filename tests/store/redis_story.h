// Words for the stories of RedisStore alone.
#pragma once

#include "core/store/redis_store.h"

#include <optional>
#include <string>
#include <string_view>

namespace followup {

[[nodiscard]] TimePoint at(std::int64_t second);
[[nodiscard]] CaseKey key(const std::string& id);
[[nodiscard]] std::string record_of(std::uint32_t version, std::string_view rest = "{}");
/// The step of a case from `expected` to the next version.
[[nodiscard]] Commit step(const std::string& id, std::uint32_t expected,
                          std::optional<TimePoint> due = std::nullopt);
/// Its answer; a failed call fails the test.
CaseAnswer commit(CaseStore& store, Commit commit);
/// The stored record, "" if there is none.
std::string stored(CaseStore& store, const std::string& id);
/// A TCP port that nobody listens on just now.
[[nodiscard]] std::string free_port();

}  // namespace followup
