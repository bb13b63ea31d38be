// Which template files there are, what the program has built in, and what a tenant's folder puts in
// their place.
#pragma once

#include "core/domain/names.h"
#include "workers/email/language.h"
#include "workers/email/template_source.h"

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace followup {

/// What mails are for: each has its words in every language.
inline constexpr std::array mail_purposes{
    Purpose::reminder,       Purpose::escalation,        Purpose::closed,
    Purpose::undeliverable,  Purpose::endpoint_disabled, Purpose::agent_reminder,
    Purpose::callback_due,   Purpose::reason_missing,    Purpose::date_missing,
    Purpose::rebooked,       Purpose::callback_overdue,  Purpose::follow_up_due,
    Purpose::withdrawal,     Purpose::protocol,          Purpose::editor_task,
    Purpose::quarantined,    Purpose::config_warning,    Purpose::ticket_opened,
    Purpose::ticket_warning, Purpose::ticket_overdue};

/// All texts of one set of templates.
struct TemplateTexts {
  std::string layout_text;
  std::string layout_html;
  std::map<std::string, Blocks, std::less<>> phrases;  ///< by file name

  /// Every block of one mail: the language's common ones and the purpose's own.
  [[nodiscard]] Blocks blocks_of(Purpose purpose, Language language) const;
};

/// "reminder.it.txt".
[[nodiscard]] std::string phrase_file(Purpose purpose, Language language);

/// The texts that the program carries with it.
[[nodiscard]] TemplateTexts built_in_texts(std::vector<TemplateFault>& faults);

/// Puts the files of `folder` in the place of the texts of the same name: a phrase file block by
/// block, a layout as a whole. Files that do not end in .txt, .html or .mustache are left alone;
/// one with such an ending and an unknown name is a fault.
void override_texts(const std::filesystem::path& folder, TemplateTexts& texts,
                    std::vector<TemplateFault>& faults);

}  // namespace followup
