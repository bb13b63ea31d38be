// Sections that are named by an id, as in [people.<id>], and sections whose keys are read into a
// place of their own.
#pragma once

#include "core/codec/config_reader.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// A kind of sections with ids: what stands before the id, and what the id is called in messages.
struct SectionFamily {
  std::string path;                                  ///< "people", "parameters.users"
  std::string placeholder;                           ///< "<id>"
  std::string (*check)(std::string_view) = nullptr;  ///< of the id; "" or what is wrong with it
};

/// 1 to 256 bytes without control characters: what a CRM may call people, groups and codes.
[[nodiscard]] std::string check_id(std::string_view id);

/// Calls `read` for each section below `sections` (nothing: there are none) with the section, its
/// id and its path with a dot behind it. What is no section, or has no good id, is reported.
void read_sections(const TomlValue* sections, const SectionFamily& family, ConfigReport& report,
                   const std::function<void(const TomlValue& section, const std::string& id,
                                            const std::string& path)>& read);

/// Sections that hold nothing but a `description`, by id.
void read_descriptions(const TomlValue& root, const SectionFamily& family,
                       std::map<std::string, std::string>& descriptions, ConfigReport& report);
/// Their key; `prefix` as in "judgements.<code>.".
void document_descriptions(const std::string& prefix, std::vector<ConfigKey>& keys);

/// The section `name` of the root table; nothing if it is not there, or no section (reported).
[[nodiscard]] const TomlValue* find_section(const TomlValue& root, const std::string& name,
                                            ConfigReport& report);

/// What a name refers to is not there: `what` in words ("calendar"), the nearest of `known`, and
/// where there is none at all the section to write ("[calendars.<name>]").
[[nodiscard]] std::string no_such(std::string_view what, std::string_view name,
                                  const std::vector<std::string>& known, std::string_view section);

/// Ids each of which names the next one, and the last the first: the first five, in words.
[[nodiscard]] std::string circle_words(const std::vector<std::string>& ids);

/// The keys of a map, or the items of a set, as texts.
template <class Keys>
std::vector<std::string> names_of(const Keys& keys) {
  std::vector<std::string> names;
  for (const auto& entry : keys) {
    if constexpr (requires { std::to_string(entry.first); })
      names.push_back(std::to_string(entry.first));
    else if constexpr (requires { entry.first; })
      names.push_back(entry.first);
    else
      names.push_back(entry);
  }
  return names;
}

}  // namespace followup
