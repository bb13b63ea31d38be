// Messages to several persons, as meetings, applications and communications send them: begun by a
// rule, expanded to distinct addresses by the worker, reported person by person when all have
// ended. Pure; internal to the rules.
//
// A mail that is taken back may have gone out in the same moment. Of a message that is over, what
// was taken back is remembered for a while among the state's mailings (is_over), so that the end of
// such a mail still finds what it said and to whom; it is reported for that person alone.
#pragma once

#include "core/domain/rules/mailing.h"
#include "core/domain/rules/rules.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace followup::rules {

/// What a state keeps of its messages to persons.
struct Post {
  std::vector<PersonRef>* people = nullptr;
  std::uint32_t* count = nullptr;
  std::vector<Mailing>* mailings = nullptr;
};

template <class State>
[[nodiscard]] Post post_of(State& state) {
  return {&state.people, &state.mailing_count, &state.mailings};
}

/// A message that is to be sent.
struct Letter {
  Purpose purpose = Purpose::message;
  std::uint32_t cycle = 1;
  std::vector<std::string> persons;  ///< ids
  std::string about;                 ///< Mailing::about
  std::string privilege = {};        ///< Mailing::privilege
  std::string actor = {};            ///< Mailing::actor
};

/// Sends it now; to nobody: nothing.
void send(const Post& post, Letter letter, const Context& context, Change& change);
/// Likewise, because a deadline was reached.
void send_due(const Post& post, Letter letter, const DeadlineReached& reached,
              const Context& context, Change& change);

/// Remembers what an event says of a person; what it leaves out stays.
void remember(std::vector<PersonRef>& people, const PersonRef& person);
void remember(std::vector<PersonRef>& people, const std::vector<PersonRef>& persons);
/// Forgets everybody whom neither `named` nor a message names.
void forget_others(const Post& post, const std::vector<std::string>& named);
[[nodiscard]] std::optional<PersonRef> find_person(const std::vector<PersonRef>& people,
                                                   const std::string& id);
/// The ids, each once, in order.
[[nodiscard]] std::vector<std::string> distinct_ids(const std::vector<PersonRef>& persons);

/// Takes back what nobody wants any more: whoever is not `wanted` among a message's persons is not
/// told. Each message that is over by that is reported.
void withdraw_letters(
    const Post& post,
    const std::function<bool(const Mailing& mailing, const std::string& person)>& wanted,
    const Context& context, const std::function<void(const Mailing& over)>& report);

/// The end of one of such a message's notifications.
struct LetterEnd {
  Mailing before;                    ///< the message as it was
  std::vector<Trouble> troubles;     ///< who could not be reached, by the expansion
  bool taken_back = false;           ///< this mail was, before its end
  std::vector<std::string> reached;  ///< ids of the persons who have this mail, or may have it
  std::optional<Mailing> whole;      ///< what is to be reported now: all have ended, or one who was
                                     ///< not to be told any more was told all the same
  std::string whom;                  ///< of that report's notification
};

/// Takes it in, adding the notifications that it leads to. Nothing: it is of no message (any more).
[[nodiscard]] std::optional<LetterEnd> take_letter_end(const Post& post,
                                                       const OpenNotification& ended,
                                                       const DeliveryOutcome& outcome,
                                                       Change& change);

/// What became of a message, a line a person, those among them who were taken out of it.
/// `group_of`: why a person gets it.
[[nodiscard]] std::vector<PersonResult> results_of(
    const Mailing& mailing, const std::function<std::string(const std::string& person)>& group_of);
/// Of those whom the expansion could not reach.
[[nodiscard]] std::vector<PersonResult> results_of(
    const std::vector<Trouble>& troubles,
    const std::function<std::string(const std::string& person)>& group_of);

}  // namespace followup::rules
