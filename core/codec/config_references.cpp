// Names that refer to other sections. What the CRM can add by events (people, teams) is only warned
// of.
#include "core/codec/config_contradictions.h"
#include "core/codec/config_sections.h"
#include "core/domain/rebooking.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace followup {

namespace {

class References {
 public:
  References(const Tenant& tenant, ConfigReport& report)
      : tenant_(tenant),
        appointment_(tenant.policy.appointment),
        contact_(tenant.policy.contact),
        report_(report),
        states_(names_of(appointment_.states)),
        list_states_(names_of(appointment_.list_states)),
        characteristics_(names_of(appointment_.characteristics)),
        operators_(names_of(appointment_.operators)),
        people_(names_of(tenant.people)),
        teams_(names_of(tenant.groups)) {}

  void check() const {
    check_calendar("appointment.calling_calendar", appointment_.calls);
    check_calendar("contact.calling_calendar", contact_.calls);
    for (const auto& team : appointment_.teams)
      expect_team("appointment.teams", team);
    for (const auto& id : appointment_.operators)
      expect_person("appointment.operators", id);
    for (const auto& [id, state] : appointment_.states)
      check_state(fmt::format("states.{}.", id), state);
    for (const auto& procedure : appointment_.procedures)
      check_procedure(fmt::format("procedures.{}.", procedure.name), procedure);
    for (const auto& [id, row] : appointment_.users)
      check_user("parameters.users." + id, id, row);
    for (const auto& [id, project] : contact_.projects)
      check_project(fmt::format("projects.{}.", id), project);
    for (const auto& [id, team] : tenant_.groups)
      check_team(fmt::format("teams.{}.", id), team);
    check_managers();
  }

 private:
  static bool knows(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  void check_calendar(const std::string& key, const CallPolicy& calls) const {
    const auto& calendars = tenant_.policy.calendars;
    if (calls.calendar.empty() || calendars.contains(calls.calendar)) return;
    report_.error(key, no_such("calendar", calls.calendar, names_of(calendars),
                               fmt::format("[calendars.{}]", calls.calendar)));
  }

  void check_state(const std::string& path, const BackOfficeState& state) const {
    if (!state.list_state.empty() && !knows(list_states_, state.list_state)) {
      report_.error(path + "list_state",
                    no_such("list state", state.list_state, list_states_,
                            fmt::format("[list_states.{}]", state.list_state)));
    }
    check_characteristics(path + "mandatory", state.mandatory);
    check_characteristics(path + "visible", state.visible);
    if (state.callback == CallbackOption::off) return;
    for (const auto& id : state.mandatory) {
      if (knows(state.visible, id) || !knows(characteristics_, id)) continue;
      report_.warning(path + "visible",
                      fmt::format("leaves out \"{}\", which is mandatory: whoever calls is not "
                                  "shown what the agent had to enter",
                                  id));
    }
  }

  void check_characteristics(const std::string& key, const std::vector<std::string>& ids) const {
    for (const auto& id : ids) {
      if (!knows(characteristics_, id)) {
        report_.error(key, no_such("characteristic", id, characteristics_,
                                   fmt::format("[characteristics.{}]", id)));
      }
    }
  }

  /// A state that something other than an outcome names.
  void check_state_id(const std::string& key, int id) const {
    const auto found = appointment_.states.find(id);
    if (found == appointment_.states.end()) {
      report_.error(key,
                    no_such("state", std::to_string(id), states_, fmt::format("[states.{}]", id)));
    } else if (!is_usable(found->second)) {
      report_.warning(key, fmt::format("names state {}, which {}", id,
                                       found->second.obsolete ? "is obsolete (A42)"
                                                              : "is one of orders (A41)"));
    }
  }

  void check_procedure(const std::string& path, const Procedure& procedure) const {
    for (const int id : procedure.states)
      check_state_id(path + "states", id);
    if (procedure.state_id) check_state_id(path + "state_id", *procedure.state_id);
  }

  void check_user(const std::string& key, const std::string& id, const UserParameters& row) const {
    if (!operators_.empty() && !knows(operators_, id))
      report_.error(key, no_such("operator", id, operators_, "appointment.operators"));
    if (row.default_state) check_state_id(key + ".default_state", *row.default_state);
  }

  void check_project(const std::string& path, const ProjectPolicy& project) const {
    const auto judgements = names_of(contact_.judgements);
    for (const auto& code : project.protocol_judgements) {
      if (judgements.empty() || knows(judgements, code)) continue;
      report_.error(path + "protocol_judgements",
                    no_such("judgement", code, judgements, fmt::format("[judgements.{}]", code)));
    }
    for (const auto& agent : project.agents)
      expect_person(path + "agents", agent);
    if (!project.team.empty()) {
      expect_team(path + "team", project.team);
    } else if (contact_.calls.publish_after.count() > 0) {
      report_.warning(path + "team",
                      "is not set, and contact.private_to_public makes what nobody calls public: "
                      "the fallback address is told instead of a team");
    }
  }

  void check_team(const std::string& path, const Group& team) const {
    for (const auto& member : team.members)
      expect_person(path + "members", member);
    if (!team.manager_group.empty()) expect_team(path + "manager", team.manager_group);
  }

  // S-T31. Every way upwards is walked once; a team that manages itself was told of before.
  void check_managers() const {
    std::set<std::string> seen;
    for (const auto& [start, team] : tenant_.groups) {
      std::vector<std::string> way;
      std::string id = start;
      while (tenant_.groups.contains(id) && seen.insert(id).second) {
        way.push_back(id);
        id = tenant_.groups.at(id).manager_group;
      }
      const auto first = std::find(way.begin(), way.end(), id);
      if (way.end() - first < 2) continue;
      report_.warning(fmt::format("teams.{}.manager", id),
                      circle_words({first, way.end()}) +
                          ": there the way up ends, and a ticket's administrator is told (S-T31)");
    }
  }

  void expect_person(const std::string& key, const std::string& id) const {
    if (people_.empty() || knows(people_, id)) return;
    report_.warning(key, no_such("person", id, people_, "[people.<id>]"));
  }

  void expect_team(const std::string& key, const std::string& id) const {
    if (teams_.empty() || knows(teams_, id)) return;
    report_.warning(key, no_such("team", id, teams_, "[teams.<id>]"));
  }

  const Tenant& tenant_;
  const AppointmentPolicy& appointment_;
  const ContactPolicy& contact_;
  ConfigReport& report_;
  std::vector<std::string> states_;
  std::vector<std::string> list_states_;
  std::vector<std::string> characteristics_;
  std::vector<std::string> operators_;
  std::vector<std::string> people_;
  std::vector<std::string> teams_;
};

}  // namespace

void check_references(const Tenant& tenant, ConfigReport& report) {
  References(tenant, report).check();
}

}  // namespace followup
