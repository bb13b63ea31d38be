// Frames to events and replies to frames (contract.md section 1, protocols.md section 2). The
// schemas in schemas/ are the validation itself; dates, duplicate keys, size, depth and UTF-8 are
// checked here. JSON stays inside the .cpp.
#pragma once

#include "core/base/result.h"
#include "core/domain/event.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace followup {

inline constexpr std::size_t max_event_bytes = std::size_t{64} * 1024;
inline constexpr std::size_t max_batch_bytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t max_batch_events = 1000;
inline constexpr std::size_t max_depth = 32;

/// An event that can not be taken in: what is known of it, and every fault found.
struct Refusal {
  std::string source;  ///< empty if it could not be read
  std::string id;
  Reason reason = Reason::not_json;
  std::vector<Fault> faults;
};

struct DecodedItem {
  std::variant<Event, Refusal> item;
  std::string_view raw;  ///< the event's own bytes inside the body (the whole body if it could not
                         ///< be taken apart)
};

struct Decoded {
  bool batch = false;  ///< the body was an array: the reply is one too
  std::vector<DecodedItem> items;
};

/// Holds the compiled schemas; make one a process. decode() may be called from one thread at a
/// time.
class EventDecoder {
 public:
  EventDecoder();
  ~EventDecoder();
  EventDecoder(EventDecoder&&) noexcept;
  EventDecoder& operator=(EventDecoder&&) noexcept;

  /// Decodes a body: one event, or an array of at most max_batch_events. `received` is the time of
  /// events without one. Views in the result point into `body`. Never fails as a whole: what can
  /// not be read comes back as a Refusal.
  [[nodiscard]] Decoded decode(std::string_view body, TimePoint received) const;

 private:
  struct Schemas;
  std::unique_ptr<Schemas> schemas_;
};

/// Answer to one event (schemas/reply.json).
struct Reply {
  std::string source;
  std::string id;
  Status status = Status::accepted;
  Reason reason = Reason::none;
  std::vector<Fault> faults;
  std::vector<std::string> in_flight;
  Millis retry_after{0};  ///< with busy

  friend bool operator==(const Reply&, const Reply&) = default;
};

/// The event's envelope without its data, as CloudEvents JSON: what may be kept of an event whose
/// content may not.
[[nodiscard]] std::string encode_bare(const Event& event);

/// The event's bytes with the content of its attachments named in the place of the frames that
/// brought it (`frame` becomes `content`), so that it can be sent again without them. `files` are
/// the event's, in their order; those without content stay as they are.
[[nodiscard]] std::string encode_shelved(std::string_view raw,
                                         const std::vector<Attachment>& files);

/// Whether events of this type may have attachments, and frames behind the body that bring them.
[[nodiscard]] bool takes_attachments(std::string_view type);

/// Frames behind a body at most.
inline constexpr std::size_t max_frames = 50;

/// One object, or an array of them where the body was one.
[[nodiscard]] std::string encode_replies(const std::vector<Reply>& replies, bool batch);
[[nodiscard]] Result<std::vector<Reply>> decode_replies(std::string_view body);

/// Every event type that can be pushed, with its kind of case: what the documents and schemas are
/// checked against.
[[nodiscard]] std::vector<std::pair<std::string_view, Kind>> event_types();

}  // namespace followup
