// Attachments in Redis, over a connection of their own, so that no event and no notification waits
// behind a file.
#pragma once

#include "core/store/blobs.h"
#include "core/store/redis_store.h"

#include <memory>

namespace followup {

/// Connects when it is first needed, and again after a failure.
class RedisBlobs : public Blobs {
 public:
  explicit RedisBlobs(RedisAddress address);
  ~RedisBlobs() override;

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
  void forget(CallTicket ticket) override;
  [[nodiscard]] int descriptor() const override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace followup
