// The scripts in lua/, embedded into the program, by name.
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace followup {

enum class Script : unsigned char {
  commit_cases,
  commit_cases_draining,  ///< the same text, let through when the store's memory is full
  claim_due,
  set_aside_damaged,
  drop_damaged,
  claim_outbox,
  begin_attempts,
  record_outcomes,
  give_back,
  keep_refused,
  drop_refused,
  retry_dead,
  drop_dead,
  publish_policy,
  set_mark,
  find_blob,
  append_blob,
  finish_blob,
};

inline constexpr std::size_t script_count = 18;

/// What Redis is to load.
[[nodiscard]] std::string script_text(Script script);

/// The digest that Redis gave for each script, by number of the script.
using ScriptDigests = std::array<std::string, script_count>;

}  // namespace followup
