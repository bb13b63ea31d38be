#include "core/base/hash.h"

#include <array>

#include <sodium.h>

namespace followup {

namespace {

constexpr std::array<unsigned char, crypto_shorthash_KEYBYTES> fixed_key{
    'f', 'o', 'l', 'l', 'o', 'w', 'u', 'p', 'd', '-', 'k', 'e', 'y', '-', '0', '1'};
constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuv";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// libsodium's functions may be called from several threads only after this.
const bool sodium_ready = sodium_init() >= 0;

/// The parts as one text: each behind its length, so that boundaries count.
std::string join(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (const auto part : parts) {
    joined += std::to_string(part.size());
    joined += ':';
    joined += part;
  }
  return joined;
}

std::uint64_t siphash(std::string_view text) {
  std::array<unsigned char, crypto_shorthash_BYTES> out{};
  crypto_shorthash(out.data(), bytes_of(text), text.size(), fixed_key.data());
  std::uint64_t value = 0;
  for (const auto byte : out)
    value = value << 8U | byte;
  return value;
}

std::string base32(const std::array<unsigned char, 16>& bytes) {
  std::string text;
  text.reserve(26);
  unsigned buffer = 0;
  unsigned bits = 0;
  for (const auto byte : bytes) {
    buffer = buffer << 8U | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[buffer >> bits & 31U];
    }
  }
  text += alphabet[buffer << (5 - bits) & 31U];
  return text;
}

}  // namespace

std::uint64_t fingerprint(std::initializer_list<std::string_view> parts) {
  return siphash(join(parts));
}

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(siphash(bytes) & 0xffffffffU);
}

std::string deterministic_id(std::initializer_list<std::string_view> parts) {
  const std::string joined = join(parts);
  std::array<unsigned char, 16> out{};
  crypto_generichash(out.data(), out.size(), bytes_of(joined), joined.size(), nullptr, 0);
  return base32(out);
}

struct Sha256::State {
  crypto_hash_sha256_state hash;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->hash);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  crypto_hash_sha256_update(&state_->hash, bytes_of(bytes), bytes.size());
}

std::string Sha256::finish() {
  std::array<unsigned char, crypto_hash_sha256_BYTES> out{};
  crypto_hash_sha256_final(&state_->hash, out.data());
  std::string text;
  text.reserve(2 * out.size());
  for (const auto byte : out)
    text += to_hex(byte, 2);
  return text;
}

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.finish();
}

std::string random_id() {
  std::array<unsigned char, 16> out{};
  randombytes_buf(out.data(), out.size());
  return base32(out);
}

std::string to_hex(std::uint64_t value, int digits) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string text(static_cast<std::size_t>(digits), '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at, value >>= 4U)
    *at = hex[value & 15U];
  return text;
}

std::uint64_t parse_hex(std::string_view text) {
  std::uint64_t value = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'a' && c <= 'f')) return 0;
    value = value << 4U | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return value;
}

}  // namespace followup
