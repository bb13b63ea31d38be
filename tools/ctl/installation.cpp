#include "tools/ctl/installation.h"

#include "core/codec/record_codec.h"
#include "tools/ctl/case_name.h"

#include <fmt/format.h>

namespace followup::ctl {

Result<Config> read_config(const std::string& folder, Terminal& terminal) {
  LoadedConfig loaded = load_config(folder, DeliverySecrets::ignored);
  if (loaded.usable()) return std::move(loaded.config);
  terminal.complain_lines(describe(loaded.faults));
  return Error{
      Code::invalid_input,
      fmt::format("the configuration in {} can not be used; --config says where another one "
                  "is",
                  folder)};
}

Result<TenantBook> read_tenants(const std::string& folder, Terminal& terminal) {
  LoadedConfig loaded = load_tenants(folder, DeliverySecrets::ignored);
  if (loaded.usable()) return std::move(loaded.config.tenants);
  terminal.complain_lines(describe(loaded.faults));
  return Error{
      Code::invalid_input,
      fmt::format("the tenants in {} can not be used; --tenants says where others are", folder)};
}

std::string client_endpoint(std::string bound) {
  for (const std::string_view anywhere : {"tcp://*:", "tcp://0.0.0.0:", "tcp://[::]:"}) {
    if (bound.starts_with(anywhere)) {
      return fmt::format("tcp://127.0.0.1:{}", bound.substr(anywhere.size()));
    }
  }
  return bound;
}

OpenInstallation::OpenInstallation(Config config, const RedisAddress& address)
    : config_(std::move(config)), store_(address) {}

Result<std::unique_ptr<OpenInstallation>> OpenInstallation::open(const std::string& folder,
                                                                 const std::string& router,
                                                                 Terminal& terminal) {
  auto config = read_config(folder, terminal);
  if (!config) return config.error();
  const auto address = redis_address(config->redis);
  if (!address) return address.error();
  std::unique_ptr<OpenInstallation> opened(
      new OpenInstallation(std::move(config).value(), *address));
  opened->router_ = client_endpoint(router.empty() ? opened->config_.intake.router : router);
  if (auto begun = opened->begin(); !begun) return begun.error();
  return opened;
}

Result<void> OpenInstallation::begin() {
  const auto time = store_.server_time();
  if (!time) return with_context(time.error(), "the store does not answer");
  clock_.follow(*time);
  if (auto adopted = clock_.adopt(store_); !adopted) return adopted;
  store_.set_clock(&clock_);
  return policies_.load(config_.tenants, store_);
}

Installation OpenInstallation::view() {
  return {.config = config_,
          .cases = store_,
          .outbox = store_,
          .shelf = store_,
          .clock = clock_,
          .policies = policies_,
          .virtual_clock = clock_.is_virtual(),
          .router = router_,
          .check_settings = [this] { return store_.check_settings(); }};
}

Result<std::optional<Case>> load_case(CaseStore& store, const CaseKey& key) {
  auto answers = store.call({{key, std::nullopt}});
  if (!answers) return answers.error();
  if (answers->front().kind != CaseAnswer::Kind::found) return std::optional<Case>();
  auto state = decode_case(key, answers->front().record);
  if (!state) return state.error();
  return std::optional<Case>(std::move(state).value());
}

Result<Case> find_case(const std::string& name, Installation& installation) {
  const auto key = parse_case_name(name, installation.config.tenants);
  if (!key) return key.error();
  auto state = load_case(installation.cases, *key);
  if (!state) return with_context(state.error(), case_name(*key));
  if (!*state) {
    return Error{Code::not_found, fmt::format("there is no case {}", case_name(*key))};
  }
  return **std::move(state);
}

const Policy& policy_of(Installation& installation, const Case& state) {
  const Policy* published = installation.policies.find(state.key.tenant, state.policy);
  return published != nullptr ? *published
                              : installation.config.tenants.find(state.key.tenant)->policy;
}

}  // namespace followup::ctl
