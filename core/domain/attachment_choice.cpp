#include "core/domain/attachment_choice.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>

namespace followup {

namespace {

/// Extensions of files that a double click runs.
constexpr std::array<std::string_view, 22> run_when_opened{
    "app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js",  "jse",
    "lnk", "msi", "pif", "ps1", "reg", "scr", "sh",  "vb",  "vbe", "vbs", "wsf"};

std::string lower(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return made;
}

/// "application/pdf; charset=x" is of the type "application/pdf".
std::string bare_media_type(std::string_view text) {
  text = text.substr(0, text.find(';'));
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return lower(text);
}

bool matches(std::string_view type, std::string_view media_type) {
  if (!type.ends_with("/*")) return type == media_type;
  type.remove_suffix(1);
  return media_type.size() > type.size() && media_type.starts_with(type);
}

bool holds(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

/// Why the file can not be attached to any mail to this reader; nothing: it can, if it fits.
std::optional<LeftOut> objection(const Attachment& file, const AttachmentLimits& limits,
                                 const std::vector<std::string>& types) {
  if (!is_allowed_type(file, types)) return LeftOut::type_refused;
  if (file.content.empty()) return LeftOut::linked;
  const bool never = limits.file == std::uint64_t{0} || limits.mail == std::uint64_t{0};
  if (never || (limits.file && file.size > *limits.file)) return LeftOut::file_too_large;
  return std::nullopt;
}

}  // namespace

std::string_view to_text(LeftOut why) {
  switch (why) {
    case LeftOut::linked:
      return "linked";
    case LeftOut::type_refused:
      return "type_refused";
    case LeftOut::no_privilege:
      return "no_privilege";
    case LeftOut::file_too_large:
      return "file_too_large";
    case LeftOut::mail_too_large:
      return "mail_too_large";
    case LeftOut::relay_refused:
      return "relay_refused";
    case LeftOut::gone:
      return "gone";
  }
  assert(false && "a reason without a text");
  return {};
}

std::string extension_of(std::string_view name) {
  while (name.ends_with(' ') || name.ends_with('.'))
    name.remove_suffix(1);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : lower(name.substr(dot + 1));
}

bool is_allowed_type(const Attachment& file, const std::vector<std::string>& types) {
  if (types.empty()) return true;
  const std::string extension = extension_of(file.name);
  if (!extension.empty() && holds(types, extension)) return true;
  if (std::ranges::find(run_when_opened, extension) != run_when_opened.end()) return false;
  const std::string media_type = bare_media_type(file.media_type);
  return std::ranges::any_of(types, [&](const std::string& type) {
    return type.find('/') != std::string::npos && matches(type, media_type);
  });
}

AttachmentChoice choose_attachments(const std::vector<Attachment>& files,
                                    const AttachmentLimits& limits,
                                    const std::vector<std::string>& types,
                                    const std::vector<std::string>& privileges) {
  AttachmentChoice choice;
  std::uint64_t attached = 0;
  for (const auto& file : files) {
    if (!file.privilege.empty() && !holds(privileges, file.privilege)) {
      choice.left_out.push_back({{}, LeftOut::no_privilege});
      continue;
    }
    auto why = objection(file, limits, types);
    if (!why && limits.mail && file.size > *limits.mail - attached) why = LeftOut::mail_too_large;
    if (why) {
      choice.left_out.push_back({file, *why});
      continue;
    }
    attached += file.size;
    choice.attached.push_back(file);
  }
  return choice;
}

}  // namespace followup
