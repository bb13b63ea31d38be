// Checks of names, addresses of people, languages, secrets and durations. Machines and URLs:
// config_addresses.cpp.
#include "core/codec/config_checks.h"

#include "core/codec/config.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <sodium.h>

namespace followup {

namespace {

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f;
}

/// RFC 5322 section 3.2.3, atext.
bool is_atext(char c) {
  return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || is_atext(c); });
}

struct Unit {
  std::string_view name;
  Millis length;
};

constexpr std::array<Unit, 5> units{{{"d", std::chrono::hours{24}},
                                     {"h", std::chrono::hours{1}},
                                     {"m", std::chrono::minutes{1}},
                                     {"s", std::chrono::seconds{1}},
                                     {"ms", Millis{1}}}};

}  // namespace

std::string check_plain(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_control))
    return "must not contain control characters";
  return "";
}

std::string check_name(std::string_view text) {
  constexpr std::size_t longest = 63;
  const bool good = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (good && !text.empty() && text.size() <= longest) return "";
  return "must be a name of small letters, digits and hyphens, at most 63 characters long";
}

std::string check_template_name(std::string_view text) {
  constexpr std::size_t longest = 63;
  const bool good = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (good && !text.empty() && text.size() <= longest) return "";
  return "must be a name of small letters, digits, '_' and '-', at most 63 characters long";
}

std::string check_email(std::string_view text) {
  constexpr std::size_t longest = 254;
  const auto at = text.rfind('@');
  const bool good = at != std::string_view::npos && at <= 64 && text.size() <= longest &&
                    is_dot_atom(text.substr(0, at)) && check_domain(text.substr(at + 1)).empty();
  if (good) return "";
  return "must be one email address, as in name@example.org (a domain with other letters in its "
         "xn-- form)";
}

std::string check_sender(std::string_view text) {
  const auto open = text.find('<');
  if (open == std::string_view::npos) return check_email(text);
  const std::string_view name = text.substr(0, open);
  const bool framed = text.back() == '>' && name.find_first_of("\"\\") == std::string_view::npos;
  if (framed && check_plain(name).empty() &&
      check_email(text.substr(open + 1, text.size() - open - 2)).empty()) {
    return "";
  }
  return "must be an email address or a name with one, as in Follow-up <follow-up@example.org>, "
         "without quotation marks";
}

std::string check_secret(std::string_view text) {
  constexpr std::string_view prefix = "whsec_";
  constexpr std::size_t fewest = 24;
  constexpr std::size_t most = 64;
  std::array<unsigned char, most> bytes{};
  std::size_t count = 0;
  const bool good = text.substr(0, prefix.size()) == prefix &&
                    sodium_base642bin(bytes.data(), bytes.size(), text.data() + prefix.size(),
                                      text.size() - prefix.size(), nullptr, &count, nullptr,
                                      sodium_base64_VARIANT_ORIGINAL) == 0 &&
                    count >= fewest;
  sodium_memzero(bytes.data(), bytes.size());
  if (good) return "";
  return "must be a signing secret: whsec_ and the base64 text of 24 to 64 random bytes";
}

std::string check_hook_type(std::string_view text) {
  const auto& known = hook_types();
  if (text == "*" || std::find(known.begin(), known.end(), text) != known.end()) return "";
  const std::string nearest = nearest_name(text, known);
  if (nearest.empty()) return fmt::format("is no type of webhook: \"{}\"; \"*\" means all", text);
  return fmt::format("is no type of webhook: \"{}\"; did you mean \"{}\"?", text, nearest);
}

std::string check_source(std::string_view text) {
  constexpr std::size_t longest = 255;
  return text.size() <= longest ? "" : "must be at most 255 bytes long";
}

std::string check_language(std::string_view text) {
  constexpr std::array<std::string_view, 4> known{"it", "de", "pt", "en"};
  if (std::find(known.begin(), known.end(), text) != known.end()) return "";
  return "must be one of it, de, pt, en";
}

std::string check_file_type(std::string_view text) {
  const auto known = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("/*+-._").find(c) != std::string_view::npos;
  };
  const auto slash = text.find('/');
  const bool media_type = slash != std::string_view::npos && slash > 0 && slash + 1 < text.size() &&
                          text.find('/', slash + 1) == std::string_view::npos;
  const bool extension = slash == std::string_view::npos && !text.starts_with('.');
  const auto star = text.find('*');
  const bool good_star = star == std::string_view::npos ||
                         (media_type && star == slash + 1 && star + 1 == text.size());
  if (text.size() <= 100 && std::all_of(text.begin(), text.end(), known) &&
      (media_type || extension) && good_star)
    return "";
  return "must be an extension without its dot or a media type, in lower case, as in \"pdf\" or "
         "\"image/*\"";
}

std::optional<Millis> parse_duration(std::string_view text) {
  constexpr std::int64_t most = 1'000'000'000;  // of any unit: far from overflow
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc{} || count < 0 || count > most) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const auto unit = std::find_if(units.begin(), units.end(),
                                 [&](const Unit& candidate) { return candidate.name == text; });
  if (unit == units.end()) return std::nullopt;
  return unit->length * count;
}

std::string format_duration(Millis duration) {
  const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit& candidate) {
    return duration % candidate.length == Millis{0};
  });
  return fmt::format("{}{}", duration / unit->length, unit->name);
}

const std::vector<std::string>& hook_types() {
  static const std::vector<std::string> types{
      "referral.followup_due",  "referral.escalated",
      "followup.closed",        "callback.due",
      "callback.became_public", "callback.create",
      "appointment.reschedule", "appointment.create_from",
      "contact_history.add",    "contact.follow_up_due",
      "contact.reassigned",     "ticket.notified",
      "ticket.warned",          "ticket.overdue",
      "ticket.answered",        "ticket.done",
      "meeting.invited",        "minutes.issued",
      "action.overdue",         "programme.meeting_missing",
      "communication.sent",     "communication.answer_missing",
      "application.told",       "recipient.unresolved",
      "delivery.failed",        "endpoint.disabled",
      "event.quarantined",      "config.rejected"};
  return types;
}

}  // namespace followup
