#include "core/codec/event_unsafe.h"

#include "core/codec/event_codec.h"

#include <algorithm>
#include <array>
#include <vector>

namespace followup::event_json {

namespace {

using rapidjson::SizeType;

/// The name of a member that occurs twice, if any.
std::optional<std::string_view> duplicate_name(const Value& object) {
  constexpr SizeType few = 24;  // up to here comparing all pairs is faster than sorting
  const auto members = object.GetObject();
  if (object.MemberCount() <= few) {
    for (auto one = members.begin(); one != members.end(); ++one) {
      const auto same = [&](const auto& other) {
        return text_of(other.name) == text_of(one->name);
      };
      if (std::any_of(members.begin(), one, same)) return text_of(one->name);
    }
    return std::nullopt;
  }
  std::vector<std::string_view> names;
  names.reserve(object.MemberCount());
  for (const auto& each : members)
    names.push_back(text_of(each.name));
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  return twice == names.end() ? std::nullopt : std::optional{*twice};
}

/// Goes through a document in order, keeping where it is.
class Walk {
 public:
  explicit Walk(const Value& root) : at_(&root) {}

  [[nodiscard]] const Value& value() const { return *at_; }

  /// The name of the value's member, if the value is one.
  [[nodiscard]] std::optional<std::string_view> name() const {
    if (size_ == 0 || !top().container->IsObject()) return std::nullopt;
    return text_of((top().container->MemberBegin() + top().index)->name);
  }

  /// Moves to the next value; false at the end.
  bool advance() {
    if (at_->IsObject() || at_->IsArray())
      frames_.at(size_++) = {at_, 0};
    else if (size_ > 0)
      ++top().index;
    while (size_ > 0 && top().index == count(*top().container)) {
      if (--size_ > 0) ++top().index;
    }
    if (size_ == 0) return false;
    at_ = top().container->IsObject() ? &(top().container->MemberBegin() + top().index)->value
                                      : &(*top().container)[top().index];
    return true;
  }

  /// JSON pointer of the value, cut before the first member whose name may not be told.
  [[nodiscard]] std::string path() const {
    std::string path;
    for (std::size_t i = 0; i < size_; ++i) {
      const Frame& frame = frames_[i];
      if (frame.container->IsArray()) {
        path += "/" + std::to_string(frame.index);
        continue;
      }
      const auto name = text_of((frame.container->MemberBegin() + frame.index)->name);
      if (!is_plain_name(name)) break;
      path.append("/").append(name);
    }
    return path;
  }

 private:
  struct Frame {
    const Value* container = nullptr;
    SizeType index = 0;
  };

  static SizeType count(const Value& container) {
    return container.IsObject() ? container.MemberCount() : container.Size();
  }

  [[nodiscard]] Frame& top() { return frames_.at(size_ - 1); }

  [[nodiscard]] const Frame& top() const { return frames_.at(size_ - 1); }

  std::array<Frame, max_depth> frames_{};
  std::size_t size_ = 0;
  const Value* at_;
};

std::optional<Unsafe> unsafe_text(std::string_view text, const Walk& walk) {
  if (text.find('\0') != std::string_view::npos) {
    const std::string path = walk.path();
    const Reason reason = path == "/data" || path.starts_with("/data/") ? Reason::invalid_data
                                                                        : Reason::invalid_envelope;
    return Unsafe{reason, {path, "must not hold the character U+0000"}};
  }
  if (has_half_surrogate(text)) {
    return Unsafe{Reason::invalid_utf8, {walk.path(), "holds one half of a surrogate pair"}};
  }
  return std::nullopt;
}

std::optional<Unsafe> unsafe_value(const Walk& walk) {
  if (const auto name = walk.name()) {
    if (auto found = unsafe_text(*name, walk)) return found;
  }
  const Value& value = walk.value();
  if (value.IsString()) return unsafe_text(text_of(value), walk);
  if (!value.IsObject()) return std::nullopt;
  const auto twice = duplicate_name(value);
  if (!twice) return std::nullopt;
  std::string path = walk.path();
  if (is_plain_name(*twice)) path.append("/").append(*twice);
  return Unsafe{Reason::duplicate_key, {path, "is given twice"}};
}

}  // namespace

bool has_half_surrogate(std::string_view text) {
  // U+D800 to U+DFFF would be ED A0..BF 80..BF in UTF-8.
  for (auto at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
  }
  return false;
}

std::optional<Unsafe> find_unsafe(const Value& root) {
  Walk walk(root);
  do {
    if (auto found = unsafe_value(walk)) return found;
  } while (walk.advance());
  return std::nullopt;
}

}  // namespace followup::event_json
