// Which mode an outcome leads to must be plain: a state is either the operator's (modes 1, 2 and 5)
// or the agent's alone (modes 3 and 4), and at most one active procedure acts on it.
#include "core/codec/config_contradictions.h"

#include "core/domain/rebooking.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace followup {

namespace {

std::string_view option_text(CallbackOption option) {
  return option == CallbackOption::to_operator ? "private" : "public";
}

std::string mode_text(ProcedureKind kind) {
  return fmt::format("mode {}", 3 + static_cast<int>(kind));
}

class Contradictions {
 public:
  Contradictions(const AppointmentPolicy& policy, ConfigReport& report)
      : policy_(policy), report_(report) {
    for (const auto& [code, list_state] : policy.list_states)
      if (list_state.type == "W") waiting_.push_back(code);
  }

  void check() {
    for (const auto& [id, state] : policy_.states) {
      check_list_state(fmt::format("states.{}.", id), state);
      check_type(fmt::format("states.{}.", id), state);
    }
    for (const auto& procedure : policy_.procedures)
      check_procedure(procedure);
  }

 private:
  [[nodiscard]] bool waits(const BackOfficeState& state) const {
    const auto found = policy_.list_states.find(state.list_state);
    return found != policy_.list_states.end() && found->second.type == "W";
  }

  /// Whether what the state says of its list state can be judged: it is there, or left out.
  [[nodiscard]] bool plain(const std::string& path, const BackOfficeState& state) const {
    const std::string type = fmt::format("list_states.{}.type", state.list_state);
    return !report_.faulty(path + "list_state") && !report_.faulty(path + "callback") &&
           !report_.faulty(type);
  }

  /// The list state of type W that was meant, or those that there are.
  [[nodiscard]] std::string waiting_hint(const std::string& code,
                                         std::string_view before = "") const {
    if (const auto nearest = nearest_name(code, waiting_); !nearest.empty())
      return fmt::format("did you mean \"{}\"?", nearest);
    if (waiting_.empty()) return "describe one in [list_states.<code>] with type = \"W\"";
    return fmt::format("{}\"{}\"", before, fmt::join(waiting_, "\", \""));
  }

  // A17, A37
  void check_list_state(const std::string& path, const BackOfficeState& state) {
    if (!plain(path, state)) return;
    if (state.callback == CallbackOption::off) {
      if (waits(state)) {
        report_.warning(path + "list_state",
                        fmt::format("is \"{}\", of type W, and callback is \"off\": the contact "
                                    "waits for a call that nobody is asked to make",
                                    state.list_state));
      }
      return;
    }
    if (waits(state)) return;
    const std::string what = state.list_state.empty()
                                 ? std::string("is not set")
                                 : fmt::format("is \"{}\", not of type W", state.list_state);
    report_.error(path + "list_state",
                  fmt::format("{}, and callback = \"{}\" needs one of type W: {}", what,
                              option_text(state.callback), waiting_hint(state.list_state)));
  }

  // A41
  void check_type(const std::string& path, const BackOfficeState& state) {
    const bool acts = state.callback != CallbackOption::off || state.reschedule;
    if (!acts || is_usable(state) || state.obsolete || report_.faulty(path + "type")) return;
    report_.warning(path + "type",
                    "is one of orders, so that an outcome with this state is put aside: its "
                    "callback and reschedule have no effect (A41)");
  }

  void check_procedure(const Procedure& procedure) {
    const std::string path = fmt::format("procedures.{}.", procedure.name);
    if (report_.faulty(path + "kind")) return;
    check_fields(path, procedure);
    std::set<int> seen;
    for (const int id : procedure.states) {
      if (!seen.insert(id).second) {
        report_.error(path + "states", fmt::format("names state {} twice", id));
      } else if (procedure.active) {
        check_alone(path, procedure, id);
        const auto found = policy_.states.find(id);
        if (found != policy_.states.end()) check_pair(path, procedure, id, found->second);
      }
    }
  }

