// Properties of random histories of projects, whose contacts hear of them by the work that follows
// from their events: nothing goes out that a stopped, closed or anonymised project holds or ends;
// what was held goes out at its release, oldest first, once; nothing of a person is left of an
// anonymised one; and nobody is told twice unless somebody asked for it. The relay takes some
// attempts later and refuses some. seeds() tells which histories are played.
#include "core/codec/record_codec.h"
#include "core/domain/decide.h"
#include "tests/flow/random_history.h"
#include "tests/flow/world.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr int steps = 90;

/// The project that a case is of or is; empty: of none.
std::string project_id(const CaseKey& key) {
  if (key.kind != Kind::contact && key.kind != Kind::project) return {};
  return key.id.substr(0, key.id.find('/'));
}

/// What is made when its time has come, and what a project's state holds or ends.
bool has_its_time(const Notification& made) {
  switch (made.purpose) {
    case Purpose::follow_up_due:
    case Purpose::callback_overdue:
    case Purpose::agent_reminder:
    case Purpose::protocol:
      return true;
    default:
      return made.hook_type == "contact.follow_up_due" ||
             made.hook_type == "callback.became_public";
  }
}

/// What somebody hears of an event that was put aside, or of a message that failed: of no person.
bool is_a_notice(const Notification& made) {
  return made.purpose == Purpose::quarantined || made.hook_type == "event.quarantined";
}

/// A history as it is played, with what is known of its projects on the way.
class Play {
 public:
  explicit Play(std::uint64_t seed) : dice_(seed + 3), world_(history_policy()) {
    world_.set_relay([this](const Notification&) {
      const int dice = dice_.up_to(9);
      return dice == 0 ? Outcome::refused : dice < 3 ? Outcome::try_later : Outcome::delivered;
    });
  }

  void run(std::uint64_t seed) {
    for (const auto& moment : RandomHistory(seed).next(steps)) {
      if (moment.at.time_since_epoch() / std::chrono::minutes{1} % 4 == 0)
        world_.later(moment.at - world_.now());
      else
        world_.pass(moment.at);
      world_.recover();
      look();
      for (const auto& item : moment.items)
        tell(item);
      if (testing::Test::HasFailure()) return;
    }
  }

  [[nodiscard]] int releases() const { return releases_; }

  [[nodiscard]] int erasures() const { return erasures_; }

 private:
  struct Since {
    ProjectState state = ProjectState::in_progress;
    TimePoint at{};
  };

  void tell(const WorkItem& item) {
    const std::string project = item.key.kind == Kind::project ? item.key.id : std::string();
    const auto held = project.empty() ? std::set<std::string>() : held_of(project);
    const std::size_t before = world_.sent().size();
    const bool accepted = world_.run({item}).front().result.status == Status::accepted;
    if (accepted) asked_.emplace_back(item, world_.delivered().size());
    if (!project.empty()) see_state(project);
    world_.recover();
    look();
    if (!project.empty() && !held.empty() && is_open(project)) expect_released(held, before);
  }

  void see_state(const std::string& project) {
    const auto stored = world_.stored(project, Kind::project);
    const auto state = stored ? std::get<Project>(stored->facts).state : std::nullopt;
    Since& since = since_[project];
    if (state && *state != since.state) since = {*state, world_.now()};
  }

  [[nodiscard]] bool is_open(const std::string& project) {
    const ProjectState state = since_[project].state;
    return state == ProjectState::in_progress || state == ProjectState::planning ||
           state == ProjectState::released || state == ProjectState::training;
  }

  /// Contacts of a stopped project that would have something to send by now.
  std::set<std::string> held_of(const std::string& project) {
    std::set<std::string> held;
    if (since_[project].state != ProjectState::stopped) return held;
    for (const auto& key : cases_of_a_history()) {
      auto state = project_id(key) == project ? world_.stored(key.id, key.kind) : std::nullopt;
      if (!state) continue;
      if (auto* contact = std::get_if<ProjectContact>(&state->facts))
        contact->project = ProjectState::in_progress;
      if (auto* own = std::get_if<Project>(&state->facts)) own->state = ProjectState::in_progress;
      const auto due = deadlines(*state, *world_.policies().find("assist", state->policy));
      const bool any = std::any_of(due.begin(), due.end(), [&](const Deadline& one) {
        return one.at <= world_.now() && one.step != Step::reminder;  // of a visit: may be over
      });
      if (any) held.insert(key.id);
    }
    return held;
  }

  void expect_released(const std::set<std::string>& held, std::size_t before) {
    ++releases_;
    std::set<std::string> out;
    std::map<std::string, TimePoint> last;
    for (std::size_t at = before; at < world_.sent().size(); ++at) {
      const Notification& made = world_.sent()[at];
      if (made.made_at != world_.now()) continue;  // of before: tried again
      out.insert(made.case_key.id);
      if (has_its_time(made)) {
        EXPECT_GE(made.due, last[made.lane]) << "not the oldest first";
        last[made.lane] = made.due;
      }
    }
    for (const auto& id : held)
      EXPECT_TRUE(out.contains(id)) << "nothing of " << id << " went out";
  }

