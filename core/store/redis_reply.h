// Replies of Redis, owned, and read by the type that is expected; and what each error of Redis
// means for a caller. The only file that knows the shape of hiredis' replies.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct redisReply;

namespace followup {

struct FreeReply {
  void operator()(redisReply* reply) const;
};

/// One reply; never null where the link hands it out.
using Reply = std::unique_ptr<redisReply, FreeReply>;

/// The text of an error reply, nothing for any other.
[[nodiscard]] std::optional<std::string_view> error_text(const Reply& reply);

/// What an error reply means.
struct RedisFault {
  Error error;
  bool drop_connection = false;  ///< this server can not help now: find the master again
  bool script_missing = false;   ///< NOSCRIPT
};

/// Never repeats what Redis quotes from the command.
[[nodiscard]] RedisFault understand(std::string_view error_text);

// Each gives `internal` for another type than expected; an error reply has been understood before
// these are asked.
[[nodiscard]] Result<std::int64_t> to_integer(const Reply& reply);
/// A status or a string.
[[nodiscard]] Result<std::string> to_text(const Reply& reply);
[[nodiscard]] Result<std::optional<std::string>> to_optional_text(const Reply& reply);
/// An array of strings, statuses and integers; nil counts as "".
[[nodiscard]] Result<std::vector<std::string>> to_texts(const Reply& reply);
/// An array of strings where nil is told apart.
[[nodiscard]] Result<std::vector<std::optional<std::string>>> to_optional_texts(const Reply& reply);

/// Whether a script answered this word.
[[nodiscard]] Result<bool> is_word(const Reply& reply, std::string_view word);

/// An entry of a sorted set, as ZRANGE … WITHSCORES gives it.
struct Scored {
  std::string name;
  std::string score;
  TimePoint at;
};

[[nodiscard]] Result<std::vector<Scored>> to_scored(const Reply& reply);

/// SCAN's answer: {cursor, names}.
struct ScanPage {
  std::string cursor;
  std::vector<std::string> names;
};

[[nodiscard]] Result<ScanPage> to_scan_page(const Reply& reply);

/// A whole decimal number, as scores and counts are written; nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> parse_number(std::string_view text);

/// A number of attempts, as a notification holds it.
[[nodiscard]] Result<int> to_attempts(std::string_view text);

/// The value of a line "name:value" in INFO's answer.
[[nodiscard]] std::optional<std::string_view> info_field(std::string_view info,
                                                         std::string_view name);

}  // namespace followup
