#include "core/store/pipeline.h"

#include <array>
#include <charconv>

namespace followup {

namespace {

void append_number(std::string& out, std::int64_t number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_count(std::string& out, char sign, std::size_t count) {
  out += sign;
  append_number(out, static_cast<std::int64_t>(count));
  out += "\r\n";
}

void append_word(std::string& out, std::string_view word) {
  append_count(out, '$', word.size());
  out.append(word);
  out += "\r\n";
}

}  // namespace

void append_command(std::string& out, std::initializer_list<std::string_view> words) {
  append_count(out, '*', words.size());
  for (const auto word : words)
    append_word(out, word);
}

void Pipeline::command(std::initializer_list<std::string_view> words) {
  calls_.push_back({bytes_.size(), std::nullopt});
  append_command(bytes_, words);
}

void Pipeline::command(const std::vector<std::string>& words) {
  calls_.push_back({bytes_.size(), std::nullopt});
  append_count(bytes_, '*', words.size());
  for (const auto& word : words)
    append_word(bytes_, word);
}

void Pipeline::first_of(std::string_view sorted_set, int count) {
  command({"ZRANGE", sorted_set, "0", std::to_string(count - 1), "WITHSCORES"});
}

void Pipeline::begin(Script script) {
  script_ = script;
  keys_.clear();
  args_.clear();
  key_count_ = 0;
  arg_count_ = 0;
}

void Pipeline::key(std::string_view name) {
  append_word(keys_, name);
  ++key_count_;
}

void Pipeline::arg(std::string_view text) {
  append_word(args_, text);
  ++arg_count_;
}

void Pipeline::arg(std::int64_t number) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  arg(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void Pipeline::call() {
  calls_.push_back({bytes_.size(), script_});
  append_count(bytes_, '*', 3 + key_count_ + arg_count_);
  append_word(bytes_, "EVALSHA");
  append_word(bytes_, (*digests_)[static_cast<std::size_t>(script_)]);
  append_word(bytes_, std::to_string(key_count_));
  bytes_.append(keys_).append(args_);
}

std::string_view Pipeline::bytes_of(std::size_t call) const {
  const auto begin = calls_[call].begin;
  const auto end = call + 1 < calls_.size() ? calls_[call + 1].begin : bytes_.size();
  return std::string_view(bytes_).substr(begin, end - begin);
}

}  // namespace followup
