// An installation of a test's own, over a store in memory and a clock that the test sets, with
// followupctl beside it: run() takes a command line and gives what was printed.
#pragma once

#include "core/codec/event_codec.h"
#include "core/flow/case_cache.h"
#include "core/flow/transition.h"
#include "core/store/memory_store.h"
#include "tests/codec/config_folder.h"
#include "tools/ctl/commands.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace followup::test {

/// What a command came to.
struct Printed {
  ctl::ExitCode code = ctl::ExitCode::ok;
  std::string out;
  std::string complaints;
};

/// Runs a command line (without the program's name), the commands of an installation on this one,
/// or without one as the program would.
Printed run_line(std::vector<std::string> words, ctl::Installation* installation = nullptr);

/// A referral.created of R-1: referral date 2011-01-01, 30 days, worker Anna, supervisor Sara.
[[nodiscard]] std::string created(std::string_view id = "evt-1",
                                  std::string_view time = "2011-01-01T10:00:00Z",
                                  std::string_view subject = "R-1");
/// A referral.contact_recorded of R-1.
[[nodiscard]] std::string contact(std::string_view id, std::string_view time);

class Office {
 public:
  Office();

  /// Reads the configuration afresh; the store's policies stay as they are.
  void configure(const std::string& tenant_file);
  /// One more tenant, whose policy is published.
  void add_tenant(const std::string& name, const std::string& tenant_file);

  /// The CRM says something at this instant, and it is accepted.
  void tell(const std::string& event, std::string_view at);
  /// Lets the due role do what has become due by then.
  void fire(std::string_view at);
  /// Workers take whatever waits, and what follows from its end is taken in, until nothing is left.
  /// Mails to the `refused` addresses are refused for good.
  void deliver(const std::set<std::string>& refused = {});
  /// A worker begins the oldest waiting notification of a lane and gives it up; its id.
  std::string give_up(const std::string& lane, const std::string& reason);
  /// It begins it and puts it off for a minute.
  void put_off(const std::string& lane, const std::string& reason);
  /// The configuration has it no longer.
  void forget_tenant(const std::string& name);
  /// Keeps a refused event as the intake would.
  void refuse(const std::string& shelf, const std::string& id, const std::string& raw,
              const std::string& reply, bool quarantined = false);

  /// The configuration folder is given by itself.
  Printed run(std::vector<std::string> words);

  /// Where replays go.
  std::string router;
  StoreCheck settings;

  ConfigFolder folder;
  MemoryStore store;
  SettableClock clock;

 private:
  [[nodiscard]] FlowContext context();
  void read_configuration();
  std::string attempt(const std::string& lane, Record end, const std::string& reason);
  DeliveryOutcome send(const Notification& notification, const std::set<std::string>& refused);
  void end(const ClaimedNotification& claimed, const CaseKey& key, const DeliveryOutcome& outcome);

  Config config_;
  PolicyBook policies_;
  EventDecoder decoder_;
  CaseCache cache_{0};
};

/// The tenant `assist` of domain.md 3.R: Europe/Rome, 09:00, ten supervisor days, an endpoint crm.
[[nodiscard]] std::string assist_tenant(std::string_view more_referral_keys = "");

}  // namespace followup::test
