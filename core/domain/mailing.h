// A message to several: groups, the managers above them, a list of persons. When the worker takes
// it, it resolves to distinct addresses (Q6), and the case makes one notification of each, so that
// every one of them has its own id, attempts and outcome. What became of them is kept until all
// have ended. Facts only; the rules for them are in rules/mailing.h.
#pragma once

#include "core/base/time.h"
#include "core/domain/event.h"
#include "core/domain/names.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// A step that was taken in the current cycle.
struct StepDone {
  LocalTime nominal;
  TimePoint at;  ///< when the rule made it; after the hand-over, when the relay took it
  bool late = false;
  friend bool operator==(const StepDone&, const StepDone&) = default;
};

/// One of those whom a message goes to, and what became of it.
struct Receipt {
  Addressee to;
  std::optional<Outcome> ended;
  std::string reason;  ///< stable code of the delivery's outcome
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

struct Mailing {
  std::uint32_t number = 0;  ///< of the case's mailings, from 1
  Purpose purpose = Purpose::ticket_opened;
  Role role = Role::groups;  ///< groups, managers or persons
  std::uint32_t cycle = 1;
  LocalTime nominal;
  TimePoint due;
  bool late = false;
  int level = 0;                     ///< of managers: so many above the group, from 1
  std::vector<std::string> parties;  ///< ids: the groups or persons that it is for
  std::string privilege;             ///< that each of the persons needs, or empty (M21)
  std::string about;  ///< as the rule needs it again: "reopened", the group it came from, a note
  std::string actor;  ///< person who caused it and is not to be told, or empty (S-X30)
  bool expanded = false;
  std::vector<Receipt> receipts;
  std::vector<Trouble> troubles;
  friend bool operator==(const Mailing&, const Mailing&) = default;
};

/// How a notification names the mailing that it belongs to, and the one that it is for:
/// "<number>" before the expansion, "<number>/<addressee>" after it.
[[nodiscard]] std::string mailing_whom(std::uint32_t number, std::string_view addressee = {});

struct MailingWhom {
  std::uint32_t number = 0;
  std::string addressee;  ///< empty: the whole mailing
};

/// Nothing: `whom` names no mailing.
[[nodiscard]] std::optional<MailingWhom> parse_mailing_whom(std::string_view whom);

}  // namespace followup
