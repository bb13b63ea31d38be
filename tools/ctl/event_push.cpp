// A DEALER socket; answers are matched to events by source and id, which a reply repeats.
#include "tools/ctl/event_push.h"

#include "core/domain/decide.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include <fmt/format.h>
#include <zmq.hpp>

namespace followup::ctl {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t window = 256;
/// The least wait after a busy answer.
constexpr auto busy_wait = std::chrono::milliseconds{100};

/// What a body's reply will be known by, and which case it is for.
struct Address {
  std::string source_and_id;
  std::string case_name;
  bool alone = false;  ///< it concerns other cases, too: nothing may overtake it, nor it anything
};

/// Whether an event means something for other cases than its own, whichever these are.
bool concerns_others(const Event& event) {
  const auto* record = std::get_if<AppointmentRecord>(&event.payload);
  const auto* person = std::get_if<PersonRecord>(&event.payload);
  const auto* communication = std::get_if<CommunicationRecord>(&event.payload);
  return (record != nullptr && !record->replaces.empty()) ||
         (person != nullptr && !person->active) ||
         (communication != nullptr && communication->direction == Direction::in) ||
         std::holds_alternative<ProjectStateSet>(event.payload) || asks_state(event);
}

Address address_of(const EventDecoder& decoder, const std::string& body) {
  const Decoded decoded = decoder.decode(body, TimePoint{});
  if (decoded.items.empty()) return {};
  const auto& first = decoded.items.front().item;
  if (const auto* refusal = std::get_if<Refusal>(&first)) {
    const std::string name = refusal->source + '\0' + refusal->id;
    return {name, name, false};  // whatever case it would be: it changes none
  }
  const auto& event = std::get<Event>(first);
  return {event.source + '\0' + event.id,
          fmt::format("{}\1{}\1{}", event.source, to_text(event.kind), event.subject),
          concerns_others(event)};
}

class Conversation {
 public:
  Conversation(const std::vector<std::string>& bodies, const PushTarget& target,
               const OnAnswer& on_answer)
      : bodies_(bodies), target_(target), on_answer_(on_answer), socket_(context_, ZMQ_DEALER) {
    socket_.set(zmq::sockopt::immediate, 1);
    socket_.set(zmq::sockopt::linger, 0);
    socket_.connect(target.endpoint);
  }

  Result<void> hold() {
    while (answered_ < bodies_.size()) {
      start_next();
      if (!repeat_due()) return give_up();
      wait();
      take_replies();
    }
    return {};
  }

 private:
  /// An event that has been sent, or is to be, and has no final answer yet.
  struct Flight {
    Address address;
    Steady::time_point begun;
    Steady::time_point send_at;
    std::vector<Reply> busy;  ///< its latest answer, if it had one
  };

  void start_next() {
    for (; next_ < bodies_.size() && flights_.size() < window; ++next_) {
      if (!next_address_) next_address_ = address_of(decoder_, bodies_[next_]);
      const bool held = by_id_.contains(next_address_->source_and_id) ||
                        cases_.contains(next_address_->case_name) || waits_alone();
      if (held) return;
      by_id_[next_address_->source_and_id] = next_;
      cases_.insert(next_address_->case_name);
      const auto now = Steady::now();
      flights_[next_] = {std::move(*next_address_), now, now, {}};
      next_address_.reset();
    }
  }

  /// Whether the next event, or what is under way, is to be alone.
  [[nodiscard]] bool waits_alone() const {
    return !flights_.empty() && (next_address_->alone || flights_.begin()->second.address.alone);
  }

  /// Sends what is to be sent by now. False if an event's time is up.
  bool repeat_due() {
    const auto now = Steady::now();
    for (auto& [index, flight] : flights_) {
      if (flight.send_at > now) continue;
      if (now - flight.begun >= target_.timeout) return false;
      if (!socket_.send(zmq::buffer(bodies_[index]), zmq::send_flags::dontwait)) {
        no_room_ = true;
        return true;
      }
      send_again(flight, now + target_.answer_wait);
    }
    return true;
  }

  /// At `at`, or when the event's time is up.
  void send_again(Flight& flight, Steady::time_point at) const {
    flight.send_at = std::min<Steady::time_point>(at, flight.begun + target_.timeout);
  }

  /// For an answer, for room in the socket if it had none (it has none without a connection), or
  /// until something is to be sent.
  void wait() {
    auto until = flights_.begin()->second.begun + target_.timeout;
    for (const auto& [index, flight] : flights_) {
      if (!no_room_) until = std::min<Steady::time_point>(until, flight.send_at);
    }
    const auto left = std::chrono::ceil<Millis>(until - Steady::now());
    const auto events = static_cast<short>(no_room_ ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN);
    std::vector<zmq::pollitem_t> items{{socket_.handle(), 0, events, 0}};
    zmq::poll(items, std::max(left, Millis{0}));
    no_room_ = false;
  }

  void take_replies() {
    zmq::message_t frame;
    while (socket_.recv(frame, zmq::recv_flags::dontwait)) {
      auto replies = decode_replies(frame.to_string_view());
      if (replies && !replies->empty()) take(std::move(*replies));
    }
  }

  void take(std::vector<Reply> replies) {
    const auto found = by_id_.find(replies.front().source + '\0' + replies.front().id);
    if (found == by_id_.end()) return;  // the second answer to an event that was sent twice
    const std::size_t index = found->second;
    Flight& flight = flights_.at(index);
    const auto busy = std::find_if(replies.begin(), replies.end(),
                                   [](const Reply& reply) { return reply.status == Status::busy; });
    if (busy != replies.end()) {
      send_again(flight, Steady::now() + std::max<Millis>(busy->retry_after, busy_wait));
      flight.busy = std::move(replies);
      return;
    }
    cases_.erase(flight.address.case_name);
    by_id_.erase(found);
    flights_.erase(index);
    ++answered_;
    on_answer_(index, replies);
  }

  Result<void> give_up() {
    std::size_t silent = bodies_.size() - next_;
    for (const auto& [index, flight] : flights_) {
      if (flight.busy.empty()) {
        ++silent;
      } else {
        on_answer_(index, flight.busy);
      }
    }
    if (silent == 0) return {};
    return Error{Code::unavailable,
                 fmt::format("no answer from {} for {} of {} events; push them again later: what "
                             "was taken in is answered as a duplicate",
                             target_.endpoint, silent, bodies_.size())};
  }

  const std::vector<std::string>& bodies_;
  const PushTarget& target_;
  const OnAnswer& on_answer_;
  EventDecoder decoder_;
  zmq::context_t context_;
  zmq::socket_t socket_;
  std::size_t next_ = 0;
  std::optional<Address> next_address_;
  std::size_t answered_ = 0;
  bool no_room_ = false;
  std::map<std::size_t, Flight> flights_;
  std::map<std::string, std::size_t> by_id_;
  std::set<std::string> cases_;
};

}  // namespace

Result<void> push_events(const std::vector<std::string>& bodies, const PushTarget& target,
                         const OnAnswer& on_answer) {
  if (target.endpoint.empty()) {
    return Error{Code::invalid_input,
                 "the ROUTER door is closed in the configuration: --router says where to push to"};
  }
  try {
    return Conversation(bodies, target, on_answer).hold();
  } catch (const zmq::error_t& error) {
    return Error{Code::invalid_input,
                 fmt::format("can not push to {}: {}", target.endpoint, error.what())};
  }
}

}  // namespace followup::ctl