  void check_fields(const std::string& path, const Procedure& procedure) {
    if (procedure.honour_interval && procedure.interval.count() == 0 &&
        !report_.faulty(path + "interval")) {
      report_.error(path + "honour_interval",
                    "needs an interval longer than 0m, as in interval = \"15m\"");
    }
    if (procedure.kind != ProcedureKind::callback && procedure.active && !procedure.state_id &&
        !report_.faulty(path + "state_id")) {
      report_.warning(path + "state_id",
                      "is not set, so that the appointment keeps the state of its outcome (A29, "
                      "A32): name the state that is to be put on it");
    }
    if (procedure.kind == ProcedureKind::callback && procedure.state_id)
      report_.warning(path + "state_id", "has no effect with kind = \"callback\" (A38)");
  }

  // S-A31
  void check_alone(const std::string& path, const Procedure& procedure, int id) {
    const auto [first, alone] = acting_.emplace(id, procedure.name);
    if (alone) return;
    report_.error(path + "states",
                  fmt::format("state {} has an active procedure already, \"{}\": switch one of the "
                              "two off with active = false",
                              id, first->second));
  }

  void check_pair(const std::string& path, const Procedure& procedure, int id,
                  const BackOfficeState& state) {
    const std::string of_state = fmt::format("states.{}.", id);
    if (!plain(of_state, state) || report_.faulty(of_state + "reschedule")) return;
    const bool calls = procedure.kind == ProcedureKind::callback;
    const auto reasons = calls ? against_operator(state) : against_agent(state);
    if (reasons.empty()) return;
    report_.error(
        path + "states",
        fmt::format("the procedure \"{}\" ({}) and state {} contradict each other: {}, "
                    "and the state has {}{}",
                    procedure.name, mode_text(procedure.kind), id,
                    calls ? "the operator calls on the agent's date" : "the agent re-books alone",
                    fmt::join(reasons, " and "), mend(procedure.kind, state)));
  }

  // A18, A27, A30, A33, S-A30
  [[nodiscard]] std::vector<std::string> against_agent(const BackOfficeState& state) const {
    std::vector<std::string> reasons;
    if (waits(state))
      reasons.push_back(fmt::format("list state \"{}\" of type W", state.list_state));
    if (state.callback != CallbackOption::off)
      reasons.push_back(fmt::format("callback = \"{}\"", option_text(state.callback)));
    if (!state.reschedule) reasons.emplace_back(no_reschedule);
    return reasons;
  }

  // A37. A callback without a list state of type W is the state's own fault.
  [[nodiscard]] std::vector<std::string> against_operator(const BackOfficeState& state) const {
    std::vector<std::string> reasons;
    if (state.callback == CallbackOption::off) {
      if (!waits(state)) reasons.emplace_back("no list state of type W");
      reasons.emplace_back("callback = \"off\"");
    }
    if (!state.reschedule) reasons.emplace_back(no_reschedule);
    return reasons;
  }

  /// The kind of procedure that the state is made for, or the list state that it lacks.
  [[nodiscard]] std::string mend(ProcedureKind kind, const BackOfficeState& state) const {
    const bool called = state.callback != CallbackOption::off;
    if (kind != ProcedureKind::callback)
      return called && waits(state) && state.reschedule ? ": did you mean kind = \"callback\"?"
                                                        : "";
    if (called || waits(state)) return "";
    return state.reschedule ? ": did you mean kind = \"reschedule\"?"
                            : ": " + waiting_hint(state.list_state, "of type W: ");
  }

  static constexpr const char* no_reschedule = "no App. Rifissare (reschedule = true)";

  const AppointmentPolicy& policy_;
  ConfigReport& report_;
  std::vector<std::string> waiting_;   ///< codes of the list states of type W
  std::map<int, std::string> acting_;  ///< the first active procedure of each state
};

}  // namespace

void check_contradictions(const Tenant& tenant, ConfigReport& report) {
  Contradictions(tenant.policy.appointment, report).check();
}

}  // namespace followup
