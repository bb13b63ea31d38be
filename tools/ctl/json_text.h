// JSON objects as followupctl prints them: members in the order in which they are added. JSON
// itself stays in the .cpp.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace followup::ctl {

class JsonObject {
 public:
  /// A text; bytes that are not UTF-8 come out as U+FFFD.
  JsonObject& add(std::string_view name, std::string_view value);

  JsonObject& add(std::string_view name, const char* value) {
    return add(name, std::string_view(value));
  }

  template <std::integral Number>
  JsonObject& add(std::string_view name, Number value) {
    if constexpr (std::is_same_v<Number, bool>) {
      return raw(name, value ? "true" : "false");
    } else {
      return raw(name, std::to_string(value));
    }
  }

  JsonObject& add(std::string_view name, const std::vector<std::string>& values);
  JsonObject& add(std::string_view name, const JsonObject& value);
  JsonObject& add(std::string_view name, const std::vector<JsonObject>& values);
  JsonObject& add_null(std::string_view name);

  /// One line, without the newline.
  [[nodiscard]] std::string text() const { return "{" + members_ + "}"; }

 private:
  JsonObject& raw(std::string_view name, std::string_view value);

  std::string members_;
};

}  // namespace followup::ctl
