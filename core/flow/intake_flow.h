// From frames to answers: decodes bodies, finds the tenant, has attached files put into the store,
// runs the events through batches that overlap (one is decoded and applied while the store works on
// the other), keeps what is refused, and answers each message when all its events have been
// committed. Knows nothing of sockets. Never blocks, except to keep a refused event.
#pragma once

#include "core/codec/event_codec.h"
#include "core/flow/case_batch.h"
#include "core/flow/related_work.h"
#include "core/flow/shelving.h"
#include "core/flow/transition.h"

#include <array>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace followup {

/// A message as a door took it in.
struct Incoming {
  std::uint64_t token = 0;  ///< the door's own, given back with the answer
  std::string body;
  std::vector<std::string_view> frames;  ///< behind the body; the door keeps them until it is told
                                         ///< that they may go (take_released())
  std::uint64_t frames_kept = 0;         ///< the door's name for them; 0: it keeps none
  bool too_many_frames = false;          ///< in number or bytes: they were not kept
  bool unknown_type = false;             ///< a content type that is not ours stood before the body
  bool wants_reply = true;  ///< false: the PULL door; held and tried again while the store is away,
                            ///< never answered busy
};

struct Answer {
  std::uint64_t token = 0;
  std::string body;  ///< encode_replies()
};

struct IntakeLimits {
  int rejected_per_tenant = 10'000;
  int rejected_unknown_sources = 1'000;
  int quarantined_per_tenant = 10'000;
  std::chrono::days rejected_kept{30};
  /// How long attached files are kept, real time from when they are wanted: the last possible
  /// attempt to send them and a day.
  Millis attachments_kept = std::chrono::days{4};
};

class IntakeFlow {
 public:
  /// `shelf` keeps refused events and may be another connection than `store`.
  IntakeFlow(CaseStore& store, Shelf& shelf, Blobs& blobs, const EventDecoder& decoder,
             const FlowContext& context, IntakeLimits limits);

  /// Takes messages in. Precondition: !full().
  void offer(std::vector<Incoming> messages);
  /// Answers messages without taking their events in: the store is away, or the daemon is draining.
  /// Each event is to be sent again.
  void refuse_busy(const std::vector<Incoming>& messages, Reason reason);
  /// As many batches are under way as overlap and the next one is filled, or files are being
  /// stored: read nothing more for now.
  [[nodiscard]] bool full() const;

  /// Events that get no answer wait until the store can take them: read no more of these for now.
  /// What asks about one of their cases is answered busy, so that its events stay in order.
  [[nodiscard]] bool holding() const {
    return !held_.empty() || !unkept_.empty() || !unshelved_.empty();
  }

  /// Tries again with what is held.
  void retry_held();
  /// Nothing is under way and nothing waits.
  [[nodiscard]] bool idle() const;
  /// Moves the batches on as far as the store has answered.
  void advance();
  /// Answers that are ready, in the order in which they became so.
  [[nodiscard]] std::vector<Answer> take_answers();
  /// The earliest deadline committed since the last call.
  [[nodiscard]] std::optional<TimePoint> take_earliest_due();
  /// The store failed since the last call: wait a little before offering more.
  [[nodiscard]] bool take_store_failure();

  /// Nothing is under way: the context may be changed.
  [[nodiscard]] bool quiet() const { return running_.empty() && line_.empty(); }

  /// advance() has work to do that waits for nobody.
  [[nodiscard]] bool hurried() const;

  /// Files are on their way into the store: its descriptor tells when advance() can go on.
  [[nodiscard]] bool shelving() const { return !line_.empty(); }

  /// Names of frames that are not looked at any more.
  [[nodiscard]] std::vector<std::uint64_t> take_released() { return std::exchange(released_, {}); }

  void set_context(const FlowContext& context) { context_ = context; }

  void set_limits(const IntakeLimits& limits) { limits_ = limits; }

  /// Events answered so far, by status; for metrics.
  [[nodiscard]] const std::array<std::uint64_t, 6>& answered() const { return answered_; }

 private:
  /// Where an event's reply goes.
  struct Place {
    std::uint64_t message = 0;
    std::size_t index = 0;
    std::string_view raw;  ///< the event's own bytes inside the message's body
    bool related = false;  ///< what the event means for another case: has no reply of its own
  };

  struct Pending {
    WorkItem item;
    Place place;
  };

  /// What is to be kept of an event with files, should it be refused: its bytes, with the content
  /// named in the place of the frames.
  struct Shelved {
    std::string tenant;
    std::string raw;
    std::vector<Attachment> files;
  };

  struct Message {
    Incoming incoming;
    bool batch = false;
    std::vector<Reply> replies;
    std::size_t open = 0;           ///< events without result
    std::vector<Pending> arriving;  ///< not yet among waiting_: files are stored first
    std::optional<Shelving> shelving;
    std::map<std::size_t, Shelved> shelved;  ///< by index
  };

  struct Running {
    CaseBatch batch;
    std::vector<Place> places;
  };

  void decode(std::uint64_t number, Message& message);
  [[nodiscard]] std::optional<Reply> objection(const Message& message,
                                               const Decoded& decoded) const;
  void refuse_all(Message& message, const Decoded& decoded, const Reply& objection);
  void begin_shelving(Message& message);
  [[nodiscard]] Millis life_of(const Event& event) const;
  void advance_line();
  bool end_shelving(std::uint64_t number, Message& message);
  void take_shelved(Message& message, Pending pending);
  void keep_files(const Shelved& shelved);
  void collect_extensions();
  void release(Message& message);
  void refuse_event(Message& message, const Place& place, Reason reason, Fault fault);
  void take_event(std::uint64_t number, std::size_t index, DecodedItem& decoded, Message& message);
  void refuse(const Message& message, Reply& reply, std::string_view raw);
  void note_failure(const Error& error);
  void keep_unkept();
  [[nodiscard]] bool is_held(const CaseKey& key) const;
  bool settle_at_once(Pending& next);
  bool settle_behind_held(Pending& next);
  void start_batches();
  void finish(Running& running);
  void finish_one(const Ended& ended, const Place& place, Result<std::vector<WorkItem>> work);
  void add_work(WorkItem item, Place place);
  bool keep_related(const WorkItem& item, const Message& message, const Place& place,
                    const EventResult& result);
  void settle(const Place& place, const WorkResult& result);
  void close(std::uint64_t number);
  void set_busy(Reply& reply, Reason reason) const;

  CaseStore& store_;
  Shelf& shelf_;
  Blobs& blobs_;
  const EventDecoder& decoder_;
  FlowContext context_;
  IntakeLimits limits_;
  CaseCache cache_;
  std::map<std::uint64_t, Message> messages_;
  std::uint64_t next_number_ = 1;
  std::deque<std::uint64_t> line_;       ///< messages in their order, while files are stored
  std::deque<std::uint64_t> unshelved_;  ///< of the PULL door: the store could not take their files
  std::vector<CallTicket> extensions_;   ///< of files whose event was refused
  std::vector<std::uint64_t> released_;
  std::deque<Pending> waiting_;  ///< decoded, in no batch yet
  std::deque<Pending> held_;     ///< of the PULL door: the store could not take them
  std::vector<RefusedEvent>
      unkept_;  ///< refused events of the PULL door that the store could not keep yet
  std::list<Running> running_;
  std::set<CaseKey> in_flight_;  ///< cases of running batches
  std::vector<Answer> answers_;
  std::optional<TimePoint> earliest_due_;
  bool store_failed_ = false;
  std::array<std::uint64_t, 6> answered_{};
};

}  // namespace followup
