// The due role: claims the cases whose time has come, takes their stored delivery outcomes in,
// applies every deadline that has come, commits at the version it saw. Two of them need no leader:
// a conflict means that somebody else did the work.
#pragma once

#include "core/flow/transition.h"

#include <chrono>
#include <map>
#include <optional>

namespace followup {

class DueFlow {
 public:
  /// How long a claim holds, real time: a crash after the claim costs at most so much.
  static constexpr Millis lease = std::chrono::seconds{5};

  DueFlow(CaseStore& store, const FlowContext& context) : DueFlow(store, store, context) {}

  /// With a second connection for claims, the next claim is answered while the commits of the last
  /// one are still being carried out.
  DueFlow(CaseStore& store, CaseStore& claims, const FlowContext& context)
      : store_(store), claims_(claims), context_(context) {}

  struct Turn {
    int claimed = 0;
    int fired = 0;     ///< notifications made
    int outcomes = 0;  ///< delivery outcomes taken in
    int conflicts = 0;
    int damaged = 0;
    Millis worst_lateness{0};       ///< real time, of what was claimed
    std::optional<TimePoint> next;  ///< when the next case is due; nothing: none is
  };

  /// Does what is due now, at most `limit` (up to 200) cases. After a full claim its commits may
  /// still be under way: the next tick takes their answers, so call again at once.
  [[nodiscard]] Result<Turn> tick(int limit = 200);

  /// The context to use from now on (a reloaded configuration).
  void set_context(const FlowContext& context) { context_ = context; }

 private:
  Result<void> settle(Turn& turn);
  Result<void> look_up_projects(const std::vector<ClaimedCase>& claimed);
  std::optional<Transition> take(const ClaimedCase& claimed, Turn& turn);
  void take_outcomes(Transition& transition, const std::vector<std::string>& lines, Turn& turn);
  std::optional<Case> readable(const ClaimedCase& claimed, Turn& turn);

  CaseStore& store_;
  CaseStore& claims_;
  FlowContext context_;
  std::map<CaseKey, std::optional<ProjectState>> projects_;  ///< of the claimed contacts
  std::optional<CallTicket> under_way_;                      ///< commits of the last claim
};

}  // namespace followup
