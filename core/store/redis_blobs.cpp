#include "core/store/redis_blobs.h"

#include "core/store/keys.h"
#include "core/store/redis_link.h"

#include <cassert>
#include <map>
#include <vector>

namespace followup {

namespace {

/// How an answer is read.
enum class Asked : unsigned char { find, append, finish, drop, read };

Error other_length() {
  return Error{Code::conflict, "a part of an attachment has another length than expected"};
}

Result<BlobAnswer> found(const Reply& reply) {
  const auto size = to_integer(reply);
  if (!size) return size.error();
  if (*size < 0) return BlobAnswer{};
  return BlobAnswer{.there = true, .size = static_cast<std::uint64_t>(*size), .bytes = {}};
}

Result<BlobAnswer> applied(const Reply& reply) {
  const auto done = is_word(reply, "applied");
  if (!done) return done.error();
  if (!*done) return other_length();
  return BlobAnswer{.there = true, .size = 0, .bytes = {}};
}

Result<BlobAnswer> piece(const Replies& replies) {
  const auto there = to_integer(replies[0]);
  if (!there) return there.error();
  auto bytes = to_text(replies[1]);
  if (!bytes) return bytes.error();
  return BlobAnswer{.there = *there == 1, .size = 0, .bytes = std::move(*bytes)};
}

Result<BlobAnswer> understood(Asked asked, const Replies& replies) {
  switch (asked) {
    case Asked::find:
      return found(replies.front());
    case Asked::append:
    case Asked::finish:
      return applied(replies.front());
    case Asked::drop:
      return BlobAnswer{};
    case Asked::read:
      return piece(replies);
  }
  return Error{Code::internal, "an attachment's answer of no kind"};
}

}  // namespace

struct RedisBlobs::Parts {
  explicit Parts(RedisAddress address) : link(std::move(address)) {}

  /// Takes the answers that nobody wants.
  void sweep() {
    std::erase_if(forgotten, [&](CallTicket ticket) { return link.poll(ticket).has_value(); });
  }

  template <class Build>
  CallTicket send(Asked what, Build build, bool replicate = false) {
    sweep();
    auto pipeline = link.open_pipeline();
    CallTicket ticket = 0;
    if (pipeline) {
      build(*pipeline);
      ticket = link.post(std::move(*pipeline), replicate);
    } else {
      ticket = link.post_failed(pipeline.error());
    }
    asked.emplace(ticket, what);
    return ticket;
  }

  Result<BlobAnswer> read(CallTicket ticket, const Result<Replies>& replies) {
    const auto what = asked.extract(ticket);
    if (!replies) return replies.error();
    return understood(what.mapped(), *replies);
  }

  RedisLink link;
  Keys keys;
  std::map<CallTicket, Asked> asked;
  std::vector<CallTicket> forgotten;
};

RedisBlobs::RedisBlobs(RedisAddress address)
    : parts_(std::make_unique<Parts>(std::move(address))) {}

RedisBlobs::~RedisBlobs() = default;

CallTicket RedisBlobs::find(const std::string& tenant, const std::string& content, Millis life) {
  return parts_->send(Asked::find, [&](Pipeline& pipeline) {
    pipeline.begin(Script::find_blob);
    pipeline.key(parts_->keys.blob(tenant, content));
    pipeline.arg(life.count());
    pipeline.call();
  });
}

CallTicket RedisBlobs::append(const std::string& tenant, const std::string& part,
                              std::uint64_t offset, std::string_view bytes) {
  assert(bytes.size() <= blob_piece);
  return parts_->send(Asked::append, [&](Pipeline& pipeline) {
    pipeline.begin(Script::append_blob);
    pipeline.key(parts_->keys.blob_part(tenant, part));
    pipeline.arg(static_cast<std::int64_t>(offset));
    pipeline.arg(bytes);
    pipeline.arg(part_life.count());
    pipeline.call();
  });
}

CallTicket RedisBlobs::finish(const std::string& tenant, const std::string& part,
                              const std::string& content, std::uint64_t size, Millis life) {
  return parts_->send(
      Asked::finish,
      [&](Pipeline& pipeline) {
        pipeline.begin(Script::finish_blob);
        pipeline.key(parts_->keys.blob_part(tenant, part));
        pipeline.key(parts_->keys.blob(tenant, content));
        pipeline.arg(static_cast<std::int64_t>(size));
        pipeline.arg(life.count());
        pipeline.call();
      },
      true);
}

CallTicket RedisBlobs::drop(const std::string& tenant, const std::string& part) {
  return parts_->send(Asked::drop, [&](Pipeline& pipeline) {
    pipeline.command({"UNLINK", parts_->keys.blob_part(tenant, part)});
  });
}

CallTicket RedisBlobs::read(const std::string& tenant, const std::string& content,
                            std::uint64_t offset, std::size_t length) {
  assert(length > 0 && length <= blob_piece);
  const std::string key = parts_->keys.blob(tenant, content);
  return parts_->send(Asked::read, [&](Pipeline& pipeline) {
    pipeline.command({"EXISTS", key});
    pipeline.command(
        {"GETRANGE", key, std::to_string(offset), std::to_string(offset + length - 1)});
  });
}

std::optional<Result<BlobAnswer>> RedisBlobs::poll(CallTicket ticket) {
  if (!parts_->asked.contains(ticket)) return Error{Code::internal, "no such ticket"};
  parts_->sweep();
  const auto replies = parts_->link.poll(ticket);
  if (!replies) return std::nullopt;
  return parts_->read(ticket, *replies);
}

Result<BlobAnswer> RedisBlobs::wait(CallTicket ticket) {
  if (!parts_->asked.contains(ticket)) return Error{Code::internal, "no such ticket"};
  return parts_->read(ticket, parts_->link.wait(ticket));
}

void RedisBlobs::forget(CallTicket ticket) {
  if (parts_->asked.erase(ticket) > 0) parts_->forgotten.push_back(ticket);
  parts_->sweep();
}

int RedisBlobs::descriptor() const {
  return parts_->link.descriptor();
}

}  // namespace followup
