// Which template files there are, what the program has built in, and what a tenant's folder puts in
// their place.
#pragma once

#include "core/domain/names.h"
#include "workers/email/language.h"
#include "workers/email/template_source.h"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// What mails are for: each has its words in every language.
inline constexpr std::array mail_purposes{Purpose::reminder,
                                          Purpose::escalation,
                                          Purpose::closed,
                                          Purpose::undeliverable,
                                          Purpose::endpoint_disabled,
                                          Purpose::agent_reminder,
                                          Purpose::callback_due,
                                          Purpose::reason_missing,
                                          Purpose::date_missing,
                                          Purpose::rebooked,
                                          Purpose::callback_overdue,
                                          Purpose::follow_up_due,
                                          Purpose::withdrawal,
                                          Purpose::protocol,
                                          Purpose::editor_task,
                                          Purpose::quarantined,
                                          Purpose::config_warning,
                                          Purpose::ticket_opened,
                                          Purpose::ticket_warning,
                                          Purpose::ticket_overdue,
                                          Purpose::invitation,
                                          Purpose::invitation_changed,
                                          Purpose::invitation_cancelled,
                                          Purpose::meeting_reminder,
                                          Purpose::minutes,
                                          Purpose::without_address,
                                          Purpose::action_due,
                                          Purpose::action_overdue,
                                          Purpose::meeting_required,
                                          Purpose::answer_missing,
                                          Purpose::message,
                                          Purpose::note,
                                          Purpose::attachment_added,
                                          Purpose::meeting_collision};

/// All texts of one set of templates.
struct TemplateTexts {
  std::string layout_text;
  std::string layout_html;
  std::map<std::string, Blocks, std::less<>> phrases;  ///< by file name
  /// The tenant's own letters (M23), by name and language; they have no built-in words below them.
  std::map<std::string, std::map<Language, Blocks>, std::less<>> letters;

  /// Every block of one mail: the language's common ones and the purpose's own.
  [[nodiscard]] Blocks blocks_of(Purpose purpose, Language language) const;
  /// Likewise of a letter. Precondition: it has that language.
  [[nodiscard]] Blocks blocks_of(std::string_view letter, Language language) const;
};

/// "reminder.it.txt".
[[nodiscard]] std::string phrase_file(Purpose purpose, Language language);

/// "message-missing_documents.it.txt".
[[nodiscard]] std::string letter_file(std::string_view letter, Language language);

/// A letter and its language, out of such a file's name.
struct LetterName {
  std::string name;  ///< [a-z0-9_-]+
  Language language = Language::en;
};

/// Nothing: it is no such name.
[[nodiscard]] std::optional<LetterName> letter_of(std::string_view file);

/// The texts that the program carries with it.
[[nodiscard]] TemplateTexts built_in_texts(std::vector<TemplateFault>& faults);

/// Puts the files of `folder` in the place of the texts of the same name: a phrase file block by
/// block, a layout as a whole; and takes in the tenant's own letters. Files that do not end in
/// .txt, .html or .mustache are left alone; one with such an ending and an unknown name is a fault.
void override_texts(const std::filesystem::path& folder, TemplateTexts& texts,
                    std::vector<TemplateFault>& faults);

}  // namespace followup
