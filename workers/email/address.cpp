#include "workers/email/address.h"

#include "workers/email/text.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <idn2.h>

namespace followup {

namespace {

Error refused(const char* what) {
  return Error{Code::invalid_input, what};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x21 || byte == 0x7f || c == '<' || c == '>';
}

/// RFC 5322 atext, and every byte of a UTF-8 character (RFC 6531).
bool is_atom_character(char c) {
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
  return is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         others.find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  char before = 'x';
  for (const char c : text) {
    if (c == '.' ? before == '.' : !is_atom_character(c)) return false;
    before = c;
  }
  return true;
}

/// Where the quoted string that `text` begins with ends (behind the closing quote); 0 if it does
/// not.
std::size_t quoted_end(std::string_view text) {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return 0;
}

/// The position of the one @ that stands outside quotes.
std::optional<std::size_t> find_at(std::string_view text) {
  const std::size_t from = text.front() == '"' ? quoted_end(text) : 0;
  const auto at = text.find('@', from);
  if (at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return {};
  return at;
}

bool is_local_part(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  if (text.front() != '"') return is_dot_atom(text);
  return text.size() > 2 && quoted_end(text) == text.size();
}

/// Line and paragraph separators, controls and characters that turn the direction have no place in
/// an address.
bool has_disguise(std::string_view text) {
  return clean_line(text) != text;
}

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
    return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

struct IdnFree {
  void operator()(unsigned char* text) const { idn2_free(text); }
};

/// The domain as it goes over the wire.
Result<std::string> to_ascii(std::string_view domain) {
  if (is_ascii(domain)) return std::string(domain);
  const std::string source(domain);
  unsigned char* found = nullptr;
  const int rc = idn2_lookup_u8(reinterpret_cast<const unsigned char*>(source.c_str()), &found,
                                IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<unsigned char, IdnFree> owned(found);
  if (rc != IDN2_OK) return refused("the domain of the address is no internationalized name");
  return std::string(reinterpret_cast<const char*>(owned.get()));
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

/// A display name without its quotes and their escapes.
std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
  std::string out;
  for (std::size_t at = 1; at + 1 < name.size(); ++at) {
    if (name[at] == '\\' && at + 2 < name.size()) ++at;
    out += name[at];
  }
  return out;
}

}  // namespace

bool is_host_name(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  std::size_t begin = 0;
  std::string_view label;
  while (begin <= text.size()) {
    const auto end = std::min(text.find('.', begin), text.size());
    label = text.substr(begin, end - begin);
    if (!is_label(label)) return false;
    begin = end + 1;
  }
  return !std::all_of(label.begin(), label.end(), is_digit);  // an IPv4 address is no name
}

Result<EnvelopeAddress> check_address(std::string_view text) {
  if (text.empty()) return refused("the address is empty");
  if (text.size() > 254) return refused("the address is longer than 254 bytes");
  if (std::any_of(text.begin(), text.end(), is_forbidden)) {
    return refused("the address holds a space, a control character or an angle bracket");
  }
  if (!is_utf8(text) || has_disguise(text)) {
    return refused("the address holds bytes that are no UTF-8 or characters that are not seen");
  }
  const auto at = find_at(text);
  if (!at) return refused("the address has not exactly one @");
  const auto local = text.substr(0, *at);
  if (!is_local_part(local)) return refused("the part before the @ is no valid mailbox name");
  auto domain = to_ascii(text.substr(*at + 1));
  if (!domain) return domain.error();
  if (!is_host_name(*domain)) return refused("the part after the @ is no host name");
  EnvelopeAddress address{std::string(local), std::move(domain).value(), !is_ascii(local)};
  if (address.text().size() > 254) return refused("the address is longer than 254 bytes");
  return address;
}

Result<Mailbox> parse_mailbox(std::string_view text) {
  text = trimmed(text);
  const auto open = text.rfind('<');
  Mailbox mailbox;
  if (open != std::string_view::npos) {
    if (text.back() != '>') return refused("the address is not closed by >");
    mailbox.name = unquoted(trimmed(text.substr(0, open)));
    text = text.substr(open + 1, text.size() - open - 2);
  }
  auto address = check_address(text);
  if (!address) return address.error();
  mailbox.address = std::move(address).value();
  return mailbox;
}

}  // namespace followup
