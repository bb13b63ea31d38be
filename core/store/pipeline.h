// Commands for Redis as bytes, built straight into one buffer and sent as one pipeline. Each knows
// where it begins, so that one of them can be sent again.
#pragma once

#include "core/store/scripts.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// Adds one command in Redis' protocol to `out`.
void append_command(std::string& out, std::initializer_list<std::string_view> words);

class Pipeline {
 public:
  /// Commands name scripts by these digests, which outlive the pipeline.
  explicit Pipeline(const ScriptDigests& digests) : digests_(&digests) {}

  void command(std::initializer_list<std::string_view> words);
  /// For commands of many words.
  void command(const std::vector<std::string>& words);

  /// The first `count` of a sorted set with their scores; at least one.
  void first_of(std::string_view sorted_set, int count);

  /// A script call is begun, gets its keys and arguments in any order, and is closed by call().
  void begin(Script script);
  void key(std::string_view name);
  void arg(std::string_view text);
  void arg(std::int64_t number);
  void call();

  [[nodiscard]] std::size_t size() const { return calls_.size(); }

  [[nodiscard]] bool empty() const { return calls_.empty(); }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

  [[nodiscard]] std::string_view bytes_of(std::size_t call) const;

  [[nodiscard]] std::optional<Script> script_of(std::size_t call) const {
    return calls_[call].script;
  }

 private:
  struct Call {
    std::size_t begin;
    std::optional<Script> script;
  };

  const ScriptDigests* digests_;
  std::string bytes_;
  std::vector<Call> calls_;
  Script script_ = Script::commit_cases;
  std::string keys_;
  std::string args_;
  std::size_t key_count_ = 0;
  std::size_t arg_count_ = 0;
};

}  // namespace followup
