// Attachments in the store: content kept once a tenant, under its SHA-256, with a lifetime that
// every reference extends. Written in parts that nobody sees before they are whole, and read in
// pieces, so that no call carries a whole file. Two implementations keep the same contract
// (tests/store/blobs_contract_test.cpp): MemoryBlobs and RedisBlobs. Calls do not wait: each gives
// a ticket that is answered once.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/store/case_store.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace followup {

/// The most that one call carries. A multiple of 57, so that a piece is whole lines of base64.
inline constexpr std::size_t blob_piece = std::size_t{57} * 4096;

/// How long a part that nobody goes on with is kept: real time.
inline constexpr Millis part_life = std::chrono::minutes{10};

struct BlobAnswer {
  bool there = false;      ///< find, read: it is kept; finish: it is kept now
  std::uint64_t size = 0;  ///< find: of the whole
  std::string bytes;       ///< read
};

/// Lives are real time, counted by the store's own clock; one that is shorter than what is left
/// changes nothing. Errors of every answer: `unavailable`: nothing is known of what was asked,
/// except that it may have been carried out; a store that is full begins with store_full_text.
/// Every call can be repeated safely.
class Blobs {
 public:
  virtual ~Blobs() = default;

  /// Whether content is kept, and its size; then it lives for at least `life` more.
  [[nodiscard]] virtual CallTicket find(const std::string& tenant, const std::string& content,
                                        Millis life) = 0;
  /// Adds bytes, at most blob_piece, to a part that has `offset` so far. `part` is a name of the
  /// caller's own (random_id()). `conflict`: it has another length, because it expired or somebody
  /// else writes it.
  [[nodiscard]] virtual CallTicket append(const std::string& tenant, const std::string& part,
                                          std::uint64_t offset, std::string_view bytes) = 0;
  /// Makes a part of exactly `size` the content of that hash; where that is kept already, the part
  /// goes and the content lives on. `conflict`: the part has another length.
  [[nodiscard]] virtual CallTicket finish(const std::string& tenant, const std::string& part,
                                          const std::string& content, std::uint64_t size,
                                          Millis life) = 0;
  /// Forgets a part, if it is there.
  [[nodiscard]] virtual CallTicket drop(const std::string& tenant, const std::string& part) = 0;
  /// Up to `length` bytes, at most blob_piece, from `offset` on; not there: no bytes.
  [[nodiscard]] virtual CallTicket read(const std::string& tenant, const std::string& content,
                                        std::uint64_t offset, std::size_t length) = 0;

  /// The answer if it is there. A ticket is answered once; `internal` for an unknown one.
  [[nodiscard]] virtual std::optional<Result<BlobAnswer>> poll(CallTicket ticket) = 0;
  [[nodiscard]] virtual Result<BlobAnswer> wait(CallTicket ticket) = 0;
  /// The answer is of no interest any more.
  virtual void forget(CallTicket ticket) = 0;
  /// Becomes readable when poll() may have something; -1 if never needed. May change after a
  /// failure.
  [[nodiscard]] virtual int descriptor() const = 0;
};

}  // namespace followup
