// Warnings: the configuration can be used, and something in it does not do what it seems to.
#include "core/codec/config_contradictions.h"
#include "core/codec/config_sections.h"
#include "core/domain/rebooking.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace followup {

namespace {

/// A warning of card_plan(): the parameter that it is about, and what is said of it.
struct ParameterWarning {
  std::string_view code;
  const char* parameter;
  std::string_view words;  ///< nothing: the state that the parameter names can not be put
};

constexpr std::array<ParameterWarning, 10> parameter_warnings{{
    {"cc0037_unused", "CC0037", "has no effect while CC0036 is \"NO\" (P2)"},
    {"cc0037a_unused", "CC0037A", "has no effect while CC0036 is \"NO\" (P3)"},
    {"cc0037a_redundant", "CC0037A",
     "is redundant: with CC0037 = \"SI\" a new appointment is made without asking (P5)"},
    {"cc0036c_unused", "CC0036C", "has no effect while CC0036 is \"NO\""},
    {"cc0036d_unused", "CC0036D", "has no effect while CC0036 is \"NO\""},
    {"cc0036b_unused", "CC0036B",
     "has no effect: with CC0037 = \"SI\" a new appointment is made and the current one stays as "
     "it is (P4)"},
    {"cc0036b_unknown", "CC0036B", ""},
    {"cc0036b_unusable", "CC0036B", ""},
    {"cc0036d_unknown", "CC0036D", ""},
    {"cc0036d_unusable", "CC0036D", ""},
}};

class Effects {
 public:
  Effects(const Tenant& tenant, ConfigReport& report)
      : tenant_(tenant), policy_(tenant.policy.appointment), report_(report) {}

  void check() const {
    check_parameters();
    for (const auto& [id, state] : policy_.states)
      check_state(id, state);
    for (const auto& procedure : policy_.procedures)
      check_procedure(procedure);
    for (const auto& [id, project] : tenant_.policy.contact.projects)
      check_project(fmt::format("projects.{}.", id), project);
  }

 private:
  // S-A35
  void check_parameters() const {
    const auto general = card_plan(policy_, "").warnings;
    for (const auto& code : general)
      warn(code, policy_.parameters, "parameters.", "");
    for (const auto& [user, row] : policy_.users) {
      const std::string path = fmt::format("parameters.users.{}.", user);
      for (const auto& code : card_plan(policy_, user).warnings) {
        const bool told = std::find(general.begin(), general.end(), code) != general.end();
        if (!told || report_.has(path + parameter_of(code)))
          warn(code, parameters_for(policy_, user), path, "for this user: ");
      }
    }
  }

  static std::string parameter_of(std::string_view code) {
    const auto found = find(code);
    return found == parameter_warnings.end() ? "CC0036" : found->parameter;
  }

  static decltype(parameter_warnings)::const_iterator find(std::string_view code) {
    return std::find_if(parameter_warnings.begin(), parameter_warnings.end(),
                        [&](const ParameterWarning& warning) { return warning.code == code; });
  }

  void warn(std::string_view code, const Parameters& values, const std::string& path,
            std::string_view whose) const {
    const auto found = find(code);
    if (found == parameter_warnings.end()) return;
    const std::string name = found->parameter;
    const std::string words = found->words.empty()
                                  ? state_words(name == "CC0036B" ? values.cc0036b : values.cc0036d)
                                  : std::string(found->words);
    report_.warning(path + name, fmt::format("{}{}", whose, words));
  }

  /// Why a state can not be put, and that it counts as 0 then (A24, S-A07).
  [[nodiscard]] std::string state_words(int id) const {
    const auto found = policy_.states.find(id);
    if (found == policy_.states.end()) {
      return "counts as 0: " + no_such("state", std::to_string(id), names_of(policy_.states),
                                       fmt::format("[states.{}]", id));
    }
    return fmt::format("counts as 0: state {} {}", id,
                       found->second.obsolete ? "is obsolete (A42)" : "is one of orders (A41)");
  }

  // S-A28
  void check_state(int id, const BackOfficeState& state) const {
    if (!state.reschedule) return;
    const Procedure* off = nullptr;
    for (const auto& procedure : policy_.procedures) {
      const auto& states = procedure.states;
      if (std::find(states.begin(), states.end(), id) == states.end()) continue;
      if (procedure.active) return;
      if (off == nullptr) off = &procedure;
    }
    if (off == nullptr) {
      report_.warning(fmt::format("states.{}.reschedule", id),
                      "asks for App. Rifissare, and no procedure acts on the state: nothing comes "
                      "of the date that the agent enters");
    } else {
      report_.warning(fmt::format("procedures.{}.active", off->name),
                      fmt::format("is false, and no other procedure acts on state {}: nothing "
                                  "comes of the App. Rifissare that the agent enters",
                                  id));
    }
  }

  void check_procedure(const Procedure& procedure) const {
    const std::string key = fmt::format("procedures.{}.kind", procedure.name);
    if (!procedure.active || procedure.kind == ProcedureKind::callback || report_.faulty(key))
      return;
    const std::string_view command = procedure.kind == ProcedureKind::reschedule
                                         ? "appointment.reschedule"
                                         : "appointment.create_from";
    if (!tenant_.endpoints_for(command).empty()) return;
    report_.warning(key,
                    fmt::format("needs an endpoint whose types name {}, and there is none: the "
                                "operator gets a callback instead",
                                command));
  }

  void check_project(const std::string& path, const ProjectPolicy& project) const {
    if (project.history && tenant_.endpoints_for("contact_history.add").empty()) {
      report_.warning(path + "history",
                      "needs an endpoint whose types name contact_history.add, and there is none: "
                      "no entry is made");
    }
    if (project.state == ProjectState::training && project.training_email.empty() &&
        !report_.faulty(path + "training_email")) {
      report_.warning(path + "training_email",
                      "is not set, and the project is in training: its mail reaches nobody");
    }
  }

  const Tenant& tenant_;
  const AppointmentPolicy& policy_;
  ConfigReport& report_;
};

}  // namespace

void check_effects(const Tenant& tenant, ConfigReport& report) {
  Effects(tenant, report).check();
}

}  // namespace followup
