#include "core/store/memory_blobs.h"

#include <algorithm>

namespace followup {

namespace {

Error other_length() {
  return Error{Code::conflict, "a part of an attachment has another length than expected"};
}

}  // namespace

CallTicket MemoryBlobs::answer(Result<BlobAnswer> answer) {
  const CallTicket ticket = ++last_ticket_;
  if (failure_) answer = *failure_;
  answers_.emplace(ticket, std::move(answer));
  return ticket;
}

void MemoryBlobs::extend(Kept& kept, Millis life) const {
  kept.until = std::max(kept.until, now_ + life);
}

CallTicket MemoryBlobs::find(const std::string& tenant, const std::string& content, Millis life) {
  const auto found = contents_.find({tenant, content});
  if (found == contents_.end()) return answer(BlobAnswer{});
  if (!failure_) extend(found->second, life);
  return answer(BlobAnswer{.there = true, .size = found->second.bytes.size(), .bytes = {}});
}

CallTicket MemoryBlobs::append(const std::string& tenant, const std::string& part,
                               std::uint64_t offset, std::string_view bytes) {
  if (failure_) return answer(BlobAnswer{});
  Kept& kept = unfinished_[{tenant, part}];
  kept.until = now_ + part_life;
  const bool repeated = kept.bytes.size() == offset + bytes.size() &&
                        std::string_view(kept.bytes).substr(offset) == bytes;
  if (repeated && !bytes.empty()) return answer(BlobAnswer{.there = true, .size = 0, .bytes = {}});
  if (kept.bytes.size() != offset) {
    if (kept.bytes.empty()) unfinished_.erase({tenant, part});
    return answer(other_length());
  }
  kept.bytes += bytes;
  return answer(BlobAnswer{.there = true, .size = 0, .bytes = {}});
}

CallTicket MemoryBlobs::finish(const std::string& tenant, const std::string& part,
                               const std::string& content, std::uint64_t size, Millis life) {
  if (failure_) return answer(BlobAnswer{});
  auto known = contents_.find({tenant, content});
  const auto written = unfinished_.find({tenant, part});
  if (known == contents_.end()) {
    if (written == unfinished_.end() || written->second.bytes.size() != size)
      return answer(other_length());
    known =
        contents_.emplace(Name{tenant, content}, Kept{std::move(written->second.bytes), {}}).first;
  }
  if (written != unfinished_.end()) unfinished_.erase(written);
  extend(known->second, life);
  return answer(BlobAnswer{.there = true, .size = 0, .bytes = {}});
}

CallTicket MemoryBlobs::drop(const std::string& tenant, const std::string& part) {
  if (!failure_) unfinished_.erase({tenant, part});
  return answer(BlobAnswer{});
}

CallTicket MemoryBlobs::read(const std::string& tenant, const std::string& content,
                             std::uint64_t offset, std::size_t length) {
  const auto found = contents_.find({tenant, content});
  if (found == contents_.end()) return answer(BlobAnswer{});
  const std::string_view bytes = found->second.bytes;
  const auto from = std::min<std::uint64_t>(offset, bytes.size());
  return answer(
      BlobAnswer{.there = true, .size = 0, .bytes = std::string(bytes.substr(from, length))});
}

std::optional<Result<BlobAnswer>> MemoryBlobs::poll(CallTicket ticket) {
  auto found = answers_.extract(ticket);
  if (found.empty()) return Error{Code::internal, "no such ticket"};
  return std::move(found.mapped());
}

Result<BlobAnswer> MemoryBlobs::wait(CallTicket ticket) {
  return *poll(ticket);
}

void MemoryBlobs::pass(Millis time) {
  now_ += time;
  const auto over = [&](const auto& entry) { return entry.second.until <= now_; };
  std::erase_if(contents_, over);
  std::erase_if(unfinished_, over);
}

}  // namespace followup
