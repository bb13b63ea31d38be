// Puts the files of one message, and the long texts of its events, into the store before the events
// are applied: what is acknowledged is stored. Works in small steps that never wait, with a few
// pieces on the way at a time, so that a large file takes neither the loop's time nor a second copy
// of its bytes.
#pragma once

#include "core/base/hash.h"
#include "core/store/blobs.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace followup {

class Shelving {
 public:
  /// `frames` outlive it.
  explicit Shelving(std::vector<std::string_view> frames) : frames_(std::move(frames)) {}

  /// A frame is to be kept for a tenant, for at least `life` (real time).
  void want_frame(const std::string& tenant, int frame, Millis life);
  /// A text is to be kept, likewise; `content` is its hash.
  void want_text(const std::string& tenant, const std::string& content, std::string text,
                 Millis life);
  /// Content that is said to be kept already is to live on.
  void want_content(const std::string& tenant, const std::string& content, Millis life);

  [[nodiscard]] bool empty() const { return jobs_.empty(); }

  /// Goes on as far as the store has answered. True when it has ended: everything is kept, or
  /// failure() says why not (then nothing half is left but what goes by itself).
  bool advance(Blobs& blobs);

  /// It has work to do that waits for nobody: advance() is to be called again at once.
  [[nodiscard]] bool hurried() const;

  [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }

  /// What became of a file; `there` is false of content that is not kept.
  struct Kept {
    bool there = false;
    std::string content;
    std::uint64_t size = 0;
  };

  [[nodiscard]] Kept frame(const std::string& tenant, int frame) const;
  [[nodiscard]] Kept content(const std::string& tenant, const std::string& content) const;

  /// Forgets how it failed and begins anew with what is not kept yet.
  void restart();

 private:
  enum class Step : unsigned char { hashing, looking, writing, finishing, dropping, done };

  struct Job {
    std::string tenant;
    std::optional<std::size_t> frame;
    std::optional<std::string> text;
    std::string content;
    Millis life{0};
    Step step = Step::looking;
    Kept kept;
  };

  /// What there is to write of it; nothing of content that is to be there.
  [[nodiscard]] std::optional<std::string_view> bytes_of(const Job& job) const;

  bool step(Job& job, Blobs& blobs);
  bool hash(Job& job);
  bool look(Job& job, Blobs& blobs);
  bool write(Job& job, Blobs& blobs);
  bool finish(Job& job, Blobs& blobs);
  bool drop(Job& job, Blobs& blobs);
  /// The next answer, or nothing if it is not there; a failure is noted.
  std::optional<BlobAnswer> take(Blobs& blobs);
  void fail(Error error);

  std::vector<std::string_view> frames_;
  std::map<std::size_t, std::string> hashes_;  ///< of frames
  std::vector<Job> jobs_;
  std::size_t at_ = 0;  ///< the job under way
  Sha256 hash_;
  std::uint64_t hashed_ = 0;
  std::string part_;
  std::uint64_t written_ = 0;
  std::deque<CallTicket> tickets_;  ///< on the way, in order
  std::optional<Error> failure_;
};

}  // namespace followup
