// Frozen inputs to a finished mail: templates chosen by tenant, purpose and language, headers,
// MIME. Not the transfer.
#pragma once

#include "core/base/result.h"
#include "core/domain/tenant.h"
#include "workers/email/address.h"
#include "workers/email/inputs.h"
#include "workers/email/mime.h"
#include "workers/email/templates.h"
#include "workers/transfer/mail_files.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// A mail that is ready to be handed over.
struct ComposedMail {
  EnvelopeAddress sender;
  EnvelopeAddress recipient;
  std::string bytes;             ///< CRLF, 7-bit (mime.h); up to the first file, if there is one
  std::vector<MailFile> files;   ///< with what follows each
  std::string template_problem;  ///< why the built-in plain mail was used instead of the template;
                                 ///< usually empty
};

/// Holds the parsed templates; make one a process. One thread at a time.
class Composer {
 public:
  /// With the built-in templates for everybody.
  Composer() = default;

  /// Loads the folders of the tenants that have one. A tenant whose folder is faulty keeps what it
  /// had (at the start: the built-in templates) and is named in the errors; one that has no folder
  /// any more gets the built-in templates.
  [[nodiscard]] std::vector<Error> load_templates(const TenantBook& book);

  /// The mail of the notification `id`. Same inputs, same id, same templates: same bytes.
  /// invalid_input: the recipient's address can not be used, now or later; internal: sender,
  /// domain, id or calendar are wrong, or the template of the tenant's own letter gives no mail, a
  /// fault of configuration or program; not_found: there is no such template.
  [[nodiscard]] Result<ComposedMail> compose(const MailInputs& inputs, std::string_view id) const;

 private:
  [[nodiscard]] Result<ComposedMail> compose_in(const MailInputs& inputs,
                                                std::string_view id) const;
  [[nodiscard]] const Templates& templates_for(const std::string& tenant) const;

  MimeBuilder mime_;
  Templates built_in_;
  std::map<std::string, Templates, std::less<>> by_tenant_;
};

}  // namespace followup
