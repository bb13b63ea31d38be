// The mail templates: built into the program in four languages, and overridden file by file by a
// tenant's folder. Everything is read and checked when it is loaded; rendering only fills in
// values.
//
//   <purpose>.<language>.txt  [subject] [late] [lead] [task]: the words of one mail
//   common.<language>.txt     greeting, labels, [why] the reader gets it, small print: shared by
//   all mails of a language
//   layout_text.mustache      how the text part is put together from those blocks
//   layout_html.mustache      likewise the HTML part: the place for an organisation's own looks
//   message-<name>.<language>.txt  a letter of the tenant's own (M23)
//
// A file in a tenant's folder needs to hold only the blocks that differ.
#pragma once

#include "core/base/result.h"
#include "workers/email/language.h"
#include "workers/email/variables.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace followup {

/// A mail's words. Subject: one line; text and html: lines ended by \n.
struct RenderedMail {
  std::string subject;
  std::string text;
  std::string html;
};

class Templates {
 public:
  /// The built-in ones.
  Templates();
  ~Templates();
  Templates(Templates&&) noexcept;
  Templates& operator=(Templates&&) noexcept;

  /// The built-in ones, overridden by the files in `folder`. invalid_input: everything that is
  /// wrong in it, a line a fault, with file, line and the nearest valid name; not_found: no such
  /// folder.
  static Result<Templates> load(const std::filesystem::path& folder);

  /// In which language the tenant's own letter `name` is sent: the reader's, else the tenant's,
  /// else any that it is there in. Nothing: there is no such letter.
  [[nodiscard]] std::optional<Language> letter_language(std::string_view name, Language reader,
                                                        Language tenant) const;

  /// invalid_input: what came out can not be sent (no subject, no text); the text of the error
  /// names the template, or there is none. May be called by one thread at a time.
  [[nodiscard]] Result<RenderedMail> render(const MailInputs& inputs,
                                            const Variables& variables) const;

 private:
  struct Parsed;
  explicit Templates(std::unique_ptr<Parsed> parsed);
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace followup
