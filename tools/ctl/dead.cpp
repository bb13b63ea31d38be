// followupctl dead: notifications that were given up. What was frozen stays: a retry sends the same
// bytes under the same id.
#include "core/codec/record_codec.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/when.h"
#include "tools/ctl/wording.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// A dead letter with what its body says; nothing of that if it can not be read.
struct Letter {
  DeadLetter dead;
  std::optional<Notification> notification;
};

Result<std::vector<Letter>> letters(Shelf& shelf, int limit) {
  auto dead = shelf.list_dead(limit);
  if (!dead) return dead.error();
  std::vector<Letter> all;
  for (auto& one : *dead) {
    Letter letter{.dead = std::move(one), .notification = std::nullopt};
    if (auto body = decode_notification(letter.dead.body)) letter.notification = std::move(*body);
    all.push_back(std::move(letter));
  }
  return all;
}

Result<int> how_many(Shelf& shelf) {
  const auto count = shelf.count_dead();
  if (!count) return count.error();
  return static_cast<int>(std::min<std::int64_t>(*count, std::numeric_limits<int>::max()));
}

Zone zone_of(const Letter& letter, const TenantBook& tenants) {
  const Tenant* tenant =
      letter.notification ? tenants.find(letter.notification->case_key.tenant) : nullptr;
  return tenant == nullptr ? Zone() : tenant->policy.zone;
}

std::string case_of(const Letter& letter) {
  return letter.notification ? case_name(letter.notification->case_key) : "(body can not be read)";
}

std::string purpose_of(const Letter& letter) {
  return letter.notification ? purpose_words(*letter.notification) : "?";
}

JsonObject json_of(const Letter& letter, const TenantBook& tenants) {
  JsonObject object;
  object.add("id", letter.dead.id);
  add_instant(object, letter.dead.at, zone_of(letter, tenants));
  object.add("lane", letter.dead.lane)
      .add("last_outcome", letter.dead.last_outcome)
      .add("attempts", letter.dead.attempts);
  if (!letter.notification) return object.add("readable", false);
  return object.add("purpose", purpose_of(letter))
      .add("case", case_of(letter))
      .add("role", to_text(letter.notification->role))
      .add("endpoint", letter.notification->endpoint)
      .add("due", format_instant(letter.notification->due))
      .add("cycle", letter.notification->cycle);
}

ExitCode list(const DeadCommand& command, Installation& installation, Terminal& terminal) {
  const auto count = installation.shelf.count_dead();
  if (!count) return terminal.fail(count.error());
  const auto all = letters(installation.shelf, command.limit);
  if (!all) return terminal.fail(all.error());
  std::vector<std::vector<std::string>> rows{
      {"GIVEN UP", "ID", "MESSAGE", "CASE", "LANE", "TRIES", "LAST"}};
  for (const auto& letter : *all) {
    terminal.line(json_of(letter, installation.config.tenants));
    rows.push_back({local_text(letter.dead.at, zone_of(letter, installation.config.tenants)),
                    letter.dead.id, purpose_of(letter), case_of(letter), letter.dead.lane,
                    std::to_string(letter.dead.attempts), letter.dead.last_outcome});
  }
  if (all->empty()) {
    terminal.line("there are no dead letters");
    return ExitCode::ok;
  }
  terminal.table(rows);
  if (*count > static_cast<std::int64_t>(all->size()))
    terminal.line(fmt::format("{} of {} shown; --limit shows more", all->size(), *count));
  return ExitCode::ok;
}

ExitCode not_there(const std::string& id, Terminal& terminal) {
  return terminal.fail({Code::not_found, fmt::format("there is no dead letter {}", id)});
}

ExitCode show(const DeadCommand& command, Installation& installation, Terminal& terminal) {
  const auto count = how_many(installation.shelf);
  if (!count) return terminal.fail(count.error());
  const auto all = letters(installation.shelf, *count);
  if (!all) return terminal.fail(all.error());
  const auto found = std::find_if(
      all->begin(), all->end(), [&](const Letter& letter) { return letter.dead.id == command.id; });
  if (found == all->end()) return not_there(command.id, terminal);
  const TenantBook& tenants = installation.config.tenants;
  terminal.line(json_of(*found, tenants));
  std::vector<std::vector<std::string>> rows{
      {"id", found->dead.id},
      {"message", purpose_of(*found)},
      {"case", case_of(*found)},
      {"lane", found->dead.lane},
      {"attempts", std::to_string(found->dead.attempts)},
      {"last outcome", found->dead.last_outcome},
      {"given up", both_texts(found->dead.at, zone_of(*found, tenants))}};
  if (found->notification) {
    rows.push_back(
        {"to",
         role_words(found->notification->role) +
             (found->notification->endpoint.empty() ? "" : " " + found->notification->endpoint)});
    rows.push_back({"due", both_texts(found->notification->due, zone_of(*found, tenants))});
  }
  terminal.table(rows);
  return ExitCode::ok;
}

ExitCode retry_one(const std::string& id, Installation& installation, Terminal& terminal) {
  const auto retried = installation.shelf.retry_dead(id, installation.clock.now());
  if (!retried) return terminal.fail(retried.error());
  if (!*retried) return not_there(id, terminal);
  terminal.line(fmt::format("{} waits in its lane again", id));
  terminal.line(JsonObject().add("id", id).add("retried", true));
  return ExitCode::ok;
}

/// The letters that are there now; one that fails again meanwhile is not taken twice.
ExitCode retry_all(Installation& installation, Terminal& terminal) {
  const auto count = how_many(installation.shelf);
  if (!count) return terminal.fail(count.error());
  const auto all = installation.shelf.list_dead(*count);
  if (!all) return terminal.fail(all.error());
  if (all->empty()) terminal.line("there are no dead letters");
  for (const auto& letter : *all) {
    const auto code = retry_one(letter.id, installation, terminal);
    if (code == ExitCode::unreachable) return code;
  }
  return ExitCode::ok;
}

ExitCode drop(const std::string& id, Installation& installation, Terminal& terminal) {
  const auto dropped = installation.shelf.drop_dead(id);
  if (!dropped) return terminal.fail(dropped.error());
  if (!*dropped) return not_there(id, terminal);
  terminal.line(fmt::format("{} is dropped for good", id));
  terminal.line(JsonObject().add("id", id).add("dropped", true));
  return ExitCode::ok;
}

}  // namespace

ExitCode run(const DeadCommand& command, Installation& installation, Terminal& terminal) {
  switch (command.what) {
    case DeadCommand::What::list:
      return list(command, installation, terminal);
    case DeadCommand::What::show:
      return show(command, installation, terminal);
    case DeadCommand::What::retry:
      return command.all ? retry_all(installation, terminal)
                         : retry_one(command.id, installation, terminal);
    case DeadCommand::What::drop:
      break;
  }
  return drop(command.id, installation, terminal);
}

}  // namespace followup::ctl
