#include "tools/ctl/open_calls.h"

#include "core/codec/record_codec.h"
#include "core/domain/decide.h"

#include <algorithm>
#include <set>

namespace followup::ctl {

namespace {

constexpr int page = 200;

/// The lists that answer the query.
std::vector<std::string> lists_of(const CallQuery& query) {
  std::vector<std::string> names;
  if (!query.caller.empty()) names.push_back("callbacks:operator:" + query.caller);
  if (!query.team.empty()) names.push_back("callbacks:team:" + query.team);
  if (names.empty()) names.emplace_back("callbacks");
  return names;
}

bool is_on(const std::vector<std::string>& names, const Case& state, const Policy& policy) {
  const auto lists = indexes(state, policy);
  return std::any_of(lists.begin(), lists.end(), [&](const IndexEntry& entry) {
    return std::find(names.begin(), names.end(), entry.name) != names.end();
  });
}

/// When the one who was asked for is to call, or the first of those who may.
LocalTime call_time(const Callback& callback, const std::string& caller) {
  std::optional<LocalTime> first;
  for (const auto& holder : callback.holders) {
    if (holder.done || (!caller.empty() && holder.who.id != caller)) continue;
    const LocalTime own = holder.postponed.value_or(callback.due);
    first = std::min(first.value_or(own), own);
  }
  return first.value_or(callback.due);
}

class Reader {
 public:
  Reader(const Tenant& tenant, const CallQuery& query, Installation& installation)
      : tenant_(tenant), query_(query), names_(lists_of(query)), installation_(installation) {}

  Result<OpenCalls> run() {
    for (const auto& name : names_) {
      if (auto read = read_list(name); !read) return read.error();
    }
    auto& calls = found_.calls;
    std::sort(calls.begin(), calls.end(), [](const OpenCall& a, const OpenCall& b) {
      return std::tie(a.at, a.state.key) < std::tie(b.at, b.state.key);
    });
    found_.more = calls.size() > query_.limit;
    if (found_.more) calls.resize(query_.limit);
    return std::move(found_);
  }

 private:
  /// Reads a list until one more than the limit was found in it.
  Result<void> read_list(const std::string& name) {
    const std::size_t enough = found_.calls.size() + query_.limit;
    for (int offset = 0; found_.calls.size() <= enough; offset += page) {
      const auto entries = installation_.cases.list_index(tenant_.name, name, offset, page);
      if (!entries) return entries.error();
      if (auto read = read_page(*entries); !read) return read;
      if (entries->size() < page) return {};
    }
    return {};
  }

  Result<void> read_page(const std::vector<CaseStore::DueEntry>& entries) {
    std::vector<CaseCall> calls;
    for (const auto& entry : entries) {
      if (seen_.insert(entry.key).second) calls.push_back({entry.key, std::nullopt});
    }
    if (calls.empty()) return {};
    std::vector<CaseKey> keys;
    for (const auto& call : calls)
      keys.push_back(call.key);
    const auto answers = installation_.cases.call(std::move(calls));
    if (!answers) return answers.error();
    for (std::size_t at = 0; at < keys.size(); ++at) {
      if ((*answers)[at].kind != CaseAnswer::Kind::found) continue;
      if (auto state = decode_case(keys[at], (*answers)[at].record)) {
        add(std::move(*state));
      } else {
        found_.unreadable.push_back(keys[at]);
      }
    }
    return {};
  }

  void add(Case state) {
    const Policy& policy = policy_of(installation_, state);
    if (!is_on(names_, state, policy)) return;
    OpenCall call{.state = std::move(state), .policy = &policy, .at = {}};
    call.at = policy.zone.to_instant(call_time(call.callback(), query_.caller));
    call.overdue = call.at <= installation_.clock.now();
    if (call.overdue) call.age = installation_.clock.now() - call.at;
    if (query_.overdue && !call.overdue) return;
    found_.calls.push_back(std::move(call));
  }

  const Tenant& tenant_;
  const CallQuery& query_;
  std::vector<std::string> names_;
  Installation& installation_;
  std::set<CaseKey> seen_;
  OpenCalls found_;
};

}  // namespace

const Callback& OpenCall::callback() const {
  const auto* appointment = std::get_if<Appointment>(&state.facts);
  return appointment != nullptr ? *appointment->callback
                                : *std::get<ProjectContact>(state.facts).follow_up;
}

Result<OpenCalls> open_calls(const Tenant& tenant, const CallQuery& query,
                             Installation& installation) {
  return Reader(tenant, query, installation).run();
}

}  // namespace followup::ctl
