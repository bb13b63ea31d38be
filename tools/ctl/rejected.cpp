// followupctl rejected: events that were refused or quarantined, kept with the answer they got. A
// replay pushes an event's own bytes again and takes it off the shelf once it has been taken in.
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/event_push.h"
#include "tools/ctl/reply_lines.h"
#include "tools/ctl/when.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// The shelf's key of events whose source belongs to no tenant, and how it is called here.
constexpr const char* unknown_shelf = "";
constexpr const char* unknown_words = "(unknown source)";

std::string shelf_words(const std::string& shelf) {
  return shelf == unknown_shelf ? unknown_words : shelf;
}

/// One tenant's shelf, or all there are.
Result<std::vector<std::string>> shelves(const std::string& tenant, const TenantBook& tenants) {
  if (!tenant.empty()) {
    const auto found = find_tenant(tenant, tenants);
    if (!found) return found.error();
    return std::vector<std::string>{tenant};
  }
  std::vector<std::string> all;
  for (const auto& [name, settings] : tenants.tenants)
    all.push_back(name);
  all.emplace_back(unknown_shelf);
  return all;
}

/// What is on the shelves, the oldest of each first; at most `limit` of each, 0: all.
Result<std::vector<RefusedEvent>> refused(const RejectedCommand& command, int limit,
                                          Installation& installation) {
  const auto names = shelves(command.tenant, installation.config.tenants);
  if (!names) return names.error();
  std::vector<RefusedEvent> all;
  for (const auto& name : *names) {
    const auto count = installation.shelf.count_refused(name);
    if (!count) return count.error();
    const int most = limit == 0 ? static_cast<int>(*count) : limit;
    auto events = installation.shelf.list_refused(name, most);
    if (!events) return events.error();
    std::move(events->begin(), events->end(), std::back_inserter(all));
  }
  return all;
}

/// The one that is asked for.
Result<RefusedEvent> find(const RejectedCommand& command, Installation& installation) {
  auto all = refused(command, 0, installation);
  if (!all) return all.error();
  const auto found = std::find_if(
      all->begin(), all->end(), [&](const RefusedEvent& event) { return event.id == command.id; });
  if (found == all->end()) {
    return Error{Code::not_found, fmt::format("no refused event is kept as {}", command.id)};
  }
  return std::move(*found);
}

/// The answer that it got.
Reply answer_of(const RefusedEvent& event) {
  auto replies = decode_replies(event.reply);
  return replies && !replies->empty() ? std::move(replies->front()) : Reply{};
}

Zone zone_of(const RefusedEvent& event, const TenantBook& tenants) {
  const Tenant* tenant = tenants.find(event.shelf);
  return tenant == nullptr ? Zone() : tenant->policy.zone;
}

JsonObject json_of(const RefusedEvent& event, const TenantBook& tenants) {
  const Reply reply = answer_of(event);
  std::vector<JsonObject> errors;
  for (const auto& fault : reply.faults)
    errors.push_back(JsonObject().add("path", fault.path).add("message", fault.message));
  JsonObject object;
  object.add("id", event.id).add("tenant", event.shelf);
  add_instant(object, event.at, zone_of(event, tenants));
  return object.add("event_source", reply.source)
      .add("event_id", reply.id)
      .add("status", event.quarantined ? "quarantined" : "rejected")
      .add("reason", to_text(reply.reason))
      .add("errors", errors);
}

ExitCode list(const RejectedCommand& command, Installation& installation, Terminal& terminal) {
  const auto all = refused(command, command.limit, installation);
  if (!all) return terminal.fail(all.error());
  const TenantBook& tenants = installation.config.tenants;
  std::vector<std::vector<std::string>> rows{{"REFUSED", "ID", "TENANT", "EVENT", "STATUS", "WHY"}};
  for (const auto& event : *all) {
    const Reply reply = answer_of(event);
    terminal.line(json_of(event, tenants));
    rows.push_back({local_text(event.at, zone_of(event, tenants)), event.id,
                    shelf_words(event.shelf), reply.id.empty() ? "(no id)" : reply.id,
                    event.quarantined ? "quarantined" : "rejected", refusal_words(reply)});
  }
  if (all->empty()) {
    terminal.line("no refused events are kept");
  } else {
    terminal.table(rows);
  }
  return ExitCode::ok;
}

