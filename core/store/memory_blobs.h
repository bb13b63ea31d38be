// Attachments in memory, under the same contract as RedisBlobs: for flow tests and for simulation.
// Its clock stands still until it is told otherwise.
#pragma once

#include "core/store/blobs.h"

#include <map>
#include <utility>

namespace followup {

class MemoryBlobs : public Blobs {
 public:
  [[nodiscard]] CallTicket find(const std::string& tenant, const std::string& content,
                                Millis life) override;
  [[nodiscard]] CallTicket append(const std::string& tenant, const std::string& part,
                                  std::uint64_t offset, std::string_view bytes) override;
  [[nodiscard]] CallTicket finish(const std::string& tenant, const std::string& part,
                                  const std::string& content, std::uint64_t size,
                                  Millis life) override;
  [[nodiscard]] CallTicket drop(const std::string& tenant, const std::string& part) override;
  [[nodiscard]] CallTicket read(const std::string& tenant, const std::string& content,
                                std::uint64_t offset, std::size_t length) override;
  [[nodiscard]] std::optional<Result<BlobAnswer>> poll(CallTicket ticket) override;
  [[nodiscard]] Result<BlobAnswer> wait(CallTicket ticket) override;

  void forget(CallTicket ticket) override { answers_.erase(ticket); }

  [[nodiscard]] int descriptor() const override { return -1; }

  /// Lets real time pass: what has lived its life is gone.
  void pass(Millis time);

  /// Every further call fails like that, until it is told otherwise (nothing: none).
  void fail_with(std::optional<Error> error) { failure_ = std::move(error); }

  /// Pieces of content, and of parts, that are kept now.
  [[nodiscard]] std::size_t contents() const { return contents_.size(); }

  [[nodiscard]] std::size_t parts() const { return unfinished_.size(); }

 private:
  struct Kept {
    std::string bytes;
    Millis until{0};
  };

  using Name = std::pair<std::string, std::string>;  ///< tenant and content, or part

  [[nodiscard]] CallTicket answer(Result<BlobAnswer> answer);
  void extend(Kept& kept, Millis life) const;

  std::map<Name, Kept> contents_;
  std::map<Name, Kept> unfinished_;
  std::map<CallTicket, Result<BlobAnswer>> answers_;
  CallTicket last_ticket_ = 0;
  Millis now_{0};
  std::optional<Error> failure_;
};

}  // namespace followup
