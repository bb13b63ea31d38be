// Signatures: the published test vector, and what is no secret.
#include "workers/webhook/signature.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

constexpr std::string_view id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::int64_t timestamp_s = 1614265330;
constexpr std::string_view body = "{\"test\": 2432232314}";

SigningKey key(std::string_view text) {
  auto parsed = SigningKey::parse(text);
  EXPECT_TRUE(parsed) << text;
  return std::move(parsed).value();
}

TEST(Signature, IsTheOneOfThePublishedVector) {
  EXPECT_EQ(sign_webhook({key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}, id, timestamp_s, body),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, NeedsNoPrefixBeforeTheSecret) {
  EXPECT_EQ(sign_webhook({key("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")}, id, timestamp_s, body),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, ComesOnceForEachKeyWhileTheyAreRotated) {
  const auto old_key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const auto new_key = key("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  const auto both = sign_webhook({old_key, new_key}, id, timestamp_s, body);
  EXPECT_EQ(both, sign_webhook({old_key}, id, timestamp_s, body) + " " +
                      sign_webhook({new_key}, id, timestamp_s, body));
}

TEST(Signature, ChangesWithEveryPartOfWhatIsSigned) {
  const std::vector<SigningKey> keys{key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")};
  const auto right = sign_webhook(keys, id, timestamp_s, body);
  EXPECT_NE(right, sign_webhook(keys, "msg_other", timestamp_s, body));
  EXPECT_NE(right, sign_webhook(keys, id, timestamp_s + 1, body));
  EXPECT_NE(right, sign_webhook(keys, id, timestamp_s, "{\"test\":2432232314}"));
}

TEST(Signature, TakesSecretsOf24To64Bytes) {
  EXPECT_TRUE(SigningKey::parse("whsec_" + std::string(32, 'A')));         // 24 bytes
  EXPECT_TRUE(SigningKey::parse("whsec_" + std::string(86, 'A') + "=="));  // 64 bytes
  for (const std::string& text :
       {std::string(), std::string("whsec_"), "whsec_" + std::string(28, 'A'),
        "whsec_" + std::string(88, 'A'), std::string("whsec_????"),
        "whsec_" + std::string(32, 'A') + "\n", std::string("whsk_") + std::string(32, 'A')}) {
    EXPECT_FALSE(SigningKey::parse(text)) << text;
  }
}

}  // namespace

}  // namespace followup
