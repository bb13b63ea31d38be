// What an operator reads before a call: the outcomes of all cycles with the annotations that are
// visible for their states (A7, A14), and why there is nothing to read.
#pragma once

#include "core/domain/case.h"
#include "core/domain/policy.h"

#include <string>
#include <vector>

namespace followup::ctl {

/// "12 (KO cliente)", or the number alone.
[[nodiscard]] std::string state_name(int state, const Policy& policy);

/// The outcomes, oldest first, each with its visible annotations only, in the configured order and
/// none that is empty.
[[nodiscard]] std::vector<AnnotatedOutcome> readable_outcomes(const Appointment& appointment,
                                                              const Policy& policy);

/// Whether a mandatory annotation of the latest outcome has not come (A12).
[[nodiscard]] bool lacks_reason(const Appointment& appointment, const Policy& policy);

/// "KO cliente 2026-09-14: reason: ill; KO cliente 2026-09-17: reason missing".
[[nodiscard]] std::string reasons_words(const Appointment& appointment, const Policy& policy);

/// A callback's reason code in words; nothing for what the outcome itself says.
[[nodiscard]] std::string cause_words(const std::string& cause);

/// A characteristic's description, or its id.
[[nodiscard]] std::string characteristic_name(const std::string& id, const Policy& policy);

}  // namespace followup::ctl
