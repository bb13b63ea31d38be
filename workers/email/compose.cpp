#include "workers/email/compose.h"

#include "workers/email/fallback_mail.h"
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

Result<ComposedMail> Composer::compose(const MailInputs& inputs, std::string_view id) const {
  auto recipient = check_address(inputs.to);
  if (!recipient) return with_context(recipient.error(), "recipient");
  auto sender = parse_mailbox(inputs.from);
  if (!sender) return Error{Code::internal, "sender: " + sender.error().what};

  const Variables variables(inputs, id);
  ComposedMail made;
  auto words = templates_for(inputs.tenant).render(inputs, variables);
  if (!words) made.template_problem = words.error().what;
  MimeMail mail{.from = *sender,
                .to = {inputs.name, *recipient},
                .words = words ? std::move(words).value() : fallback_mail(inputs, variables),
                .date = inputs.date,
                .id = std::string(id),
                .domain = inputs.message_id_domain,
                .thread = inputs.thread,
                .language = content_tag(inputs.language),
                .calendar = inputs.calendar};
  auto bytes = mime_.build(mail);
  if (!bytes) return bytes.error();
  made.sender = mail.from.address;
  made.recipient = mail.to.address;
  made.bytes = std::move(bytes).value();
  return made;
}

}  // namespace followup
