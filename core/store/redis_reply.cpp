#include "core/store/redis_reply.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <hiredis/hiredis.h>

namespace followup {

namespace {

Error wrong_type() {
  return Error{Code::internal, "redis answered with another type than expected"};
}

std::string_view text_of(const redisReply& reply) {
  return {reply.str, reply.len};
}

bool is_text(const redisReply& reply) {
  return reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS;
}

/// An element as text: "" for nil, nothing for what has no text.
std::optional<std::string> element_text(const redisReply& element) {
  if (is_text(element)) return std::string(text_of(element));
  if (element.type == REDIS_REPLY_NIL) return std::string();
  if (element.type == REDIS_REPLY_INTEGER) return std::to_string(element.integer);
  return std::nullopt;
}

Result<std::vector<std::string>> texts_of(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_ARRAY) return wrong_type();
  std::vector<std::string> texts;
  texts.reserve(reply.elements);
  for (std::size_t i = 0; i < reply.elements; ++i) {
    auto text = element_text(*reply.element[i]);
    if (!text) return wrong_type();
    texts.push_back(std::move(*text));
  }
  return texts;
}

struct Meaning {
  std::string_view word;
  std::string_view what;
  bool drop_connection;
};

constexpr std::array<Meaning, 14> meanings{{
    {"OOM", "store full: the store is full, redis has reached its maxmemory", false},
    {"MISCONF", "redis can not write to its disk", false},
    {"NOREPLICAS", "redis has fewer replicas than it is set to need", false},
    {"BUSY", "redis is busy with a script", false},
    {"LOADING", "redis is still loading its data", true},
    {"MASTERDOWN", "redis is a replica without its master", true},
    {"READONLY", "redis has become a read-only replica", true},
    {"MOVED", "redis has moved the shard to another node", true},
    {"ASK", "redis is moving the shard to another node", true},
    {"CLUSTERDOWN", "the redis cluster is down", true},
    {"TRYAGAIN", "redis is moving the shard to another node", true},
    {"UNBLOCKED", "redis has stopped being the master", true},
    {"NOAUTH", "redis asks for a password", true},
    {"WRONGPASS", "redis refuses the user or password", true},
}};

}  // namespace

void FreeReply::operator()(redisReply* reply) const {
  freeReplyObject(reply);
}

std::optional<std::string_view> error_text(const Reply& reply) {
  if (reply->type != REDIS_REPLY_ERROR) return std::nullopt;
  return text_of(*reply);
}

RedisFault understand(std::string_view error_text) {
  const auto word = error_text.substr(0, error_text.find(' '));
  if (word == "NOSCRIPT") {
    return RedisFault{{Code::unavailable, "redis lost a script again and again"}, false, true};
  }
  for (const auto& meaning : meanings) {
    if (meaning.word != word) continue;
    return RedisFault{
        {Code::unavailable, std::string(meaning.what)}, meaning.drop_connection, false};
  }
  // A fault inside one of our scripts names its line; anything else may quote arguments, so only
  // its first word is kept.
  const bool in_script = error_text.find("user_script") != std::string_view::npos;
  const auto quoted = in_script ? error_text.substr(0, 120) : word;
  return RedisFault{{Code::internal, "redis error " + std::string(quoted)}, false, false};
}

Result<std::int64_t> to_integer(const Reply& reply) {
  if (reply->type != REDIS_REPLY_INTEGER) return wrong_type();
  return std::int64_t{reply->integer};
}

Result<std::string> to_text(const Reply& reply) {
  if (!is_text(*reply)) return wrong_type();
  return std::string(text_of(*reply));
}

Result<std::optional<std::string>> to_optional_text(const Reply& reply) {
  if (reply->type == REDIS_REPLY_NIL) return std::optional<std::string>();
  if (!is_text(*reply)) return wrong_type();
  return std::optional<std::string>(text_of(*reply));
}

Result<std::vector<std::string>> to_texts(const Reply& reply) {
  return texts_of(*reply);
}

Result<std::vector<std::optional<std::string>>> to_optional_texts(const Reply& reply) {
  if (reply->type != REDIS_REPLY_ARRAY) return wrong_type();
  std::vector<std::optional<std::string>> texts;
  for (std::size_t i = 0; i < reply->elements; ++i) {
    const redisReply& element = *reply->element[i];
    if (element.type == REDIS_REPLY_NIL) {
      texts.emplace_back();
    } else if (is_text(element)) {
      texts.emplace_back(text_of(element));
    } else {
      return wrong_type();
    }
  }
  return texts;
}

Result<bool> is_word(const Reply& reply, std::string_view word) {
  const auto said = to_text(reply);
  if (!said) return said.error();
  return *said == word;
}

Result<std::vector<Scored>> to_scored(const Reply& reply) {
  auto words = to_texts(reply);
  if (!words) return words.error();
  std::vector<Scored> entries;
  for (std::size_t i = 0; i + 1 < words->size(); i += 2) {
    const auto score = parse_number((*words)[i + 1]);
    if (!score) return Error{Code::internal, "a score is not a whole number"};
    entries.push_back({std::move((*words)[i]), std::move((*words)[i + 1]), from_ms(*score)});
  }
  return entries;
}

Result<ScanPage> to_scan_page(const Reply& reply) {
  if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) return wrong_type();
  if (!is_text(*reply->element[0])) return wrong_type();
  auto names = texts_of(*reply->element[1]);
  if (!names) return names.error();
  return ScanPage{std::string(text_of(*reply->element[0])), std::move(*names)};
}

Result<int> to_attempts(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || *number < 0 || *number > 1'000'000'000) {
    return Error{Code::internal, "a number of attempts can not be read"};
  }
  return static_cast<int>(*number);
}

std::optional<std::string_view> info_field(std::string_view info, std::string_view name) {
  std::size_t at = 0;
  while (at < info.size()) {
    const auto end = std::min(info.find("\r\n", at), info.size());
    const auto line = info.substr(at, end - at);
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ':') {
      return line.substr(name.size() + 1);
    }
    at = end + 2;
  }
  return std::nullopt;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

}  // namespace followup
