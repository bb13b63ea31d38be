// followupctl show: what is known of a case, what is on its way, and its whole history.
#include "core/codec/record_codec.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/open_notifications.h"
#include "tools/ctl/when.h"
#include "tools/ctl/wording.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// Everything that a case shows.
struct Picture {
  Case state;
  const Policy* policy = nullptr;
  std::vector<HistoryEntry> history;
  std::size_t unreadable = 0;  ///< history lines
  std::vector<OpenMessage> open;
};

Result<Picture> look(const Case& state, Installation& installation) {
  Picture picture{.state = state, .policy = &policy_of(installation, state), .history = {}};
  if (state.first) picture.history.push_back(*state.first);
  const auto lines = installation.cases.history(state.key);
  if (!lines) return lines.error();
  for (const auto& line : *lines) {
    auto entry = decode_history(line);
    if (entry) {
      picture.history.push_back(std::move(*entry));
    } else {
      ++picture.unreadable;
    }
  }
  auto open = open_messages(state, installation.outbox);
  if (!open) return open.error();
  picture.open = std::move(*open);
  return picture;
}

std::string next_words(const Picture& picture) {
  const auto next = next_deadline(picture.state, *picture.policy);
  if (!next) return "nothing";
  return fmt::format("{} {}", to_text(next->step), both_texts(next->at, picture.policy->zone));
}

void print_state(const Picture& picture, Terminal& terminal) {
  const Case& state = picture.state;
  terminal.line(fmt::format("{}  version {}, policy version {}", case_name(state.key),
                            state.version, state.policy));
  std::vector<std::vector<std::string>> rows;
  for (const auto& [label, text] : state_words(state, *picture.policy))
    rows.push_back({"  " + label, text});
  rows.push_back({"  next", next_words(picture)});
  for (const auto& message : picture.open)
    rows.push_back({"  on its way", open_words(message, picture.policy->zone)});
  terminal.table(rows);
}

void print_history(const Picture& picture, Terminal& terminal) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& entry : picture.history) {
    rows.push_back({"  " + local_text(entry.at, picture.policy->zone), entry.what, entry.name,
                    entry.detail, entry.id});
  }
  terminal.line("history");
  terminal.table(rows);
  if (picture.unreadable > 0)
    terminal.line(fmt::format("  {} entries can not be read", picture.unreadable));
}

JsonObject json_of(const Picture& picture) {
  const Case& state = picture.state;
  const Zone& zone = picture.policy->zone;
  std::vector<JsonObject> open;
  for (const auto& message : picture.open)
    open.push_back(open_json(message));
  std::vector<JsonObject> history;
  for (const auto& entry : picture.history) {
    JsonObject line;
    add_instant(line, entry.at, zone);
    history.push_back(line.add("what", entry.what)
                          .add("name", entry.name)
                          .add("detail", entry.detail)
                          .add("id", entry.id));
  }
  JsonObject object;
  object.add("case", case_name(state.key))
      .add("version", state.version)
      .add("policy", state.policy)
      .add("state", state_json(state, *picture.policy));
  if (const auto next = next_deadline(state, *picture.policy)) {
    JsonObject deadline;
    deadline.add("step", to_text(next->step));
    add_instant(deadline, next->at, zone);
    object.add("next", deadline);
  } else {
    object.add_null("next");
  }
  return object.add("open", open).add("history", history);
}

}  // namespace

ExitCode run(const ShowCommand& command, Installation& installation, Terminal& terminal) {
  const auto state = find_case(command.name, installation);
  if (!state) return terminal.fail(state.error());
  const auto picture = look(*state, installation);
  if (!picture) return terminal.fail(picture.error());
  terminal.line(json_of(*picture));
  print_state(*picture, terminal);
  print_history(*picture, terminal);
  return ExitCode::ok;
}

}  // namespace followup::ctl
