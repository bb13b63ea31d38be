// State of a ticket: what one or several groups have to answer by when, and the whole path of its
// protocol (source 5; T1 to T5).
#pragma once

#include "core/base/time.h"
#include "core/domain/event.h"
#include "core/domain/mailing.h"
#include "core/domain/names.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace followup {

/// What one group has to answer (Q14).
struct GroupDemand {
  enum class End : std::uint8_t {
    open,
    answered,
    forwarded,
    taken_back,  ///< the record no longer names the group
    not_needed,  ///< another group's answer has ended all (Q14)
  };

  std::string group;
  TimePoint since;                       ///< when its clock began; forwarding does not touch it
  std::optional<LocalTime> extended_to;  ///< an agreed extension; there is one at most (S-T21)
  std::optional<LocalTime> warned;       ///< the latest warning's nominal time
  int escalated = 0;                     ///< levels of managers that were told
  std::optional<StepDone> escalation;    ///< of the last of them
  bool chain_ended = false;              ///< nobody is above the last one, or they run in a circle
  bool told = false;                     ///< it was sent a notice
  End end = End::open;
  friend bool operator==(const GroupDemand&, const GroupDemand&) = default;
};

/// One step on a protocol's path (T3).
struct PathStep {
  TimePoint at;
  std::string what;   ///< opened, notified, warned, overdue, answered, inconclusive, forwarded,
                      ///< extended, closed, reopened, done
  std::string group;  ///< or empty
  std::string other;  ///< the group it was forwarded from; the result of telling it; a reason
  std::string by;     ///< person id, or empty
  std::string text;   ///< an answer, or why there is an extension, shortened
  int level = 0;      ///< of managers, of a step "overdue"
  friend bool operator==(const PathStep&, const PathStep&) = default;
};

struct Ticket {
  std::string protocol;
  std::string classification;
  std::string person_type;
  TicketChannel channel = TicketChannel::internal;
  TimePoint opened_at;
  std::string summary;
  ClientRef beneficiary;
  std::vector<std::string> record_groups;  ///< as the newest record gave them
  std::optional<std::uint64_t> record_sequence;

  std::optional<std::uint64_t> closing_sequence;  ///< of the newest closing or reopening
  std::uint32_t cycle = 1;                        ///< rises with every reopening
  std::vector<GroupDemand> demands;
  std::uint32_t mailing_count = 0;
  std::vector<Mailing> mailings;  ///< that have not ended
  std::vector<PathStep> path;     ///< the latest ones; texts of old ones go first

  bool known = false;
  bool secret = false;
  bool closed = false;
  bool done = false;  ///< reported done in this cycle

  friend bool operator==(const Ticket&, const Ticket&) = default;
};

}  // namespace followup
