// Signatures of webhooks after Standard Webhooks 1.0.0: HMAC-SHA256 over "id.timestamp.body" with
// each secret in force, so that a receiver may know the old or the new one while they are being
// rotated.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// A symmetric secret, 24 to 64 bytes. It has no text form: it can not get into a log.
class SigningKey {
 public:
  /// "whsec_" and base64; the prefix may be missing, as the reference libraries have it.
  /// invalid_input: anything else.
  [[nodiscard]] static Result<SigningKey> parse(std::string_view text);

  /// Base64 of the HMAC-SHA256 of `content`.
  [[nodiscard]] std::string sign(std::string_view content) const;

 private:
  explicit SigningKey(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
};

/// The value of the header webhook-signature: "v1,…", one a key, with a space between.
/// Preconditions: `keys` not empty, no "." in `id`. `timestamp_s`: seconds of this attempt, the
/// same as in webhook-timestamp.
[[nodiscard]] std::string sign_webhook(const std::vector<SigningKey>& keys, std::string_view id,
                                       std::int64_t timestamp_s, std::string_view body);

}  // namespace followup
