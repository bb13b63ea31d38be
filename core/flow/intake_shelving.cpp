// Frames behind a body: whether they fit what the events say of them, and their way into the store
// before the events are applied, with the long texts of the events. While they are stored, later
// messages wait, so that no event overtakes another of its case.
#include "core/base/log.h"
#include "core/codec/document.h"
#include "core/flow/intake_flow.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace followup {

namespace {

const Event* event_of(const DecodedItem& decoded) {
  return std::get_if<Event>(&decoded.item);
}

bool takes_files(const DecodedItem& decoded) {
  const Event* const event = event_of(decoded);
  return event != nullptr && takes_attachments(event->type);
}

Reply refusal_of(Reason reason, std::string message) {
  Reply reply;
  reply.reason = reason;
  reply.faults = {{"", std::move(message)}};
  return reply;
}

std::string path_of(const Event& event, std::size_t at) {
  return event.one_attachment ? "/data/attachment" : fmt::format("/data/attachments/{}", at);
}

/// A frame that no attachment names; nothing if all are named.
std::optional<std::size_t> unnamed_frame(std::size_t frames, const Decoded& decoded) {
  std::set<int> named;
  for (const auto& one : decoded.items) {
    const Event* const event = event_of(one);
    if (event == nullptr) return std::nullopt;  // it may have named any
    for (const auto& file : event->attachments) {
      if (file.frame) named.insert(*file.frame);
    }
  }
  for (std::size_t frame = 0; frame < frames; ++frame) {
    if (!named.contains(static_cast<int>(frame))) return frame;
  }
  return std::nullopt;
}

/// What is wrong with an event's attachments, given the frames that came; nothing if they fit.
std::optional<std::pair<Reason, Fault>> misfit(const Event& event,
                                               const std::vector<std::string_view>& frames) {
  for (std::size_t at = 0; at < event.attachments.size(); ++at) {
    const auto& file = event.attachments[at];
    if (!file.frame) continue;
    const auto frame = static_cast<std::size_t>(*file.frame);
    const std::string path = path_of(event, at);
    if (frame >= frames.size()) {
      return std::pair{Reason::frame_missing,
                       Fault{path + "/frame",
                             fmt::format("names a frame that the message does not have: it has {} "
                                         "behind the body, counted from 0",
                                         frames.size())}};
    }
    if (file.size != 0 && file.size != frames[frame].size()) {
      return std::pair{
          Reason::size_differs,
          Fault{path + "/size",
                fmt::format("differs from the frame's: that has {} bytes", frames[frame].size())}};
    }
  }
  return std::nullopt;
}

}  // namespace

/// Why the message as a whole can not be taken: taking the body without its frames would lose them
/// silently, and what is told to be of another type is not taken for an event.
std::optional<Reply> IntakeFlow::objection(const Message& message, const Decoded& decoded) const {
  const Incoming& incoming = message.incoming;
  if (incoming.unknown_type) {
    return refusal_of(Reason::invalid_envelope,
                      "has a frame with an unknown content type before it: use "
                      "application/cloudevents+json, or leave that frame out");
  }
  if (incoming.frames.empty() && !incoming.too_many_frames) return std::nullopt;
  // What could not be read may have been of any type.
  const bool all_read = std::ranges::all_of(decoded.items, event_of);
  if (all_read && std::ranges::none_of(decoded.items, takes_files)) {
    return refusal_of(Reason::unexpected_frames,
                      "has frames behind it: events of these types take no attachments");
  }
  if (incoming.too_many_frames) {
    return refusal_of(Reason::too_large,
                      fmt::format("comes with more than {} frames, or with more bytes in them than "
                                  "are taken: link to the files instead",
                                  max_frames));
  }
  if (const auto frame = unnamed_frame(incoming.frames.size(), decoded)) {
    return refusal_of(Reason::frame_not_named,
                      fmt::format("comes with a frame that no attachment names: number {} behind "
                                  "the body, counted from 0",
                                  *frame));
  }
  return std::nullopt;
}

void IntakeFlow::refuse_event(Message& message, const Place& place, Reason reason, Fault fault) {
  Reply& reply = message.replies[place.index];
  reply.status = Status::rejected;
  reply.reason = reason;
  reply.faults = {std::move(fault)};
  refuse(message, reply, place.raw);
  --message.open;
}

/// Real time until the last attempt to send its files, and a day.
Millis IntakeFlow::life_of(const Event& event) const {
  if (!event.attachments_until) return limits_.attachments_kept;
  return std::max(context_.clock->real_until(*event.attachments_until), Millis{0}) +
         limits_.attachments_kept;
}

