// Which of the five ways of re-booking an outcome leads to (A2, A3), and what the parameters make
// of a re-booking (table P1 to P7). Pure; asked by the rules, by the check of the configuration and
// by whoever wants it explained.
#pragma once

#include "core/domain/policy.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

enum class Mode : std::uint8_t {
  none,           ///< the outcome asks for nothing
  same_card,      ///< 1: callback to the operator, same card
  new_card,       ///< 2: callback to the operator, new card
  agent_same,     ///< 3: agent alone, same card
  agent_new,      ///< 4: agent alone, new card
  dated_callback  ///< 5: callback to the operator on the agent's date
};

/// The card of a re-booking.
enum class Card : std::uint8_t { same, new_card, as_chosen };

/// What the parameters come to for one operator.
struct CardPlan {
  int row = 1;  ///< P1 to P7
  Card card = Card::same;
  bool flag_offered = false;  ///< "Nuovo Appuntamento" (A21)
  bool flag_default = false;
  bool takes_over = false;  ///< CC0036A: whoever re-books becomes the operator (S-A08)
  bool uses_b = false;      ///< CC0036B counts
  bool uses_cd = false;     ///< CC0036C and CC0036D count
  std::optional<int>
      current_state;              ///< fixed by CC0036B for the current card; none: operator sets it
  std::optional<int> new_state;   ///< of the new card: by CC0036D, else the user's default (A43)
  bool new_state_locked = false;  ///< A23
  bool link = false;              ///< CC0036C
  std::vector<std::string> warnings;  ///< stable codes: cc0037_unused (P2), cc0037a_unused (P3),
                                      ///< cc0037a_redundant (P5), cc0036c_unused, cc0036d_unused,
                                      ///< cc0036b_unused, cc0036b_unknown, cc0036b_unusable,
                                      ///< cc0036d_unknown, cc0036d_unusable
};

/// The values that hold for `user` (A39); empty: the general ones.
[[nodiscard]] Parameters parameters_for(const AppointmentPolicy& policy, const std::string& user);

/// What they make of a re-booking. `flag`: the operator's choice, where one is known.
[[nodiscard]] CardPlan card_plan(const AppointmentPolicy& policy, const std::string& user,
                                 std::optional<bool> flag = std::nullopt);

/// What an outcome leads to.
struct ModeChoice {
  Mode mode = Mode::none;
  const Procedure* procedure = nullptr;  ///< modes 3 to 5
  bool procedure_off =
      false;  ///< the state asks for App. Rifissare and no procedure is active (S-A28)
};

/// Nothing for a state that is not in the policy. `user`: the operator who will re-book (modes 1
/// and 2).
[[nodiscard]] ModeChoice mode_for(const AppointmentPolicy& policy, int state,
                                  const std::string& user);

/// Whether a state may be set as an outcome: there, not obsolete (A42), and of appointments (A41).
[[nodiscard]] bool is_usable(const BackOfficeState& state);

/// Whether a command that the CRM did not carry out makes its case go another way: it must not be
/// sent again by hand then (contract.md section 3).
[[nodiscard]] bool has_other_way(std::string_view command);

/// The callback's name for the CRM: "<kind>:<cycle>:<case id>".
[[nodiscard]] std::string callback_id(Kind kind, std::uint32_t cycle, const std::string& case_id);

/// Its parts back; nothing for anything else.
struct CallbackName {
  Kind kind = Kind::appointment;
  std::uint32_t cycle = 0;
  std::string case_id;
};

[[nodiscard]] std::optional<CallbackName> parse_callback_id(const std::string& id);

}  // namespace followup
