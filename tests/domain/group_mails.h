// A ticket with one message to several, and the directory that says to whom it goes.
#pragma once

#include "core/domain/directory.h"
#include "tests/support/story.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace followup {

using Texts = std::vector<std::string>;

inline const TimePoint mailed_at = instant("2026-03-06T19:00:00Z");

/// A ticket with one mailing, and a directory. group() and person() set the address anew.
class Mails {
 public:
  Mails() : state_(empty_case({"saudebr", Kind::ticket, "T-1"})) {
    contacts_ = {"fallback@saude.example", "admin@saude.example", "pt"};
    mailing().number = 1;
    ticket().mailing_count = 1;
  }

  Ticket& ticket() { return std::get<Ticket>(state_.facts); }

  Mailing& mailing() {
    if (ticket().mailings.empty()) ticket().mailings.emplace_back();
    return ticket().mailings.front();
  }

  Group& group(const std::string& id, const std::string& email = {}) {
    Group& group = groups_[id];
    group.id = id;
    group.name = "Name of " + id;
    group.email = email;
    return group;
  }

  Person& person(const std::string& id) {
    Person& person = people_[id];
    person.id = id;
    person.known = true;
    person.name = "Name of " + id;
    person.email = id + "@saude.example";
    return person;
  }

  void away(const std::string& id, const std::string& delegate) {
    person(id).absences = {
        {instant("2026-03-01T00:00:00Z"), instant("2026-04-01T00:00:00Z"), delegate, std::nullopt}};
  }

  [[nodiscard]] Resolution ask(Role role, const std::string& whom) {
    rounds_ = 0;
    looked_up_.clear();
    for (;;) {
      ++rounds_;
      auto made = resolve(state_, {.role = role, .whom = whom}, mailed_at, contacts_,
                          {.person = [&](const std::string& id) { return find(people_, id); },
                           .group = [&](const std::string& id) { return find(groups_, id); }});
      if (made.missing.empty() && made.missing_groups.empty()) return made;
      looked_up_.insert(made.missing.begin(), made.missing.end());
      looked_up_.insert(made.missing_groups.begin(), made.missing_groups.end());
    }
  }

  /// "whom < groups" of each addressee.
  Texts addressees() {
    Texts texts;
    for (const auto& one : expand().addressees) {
      std::string text = one.whom + " <";
      for (const auto& group : one.through)
        text += " " + group;
      texts.push_back(text);
    }
    return texts;
  }

  Texts troubles() {
    Texts texts;
    for (const auto& one : expand().troubles)
      texts.push_back(one.whom + " " + one.reason);
    return texts;
  }

  Expansion expand() { return ask(mailing().role, "1").expansion.value(); }

  /// Whom the mailing went to.
  void went_to(std::vector<Addressee> addressees) {
    mailing().expanded = true;
    mailing().receipts.clear();
    for (auto& one : addressees)
      mailing().receipts.push_back({std::move(one), std::nullopt, {}});
  }

  Resolution recipient(const std::string& whom) {
    return ask(Role::recipient, mailing_whom(1, whom));
  }

  /// The groups of managers that are told at `level` above `group`.
  void above(const std::string& group, int level) {
    mailing().role = Role::managers;
    mailing().level = level;
    mailing().parties = {group};
  }

  [[nodiscard]] int rounds() const { return rounds_; }

 private:
  /// As the flow does: nothing until it has been asked for once.
  template <class Entry>
  std::optional<Entry> find(const std::map<std::string, Entry>& entries, const std::string& id) {
    if (!looked_up_.contains(id)) return std::nullopt;
    const auto found = entries.find(id);
    Entry unknown;
    unknown.id = id;
    return found == entries.end() ? unknown : found->second;
  }

  Case state_;
  TenantContacts contacts_;
  std::map<std::string, Person> people_;
  std::map<std::string, Group> groups_;
  std::set<std::string> looked_up_;
  int rounds_ = 0;
};

}  // namespace followup