  /// What has gone out since the last look, and what is left.
  void look() {
    for (; looked_ < world_.sent().size(); ++looked_) {
      const Notification& made = world_.sent()[looked_];
      ids_.emplace(made.id, made.case_key);
      const std::string project = project_id(made.case_key);
      if (!project.empty()) expect_allowed(made, since_[project]);
    }
    for (const auto& [project, since] : since_) {
      if (since.state == ProjectState::anonymised) expect_nothing_of_a_person(project);
    }
    expect_told_once();
  }

  static void expect_allowed(const Notification& made, const Since& since) {
    const std::string what =
        std::string(to_text(made.purpose)) + " " + made.hook_type + " of " + made.case_key.id;
    const bool held = since.state == ProjectState::stopped && made.made_at > since.at;
    const bool ended = since.state == ProjectState::closed && made.channel == Channel::email;
    const bool erased = since.state == ProjectState::anonymised;
    EXPECT_FALSE(held && has_its_time(made)) << what << " was made while its project was stopped";
    EXPECT_FALSE(ended && !is_a_notice(made)) << what << " was sent while its project was closed";
    EXPECT_FALSE(erased && !is_a_notice(made)) << what << " was sent of an anonymised project";
  }

  void expect_nothing_of_a_person(const std::string& project) {
    ++erasures_;
    std::string all;
    for (const auto& key : cases_of_a_history()) {
      const auto state =
          project_id(key) == project ? world_.stored(key.id, key.kind) : std::nullopt;
      if (!state) continue;
      all += encode_case(*state);
      for (const auto& line : world_.memory().history(key).value())
        all += line;
      for (const auto& open : state->open)
        ids_.emplace(open.id, key);
    }
    for (const auto& [id, key] : ids_) {
      const auto found = world_.memory().find(id, key).value();
      if (project_id(key) == project && found) all += found->body + found->frozen;
    }
    for (const auto& letter : world_.memory().list_dead(1000).value()) {
      if (project_id(decode_notification(letter.body)->case_key) == project) all += letter.body;
    }
    for (const char* trace : {"Nome", "@", "segreta"})
      EXPECT_EQ(all.find(trace), std::string::npos) << trace << " of " << project << ": " << all;
  }

  /// Of one case, cycle and purpose nobody is told twice, unless it was set, postponed or given to
  /// somebody in between.
  void expect_told_once() {
    for (; counted_ < world_.delivered().size(); ++counted_) {
      const Notification& made = world_.delivered()[counted_];
      // Of several agents each may have an own time, and a hook for it.
      if (!has_its_time(made) || made.channel == Channel::webhook) continue;
      const auto [before, first] = told_.try_emplace(
          {made.case_key, made.cycle, made.purpose, made.role, made.whom}, counted_);
      if (first) continue;
      EXPECT_TRUE(asked_between(made.case_key, before->second, counted_))
          << to_text(made.purpose) << " of " << made.case_key.id << " for " << made.whom;
      before->second = counted_;
    }
  }

  [[nodiscard]] bool asked_between(const CaseKey& key, std::size_t from, std::size_t to) const {
    return std::any_of(asked_.begin(), asked_.end(), [&](const auto& one) {
      const auto& [item, delivered] = one;
      const bool asks = std::holds_alternative<FollowUpSet>(item.event.payload) ||
                        std::holds_alternative<CallbackPostponed>(item.event.payload) ||
                        item.key.kind == Kind::person;
      const bool same = item.key == key || item.key.kind == Kind::person;
      return asks && same && from < delivered && delivered <= to;
    });
  }

  using Told = std::tuple<CaseKey, std::uint32_t, Purpose, Role, std::string>;

  RandomHistory dice_;
  World world_;
  std::map<std::string, Since> since_{{"p", {}}, {"q", {}}};
  std::map<std::string, CaseKey> ids_;  ///< of every notification that is known of
  std::map<Told, std::size_t> told_;    ///< the last time
  std::vector<std::pair<WorkItem, std::size_t>> asked_;
  std::size_t looked_ = 0;
  std::size_t counted_ = 0;
  int releases_ = 0;
  int erasures_ = 0;
};

TEST(ProjectHistories, HoldReleaseEndAndForgetAsTheirStatesSay) {
  int releases = 0;
  int erasures = 0;
  for (auto seed = seeds().first; seed < seeds().end; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Play play(seed);
    play.run(seed);
    releases += play.releases();
    erasures += play.erasures();
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  const int played = static_cast<int>(seeds().end - seeds().first);
  EXPECT_GE(releases, played / 20) << "the histories must contain what is tested";
  EXPECT_GE(erasures, played / 5);
}

}  // namespace

}  // namespace followup
