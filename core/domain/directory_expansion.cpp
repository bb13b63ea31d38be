// To whom a message to several goes: groups, those above them, and the persons in them (S-T06,
// S-T07, S-T31).
#include "core/domain/directory_parts.h"
#include "core/domain/mailing.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>
#include <set>

namespace followup::directory {

namespace {

/// Works out to whom one message to several goes, as far as the directory is looked up.
class Expander {
 public:
  Expander(const Directory& directory, TimePoint at) : directory_(directory), at_(at) {}

  void tell(const std::string& group) {
    const End end = climb(group, group, {});
    if (end == End::nobody || end == End::circle) unreached_.push_back(group);
  }

  /// Whoever is told of what is for this group is left out.
  void spare(const std::string& group) {
    Expander other(directory_, at_);
    other.tell(group);
    missing_.merge(other.missing_);
    missing_groups_.merge(other.missing_groups_);
    for (const auto& [address, at] : other.place_)
      spared_.insert(address);
  }

  void tell_managers(const std::string& group, int level) {
    const auto [end, manager, passed] = manager_of(group, level);
    const End reached = end == End::told ? climb(manager, group, passed) : end;
    if (reached == End::told || reached == End::waiting) return;
    add_trouble(group, reached == End::circle ? "manager_loop" : "no_manager");
    if (level == 1) unreached_.push_back(group);
  }

  Resolution result() {
    Resolution made;
    made.missing.assign(missing_.begin(), missing_.end());
    made.missing_groups.assign(missing_groups_.begin(), missing_groups_.end());
    if (!missing_.empty() || !missing_groups_.empty()) return made;
    if (!unreached_.empty()) made_.addressees.push_back({"fallback", unreached_});
    made.expansion = std::move(made_);
    return made;
  }

 private:
  /// How a way upwards ended. `nobody`, `circle`: without anybody who can be told; `waiting`: at an
  /// entry that has to be looked up.
  enum class End : std::uint8_t { told, nobody, circle, waiting };

  struct Way {
    End end = End::nobody;
    std::string group = {};
    std::vector<std::string> passed = {};
  };

  struct Reached {
    std::string whom;
    std::string email;
  };

  std::optional<Group> look_up(const std::string& id) {
    auto group = directory_.group(id);
    if (!group) missing_groups_.insert(id);
    return group;
  }

  /// The group that is so many above `id`.
  Way manager_of(std::string id, int level) {
    std::vector<std::string> passed;
    for (int step = 0; step < level; ++step) {
      if (id.empty() || passed.size() == longest_chain) return {End::nobody};
      if (contains(passed, id)) return {End::circle};
      passed.push_back(id);
      const auto group = look_up(id);
      if (!group) return {End::waiting};
      id = group->manager_group;
    }
    return {End::told, id, passed};
  }

  /// Tells the group, or the first above it that can be told, in the place of `through`.
  End climb(std::string id, const std::string& through, std::vector<std::string> passed) {
    while (!id.empty() && passed.size() <= longest_chain) {
      if (contains(passed, id)) return End::circle;
      passed.push_back(id);
      const auto group = look_up(id);
      if (!group) return End::waiting;
      std::string trouble;
      const auto reached = reach(*group, trouble);
      if (!reached) return End::waiting;
      for (const auto& one : *reached)
        add(one, through);
      if (!reached->empty()) return End::told;
      add_trouble(id, std::move(trouble));
      id = group->manager_group;
    }
    return End::nobody;
  }

  /// Whoever is told of what is for the group. Nobody: `trouble` says why; nothing: members have to
  /// be looked up.
  std::optional<std::vector<Reached>> reach(const Group& group, std::string& trouble) {
    trouble = !is_known(group) ? "no_group" : !group.active ? "inactive" : "no_address";
    if (trouble != "no_address") return std::vector<Reached>{};
    if (!group.email.empty()) return std::vector<Reached>{{"group/" + group.id, group.email}};
    std::vector<Reached> reached;
    bool waiting = false;
    for (std::size_t n = 0; n < std::min(group.members.size(), most_members); ++n) {
      const auto& id = group.members[n];
      const auto member = follow(PersonRef{.id = id, .name = {}, .email = {}}, at_, directory_);
      missing_.insert(member.missing.begin(), member.missing.end());
      waiting = waiting || !member.missing.empty();
      if (member.recipient) reached.push_back({"person/" + id, member.recipient->email});
    }
    if (waiting) return std::nullopt;
    return reached;
  }

  void add(const Reached& reached, const std::string& through) {
    if (spared_.contains(folded(reached.email))) return;
    const auto [known, fresh] = place_.emplace(folded(reached.email), made_.addressees.size());
    if (fresh && made_.addressees.size() == most_addressees) {
      place_.erase(known);
      return add_trouble(through, "too_many");
    }
    if (fresh) made_.addressees.push_back({reached.whom, {}});
    auto& groups = made_.addressees[known->second].through;
    if (!contains(groups, through)) groups.push_back(through);
  }

  void add_trouble(const std::string& group, std::string reason) {
    const Trouble trouble{"group/" + group, std::move(reason)};
    if (std::ranges::find(made_.troubles, trouble) == made_.troubles.end())
      made_.troubles.push_back(trouble);
  }

  const Directory& directory_;
  TimePoint at_;
  Expansion made_;
  std::map<std::string, std::size_t> place_;  ///< of the addressee with such an address
  std::set<std::string> spared_;              ///< addresses
  std::vector<std::string> unreached_;
  std::set<std::string> missing_;
  std::set<std::string> missing_groups_;
};

}  // namespace

std::string folded(std::string address) {
  std::ranges::transform(address, address.begin(), [](char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  });
  return address;
}

Resolution expand(const Case& state, const std::string& whom, TimePoint at,
                  const Directory& directory) {
  const auto parsed = parse_mailing_whom(whom);
  const Mailing* const mailing = parsed ? find_mailing(state, parsed->number) : nullptr;
  if (mailing == nullptr || mailing->expanded || !parsed->addressee.empty())
    return skipped("no_mailing");
  if (mailing->role == Role::persons) return expand_persons(state, *mailing, directory);
  Expander expander(directory, at);
  const auto* ticket = std::get_if<Ticket>(&state.facts);
  if (ticket != nullptr && mailing->purpose == Purpose::withdrawal) {
    // It is still theirs through another group.
    for (const auto& demand : ticket->demands)
      if (demand.end == GroupDemand::End::open) expander.spare(demand.group);
  }
  for (const auto& group : mailing->parties) {
    if (mailing->role == Role::managers)
      expander.tell_managers(group, mailing->level);
    else
      expander.tell(group);
  }
  return expander.result();
}

}  // namespace followup::directory
