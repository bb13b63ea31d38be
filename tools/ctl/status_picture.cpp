// Gathers what the status says, and judges it.
#include "core/codec/record_codec.h"
#include "core/flow/due_flow.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/due_walk.h"
#include "tools/ctl/lanes.h"
#include "tools/ctl/status.h"
#include "tools/ctl/when.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// How long, in real time, something may have waited before it is worth a word.
constexpr Millis patience = std::chrono::minutes{1};
/// One failed attempt is nothing; a second one is.
constexpr int failures_to_tell = 2;

using Marks = std::map<std::string, std::string>;

/// A case of a tenant that is not configured is claimed in vain, again and again: what is leased
/// counts as due.
Result<DueState> due_state(Installation& installation, TimePoint now) {
  DueState due;
  DueWalk walk(installation.cases);
  const TimePoint leased = now + DueFlow::lease * installation.clock.speed();
  while (due.now < DueState::counted) {
    auto page = walk.next();
    if (!page) return page.error();
    if (page->empty()) return due;
    for (auto& entry : *page) {
      if (entry.at <= leased && installation.config.tenants.find(entry.key.tenant) == nullptr) {
        due.unknown_tenants.insert(entry.key.tenant);
      } else if (entry.at <= now) {
        if (!due.oldest) due.oldest = entry.at;
        ++due.now;
      } else {
        if (!due.next) due.next = entry;
        if (entry.at > leased) return due;
      }
    }
  }
  return due;
}

Result<void> look_at_head(Outbox& outbox, LanePicture& lane) {
  if (lane.state.head.empty()) return {};
  const auto head = outbox.find(lane.state.head, {});
  if (!head) return head.error();
  if (!*head) return {};  // it has just ended
  lane.attempts = (*head)->attempts;
  lane.last_outcome = (*head)->last_outcome;
  if (const auto notification = decode_notification((*head)->body))
    lane.made_at = notification->made_at;
  return {};
}

/// The configured lanes, and of those that were once those in which something waits.
Result<void> look_at_lanes(Installation& installation, const Marks& marks, StatusPicture& picture) {
  std::vector<std::string> names = all_lanes(installation.config.tenants);
  const std::size_t configured = names.size();
  for (const auto& [mark, value] : marks) {
    if (!mark.starts_with(marks::lane_prefix)) continue;
    std::string name = mark.substr(marks::lane_prefix.size());
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  auto states = installation.outbox.lanes(names);
  if (!states) return states.error();
  for (std::size_t at = 0; at < states->size(); ++at) {
    LanePicture lane{.state = std::move((*states)[at]), .configured = at < configured};
    if (!lane.configured && lane.state.waiting == 0) continue;
    if (auto looked = look_at_head(installation.outbox, lane); !looked) return looked;
    picture.lanes.push_back(std::move(lane));
  }
  return {};
}

Result<void> count_shelves(Installation& installation, StatusPicture& picture) {
  Shelf& shelf = installation.shelf;
  const auto dead = shelf.count_dead();
  if (!dead) return dead.error();
  picture.dead = *dead;
  const auto letters = shelf.list_dead(StatusPicture::dead_read);
  if (!letters) return letters.error();
  for (const auto& letter : *letters) {
    const auto body = decode_notification(letter.body);
    ++picture.dead_of_tenant[body ? body->case_key.tenant : "unreadable"];
  }
  std::vector<std::string> shelves{""};
  for (const auto& [name, tenant] : installation.config.tenants.tenants)
    shelves.push_back(name);
  for (const auto& name : shelves) {
    const auto count = shelf.count_refused(name);
    if (!count) return count.error();
    if (*count > 0) picture.rejected[name] = *count;
  }
  return {};
}

void read_marks(const Marks& marks, StatusPicture& picture) {
  for (const auto& [name, value] : marks) {
    if (name == marks::clock_stopped) picture.clock_stopped = value;
    if (name.starts_with(marks::endpoint("")) || name.starts_with(marks::channel("")))
      picture.switched_off[name] = value;
  }
}

/// Whether the lane waits because its endpoint is switched off.
bool is_off(const std::string& lane, const StatusPicture& picture) {
  const std::string name = lane.substr(lane.find(':') + 1);
  return picture.switched_off.contains(marks::endpoint(name));
}

Millis real_wait(TimePoint since, const StatusPicture& picture, const Clock& clock) {
  return (picture.now - since) / clock.speed();
}

/// What of a lane needs somebody to look, or nothing. Who claims in vain puts the lane's scores
/// off: what was made long ago and was never tried waits, whatever they say.
std::string lane_worry(const LanePicture& lane, const StatusPicture& picture, const Clock& clock) {
  if (!lane.configured) {
    return fmt::format("{} wait in {}, an endpoint that is no longer configured: put it back",
                       lane.state.waiting, lane.state.lane);
  }
  if (!lane.state.next || is_off(lane.state.lane, picture)) return {};
  if (lane.attempts >= failures_to_tell && !lane.last_outcome.empty()) {
    return fmt::format("{} keeps failing: {} attempts at the next message, the last one {}",
                       lane.state.lane, lane.attempts, lane.last_outcome);
  }
  const TimePoint since = lane.attempts == 0 && lane.made_at
                              ? std::min(*lane.made_at, *lane.state.next)
                              : *lane.state.next;
  const Millis waited = real_wait(since, picture, clock);
  if (waited <= patience) return {};
  return fmt::format(
      "{} has waited for {}: is its followup-worker running, with this configuration?",
      lane.state.lane, duration_text(waited));
}

/// "endpoint demo/crm is switched off (disabled http_410): followupctl endpoint enable demo/crm",
/// or "channel email rests (it keeps failing)".
std::string switched_off_words(const std::string& mark, const std::string& reason) {
  const std::string kind = mark.substr(0, mark.find(':'));
  const std::string name = mark.substr(kind.size() + 1);
  const bool endpoint = mark == marks::endpoint(name);
  return endpoint ? fmt::format("{} {} is switched off ({}): followupctl endpoint enable {}", kind,
                                name, reason, name)
                  : fmt::format("{} {} rests ({})", kind, name, reason);
}

}  // namespace

