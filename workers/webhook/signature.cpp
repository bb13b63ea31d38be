// HMAC and base64 by libsodium.
#include "workers/webhook/signature.h"

#include <array>
#include <cassert>

#include <sodium.h>

namespace followup {

namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t fewest_bytes = 24;
constexpr std::size_t most_bytes = 64;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<SigningKey> SigningKey::parse(std::string_view text) {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  std::array<unsigned char, most_bytes> bytes{};
  std::size_t size = 0;
  const bool decoded =
      sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
  if (!decoded || size < fewest_bytes) {
    return Error{Code::invalid_input,
                 "a signing secret is whsec_ and the base64 of 24 to 64 bytes"};
  }
  return SigningKey(std::string(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)));
}

std::string SigningKey::sign(std::string_view content) const {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(bytes_), bytes_.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(content), content.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_final(&state, mac.data());
  constexpr std::size_t size =
      sodium_base64_ENCODED_LEN(crypto_auth_hmacsha256_BYTES, sodium_base64_VARIANT_ORIGINAL);
  std::array<char, size> text{};
  return sodium_bin2base64(text.data(), text.size(), mac.data(), mac.size(),
                           sodium_base64_VARIANT_ORIGINAL);
}

std::string sign_webhook(const std::vector<SigningKey>& keys, std::string_view id,
                         std::int64_t timestamp_s, std::string_view body) {
  assert(!keys.empty() && id.find('.') == std::string_view::npos);
  std::string content(id);
  content += '.';
  content += std::to_string(timestamp_s);
  content += '.';
  content += body;
  std::string header;
  for (const auto& key : keys) {
    if (!header.empty()) header += ' ';
    header += "v1," + key.sign(content);
  }
  return header;
}

}  // namespace followup
