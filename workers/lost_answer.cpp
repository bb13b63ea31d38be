#include "workers/lost_answer.h"

namespace followup {

namespace {

constexpr std::string_view lost_mark = ", answer lost before";

}  // namespace

bool answer_was_lost(const ClaimedNotification& claimed) {
  if (claimed.last_outcome.empty()) return claimed.attempts > 0;
  return claimed.last_outcome.ends_with(lost_mark) ||
         claimed.last_outcome.starts_with(to_text(Outcome::unknown));
}

std::string end_text(Outcome outcome, const std::string& reason, bool lost_before) {
  std::string text = std::string(to_text(outcome)) + " " + reason;
  if (lost_before) text += lost_mark;
  return text;
}

}  // namespace followup
