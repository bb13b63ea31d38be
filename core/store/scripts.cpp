#include "core/store/scripts.h"

#include "store_scripts.h"

#include <cassert>
#include <string_view>

namespace followup {

namespace {

/// The text with its first line saying that it may run when the memory is full.
std::string draining(std::string_view text) {
  return "#!lua flags=allow-oom" + std::string(text.substr(text.find('\n')));
}

}  // namespace

std::string script_text(Script script) {
  switch (script) {
    case Script::commit_cases:
      return std::string(lua::commit_cases);
    case Script::commit_cases_draining:
      return draining(lua::commit_cases);
    case Script::claim_due:
      return std::string(lua::claim_due);
    case Script::set_aside_damaged:
      return std::string(lua::set_aside_damaged);
    case Script::drop_damaged:
      return std::string(lua::drop_damaged);
    case Script::claim_outbox:
      return std::string(lua::claim_outbox);
    case Script::begin_attempts:
      return std::string(lua::begin_attempts);
    case Script::record_outcomes:
      return std::string(lua::record_outcomes);
    case Script::give_back:
      return std::string(lua::give_back);
    case Script::keep_refused:
      return std::string(lua::keep_refused);
    case Script::drop_refused:
      return std::string(lua::drop_refused);
    case Script::retry_dead:
      return std::string(lua::retry_dead);
    case Script::drop_dead:
      return std::string(lua::drop_dead);
    case Script::publish_policy:
      return std::string(lua::publish_policy);
    case Script::set_mark:
      return std::string(lua::set_mark);
    case Script::find_blob:
      return std::string(lua::find_blob);
    case Script::append_blob:
      return std::string(lua::append_blob);
    case Script::finish_blob:
      return std::string(lua::finish_blob);
  }
  assert(false && "a script without a text");
  return {};
}

}  // namespace followup
