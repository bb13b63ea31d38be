// Hashes and ids, over libsodium: fingerprints and checksums (SipHash-2-4 with a fixed key) and
// deterministic ids (BLAKE2b).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace followup {

/// 64-bit fingerprint of the parts; part boundaries count ("ab","c" differs from "a","bc").
[[nodiscard]] std::uint64_t fingerprint(std::initializer_list<std::string_view> parts);

/// 32-bit checksum of a stored record.
[[nodiscard]] std::uint32_t checksum(std::string_view bytes);

/// 26 characters [0-9a-v]: 128 bits of BLAKE2b over the parts, part boundaries counted. Same parts,
/// same id.
[[nodiscard]] std::string deterministic_id(std::initializer_list<std::string_view> parts);

/// 26 random characters of the same alphabet: lease tokens, file names.
[[nodiscard]] std::string random_id();

/// SHA-256 of what is given in pieces (FIPS 180-4): the name of content.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits; nothing can be added afterwards.
  [[nodiscard]] std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

[[nodiscard]] std::string sha256(std::string_view bytes);

/// `digits` lower-case hexadecimal digits of `value` (fixed width), and back. parse_hex gives 0 for
/// anything else.
[[nodiscard]] std::string to_hex(std::uint64_t value, int digits);
[[nodiscard]] std::uint64_t parse_hex(std::string_view text);

}  // namespace followup
