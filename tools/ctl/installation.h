// The installation that a command looks into: its configuration, its store, its clock and the
// policies that its cases are under.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/codec/config.h"
#include "core/domain/case.h"
#include "core/flow/policy_book.h"
#include "core/flow/runtime.h"
#include "core/store/redis_store.h"
#include "core/store/store.h"
#include "tools/ctl/terminal.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace followup::ctl {

struct Installation {
  const Config& config;
  CaseStore& cases;
  Outbox& outbox;
  Shelf& shelf;
  const Clock& clock;
  PolicyBook& policies;  ///< every version that the store holds
  bool virtual_clock = false;
  std::string router;  ///< ZeroMQ endpoint to push events to; empty: the door is closed
  std::function<Result<StoreCheck>()> check_settings;
};

/// An installation over its Redis, as its configuration folder describes it.
class OpenInstallation {
 public:
  /// Reads the configuration, connects, reads the clock and the policies; publishes nothing.
  /// invalid_input: the configuration can not be used (its faults have been printed). unavailable:
  /// the store does not answer. `router`: used instead of the configured door, if not empty.
  static Result<std::unique_ptr<OpenInstallation>> open(const std::string& folder,
                                                        const std::string& router,
                                                        Terminal& terminal);

  [[nodiscard]] Installation view();

 private:
  OpenInstallation(Config config, const RedisAddress& address);
  Result<void> begin();

  Config config_;
  RedisStore store_;
  BusinessClock clock_;
  PolicyBook policies_;
  std::string router_;
};

/// Reads the configuration folder; invalid_input if it can not be used, its faults having been
/// printed.
[[nodiscard]] Result<Config> read_config(const std::string& folder, Terminal& terminal);

/// The tenants of a folder of tenants' files; invalid_input as above.
[[nodiscard]] Result<TenantBook> read_tenants(const std::string& folder, Terminal& terminal);

/// The endpoint that a client connects to where a door is bound to this one: every address of the
/// machine becomes the loopback address.
[[nodiscard]] std::string client_endpoint(std::string bound);

/// The stored case; nothing if there is none. internal: its record is damaged.
[[nodiscard]] Result<std::optional<Case>> load_case(CaseStore& store, const CaseKey& key);

/// The case that somebody calls so (case_name.h). not_found, or internal if its record is damaged.
[[nodiscard]] Result<Case> find_case(const std::string& name, Installation& installation);

/// The policy that a case is under. Precondition: its tenant is configured.
[[nodiscard]] const Policy& policy_of(Installation& installation, const Case& state);

}  // namespace followup::ctl
