#include "workers/email/compose.h"

#include "workers/email/fallback_mail.h"
#include "workers/email/minutes_sheet.h"
#include "workers/email/variables.h"

namespace followup {

std::vector<Error> Composer::load_templates(const TenantBook& book) {
  std::vector<Error> errors;
  std::erase_if(by_tenant_, [&](const auto& entry) {
    const Tenant* tenant = book.find(entry.first);
    return tenant == nullptr || tenant->templates.empty();
  });
  for (const auto& [name, tenant] : book.tenants) {
    if (tenant.templates.empty()) continue;
    auto loaded = Templates::load(tenant.templates);
    if (loaded) {
      by_tenant_.insert_or_assign(name, std::move(loaded).value());
    } else {
      errors.push_back(with_context(loaded.error(), "templates of tenant " + name));
    }
  }
  return errors;
}

const Templates& Composer::templates_for(const std::string& tenant) const {
  const auto found = by_tenant_.find(tenant);
  return found == by_tenant_.end() ? built_in_ : found->second;
}

namespace {

/// Whom answers go to; nobody, if the address can not be used.
std::optional<Mailbox> reply_to(const MailInputs& inputs) {
  if (inputs.reply_to.empty()) return std::nullopt;
  auto address = check_address(inputs.reply_to);
  if (!address) return std::nullopt;
  return Mailbox{inputs.worker, std::move(address).value()};
}

/// The minutes as a file (M31). Their text is in the mail, too: it goes without them if they can
/// not be made.
std::vector<InlineFile> inline_files(const MailInputs& inputs) {
  if (!inputs.pdf) return {};
  auto bytes = render_minutes_pdf(sheet_of(inputs));
  if (!bytes) return {};
  return {{minutes_file_name(inputs), "application/pdf", std::move(bytes).value()}};
}

}  // namespace

Result<ComposedMail> Composer::compose(const MailInputs& inputs, std::string_view id) const {
  if (inputs.letter.empty()) return compose_in(inputs, id);
  const auto language = templates_for(inputs.tenant)
                            .letter_language(inputs.letter, inputs.language,
                                             language_of(inputs.default_language, {}));
  if (!language) return Error{Code::not_found, "there is no mail template " + inputs.letter};
  MailInputs letter = inputs;
  letter.language = *language;
  return compose_in(letter, id);
}

Result<ComposedMail> Composer::compose_in(const MailInputs& inputs, std::string_view id) const {
  auto recipient = check_address(inputs.to);
  if (!recipient) return with_context(recipient.error(), "recipient");
  auto sender = parse_mailbox(inputs.from);
  if (!sender) return Error{Code::internal, "sender: " + sender.error().what};

  const Variables variables(inputs, id);
  ComposedMail made;
  auto words = templates_for(inputs.tenant).render(inputs, variables);
  // The tenant's own letter can be told in no other words.
  if (!words && !inputs.letter.empty()) return Error{Code::internal, words.error().what};
  if (!words) made.template_problem = words.error().what;
  MimeMail mail{.from = *sender,
                .to = {inputs.name, *recipient},
                .words = words ? std::move(words).value() : fallback_mail(inputs, variables),
                .date = inputs.date,
                .id = std::string(id),
                .domain = inputs.message_id_domain,
                .thread = inputs.thread,
                .language = content_tag(inputs.language),
                .calendar = inputs.calendar,
                .inline_files = inline_files(inputs),
                .files = inputs.attachments,
                .reply_to = reply_to(inputs)};
  auto text = mime_.build(mail);
  if (!text) return text.error();
  made.sender = mail.from.address;
  made.recipient = mail.to.address;
  made.bytes = std::move(text->text);
  for (std::size_t at = 0; at < inputs.attachments.size(); ++at) {
    const auto& file = inputs.attachments[at];
    made.files.push_back({inputs.tenant, file.content, file.size, std::move(text->after[at])});
  }
  return made;
}

}  // namespace followup
