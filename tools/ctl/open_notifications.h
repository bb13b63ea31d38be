// A case's notifications that have been made and have not ended: what became of them so far.
#pragma once

#include "core/base/result.h"
#include "core/base/zone.h"
#include "core/domain/case.h"
#include "core/store/store.h"
#include "tools/ctl/json_text.h"

#include <string>
#include <vector>

namespace followup::ctl {

struct OpenMessage {
  OpenNotification open;
  bool stored =
      false;  ///< it is in the outbox; otherwise it has ended and the case will take that in
  int attempts = 0;
  std::string last_outcome;  ///< of the latest recorded attempt, or empty
};

[[nodiscard]] Result<std::vector<OpenMessage>> open_messages(const Case& state, Outbox& outbox);

/// "reminder to case_worker over email:urgent, made for …, 2 attempts, last smtp_451".
[[nodiscard]] std::string open_words(const OpenMessage& message, const Zone& zone);
[[nodiscard]] JsonObject open_json(const OpenMessage& message);

}  // namespace followup::ctl
