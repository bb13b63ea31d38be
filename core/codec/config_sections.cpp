// Knows no key but `description`; what a section holds is its reader's.
#include "core/codec/config_sections.h"

#include "core/codec/config_kinds.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup {

namespace {

std::vector<KeyRow<std::string>> description_rows() {
  const Field<std::string, std::string> whole = [](std::string& text) -> std::string& {
    return text;
  };
  return {{"description", text(whole, {.type = "text", .may_be_empty = true}), "\"\"",
           "What people read; empty: the code itself."}};
}

}  // namespace

std::string check_id(std::string_view id) {
  constexpr std::size_t longest = 256;
  if (!id.empty() && id.size() <= longest && check_plain(id).empty()) return "";
  return "must be an id of 1 to 256 bytes without control characters";
}

void read_sections(const TomlValue* sections, const SectionFamily& family, ConfigReport& report,
                   const std::function<void(const TomlValue& section, const std::string& id,
                                            const std::string& path)>& read) {
  if (sections == nullptr) return;
  const std::string form = fmt::format("written [{}.{}]", family.path, family.placeholder);
  if (sections->type != TomlType::table) {
    report.error(family.path, "is made of sections, " + form);
    return;
  }
  for (const auto& section : sections->items) {
    const std::string name = fmt::format("{}.{}", family.path, section.key);
    report.note(name, section.line);
    if (section.type != TomlType::table) {
      report.error(name, "is a section, " + form);
      continue;
    }
    if (auto problem = family.check(section.key); !problem.empty())
      report.error(name, std::move(problem));
    read(section, section.key, name + ".");
  }
}

std::string circle_words(const std::vector<std::string>& ids) {
  constexpr std::size_t most = 5;
  const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(most, ids.size()));
  return fmt::format("leads in a circle: {}{}, {}", fmt::join(ids.begin(), end, ", "),
                     ids.size() > most ? ", …" : "", ids.front());
}

void read_descriptions(const TomlValue& root, const SectionFamily& family,
                       std::map<std::string, std::string>& descriptions, ConfigReport& report) {
  const auto rows = description_rows();
  read_sections(root.find(family.path), family, report,
                [&](const TomlValue& section, const std::string& id, const std::string& path) {
                  read_rows(section, path, rows, descriptions[id], report);
                });
}

void document_descriptions(const std::string& prefix, std::vector<ConfigKey>& keys) {
  document_rows("tenants/<name>.toml", prefix, description_rows(), keys);
}

const TomlValue* find_section(const TomlValue& root, const std::string& name,
                              ConfigReport& report) {
  const TomlValue* const section = root.find(name);
  if (section == nullptr || section->type == TomlType::table) return section;
  report.error(name,
               fmt::format("is a section, written [{}], not {}", name, describe(section->type)));
  return nullptr;
}

std::string no_such(std::string_view what, std::string_view name,
                    const std::vector<std::string>& known, std::string_view section) {
  constexpr std::size_t most = 5;
  const std::string problem = fmt::format("there is no {} \"{}\"", what, name);
  if (known.empty()) return fmt::format("{}: describe it in {}", problem, section);
  if (const auto nearest = nearest_names(name, known); !nearest.empty())
    return fmt::format("{}: did you mean {}?", problem, choice_text(nearest));
  const auto end = known.begin() + static_cast<std::ptrdiff_t>(std::min(most, known.size()));
  return fmt::format("{}: there {} \"{}\"{}", problem, known.size() == 1 ? "is" : "are",
                     fmt::join(known.begin(), end, "\", \""), known.size() > most ? ", …" : "");
}

}  // namespace followup
