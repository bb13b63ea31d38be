// followupctl status: is all well?
#include "tools/ctl/status.h"

#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

Zone zone_of(const CaseKey& key, const TenantBook& tenants) {
  const Tenant* tenant = tenants.find(key.tenant);
  return tenant == nullptr ? Zone() : tenant->policy.zone;
}

std::string due_words(const StatusPicture& picture, const Installation& installation) {
  const DueState& due = picture.due;
  const bool more = due.now >= DueState::counted;
  std::string text = fmt::format("{}{} due now", more ? "at least " : "", due.now);
  if (!due.next) return text + (more ? "" : ", nothing later");
  return fmt::format("{}, next {} {}", text,
                     local_text(due.next->at, zone_of(due.next->key, installation.config.tenants)),
                     case_name(due.next->key));
}

std::string lane_words(const LanePicture& lane, const StatusPicture& picture,
                       const Installation& installation) {
  if (!lane.state.next) return fmt::format("{} waiting", lane.state.waiting);
  const Millis real = (*lane.state.next - picture.now) / installation.clock.speed();
  const std::string when = real > Millis{0} ? "next in " + duration_text(real)
                                            : "the oldest for " + duration_text(-real);
  const std::string tried =
      lane.attempts == 0 ? "" : fmt::format(", tried {} times", lane.attempts);
  const std::string last = lane.last_outcome.empty() ? "" : " (" + lane.last_outcome + ")";
  return fmt::format("{} waiting, {}{}{}", lane.state.waiting, when, tried, last);
}

std::string dead_words(const StatusPicture& picture) {
  if (picture.dead == 0) return "none";
  std::string text;
  for (const auto& [tenant, count] : picture.dead_of_tenant)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", tenant, count);
  return fmt::format("{} ({}{})", picture.dead,
                     picture.dead > StatusPicture::dead_read ? "of the oldest 1000: " : "", text);
}

std::string rejected_words(const StatusPicture& picture) {
  if (picture.rejected.empty()) return "none";
  std::string text;
  for (const auto& [shelf, count] : picture.rejected) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                        shelf.empty() ? "unknown sources" : shelf, count);
  }
  return text;
}

std::string settings_words(const StoreCheck& settings) {
  if (!settings.refusals.empty()) return "reachable, its settings can not be worked with";
  return settings.warnings.empty() ? "reachable, its settings are good"
                                   : "reachable, with a doubt about its settings";
}

void print(const StatusPicture& picture, const std::vector<std::string>& all_worries,
           Installation& installation, Terminal& terminal) {
  std::vector<std::vector<std::string>> rows{
      {"store", settings_words(picture.settings)},
      {"clock", fmt::format("{}, {}", format_instant(picture.now), clock_words(installation))},
      {"cases", due_words(picture, installation)}};
  for (const auto& lane : picture.lanes)
    rows.push_back({lane.state.lane, lane_words(lane, picture, installation)});
  rows.push_back({"dead letters", dead_words(picture)});
  rows.push_back({"refused events", rejected_words(picture)});
  rows.push_back({"damaged records",
                  picture.damaged.empty() ? "none" : std::to_string(picture.damaged.size())});
  terminal.table(rows);
  for (const auto& worry : all_worries)
    terminal.line("look: " + worry);
  if (all_worries.empty()) terminal.line("all is well");
}

JsonObject json_of(const StatusPicture& picture, const std::vector<std::string>& all_worries,
                   const Installation& installation) {
  JsonObject clock;
  clock.add("at", format_instant(picture.now))
      .add("virtual", installation.virtual_clock)
      .add("speed", installation.clock.speed());
  JsonObject due;
  due.add("now", picture.due.now);
  if (picture.due.next) {
    due.add("next", format_instant(picture.due.next->at))
        .add("next_case", case_name(picture.due.next->key));
  }
  std::vector<JsonObject> lanes;
  for (const auto& lane : picture.lanes) {
    const LaneState& state = lane.state;
    lanes.push_back(JsonObject().add("lane", state.lane).add("waiting", state.waiting));
    if (!state.next) continue;
    lanes.back().add("next", format_instant(*state.next)).add("attempts", lane.attempts);
    if (!lane.last_outcome.empty()) lanes.back().add("last_outcome", lane.last_outcome);
  }
  JsonObject dead;
  for (const auto& [tenant, count] : picture.dead_of_tenant)
    dead.add(tenant, count);
  JsonObject rejected;
  for (const auto& [shelf, count] : picture.rejected)
    rejected.add(shelf, count);
  JsonObject off;
  for (const auto& [name, reason] : picture.switched_off)
    off.add(name, reason);
  return JsonObject()
      .add("well", all_worries.empty())
      .add("worries", all_worries)
      .add("clock", clock)
      .add("due", due)
      .add("lanes", lanes)
      .add("dead", picture.dead)
      .add("dead_by_tenant", dead)
      .add("rejected", rejected)
      .add("damaged", picture.damaged.size())
      .add("switched_off", off);
}

}  // namespace

ExitCode run(const StatusCommand& /*command*/, Installation& installation, Terminal& terminal) {
  const auto picture = take_picture(installation);
  if (!picture) return terminal.fail(picture.error());
  const auto all_worries = worries(*picture, installation);
  terminal.line(json_of(*picture, all_worries, installation));
  print(*picture, all_worries, installation, terminal);
  return all_worries.empty() ? ExitCode::ok : ExitCode::refused;
}

}  // namespace followup::ctl
