#include "core/domain/mailing.h"

#include <charconv>

namespace followup {

std::string mailing_whom(std::uint32_t number, std::string_view addressee) {
  std::string whom = std::to_string(number);
  if (!addressee.empty()) whom.append("/").append(addressee);
  return whom;
}

std::optional<MailingWhom> parse_mailing_whom(std::string_view whom) {
  MailingWhom parsed;
  const char* const end = whom.data() + whom.size();
  const auto read = std::from_chars(whom.data(), end, parsed.number);
  if (read.ec != std::errc{} || parsed.number == 0) return std::nullopt;
  if (read.ptr == end) return parsed;
  if (*read.ptr != '/' || read.ptr + 1 == end) return std::nullopt;
  parsed.addressee.assign(read.ptr + 1, end);
  return parsed;
}

}  // namespace followup
