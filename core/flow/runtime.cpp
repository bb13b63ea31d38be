#include "core/flow/runtime.h"

#include "core/base/log.h"
#include "core/codec/config_secrets.h"

#include <sstream>

namespace followup {

namespace {

std::string encode(const ClockOrigin& origin) {
  return std::to_string(to_ms(origin.shown)) + " " + std::to_string(to_ms(origin.real)) + " " +
         std::to_string(origin.speed);
}

Result<ClockOrigin> decode(const std::string& text) {
  std::istringstream in(text);
  std::int64_t shown = 0;
  std::int64_t real = 0;
  ClockOrigin origin;
  if (!(in >> shown >> real >> origin.speed) || origin.speed < 1) {
    return Error{Code::internal, "the virtual clock's origin in the store can not be read"};
  }
  origin.shown = from_ms(shown);
  origin.real = from_ms(real);
  return origin;
}

}  // namespace

Result<RedisAddress> redis_address(const RedisConfig& config) {
  RedisAddress address;
  address.socket = config.socket;
  address.host = config.host;
  address.port = config.port;
  address.user = config.user;
  address.wait_replicas = config.wait_replicas;
  address.wait_timeout = config.wait_timeout;
  if (config.password_file.empty()) return address;
  auto password = read_secret(config.password_file);
  if (!password) return with_context(password.error(), "redis.password_file");
  address.password = std::move(password).value();
  return address;
}

void log_faults(const LoadedConfig& loaded) {
  for (const auto& fault : loaded.faults) {
    log(fault.warning ? Severity::warning : Severity::error, "config_fault",
        {{"file", fault.file},
         {"line", std::to_string(fault.line)},
         {"key", fault.key},
         {"what", fault.message}});
  }
}

std::string ClockJump::text() const {
  return format_instant(shown) + " " + format_instant(jumped_to);
}

std::optional<ClockJump> ClockJump::parse(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto shown = parse_instant(text.substr(0, space));
  const auto jumped_to = parse_instant(text.substr(space + 1));
  if (!shown || !jumped_to) return std::nullopt;
  return ClockJump{*shown, *jumped_to};
}

Result<void> BusinessClock::adopt(Shelf& shelf) {
  auto stored = shelf.mark(std::string(marks::clock));
  if (!stored) return stored.error();
  if (!*stored) return {};
  auto origin = decode(**stored);
  if (!origin) return origin.error();
  set_origin(*origin);
  return {};
}

Result<void> BusinessClock::begin_virtual(const ClockSetting& setting, Shelf& shelf) {
  if (auto adopted = adopt(shelf); !adopted || is_virtual()) return adopted;
  auto empty = shelf.empty();
  if (!empty) return empty.error();
  if (!*empty) {
    return Error{Code::conflict,
                 "the store holds cases of the real clock: a virtual clock (--clock) needs a store "
                 "of its own"};
  }
  const ClockOrigin origin{setting.start, real_.now(), setting.speed};
  auto set = shelf.set_mark(std::string(marks::clock), encode(origin), true);
  if (!set) return set.error();
  return adopt(shelf);  // another process may have been first: its origin counts
}

Result<void> check_store(RedisStore& store) {
  if (auto alive = store.ping(); !alive) return alive;
  auto check = store.check_settings();
  if (!check) return check.error();
  for (const auto& warning : check->warnings)
    log(Severity::warning, "store_setting", {{"why", warning}});
  if (check->refusals.empty()) return {};
  std::string all;
  for (const auto& refusal : check->refusals)
    all += (all.empty() ? "" : " ") + refusal;
  return Error{Code::invalid_input, all};
}

}  // namespace followup
