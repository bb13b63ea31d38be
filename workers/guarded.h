// What the program fails at is the end of one message, not of the worker.
#pragma once

#include "core/base/result.h"

#include <exception>
#include <string>
#include <typeinfo>

namespace followup {

/// What `work` returns, a Result; `internal` for what it throws. The error names the exception's
/// type only: what it says may hold data.
template <class Work>
[[nodiscard]] auto guarded(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& fault) {
    return Error{Code::internal, std::string("the program failed: ") + typeid(fault).name()};
  }
}

}  // namespace followup
