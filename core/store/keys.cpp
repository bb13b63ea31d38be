#include "core/store/keys.h"

#include <array>
#include <cassert>
#include <utility>

namespace followup {

namespace {

constexpr auto letters = std::to_array<std::pair<Kind, char>>({
    {Kind::referral, 'r'},
    {Kind::person, 'p'},
    {Kind::group, 'g'},
    {Kind::appointment, 'a'},
    {Kind::contact, 'c'},
    {Kind::project, 'j'},
    {Kind::notices, 'n'},
    {Kind::ticket, 't'},
    {Kind::meeting, 'm'},
    {Kind::application, 'o'},
    {Kind::communication, 'k'},
});

char letter(Kind kind) {
  for (const auto& [value, text] : letters) {
    if (value == kind) return text;
  }
  assert(false && "a kind of case without a letter");
  return '?';
}

std::optional<Kind> kind_of(char wanted) {
  for (const auto& [value, text] : letters) {
    if (text == wanted) return value;
  }
  return std::nullopt;
}

std::string join(std::string_view tag, std::string_view prefix, std::string_view rest) {
  std::string key;
  key.reserve(tag.size() + prefix.size() + rest.size());
  key.append(tag).append(prefix).append(rest);
  return key;
}

/// `text` with the characters that mean something in SCAN's patterns made plain.
std::string escape_glob(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    if (std::string_view("*?[]\\^").find(character) != std::string_view::npos) escaped += '\\';
    escaped += character;
  }
  return escaped;
}

}  // namespace

std::optional<Wake> wake_of_lane(std::string_view lane) {
  if (lane.starts_with("email:")) return Wake::email;
  if (lane.starts_with("webhook:")) return Wake::webhook;
  return std::nullopt;
}

Keys::Keys(std::string_view tag) : tag_(tag) {}

std::string Keys::member(const CaseKey& key) {
  assert(!key.tenant.empty() && key.tenant.find(':') == std::string::npos);
  std::string member;
  member.reserve(key.tenant.size() + 3 + key.id.size());
  member.append(key.tenant)
      .append(1, ':')
      .append(1, letter(key.kind))
      .append(1, ':')
      .append(key.id);
  return member;
}

std::optional<CaseKey> Keys::parse_member(std::string_view member) {
  const auto colon = member.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto rest = member.substr(colon + 1);
  if (rest.size() < 3 || rest[1] != ':') return std::nullopt;
  const auto kind = kind_of(rest[0]);
  if (!kind) return std::nullopt;
  return CaseKey{std::string(member.substr(0, colon)), *kind, std::string(rest.substr(2))};
}

std::string Keys::case_record(std::string_view member) const {
  return join(tag_, "case:", member);
}

std::optional<CaseKey> Keys::parse_case_record(std::string_view key) const {
  const std::string prefix = case_prefix();
  if (!key.starts_with(prefix)) return std::nullopt;
  return parse_member(key.substr(prefix.size()));
}

std::string Keys::case_pattern(std::string_view tenant) const {
  return escape_glob(case_prefix()) + escape_glob(tenant) + ":*";
}

std::string Keys::any_case_pattern() const {
  return escape_glob(case_prefix()) + "*";
}

std::string Keys::outcomes(std::string_view member) const {
  return join(tag_, "outcomes:", member);
}

std::string Keys::history(std::string_view member) const {
  return join(tag_, "history:", member);
}

std::string Keys::index(std::string_view tenant, std::string_view name) const {
  std::string key = join(tag_, "index:", tenant);
  return key.append(1, ':').append(name);
}

std::string Keys::lane(std::string_view lane) const {
  return join(tag_, "outbox:", lane);
}

std::string Keys::notification(std::string_view id) const {
  return join(tag_, "notification:", id);
}

std::string Keys::wake(Wake who) const {
  switch (who) {
    case Wake::due:
      return tag_ + "wake:due";
    case Wake::email:
      return tag_ + "wake:email";
    case Wake::webhook:
      return tag_ + "wake:webhook";
  }
  assert(false && "a wake key without a name");
  return {};
}

std::string Keys::rejected(std::string_view shelf) const {
  return join(tag_, "rejected:", shelf);
}

std::string Keys::quarantined(std::string_view shelf) const {
  return join(tag_, "quarantined:", shelf);
}

std::string Keys::refused(std::string_view shelf) const {
  return join(tag_, "refused:", shelf);
}

std::string Keys::policy(std::string_view tenant) const {
  return join(tag_, "policy:", tenant);
}

std::string Keys::blob(std::string_view tenant, std::string_view content) const {
  std::string key = join(tag_, "blob:", tenant);
  return key.append(1, ':').append(content);
}

std::string Keys::blob_part(std::string_view tenant, std::string_view part) const {
  std::string key = join(tag_, "blobpart:", tenant);
  return key.append(1, ':').append(part);
}

}  // namespace followup
