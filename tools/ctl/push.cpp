// followupctl push: events from files to the daemon, an answer each, printed in the files' order.
#include "tools/ctl/commands.h"
#include "tools/ctl/event_files.h"
#include "tools/ctl/event_push.h"
#include "tools/ctl/reply_lines.h"

#include <algorithm>
#include <iostream>
#include <map>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// Prints answers in the order of the events, as soon as those before them are there.
class Printer {
 public:
  explicit Printer(Terminal& terminal) : terminal_(terminal) {}

  void take(std::size_t index, const std::vector<Reply>& replies) {
    waiting_[index] = replies;
    for (auto next = waiting_.find(printed_); next != waiting_.end();
         next = waiting_.find(printed_)) {
      print(next->second);
      waiting_.erase(next);
      ++printed_;
    }
  }

  /// What is left when no more answers come, and how many events got which answer.
  void finish() {
    for (const auto& [index, replies] : waiting_)
      print(replies);
    std::string text;
    for (const auto& [status, count] : counts_)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, to_text(status));
    if (!text.empty()) terminal_.line(text);
  }

  [[nodiscard]] bool all_settled() const {
    return std::ranges::all_of(counts_, [](const auto& entry) { return is_settled(entry.first); });
  }

 private:
  void print(const std::vector<Reply>& replies) {
    for (const auto& reply : replies) {
      print_reply(reply, terminal_);
      ++counts_[reply.status];
    }
  }

  Terminal& terminal_;
  std::map<std::size_t, std::vector<Reply>> waiting_;
  std::map<Status, int> counts_;
  std::size_t printed_ = 0;
};

}  // namespace

ExitCode run(const PushCommand& command, const Globals& globals, Terminal& terminal) {
  const auto events = read_event_files(command.files, std::cin);
  if (!events) return terminal.fail(events.error());
  PushTarget target{.endpoint = client_endpoint(globals.router),
                    .timeout = std::chrono::seconds{command.timeout_s}};
  if (target.endpoint.empty()) {
    const auto config = read_config(globals.config, terminal);
    if (!config) return terminal.fail(config.error());
    target.endpoint = client_endpoint(config->intake.router);
  }
  std::vector<std::string> bodies;
  for (const auto& event : *events)
    bodies.push_back(event.bytes);
  Printer printer(terminal);
  const auto pushed = push_events(
      bodies, target,
      [&](std::size_t index, const std::vector<Reply>& replies) { printer.take(index, replies); });
  printer.finish();
  if (!pushed) return terminal.fail(pushed.error());
  return printer.all_settled() ? ExitCode::ok : ExitCode::refused;
}

}  // namespace followup::ctl
