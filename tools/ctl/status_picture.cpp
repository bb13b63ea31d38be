// Gathers what the status says, and judges it.
#include "core/codec/record_codec.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/due_walk.h"
#include "tools/ctl/lanes.h"
#include "tools/ctl/status.h"
#include "tools/ctl/when.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// How long, in real time, something may have waited before it is worth a word.
constexpr Millis patience = std::chrono::minutes{1};

Result<DueState> due_state(CaseStore& cases, TimePoint now) {
  DueState due;
  DueWalk walk(cases);
  while (due.now < DueState::counted) {
    auto page = walk.next();
    if (!page) return page.error();
    if (page->empty()) return due;
    for (auto& entry : *page) {
      if (entry.at > now) {
        due.next = std::move(entry);
        return due;
      }
      if (!due.oldest) due.oldest = entry.at;
      ++due.now;
    }
  }
  return due;
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

Result<void> read_marks(Installation& installation, StatusPicture& picture) {
  const auto marks = installation.shelf.marks();
  if (!marks) return marks.error();
  for (const auto& [name, value] : *marks) {
    if (name == marks::clock_stopped) picture.clock_stopped = value;
    if (name.starts_with(marks::endpoint("")) || name.starts_with(marks::channel("")))
      picture.switched_off[name] = value;
  }
  return {};
}

/// Whether the lane waits because its endpoint is switched off.
bool is_off(const std::string& lane, const StatusPicture& picture) {
  const std::string name = lane.substr(lane.find(':') + 1);
  return picture.switched_off.contains(marks::endpoint(name));
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
  auto due = due_state(installation.cases, picture.now);
  if (!due) return due.error();
  picture.due = std::move(*due);
  auto lanes = installation.outbox.lanes(all_lanes(installation.config.tenants));
  if (!lanes) return lanes.error();
  picture.lanes = std::move(*lanes);
  auto damaged = installation.shelf.list_damaged(StatusPicture::damaged_read);
  if (!damaged) return damaged.error();
  picture.damaged = std::move(*damaged);
  if (auto counted = count_shelves(installation, picture); !counted) return counted.error();
  if (auto read = read_marks(installation, picture); !read) return read.error();
  return picture;
}

std::vector<std::string> worries(const StatusPicture& picture, const Installation& installation) {
  std::vector<std::string> all = picture.settings.refusals;
  all.insert(all.end(), picture.settings.warnings.begin(), picture.settings.warnings.end());
  if (picture.clock_stopped) all.push_back(clock_stopped_words(*picture.clock_stopped));
  const auto waited = [&](TimePoint since) {
    return (picture.now - since) / installation.clock.speed();
  };
  if (picture.due.oldest && waited(*picture.due.oldest) > patience) {
    all.push_back(fmt::format("cases have been due for {}: is followupd running?",
                              duration_text(waited(*picture.due.oldest))));
  }
  for (const auto& lane : picture.lanes) {
    if (!lane.next || waited(*lane.next) <= patience || is_off(lane.lane, picture)) continue;
    all.push_back(fmt::format("{} has waited for {}: is its followup-worker running?", lane.lane,
                              duration_text(waited(*lane.next))));
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
