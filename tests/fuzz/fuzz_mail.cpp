// Fuzzes the mail builder with whatever events, directories and tenants may bring into a mail. What
// comes out must be a mail of the expected headers and two parts that can go over SMTP as it is;
// the frozen inputs must come back as they were.
#include "workers/email/compose.h"
#include "workers/email/template_files.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <fuzzer/FuzzedDataProvider.h>

namespace {

using followup::MailInputs;

constexpr std::string_view id = "0123456789abcdefghijklmnop";

const std::vector<std::string> expected_headers{"From",
                                                "To",
                                                "Subject",
                                                "Date",
                                                "Message-ID",
                                                "In-Reply-To",
                                                "References",
                                                "Auto-Submitted",
                                                "X-Auto-Response-Suppress",
                                                "X-Followup-Notification",
                                                "Content-Language",
                                                "MIME-Version",
                                                "Content-Type"};

void demand(bool holds) {
  if (!holds) std::abort();
}

followup::Attachment file_from(FuzzedDataProvider& data) {
  return {.name = data.ConsumeRandomLengthString(300),
          .media_type = data.ConsumeRandomLengthString(100),
          .size = data.ConsumeIntegral<std::uint64_t>(),
          .content = std::string(64, 'a'),
          .url = data.ConsumeRandomLengthString(300)};
}

MailInputs inputs_from(FuzzedDataProvider& data) {
  MailInputs inputs;
  inputs.purpose = followup::mail_purposes.at(
      data.ConsumeIntegralInRange<std::size_t>(0, followup::mail_purposes.size() - 1));
  inputs.role = static_cast<followup::Role>(data.ConsumeIntegralInRange(0, 18));
  inputs.kind = static_cast<followup::Kind>(data.ConsumeIntegralInRange(0, 10));
  inputs.language = static_cast<followup::Language>(data.ConsumeIntegralInRange(0, 3));
  for (bool MailInputs::*flag :
       {&MailInputs::full, &MailInputs::late, &MailInputs::escalation_follows,
        &MailInputs::fallback, &MailInputs::stands_in, &MailInputs::is_public,
        &MailInputs::no_reason, &MailInputs::reason_missing, &MailInputs::takes_b,
        &MailInputs::takes_d, &MailInputs::link, &MailInputs::override_hint, &MailInputs::organizes,
        &MailInputs::before_due, &MailInputs::for_problems}) {
    inputs.*flag = data.ConsumeBool();
  }
  for (std::string MailInputs::*text :
       {&MailInputs::name,         &MailInputs::reference,   &MailInputs::provider,
        &MailInputs::clients,      &MailInputs::service,     &MailInputs::worker,
        &MailInputs::case_id,      &MailInputs::case_url,    &MailInputs::due,
        &MailInputs::on_behalf_of, &MailInputs::until,       &MailInputs::reason,
        &MailInputs::endpoint,     &MailInputs::annotations, &MailInputs::protocols,
        &MailInputs::faults,       &MailInputs::outcome,     &MailInputs::place,
        &MailInputs::agent,        &MailInputs::project,     &MailInputs::state,
        &MailInputs::card,         &MailInputs::cause,       &MailInputs::event,
        &MailInputs::former_rep,   &MailInputs::title,       &MailInputs::start,
        &MailInputs::your_start,   &MailInputs::organizer,   &MailInputs::agenda,
        &MailInputs::text,         &MailInputs::decisions,   &MailInputs::actions,
        &MailInputs::action_notes, &MailInputs::action,      &MailInputs::persons,
        &MailInputs::version,      &MailInputs::readers,     &MailInputs::medium,
        &MailInputs::applications, &MailInputs::attendees,   &MailInputs::author}) {
    inputs.*text = data.ConsumeRandomLengthString(2000);
  }
  for (auto count = data.ConsumeIntegralInRange(0, 2); count > 0; --count)
    inputs.attachments.push_back(file_from(data));
  for (auto count = data.ConsumeIntegralInRange(0, 2); count > 0; --count)
    inputs.left_out.push_back(
        {file_from(data), static_cast<followup::LeftOut>(data.ConsumeIntegralInRange(0, 6))});
  inputs.to = "anna@example.org";
  inputs.from = "Assistenza <followup@example.org>";
  inputs.date =
      followup::from_ms(data.ConsumeIntegralInRange<std::int64_t>(0, 253'402'300'799'999));
  inputs.message_id_domain = "followup.example.org";
  inputs.thread = "thread-x";
  return inputs;
}

/// The names in the header block: every line that begins a header.
std::vector<std::string> header_names(std::string_view bytes) {
  std::vector<std::string> names;
  while (!bytes.starts_with("\r\n")) {
    const auto line = bytes.substr(0, bytes.find("\r\n"));
    if (line.front() != ' ' && line.front() != '\t')
      names.emplace_back(line.substr(0, line.find(':')));
    bytes.remove_prefix(line.size() + 2);
  }
  return names;
}

std::size_t boundary_lines(std::string_view bytes) {
  const std::string boundary = "\r\n--=_" + std::string(id);
  std::size_t count = 0;
  for (auto at = bytes.find(boundary); at != std::string_view::npos;
       at = bytes.find(boundary, at + 1))
    ++count;
  return count;
}

/// What a file's headers may be; none may come out of its name or type.
void check_file_head(std::string_view bytes) {
  const auto head = bytes.rfind("\r\n--=_m");
  const auto names = header_names(bytes.substr(bytes.find("\r\n", head + 2) + 2));
  demand(names == std::vector<std::string>{"Content-Type", "Content-Disposition",
                                           "Content-Transfer-Encoding"});
}

void check_files(const MailInputs& inputs, const followup::ComposedMail& mail) {
  demand(mail.files.size() == inputs.attachments.size());
  if (mail.files.empty()) return;
  check_file_head(mail.bytes);
  for (std::size_t at = 0; at + 1 < mail.files.size(); ++at)
    check_file_head("\r\n" + mail.files[at].after);
  for (const auto& file : mail.files)
    demand(followup::is_wire_safe(file.after, false));
}

void check_address(const std::string& text) {
  const auto address = followup::check_address(text);
  if (!address) return;
  const std::string checked = address->text();
  demand(checked.size() <= 254 && followup::is_host_name(address->domain));
  for (const char c : checked) {
    const auto byte = static_cast<unsigned char>(c);
    demand(byte > 0x20 && byte != 0x7f && c != '<' && c != '>');
    demand(byte < 0x80 || address->needs_smtputf8);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const followup::Composer composer;
  FuzzedDataProvider data(bytes, size);
  const MailInputs inputs = inputs_from(data);
  const auto read = followup::decode_inputs(encode_inputs(inputs));
  demand(read.has_value() && *read == inputs);
  const auto mail = composer.compose(inputs, id);
  demand(mail.has_value() && mail->template_problem.empty());
  demand(followup::is_wire_safe(mail->bytes, false));
  demand(header_names(mail->bytes) == expected_headers);
  demand(boundary_lines(mail->bytes) == 3);
  check_files(inputs, *mail);

  MailInputs addressed = inputs;
  addressed.to = data.ConsumeRandomLengthString(300);
  addressed.from = data.ConsumeRandomLengthString(300);
  check_address(addressed.to);
  const auto other = composer.compose(addressed, id);
  demand(!other || header_names(other->bytes) == expected_headers);
  return 0;
}
