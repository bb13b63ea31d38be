#include "core/flow/intake_flow.h"

#include "core/base/crash_point.h"
#include "core/base/hash.h"
#include "core/base/log.h"
#include "core/flow/address.h"

#include <algorithm>

namespace followup {

namespace {

constexpr std::size_t cached_cases = 10'000;
constexpr std::size_t batches_at_once = 3;
/// Events a batch: large enough to share a sync of the disk, small enough that the second batch
/// overlaps.
constexpr std::size_t events_a_batch = 256;
constexpr Millis retry_after = std::chrono::seconds{1};

/// The beginning of an answer: to which event.
Reply addressed_reply(const DecodedItem& decoded) {
  Reply reply;
  std::visit(
      [&](const auto& item) {
        reply.source = item.source;
        reply.id = item.id;
      },
      decoded.item);
  return reply;
}

}  // namespace

IntakeFlow::IntakeFlow(CaseStore& store, Shelf& shelf, Blobs& blobs, const EventDecoder& decoder,
                       const FlowContext& context, IntakeLimits limits)
    : store_(store),
      shelf_(shelf),
      blobs_(blobs),
      decoder_(decoder),
      context_(context),
      limits_(limits),
      cache_(cached_cases) {}

/// While the store works, what comes is gathered into the next batch, however few come at a time.
bool IntakeFlow::full() const {
  return waiting_.size() >= events_a_batch || !line_.empty();
}

bool IntakeFlow::idle() const {
  return messages_.empty() && unkept_.empty();
}

void IntakeFlow::offer(std::vector<Incoming> messages) {
  for (auto& incoming : messages) {
    const std::uint64_t number = next_number_++;
    Message& message = messages_[number];
    message.incoming = std::move(incoming);
    decode(number, message);
    if (message.open == 0)
      close(number);
    else
      line_.push_back(number);
  }
  advance_line();
  start_batches();
}

void IntakeFlow::refuse_busy(const std::vector<Incoming>& messages, Reason reason) {
  for (const auto& incoming : messages) {
    const Decoded decoded = decoder_.decode(incoming.body, context_.clock->now());
    std::vector<Reply> replies;
    for (const auto& one : decoded.items) {
      set_busy(replies.emplace_back(addressed_reply(one)), reason);
    }
    answered_.at(static_cast<std::size_t>(Status::busy)) += replies.size();
    answers_.push_back({incoming.token, encode_replies(replies, decoded.batch)});
    if (incoming.frames_kept != 0) released_.push_back(incoming.frames_kept);
  }
}

void IntakeFlow::decode(std::uint64_t number, Message& message) {
  Decoded decoded = decoder_.decode(message.incoming.body, context_.clock->now());
  message.batch = decoded.batch;
  if (const auto refused = objection(message, decoded))
    return refuse_all(message, decoded, *refused);
  message.replies.resize(decoded.items.size());
  message.open = decoded.items.size();
  for (std::size_t at = 0; at < decoded.items.size(); ++at)
    take_event(number, at, decoded.items[at], message);
  begin_shelving(message);
}

/// The message as a whole can not be taken: each of its events is refused for the same reason.
void IntakeFlow::refuse_all(Message& message, const Decoded& decoded, const Reply& objection) {
  for (const auto& one : decoded.items) {
    Reply reply = addressed_reply(one);
    reply.status = Status::rejected;
    reply.reason = objection.reason;
    reply.faults = objection.faults;
    refuse(message, reply, one.raw);
    message.replies.push_back(std::move(reply));
  }
}

void IntakeFlow::take_event(std::uint64_t number, std::size_t index, DecodedItem& decoded,
                            Message& message) {
  Reply& reply = message.replies[index];
  auto addressed = address_event(std::move(decoded.item), *context_.tenants);
  if (auto* item = std::get_if<WorkItem>(&addressed)) {
    reply.source = item->event.source;
    reply.id = item->event.id;
    message.arriving.push_back({std::move(*item), {number, index, decoded.raw}});
    return;
  }
  auto& refusal = std::get<Refusal>(addressed);
  reply = {refusal.source,
           refusal.id,
           Status::rejected,
           refusal.reason,
           std::move(refusal.faults),
           {},
           {}};
  refuse(message, reply, decoded.raw);
  --message.open;
}

void IntakeFlow::set_busy(Reply& reply, Reason reason) const {
  reply.status = Status::busy;
  reply.reason = reason;
  reply.faults.clear();
  reply.retry_after = retry_after;
}

/// Keeps a refused or quarantined event before it is answered. Where it can not be kept the answer
/// is busy; without an answer to give, it is held until it can.
void IntakeFlow::refuse(const Message& message, Reply& reply, std::string_view raw) {
  const TimePoint now = context_.clock->now();
  const Tenant* tenant = context_.tenants->find_source(reply.source);
  const std::string shelf = tenant == nullptr ? "" : tenant->name;
  RefusedEvent event{.shelf = shelf,
                     .id = deterministic_id({shelf, raw}),
                     .reply = encode_replies({reply}, false),
                     .raw = std::string(raw),
                     .quarantined = reply.status == Status::quarantined,
                     .at = now};
  // A quarantined event is nobody's mistake that an answer would mend: somebody has to look.
  log(event.quarantined ? Severity::error : Severity::info, "event_refused",
      {{"tenant", shelf.empty() ? "unknown" : shelf},
       {"status", std::string(to_text(reply.status))},
       {"reason", std::string(to_text(reply.reason))}});
  if (!message.incoming.wants_reply) {
    unkept_.push_back(std::move(event));
    keep_unkept();
    return;
  }
  const int cap = shelf.empty() ? limits_.rejected_unknown_sources : limits_.rejected_per_tenant;
  auto kept = shelf_.keep_refused({std::move(event)}, cap, limits_.quarantined_per_tenant,
                                  now - limits_.rejected_kept);
  if (!kept) note_failure(kept.error());
  const bool full = kept || is_store_full(kept.error());
  if (!kept || !kept->front())
    set_busy(reply, full ? Reason::store_full : Reason::store_unavailable);
}

/// A store that is full is there all the same: nobody has to wait for it.
void IntakeFlow::note_failure(const Error& error) {
  if (!is_store_full(error)) store_failed_ = true;
}

void IntakeFlow::keep_unkept() {
  while (!unkept_.empty()) {
    const auto& event = unkept_.back();
    const int cap =
        event.shelf.empty() ? limits_.rejected_unknown_sources : limits_.rejected_per_tenant;
    auto kept = shelf_.keep_refused({event}, cap, limits_.quarantined_per_tenant,
                                    event.at - limits_.rejected_kept);
    if (!kept) note_failure(kept.error());
    if (!kept || !kept->front()) return;  // no room, or nobody there: held until there is
    unkept_.pop_back();
  }
}

/// What needs no batch.
bool IntakeFlow::settle_at_once(Pending& next) {
  if (context_.tenants->find(next.item.key.tenant) != nullptr) return settle_behind_held(next);
  const WorkResult gone{{Status::rejected, Reason::unknown_source, {}}, {}};  // with a reload
  settle(next.place, gone);
  return true;
}

void IntakeFlow::start_batches() {
  while (running_.size() < batches_at_once && !waiting_.empty()) {
    std::vector<WorkItem> items;
    std::vector<Place> places;
    std::deque<Pending> later;
    std::set<CaseKey> held;  // a case's events stay in order: what follows a held one is held too
    while (!waiting_.empty() && items.size() < events_a_batch) {
      Pending& next = waiting_.front();
      if (settle_at_once(next)) {
        waiting_.pop_front();
        continue;
      }
      if (in_flight_.contains(next.item.key) || held.contains(next.item.key)) {
        held.insert(next.item.key);
        later.push_back(std::move(next));
      } else {
        items.push_back(std::move(next.item));
        places.push_back(next.place);
      }
      waiting_.pop_front();
    }
    waiting_.insert(waiting_.begin(), std::make_move_iterator(later.begin()),
                    std::make_move_iterator(later.end()));
    if (items.empty()) return;
    crash_point("g1");
    running_.push_back({CaseBatch(std::move(items), store_, cache_, context_), std::move(places)});
    for (const auto& key : running_.back().batch.keys())
      in_flight_.insert(key);
    running_.back().batch.advance();
    crash_point("g2");
  }
}

bool IntakeFlow::is_held(const CaseKey& key) const {
  const auto same = [&](const Pending& one) { return one.item.key == key; };
  return std::ranges::any_of(held_, same) ||
         std::ranges::any_of(unshelved_, [&](std::uint64_t number) {
           return std::ranges::any_of(messages_.at(number).arriving, same);
         });
}

/// An event must not overtake a held one of its case: it is held too, or is to be sent again.
bool IntakeFlow::settle_behind_held(Pending& next) {
  if ((held_.empty() && unshelved_.empty()) || !is_held(next.item.key)) return false;
  if (messages_.at(next.place.message).incoming.wants_reply) {
    settle(next.place, {{Status::busy, Reason::store_unavailable, {}}, {}});
  } else {
    held_.push_back(std::move(next));
  }
  return true;
}

void IntakeFlow::retry_held() {
  keep_unkept();
  if (!unshelved_.empty()) {
    // What is held may follow one of these.
    line_.insert(line_.begin(), unshelved_.begin(), unshelved_.end());
    unshelved_.clear();
    advance_line();
    start_batches();
    return;
  }
  waiting_.insert(waiting_.begin(), std::make_move_iterator(held_.begin()),
                  std::make_move_iterator(held_.end()));
  held_.clear();
  start_batches();
}

void IntakeFlow::advance() {
  for (auto running = running_.begin(); running != running_.end();) {
    if (!running->batch.advance()) {
      ++running;
      continue;
    }
    crash_point("g3");
    finish(*running);
    running = running_.erase(running);
  }
  advance_line();
  collect_extensions();
  start_batches();
}

void IntakeFlow::finish(Running& running) {
  for (const auto& key : running.batch.keys())
    in_flight_.erase(key);
  if (running.batch.failure()) {
    note_failure(*running.batch.failure());
    log(Severity::warning, "commit_failed", {{"why", running.batch.failure()->what}});
  }
  const auto due = running.batch.earliest_due();
  if (due && (!earliest_due_ || *due < *earliest_due_)) earliest_due_ = due;
  std::vector<Ended> ended;
  ended.reserve(running.places.size());
  for (std::size_t at = 0; at < running.places.size(); ++at)
    ended.push_back(
        {&running.batch.items()[at], &running.batch.results()[at], running.places[at].related});
  Works works = work_after(ended, store_, shelf_, context_);
  for (std::size_t at = 0; at < running.places.size(); ++at)
    finish_one(ended[at], running.places[at], std::move(works[at]));
}

void IntakeFlow::finish_one(const Ended& ended, const Place& place,
                            Result<std::vector<WorkItem>> work) {
  const WorkItem& item = *ended.item;
  const WorkResult& result = *ended.result;
  const Status status = result.result.status;
  const Message& message = messages_.at(place.message);
  if (status == Status::busy && !message.incoming.wants_reply) {
    held_.push_back({item, place});
    return;
  }
  if (!work) {
    note_failure(work.error());
    const WorkResult busy{{Status::busy, Reason::store_unavailable, {}}, {}};
    if (message.incoming.wants_reply) return settle(place, busy);
    held_.push_back({item, place});
    return;
  }
  if (place.related && !keep_related(item, message, place, result.result))
    return settle(place, {{Status::busy, Reason::store_unavailable, {}}, {}});
  for (auto& one : *work)
    add_work(std::move(one), place);
  const std::string bare = result.result.bare ? encode_bare(item.event) : std::string();
  settle(bare.empty() ? place : Place{place.message, place.index, bare, place.related}, result);
}

void IntakeFlow::settle(const Place& place, const WorkResult& result) {
  Message& message = messages_.at(place.message);
  Reply& reply = message.replies[place.index];
  const bool busy = result.result.status == Status::busy;
  // An event is taken when all that it means has been done.
  if (reply.status == Status::busy || (place.related && !busy)) {
    if (--message.open == 0) close(place.message);
    return;
  }
  reply.status = result.result.status;
  reply.reason = result.result.reason;
  reply.faults = result.result.faults;
  reply.in_flight = result.in_flight;
  if (reply.status == Status::busy) set_busy(reply, reply.reason);
  if (reply.status == Status::rejected || reply.status == Status::quarantined) {
    refuse(message, reply, place.raw);
    if (const auto files = message.shelved.find(place.index); files != message.shelved.end())
      keep_files(files->second);
  }
  if (--message.open == 0) close(place.message);
}

void IntakeFlow::close(std::uint64_t number) {
  const auto found = messages_.find(number);
  for (const auto& reply : found->second.replies)
    ++answered_.at(static_cast<std::size_t>(reply.status));
  if (found->second.incoming.wants_reply) {
    answers_.push_back(
        {found->second.incoming.token, encode_replies(found->second.replies, found->second.batch)});
  }
  release(found->second);
  messages_.erase(found);
}

std::vector<Answer> IntakeFlow::take_answers() {
  return std::exchange(answers_, {});
}

std::optional<TimePoint> IntakeFlow::take_earliest_due() {
  return std::exchange(earliest_due_, std::nullopt);
}

bool IntakeFlow::take_store_failure() {
  return std::exchange(store_failed_, false);
}

}  // namespace followup
