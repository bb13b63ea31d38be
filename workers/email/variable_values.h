// Where variables have their values from: what the tables of variables are made of. Internal to
// them.
#pragma once

#include "workers/email/reader.h"
#include "workers/email/text.h"
#include "workers/email/variable_table.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace followup {

inline std::string flag(bool value) {
  return value ? "yes" : "";
}

template <std::string MailInputs::*member>
std::string text(const VariableSource& from) {
  return clean_line(from.inputs.*member);
}

/// An annotation may have 2000 characters, and has a description before it.
inline constexpr std::size_t longest_line = 2300;
/// A text that is written as one line may be as long as all of it.
inline constexpr std::size_t longest_text = 40'000;

/// Several lines, each clean.
template <std::string MailInputs::*member, std::size_t limit = longest_line>
std::string lines(const VariableSource& from) {
  return clean_lines(from.inputs.*member, limit);
}

template <bool MailInputs::*member>
std::string truth(const VariableSource& from) {
  return flag(from.inputs.*member);
}

/// A word as a template's argument.
template <std::size_t size>
struct Word {
  char text[size];

  consteval Word(const char (&word)[size]) { std::copy_n(word, size, text); }

  [[nodiscard]] constexpr std::string_view view() const { return {text, size - 1}; }
};

template <Word word>
std::string is_why(const VariableSource& from) {
  return flag(why_of(from.inputs) == word.view());
}

/// Why it is sent, or why a call is to be made.
template <Word word>
std::string is_reason(const VariableSource& from) {
  return flag(from.inputs.reason == word.view() || from.inputs.cause == word.view());
}

template <Kind kind>
std::string is_kind(const VariableSource& from) {
  return flag(from.inputs.kind == kind);
}

template <Role role>
std::string is_role(const VariableSource& from) {
  return flag(from.inputs.role == role);
}

}  // namespace followup
