// What an outcome with a state leads to for an operator, with all that it depends on. Facts for
// explain-mode; decides nothing: rebooking.h does.
#pragma once

#include "core/base/result.h"
#include "core/domain/rebooking.h"
#include "core/domain/tenant.h"

#include <array>
#include <string>
#include <string_view>

namespace followup::ctl {

/// One of the parameters CC0036 to CC0037A.
struct ParameterUse {
  std::string name;
  std::string value;  ///< "SI", "NO" or a state's id
  bool own = false;   ///< from the user's own row, else from the general one (A39)
  bool counts = false;
  std::string why;  ///< what it does, or why it does not count
};

struct ModeExplanation {
  const Tenant* tenant = nullptr;
  int state_id = 0;
  const BackOfficeState* state = nullptr;
  std::string caller;  ///< the operator
  ModeChoice choice;
  CardPlan plan;                   ///< what counts in modes 1, 2 and 5
  const Procedure* off = nullptr;  ///< a procedure of the state that is switched off
  std::array<ParameterUse, 7> parameters;

  [[nodiscard]] const AppointmentPolicy& policy() const { return tenant->policy.appointment; }

  /// Whether an operator is called: modes 1, 2 and 5.
  [[nodiscard]] bool calls() const;
};

/// The tenant that is meant: the one of that name; without a name the only one that has states.
/// invalid_input with the names that there are.
[[nodiscard]] Result<const Tenant*> tenant_with_states(const std::string& name,
                                                       const TenantBook& tenants);

/// not_found, with the nearest name: no such state, no such operator.
[[nodiscard]] Result<ModeExplanation> explain_mode(const Tenant& tenant, int state,
                                                   const std::string& caller);

/// `7 "Da rifissare"`.
[[nodiscard]] std::string state_text(const AppointmentPolicy& policy, int id);

/// "same card", "new card", "same card unless the operator chooses a new one", …
[[nodiscard]] std::string card_words(const CardPlan& plan);

/// "callback to the operator, same card", …
[[nodiscard]] std::string mode_words(const ModeExplanation& explanation);

/// Why it is this mode, in one sentence.
[[nodiscard]] std::string mode_reason(const ModeExplanation& explanation);

[[nodiscard]] std::string_view kind_text(ProcedureKind kind);
[[nodiscard]] std::string_view option_text(CallbackOption option);

}  // namespace followup::ctl
