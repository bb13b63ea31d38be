// What the program relies on in its Redis, checked and said in plain sentences.

#include "core/store/redis_parts.h"

namespace followup {

namespace {

constexpr std::int64_t oldest_version = 7;

struct Settings {
  std::string version;
  std::string append_only;
  std::string append_sync;  ///< empty: it can not be read
  std::string eviction;
};

/// CONFIG GET's answer for one name.
Result<std::string> setting(const Reply& reply) {
  auto words = to_texts(reply);
  if (!words) return words.error();
  if (words->size() != 2) return Error{Code::internal, "redis does not know a setting"};
  return std::move((*words)[1]);
}

Result<Settings> read_config(RedisStore::Parts& parts) {
  const auto replies = parts.ask([](Pipeline& pipeline) {
    for (const auto name : {"appendonly", "appendfsync", "maxmemory-policy"}) {
      pipeline.command({"CONFIG", "GET", name});
    }
  });
  if (!replies) return replies.error();
  Settings settings;
  for (std::size_t i = 0; i < 3; ++i) {
    auto value = setting((*replies)[i]);
    if (!value) return value.error();
    auto& place = i == 0 ? settings.append_only : i == 1 ? settings.append_sync : settings.eviction;
    place = std::move(*value);
  }
  return settings;
}

/// For a user who may not read the configuration: INFO says all but appendfsync.
Result<Settings> read_info(RedisStore::Parts& parts) {
  const auto replies = parts.ask([](Pipeline& pipeline) {
    pipeline.command({"INFO", "persistence"});
    pipeline.command({"INFO", "memory"});
  });
  if (!replies) return replies.error();
  const auto persistence = to_text((*replies)[0]);
  const auto memory = to_text((*replies)[1]);
  if (!persistence) return persistence.error();
  if (!memory) return memory.error();
  Settings settings;
  settings.append_only = info_field(*persistence, "aof_enabled") == "1" ? "yes" : "no";
  settings.eviction = info_field(*memory, "maxmemory_policy").value_or("unknown");
  return settings;
}

Result<std::string> read_version(RedisStore::Parts& parts) {
  const auto replies = parts.ask([](Pipeline& pipeline) { pipeline.command({"INFO", "server"}); });
  if (!replies) return replies.error();
  const auto info = to_text(replies->front());
  if (!info) return info.error();
  return std::string(info_field(*info, "redis_version").value_or("unknown"));
}

bool is_new_enough(std::string_view version) {
  const auto major = parse_number(version.substr(0, version.find('.')));
  return major && *major >= oldest_version;
}

StoreCheck judge(const Settings& settings) {
  StoreCheck check;
  if (!is_new_enough(settings.version)) {
    check.refusals.push_back("redis " + settings.version +
                             " is too old: install version 7 or later");
  }
  if (settings.append_only != "yes") {
    check.refusals.emplace_back(
        "redis forgets everything when it stops (appendonly no): set \"appendonly yes\" in its "
        "configuration");
  }
  if (settings.eviction != "noeviction") {
    check.refusals.push_back(
        "redis may throw cases away when its memory is full (maxmemory-policy " +
        settings.eviction + "): set \"maxmemory-policy noeviction\" in its configuration");
  }
  if (settings.append_sync.empty()) {
    check.warnings.emplace_back(
        "whether redis writes to its disk before it answers can not be seen, because this user may "
        "not read its configuration: permit the user \"+config|get\"");
  } else if (settings.append_sync != "always") {
    check.warnings.push_back(
        "redis may lose what it has just answered in a power cut (appendfsync " +
        settings.append_sync + "): set \"appendfsync always\" in its configuration");
  }
  return check;
}

}  // namespace

Result<StoreCheck> RedisStore::check_settings() {
  auto version = read_version(*parts_);
  if (!version) return version.error();
  auto settings = read_config(*parts_);
  if (!settings && settings.error().code == Code::internal) settings = read_info(*parts_);
  if (!settings) return settings.error();
  settings->version = std::move(*version);
  return judge(*settings);
}

}  // namespace followup