void IntakeFlow::begin_shelving(Message& message) {
  Shelving shelving(message.incoming.frames);
  std::vector<Pending> fitting;
  for (auto& pending : message.arriving) {
    const Event& event = pending.item.event;
    if (auto wrong = misfit(event, message.incoming.frames)) {
      refuse_event(message, pending.place, wrong->first, std::move(wrong->second));
      continue;
    }
    const auto& tenant = pending.item.key.tenant;
    if (!event.document.empty()) {
      shelving.want_text(tenant, document_ref(event.document).content, event.document,
                         life_of(event));
    }
    for (const auto& file : event.attachments) {
      if (file.frame)
        shelving.want_frame(tenant, *file.frame, life_of(event));
      else if (!file.content.empty())
        shelving.want_content(tenant, file.content, life_of(event));
    }
    fitting.push_back(std::move(pending));
  }
  message.arriving = std::move(fitting);
  if (!shelving.empty()) message.shelving.emplace(std::move(shelving));
}

bool IntakeFlow::hurried() const {
  if (line_.empty()) return false;
  const auto& shelving = messages_.at(line_.front()).shelving;
  return shelving && shelving->hurried();
}

void IntakeFlow::advance_line() {
  while (!line_.empty()) {
    const std::uint64_t number = line_.front();
    Message& message = messages_.at(number);
    if (message.shelving && !message.shelving->advance(blobs_)) return;
    line_.pop_front();
    if (message.shelving && !end_shelving(number, message)) continue;
    for (auto& pending : message.arriving)
      waiting_.push_back(std::move(pending));
    message.arriving.clear();
    release(message);
    if (message.open == 0) close(number);
  }
}

/// False: the store could not take the files, and the message is held until it can.
bool IntakeFlow::end_shelving(std::uint64_t number, Message& message) {
  const auto& failure = message.shelving->failure();
  if (failure) {
    note_failure(*failure);
    log(Severity::warning, "attachments_not_stored", {{"why", failure->what}});
    if (!message.incoming.wants_reply) {
      message.shelving->restart();
      unshelved_.push_back(number);
      return false;
    }
  }
  auto arriving = std::exchange(message.arriving, {});
  for (auto& pending : arriving)
    take_shelved(message, std::move(pending));
  message.shelving.reset();
  return true;
}

/// An event whose files and text were to be stored: with their content, or with the answer why not.
/// The text of one that is refused is in the event itself, which is kept.
void IntakeFlow::take_shelved(Message& message, Pending pending) {
  auto& files = pending.item.event.attachments;
  const auto& tenant = pending.item.key.tenant;
  const auto is_link = [](const Attachment& file) { return !file.frame && file.content.empty(); };
  const bool only_links = std::ranges::all_of(files, is_link);
  const std::string text = std::exchange(pending.item.event.document, {});
  if (only_links && text.empty()) return message.arriving.push_back(std::move(pending));
  if (const auto& failure = message.shelving->failure()) {
    set_busy(message.replies[pending.place.index],
             is_store_full(*failure) ? Reason::store_full : Reason::store_unavailable);
    --message.open;
    return;
  }
  if (only_links) return message.arriving.push_back(std::move(pending));
  for (std::size_t at = 0; at < files.size(); ++at) {
    Attachment& file = files[at];
    if (is_link(file)) continue;
    const auto kept = file.frame ? message.shelving->frame(tenant, *file.frame)
                                 : message.shelving->content(tenant, file.content);
    if (!kept.there) {
      return refuse_event(message, pending.place, Reason::content_gone,
                          {path_of(pending.item.event, at) + "/content",
                           "is not kept, or not any more: send the file again"});
    }
    file.content = kept.content;
    file.size = kept.size;
    file.frame.reset();
  }
  auto& shelved = message.shelved[pending.place.index];
  shelved = {tenant, encode_shelved(pending.place.raw, files), files};
  pending.place.raw = shelved.raw;
  message.arriving.push_back(std::move(pending));
}

/// A refused event is kept, and its files as long as it is.
void IntakeFlow::keep_files(const Shelved& shelved) {
  for (const auto& file : shelved.files) {
    if (file.content.empty()) continue;
    const Millis life = std::max<Millis>(limits_.rejected_kept, limits_.attachments_kept);
    extensions_.push_back(blobs_.find(shelved.tenant, file.content, life));
  }
}

void IntakeFlow::collect_extensions() {
  std::erase_if(extensions_, [&](CallTicket ticket) { return blobs_.poll(ticket).has_value(); });
}

void IntakeFlow::release(Message& message) {
  message.incoming.frames.clear();
  const auto kept = std::exchange(message.incoming.frames_kept, 0);
  if (kept != 0) released_.push_back(kept);
}

}  // namespace followup