Result<StatusPicture> take_picture(Installation& installation) {
  StatusPicture picture{.now = installation.clock.now()};
  auto settings = installation.check_settings();
  if (!settings) return settings.error();
  picture.settings = std::move(*settings);
  auto due = due_state(installation, picture.now);
  if (!due) return due.error();
  picture.due = std::move(*due);
  const auto marks = installation.shelf.marks();
  if (!marks) return marks.error();
  read_marks(*marks, picture);
  if (auto looked = look_at_lanes(installation, *marks, picture); !looked) return looked.error();
  auto damaged = installation.shelf.list_damaged(StatusPicture::damaged_read);
  if (!damaged) return damaged.error();
  picture.damaged = std::move(*damaged);
  if (auto counted = count_shelves(installation, picture); !counted) return counted.error();
  return picture;
}

std::vector<std::string> worries(const StatusPicture& picture, const Installation& installation) {
  std::vector<std::string> all = picture.settings.refusals;
  all.insert(all.end(), picture.settings.warnings.begin(), picture.settings.warnings.end());
  if (picture.clock_stopped) all.push_back(clock_stopped_words(*picture.clock_stopped));
  if (picture.due.oldest) {
    const Millis waited = real_wait(*picture.due.oldest, picture, installation.clock);
    if (waited > patience) {
      all.push_back(
          fmt::format("cases have been due for {}: is followupd running?", duration_text(waited)));
    }
  }
  for (const auto& tenant : picture.due.unknown_tenants) {
    all.push_back(fmt::format(
        "cases of tenant {} are due, and no file of that name is configured: put it back", tenant));
  }
  for (const auto& lane : picture.lanes) {
    if (auto worry = lane_worry(lane, picture, installation.clock); !worry.empty())
      all.push_back(std::move(worry));
  }
  for (const auto& [mark, reason] : picture.switched_off)
    all.push_back(switched_off_words(mark, reason));
  if (picture.dead > 0) all.emplace_back("there are dead letters: followupctl dead list");
  if (!picture.rejected.empty()) {
    all.emplace_back("refused events are kept: followupctl rejected list");
  }
  for (const auto& key : picture.damaged)
    all.push_back(
        fmt::format("the record of {} is damaged: followupctl damaged list", case_name(key)));
  return all;
}

}  // namespace followup::ctl
