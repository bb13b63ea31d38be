// One page of cases at a time is in memory; of the due set only a fingerprint and a score an entry.
#include "core/base/hash.h"
#include "core/codec/record_codec.h"
#include "core/flow/case_batch.h"
#include "core/flow/due_flow.h"
#include "tools/ctl/due_walk.h"
#include "tools/ctl/replan.h"

#include <algorithm>

namespace followup::ctl {

namespace {

constexpr int most_tries = 5;

std::uint64_t fingerprint_of(const CaseKey& key) {
  return fingerprint({key.tenant, to_text(key.kind), key.id});
}

/// Entries of the directory have none.
bool has_deadlines(Kind kind) {
  return kind != Kind::person && kind != Kind::group;
}

/// The due set's entries of one tenant, as they were when the sweep began.
class Entries {
 public:
  Result<void> read(const std::string& tenant, CaseStore& cases) {
    DueWalk walk(cases);
    while (true) {
      const auto page = walk.next();
      if (!page) return page.error();
      if (page->empty()) break;
      for (const auto& entry : *page) {
        if (entry.key.tenant == tenant)
          entries_.emplace_back(fingerprint_of(entry.key), to_ms(entry.at));
      }
    }
    std::sort(entries_.begin(), entries_.end());
    return {};
  }

  [[nodiscard]] std::optional<TimePoint> find(const CaseKey& key) const {
    const auto wanted = fingerprint_of(key);
    const auto found = std::lower_bound(
        entries_.begin(), entries_.end(), wanted,
        [](const auto& entry, std::uint64_t value) { return entry.first < value; });
    if (found == entries_.end() || found->first != wanted) return std::nullopt;
    return from_ms(found->second);
  }

 private:
  std::vector<std::pair<std::uint64_t, std::int64_t>> entries_;
};

class Sweep {
 public:
  Sweep(const Tenant& tenant, bool apply, Installation& installation,
        const std::function<void(const CaseChange&)>& tell)
      : tenant_(tenant), apply_(apply), installation_(installation), tell_(tell) {}

  Result<ReplanResult> run() {
    if (auto chosen = choose_policy(); !chosen) return chosen.error();
    if (auto read = entries_.read(tenant_.name, installation_.cases); !read) return read.error();
    std::string cursor = "0";
    do {
      auto page = installation_.cases.scan_cases(tenant_.name, cursor);
      if (!page) return page.error();
      cursor = page->cursor;
      if (auto done = sweep_page(page->keys); !done) return done.error();
    } while (cursor != "0");
    return result_;
  }

 private:
  /// The configured policy under its number: the newest, or the one that it gets when published.
  Result<void> choose_policy() {
    PolicyBook& policies = installation_.policies;
    const std::uint32_t newest = policies.newest(tenant_.name);
    const Policy* published = policies.find(tenant_.name, newest);
    result_.policy = newest;
    if (published != nullptr && *published == tenant_.policy) return {};
    if (!apply_) {
      result_.policy = newest + 1;
      result_.published = false;
    } else {
      const auto number =
          installation_.shelf.publish_policy(tenant_.name, encode_policy(tenant_.policy));
      if (!number) return number.error();
      result_.policy = *number;
    }
    policies.add(tenant_.name, result_.policy, tenant_.policy);
    return {};
  }