ExitCode show(const RejectedCommand& command, Installation& installation, Terminal& terminal) {
  const auto event = find(command, installation);
  if (!event) return terminal.fail(event.error());
  terminal.line(json_of(*event, installation.config.tenants).add("raw", event->raw));
  if (!terminal.json()) print_reply(answer_of(*event), terminal);
  terminal.line(fmt::format("refused {}, tenant {}",
                            both_texts(event->at, zone_of(*event, installation.config.tenants)),
                            shelf_words(event->shelf)));
  terminal.text(event->raw);
  return ExitCode::ok;
}

Result<void> take_off(const RefusedEvent& event, Installation& installation) {
  return installation.shelf.drop_refused(event.shelf, {event.id});
}

bool are_settled(const std::vector<Reply>& replies) {
  return std::ranges::all_of(replies, is_settled, &Reply::status);
}

/// What came with attachments would be taken without them: those are left out and told.
std::size_t leave_out_incomplete(std::vector<RefusedEvent>& events, Terminal& terminal) {
  return std::erase_if(events, [&](const RefusedEvent& event) {
    const Reason reason = answer_of(event).reason;
    const bool lost = reason == Reason::unexpected_frames || reason == Reason::frame_missing ||
                      reason == Reason::frame_not_named || reason == Reason::size_differs;
    if (!lost) return false;
    terminal.complain(fmt::format(
        "{} came with attachments, which are not kept: the CRM has to send it again", event.id));
    return true;
  });
}

ExitCode replay(std::vector<RefusedEvent> events, const RejectedCommand& command,
                Installation& installation, Terminal& terminal) {
  const std::size_t left_out = leave_out_incomplete(events, terminal);
  std::vector<std::string> bodies;
  for (const auto& event : events)
    bodies.push_back(event.raw);
  std::size_t settled = 0;
  Result<void> shelf;
  const auto pushed =
      push_events(bodies, {installation.router, std::chrono::seconds{command.timeout_s}},
                  [&](std::size_t index, const std::vector<Reply>& replies) {
                    for (const auto& reply : replies)
                      print_reply(reply, terminal);
                    if (!are_settled(replies)) return;
                    ++settled;
                    if (auto off = take_off(events[index], installation); !off) shelf = off;
                  });
  terminal.line(
      fmt::format("{} of {} taken in and off the shelf", settled, events.size() + left_out));
  if (!pushed) return terminal.fail(pushed.error());
  if (!shelf) return terminal.fail(shelf.error());
  return settled == events.size() && left_out == 0 ? ExitCode::ok : ExitCode::refused;
}

ExitCode replay(const RejectedCommand& command, Installation& installation, Terminal& terminal) {
  if (command.all) {
    auto all = refused(command, 0, installation);
    if (!all) return terminal.fail(all.error());
    if (!all->empty()) return replay(std::move(*all), command, installation, terminal);
    terminal.line("no refused events are kept");
    return ExitCode::ok;
  }
  auto event = find(command, installation);
  if (!event) return terminal.fail(event.error());
  return replay({std::move(*event)}, command, installation, terminal);
}

ExitCode drop(const RejectedCommand& command, Installation& installation, Terminal& terminal) {
  const auto event = find(command, installation);
  if (!event) return terminal.fail(event.error());
  if (auto off = take_off(*event, installation); !off) return terminal.fail(off.error());
  terminal.line(fmt::format("{} is dropped for good", command.id));
  terminal.line(JsonObject().add("id", command.id).add("dropped", true));
  return ExitCode::ok;
}

}  // namespace

ExitCode run(const RejectedCommand& command, Installation& installation, Terminal& terminal) {
  switch (command.what) {
    case RejectedCommand::What::list:
      return list(command, installation, terminal);
    case RejectedCommand::What::show:
      return show(command, installation, terminal);
    case RejectedCommand::What::replay:
      return replay(command, installation, terminal);
    case RejectedCommand::What::drop:
      break;
  }
  return drop(command, installation, terminal);
}

}  // namespace followup::ctl
