// followupctl simulate: what would go out for these events, on a clock that jumps from one moment
// to the next.
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/event_files.h"
#include "tools/ctl/reply_lines.h"
#include "tools/ctl/simulation.h"
#include "tools/ctl/when.h"
#include "tools/ctl/wording.h"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// Prints what happens and counts it.
class Timeline {
 public:
  explicit Timeline(Terminal& terminal) : terminal_(terminal) {}

  void operator()(const SimulatedMessage& message) {
    ++messages_;
    JsonObject object;
    object.add("type", "message");
    add_instant(object, message.at, message.zone);
    add_message(object, message.notification, message.resolution);
    terminal_.line(object.add("reason", message.why));
    terminal_.line(fmt::format(
        "{}  {:<7}  {:<21}  {}  {}; {}{}{}", both_texts(message.at, message.zone),
        to_text(message.notification.channel), purpose_words(message.notification),
        case_name(message.notification.case_key),
        addressee_words(message.notification, message.resolution), message.why,
        command_words(message.notification), message.notification.late ? ", late" : ""));
  }

  void operator()(const SimulatedAnswer& answer) {
    const Reply& reply = answer.reply;
    if (reply.status == Status::rejected || reply.status == Status::quarantined) ++refused_;
    std::vector<JsonObject> errors;
    for (const auto& fault : reply.faults)
      errors.push_back(JsonObject().add("path", fault.path).add("message", fault.message));
    JsonObject object;
    object.add("type", "event");
    add_instant(object, answer.at, answer.zone);
    terminal_.line(object.add("origin", answer.origin)
                       .add("source", reply.source)
                       .add("id", reply.id)
                       .add("status", to_text(reply.status))
                       .add("reason", to_text(reply.reason))
                       .add("errors", errors));
    terminal_.line(fmt::format("{}  {:<7}  {:<21}  {} ({})  {}", both_texts(answer.at, answer.zone),
                               "event", to_text(reply.status),
                               reply.id.empty() ? "(no id)" : reply.id, answer.origin,
                               refusal_words(reply)));
  }

  [[nodiscard]] int messages() const { return messages_; }

  [[nodiscard]] int refused() const { return refused_; }

 private:
  Terminal& terminal_;
  int messages_ = 0;
  int refused_ = 0;
};

Result<SimulationSettings> settings_of(const SimulateCommand& command, const TenantBook& tenants) {
  SimulationSettings settings;
  if (!command.start.empty()) {
    const auto start = Moment::parse(command.start);
    if (!start) return start.error();
    settings.start = start->begin(tenants.tenants.begin()->second.policy.zone);
  }
  if (!command.until.empty()) {
    const auto until = Moment::parse(command.until);
    if (!until) return until.error();
    settings.until = until->end(tenants);
  }
  return settings;
}

}  // namespace

ExitCode run(const SimulateCommand& command, const Globals& globals, Terminal& terminal) {
  const auto tenants = read_tenants(
      command.tenants.empty() ? globals.config + "/tenants" : command.tenants, terminal);
  if (!tenants) return terminal.fail(tenants.error());
  const auto settings = settings_of(command, *tenants);
  if (!settings) return terminal.fail(settings.error());
  const auto events = read_event_files(command.files, std::cin);
  if (!events) return terminal.fail(events.error());
  Timeline timeline(terminal);
  Simulation simulation(*tenants, *settings,
                        [&](const auto& entry) { std::visit(timeline, entry); });
  if (auto done = simulation.run(*events); !done) return terminal.fail(done.error());
  terminal.line(fmt::format("events: {}, messages: {}, refused: {}", events->size(),
                            timeline.messages(), timeline.refused()));
  return timeline.refused() == 0 ? ExitCode::ok : ExitCode::refused;
}

}  // namespace followup::ctl
