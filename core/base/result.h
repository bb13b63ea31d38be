// Result<T>: a value or an Error, for everything that can fail for reasons outside the program. Its
// method names are a subset of std::expected's, so that it can become an alias once the compiler
// has it. Bugs are asserted, not returned.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace followup {

/// What the caller can do about it: mend the input, accept that it is not there, reload and retry,
/// wait, report a bug.
enum class Code { invalid_input, not_found, conflict, unavailable, internal };

struct Error {
  Code code = Code::internal;
  std::string what;  ///< One sentence for people. Never a name, an address or a message body.
};

/// The error as it reads one layer further out: "<context>: <what>".
[[nodiscard]] inline Error with_context(Error error, std::string_view context) {
  error.what = std::string(context) + ": " + error.what;
  return error;
}

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}

  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool has_value() const { return held_.index() == 0; }

  explicit operator bool() const { return has_value(); }

  [[nodiscard]] T& value() & { return std::get<0>(held_); }

  [[nodiscard]] const T& value() const& { return std::get<0>(held_); }

  /// Of a temporary: the value itself, so that `for (auto& x : *call())` keeps it alive.
  [[nodiscard]] T value() && { return std::get<0>(std::move(held_)); }

  T& operator*() & { return value(); }

  const T& operator*() const& { return value(); }

  T operator*() && { return std::move(*this).value(); }

  T* operator->() { return &value(); }

  const T* operator->() const { return &value(); }

  [[nodiscard]] Error& error() { return std::get<1>(held_); }

  [[nodiscard]] const Error& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, Error> held_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;

  Result(Error error) : error_(std::move(error)), ok_(false) {}

  [[nodiscard]] bool has_value() const { return ok_; }

  explicit operator bool() const { return ok_; }

  [[nodiscard]] const Error& error() const { return error_; }

 private:
  Error error_;
  bool ok_ = true;
};

}  // namespace followup