  Result<void> sweep_page(const std::vector<CaseKey>& keys) {
    std::vector<CaseCall> calls;
    for (const auto& key : keys) {
      if (has_deadlines(key.kind)) calls.push_back({key, std::nullopt});
    }
    if (calls.empty()) return {};
    std::vector<CaseKey> asked;
    for (const auto& call : calls)
      asked.push_back(call.key);
    auto answers = installation_.cases.call(std::move(calls));
    if (!answers) return answers.error();
    std::vector<Case> under_old_policy;
    std::vector<Case> wrong_entry;
    for (std::size_t at = 0; at < asked.size(); ++at) {
      if ((*answers)[at].kind != CaseAnswer::Kind::found) continue;
      ++result_.looked_at;
      auto state = decode_case(asked[at], (*answers)[at].record);
      if (!state) {
        ++result_.damaged;
      } else if (state->policy != result_.policy) {
        note_policy(*state);
        under_old_policy.push_back(std::move(*state));
      } else if (note_entry(*state)) {
        wrong_entry.push_back(std::move(*state));
      }
    }
    if (!apply_) return {};
    if (auto done = change_policy(under_old_policy); !done) return done;
    return mend_entries(std::move(wrong_entry));
  }

  [[nodiscard]] const Policy& new_policy() const {
    return *installation_.policies.find(tenant_.name, result_.policy);
  }

  void note_policy(const Case& state) {
    CaseChange change{.key = state.key, .old_policy = state.policy, .new_policy = result_.policy};
    installation_.policies.ensure(tenant_.name, state.policy);
    change.before = deadlines(state, policy_of(installation_, state));
    change.after = deadlines(state, new_policy());
    if (change.before == change.after) {
      ++result_.unmoved;
      return;
    }
    ++result_.moved;
    tell_(change);
  }

  /// Whether the case's due entry is not where its deadline is. One that comes now or earlier is a
  /// daemon's lease or an outcome that waits: what is done there puts it right.
  bool note_entry(const Case& state) {
    const auto entry = entries_.find(state.key);
    const auto next = next_deadline(state, new_policy());
    const auto derived = next ? std::optional(next->at) : std::nullopt;
    if (entry == derived) return false;
    if (entry && *entry <= installation_.clock.later(DueFlow::lease)) return false;
    ++result_.entries;
    tell_({.key = state.key,
           .old_policy = state.policy,
           .new_policy = state.policy,
           .before = {},
           .after = {},
           .old_entry = entry,
           .new_entry = derived});
    return true;
  }

  [[nodiscard]] FlowContext context() const {
    return {&installation_.config.tenants, &installation_.policies, &installation_.clock,
            installation_.config.late_tolerance};
  }

  Result<void> change_policy(const std::vector<Case>& states) {
    if (states.empty()) return {};
    std::vector<WorkItem> items;
    for (const auto& state : states) {
      Event event;
      event.kind = state.key.kind;
      event.time = installation_.clock.now();
      event.payload = PolicyChanged{result_.policy};
      items.push_back({state.key, std::move(event)});
    }
    CaseCache none{0};
    CaseBatch batch(std::move(items), installation_.cases, none, context());
    batch.finish();
    if (batch.failure()) return *batch.failure();
    return {};
  }

  Result<void> mend_entries(std::vector<Case> states) {
    for (int tries = 0; tries < most_tries && !states.empty(); ++tries) {
      std::vector<CaseCall> calls;
      for (const auto& state : states) {
        const Transition same(state, context(), installation_.clock.now());
        calls.push_back({state.key, same.commit()});
      }
      auto answers = installation_.cases.call(std::move(calls));
      if (!answers) return answers.error();
      std::vector<Case> again;
      for (std::size_t at = 0; at < states.size(); ++at) {
        if ((*answers)[at].kind != CaseAnswer::Kind::conflict) continue;
        if (auto state = decode_case(states[at].key, (*answers)[at].record))
          again.push_back(std::move(*state));
      }
      states = std::move(again);
    }
    return {};
  }

  const Tenant& tenant_;
  bool apply_;
  Installation& installation_;
  const std::function<void(const CaseChange&)>& tell_;
  Entries entries_;
  ReplanResult result_;
};

}  // namespace

Result<ReplanResult> replan_tenant(const Tenant& tenant, bool apply, Installation& installation,
                                   const std::function<void(const CaseChange&)>& tell) {
  return Sweep(tenant, apply, installation, tell).run();
}

}  // namespace followup::ctl
