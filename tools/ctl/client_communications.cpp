#include "tools/ctl/client_communications.h"

#include "core/codec/record_codec.h"
#include "core/domain/decide.h"

#include <algorithm>
#include <deque>
#include <tuple>

namespace followup::ctl {

namespace {

constexpr int page = 200;

/// The list's last entries: it is ordered by time.
Result<std::deque<CaseKey>> last_of(const Tenant& tenant, const std::string& list, std::size_t most,
                                    CaseStore& cases) {
  std::deque<CaseKey> last;
  for (int offset = 0;; offset += page) {
    const auto entries = cases.list_index(tenant.name, list, offset, page);
    if (!entries) return entries.error();
    for (const auto& entry : *entries) {
      last.push_back(entry.key);
      if (last.size() > most) last.pop_front();
    }
    if (entries->size() < page) return last;
  }
}

bool is_on(const std::string& list, const ListedCommunication& one) {
  const auto lists = indexes(one.state, *one.policy);
  return std::ranges::find(lists, list, &IndexEntry::name) != lists.end();
}

/// Reads the cases and takes those that are on the list by what they say now.
Result<void> read(const std::vector<CaseKey>& keys, const std::string& list,
                  Installation& installation, ClientCommunications& all) {
  if (keys.empty()) return {};
  std::vector<CaseCall> calls;
  for (const auto& key : keys)
    calls.push_back({key, std::nullopt});
  const auto answers = installation.cases.call(std::move(calls));
  if (!answers) return answers.error();
  for (std::size_t at = 0; at < keys.size(); ++at) {
    if ((*answers)[at].kind != CaseAnswer::Kind::found) continue;
    auto state = decode_case(keys[at], (*answers)[at].record);
    if (!state) {
      all.unreadable.push_back(keys[at]);
      continue;
    }
    ListedCommunication one{.state = std::move(*state)};
    one.policy = &policy_of(installation, one.state);
    if (is_on(list, one)) all.found.push_back(std::move(one));
  }
  return {};
}

}  // namespace

Result<ClientCommunications> client_communications(const Tenant& tenant, const std::string& client,
                                                   std::size_t limit, Installation& installation) {
  const std::string list = "communications:client:" + client;
  const auto last = last_of(tenant, list, limit + 1, installation.cases);
  if (!last) return last.error();
  ClientCommunications all;
  for (auto begin = last->begin(); begin != last->end();) {
    const auto end = begin + std::min<std::ptrdiff_t>(page, last->end() - begin);
    if (auto done = read({begin, end}, list, installation, all); !done) return done.error();
    begin = end;
  }
  std::ranges::sort(all.found, [](const ListedCommunication& a, const ListedCommunication& b) {
    return std::tie(b.facts().at, a.state.key) < std::tie(a.facts().at, b.state.key);
  });
  all.more = last->size() > limit;
  if (all.found.size() > limit) all.found.resize(limit);
  return all;
}

}  // namespace followup::ctl
