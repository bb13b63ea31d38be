// How long a mail takes from its frozen text to its bytes: prints microseconds and mails a second,
// by language.
#include "workers/email/compose.h"

#include <cstdio>
#include <ctime>

namespace {

followup::MailInputs example(followup::Language language) {
  followup::MailInputs inputs;
  inputs.tenant = "assist";
  inputs.language = language;
  inputs.to = "anna.bianchi@example.org";
  inputs.name = "Anna Bianchi";
  inputs.from = "Assistenza sociale <followup@example.org>";
  inputs.reference = "REF-2011-000123";
  inputs.case_id = "CASE-77";
  inputs.case_url = "https://crm.example.org/referral/REF-2011-000123";
  inputs.worker = "Anna Bianchi";
  inputs.clients = "São João Müller";
  inputs.provider = "Clinica Perché & Figli";
  inputs.service = "Beratung";
  inputs.due = "lunedì 31 gennaio 2011, 09:00 (CET)";
  inputs.referred_on = "sabato 1º gennaio 2011";
  inputs.escalation_follows = true;
  inputs.date = followup::from_ms(1'296'460'800'000);
  inputs.message_id_domain = "followup.example.org";
  inputs.thread = "thread-0123456789abcdefghijklmnop";
  return inputs;
}

}  // namespace

int main() {
  const followup::Composer composer;
  constexpr int mails = 20'000;
  for (const auto language : {followup::Language::it, followup::Language::de,
                              followup::Language::pt, followup::Language::en}) {
    const std::string frozen = encode_inputs(example(language));
    std::size_t bytes = 0;
    const std::clock_t begin = std::clock();
    for (int mail = 0; mail < mails; ++mail) {
      const auto inputs = followup::decode_inputs(frozen);
      const auto made = composer.compose(*inputs, "0123456789abcdefghijklmnop");
      if (!made) return 1;
      bytes += made->bytes.size();
    }
    const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    std::printf("%s: %.1f us a mail, %.0f mails/s, %zu bytes a mail\n", to_text(language).data(),
                1e6 * took / mails, mails / took, bytes / mails);
  }
  return 0;
}
