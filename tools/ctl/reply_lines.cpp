#include "tools/ctl/reply_lines.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

/// What is said behind status and id, one line each.
std::vector<std::string> details(const Reply& reply) {
  std::vector<std::string> lines;
  for (const auto& fault : reply.faults) {
    lines.push_back(
        fmt::format("{}: {}", fault.path.empty() ? "event" : fault.path, fault.message));
  }
  if (lines.empty() && reply.reason != Reason::none) lines.emplace_back(to_text(reply.reason));
  for (const auto& id : reply.in_flight)
    lines.push_back("already on its way: " + id);
  return lines;
}

}  // namespace

void print_reply(const Reply& reply, Terminal& terminal) {
  if (terminal.json()) return terminal.json_line(encode_replies({reply}, false));
  const std::string id = reply.id.empty() ? "(no id)" : reply.id;
  const auto lines = details(reply);
  terminal.line(fmt::format("{:<11}  {}{}", to_text(reply.status), id,
                            lines.empty() ? "" : "  " + lines.front()));
  for (std::size_t at = 1; at < lines.size(); ++at)
    terminal.line(fmt::format("{:<11}  {:<{}}  {}", "", "", id.size(), lines[at]));
}

std::string refusal_words(const Reply& reply) {
  std::string text(to_text(reply.reason));
  const char* separator = ": ";
  for (const auto& fault : reply.faults) {
    text += fmt::format("{}{} {}", separator, fault.path, fault.message);
    separator = "; ";
  }
  return text;
}

}  // namespace followup::ctl
