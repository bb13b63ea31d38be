#include "workers/email/templates.h"

#include "workers/email/template_files.h"
#include "workers/email/template_source.h"
#include "workers/email/text.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <map>
#include <vector>

#include <kainjow/mustache.hpp>

namespace followup {

namespace {

using Mustache = kainjow::mustache::mustache;
using Data = kainjow::mustache::data;

constexpr std::array languages{Language::it, Language::de, Language::pt, Language::en};

/// The templates of one purpose in one language.
struct ParsedMail {
  ParsedMail(const std::string& subject_text, const std::string& body_text,
             const std::string& html_text)
      : subject(hide_blanks(subject_text)),
        text(hide_blanks(body_text)),
        html(hide_blanks(html_text)) {
    const auto as_it_is = [](const std::string& value) { return value; };
    subject.set_custom_escape(as_it_is);
    text.set_custom_escape(as_it_is);
  }

  Mustache subject;
  Mustache text;
  Mustache html;
};

/// What the templates may look up: a mail's variables, an empty one as if it were not there.
class Context : public kainjow::mustache::basic_context<std::string> {
 public:
  explicit Context(const Variables& variables) : places_(variables.values().size()) {
    const auto& values = variables.values();
    data_.reserve(values.size() - static_cast<std::size_t>(std::ranges::count(values, "")));
    for (std::size_t at = 0; at < values.size(); ++at) {
      if (!values[at].empty()) places_[at] = &data_.emplace_back(values[at]);
    }
    for (const auto& [name, value] : variables.letter_values())
      letter_.emplace(name, value);
  }

  void push(const Data* /*data*/) override {}

  void pop() override {}

  [[nodiscard]] const Data* get(const std::string& name) const override {
    if (const auto value = letter_value_name(name)) {
      const auto found = letter_.find(*value);
      return found == letter_.end() ? nullptr : &found->second;
    }
    const auto index = variable_index(name);
    return index < places_.size() ? places_[index] : nullptr;
  }

  [[nodiscard]] const Data* get_partial(const std::string& /*name*/) const override {
    return nullptr;
  }

 private:
  std::vector<Data> data_;           ///< of the variables that say something
  std::vector<const Data*> places_;  ///< by variable_index()
  std::map<std::string, Data, std::less<>> letter_;
};

/// Takes what a template writes.
struct Sink {
  std::string text;

  Sink& operator<<(const std::string& piece) {
    text += piece;
    return *this;
  }
};

std::string filled_in(Mustache& parsed, Context& context) {
  Sink sink;
  parsed.render(context, sink);
  show_blanks(sink.text);
  return std::move(sink.text);
}

/// No blanks at the ends of lines, no more than one empty line in a row, none at the ends.
std::string tidy(std::string_view text) {
  std::string out;
  bool gap = false;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const auto last = line.find_last_not_of(" \t");
    if (last == std::string_view::npos) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += '\n';
    gap = false;
    out.append(line.substr(0, last + 1)).append("\n");
  }
  return out;
}

}  // namespace

struct Templates::Parsed {
  explicit Parsed(TemplateTexts all) : texts(std::move(all)) {}

  /// Parsed when it is first wanted: few purposes and languages are, in most installations.
  ParsedMail& get(std::size_t purpose, Language language) {
    auto& mail = mails.at(purpose * languages.size() + static_cast<std::size_t>(language));
    if (!mail) {
      mail = parse(texts.blocks_of(mail_purposes.at(purpose), language));
    }
    return *mail;
  }

  /// Precondition: there is such a letter in that language.
  ParsedMail& get_letter(const std::string& name, Language language) {
    auto& mail = letters[letter_file(name, language)];
    if (!mail) mail = parse(texts.blocks_of(name, language));
    return *mail;
  }

  [[nodiscard]] std::unique_ptr<ParsedMail> parse(const Blocks& blocks) const {
    const auto subject = blocks.find("subject");
    return std::make_unique<ParsedMail>(subject == blocks.end() ? "" : subject->second,
                                        expand_layout(texts.layout_text, blocks, false),
                                        expand_layout(texts.layout_html, blocks, true));
  }

  /// What Mustache itself does not like in texts that were checked is a fault, too.
  void parse_all(std::vector<TemplateFault>& faults) {
    const auto check = [&](const ParsedMail& mail, const std::string& file) {
      for (const auto* one : {&mail.subject, &mail.text, &mail.html}) {
        if (!one->is_valid()) faults.push_back({file, 0, one->error_message()});
      }
    };
    for (std::size_t purpose = 0; purpose < mail_purposes.size(); ++purpose) {
      for (const Language language : languages)
        check(get(purpose, language), phrase_file(mail_purposes.at(purpose), language));
    }
    for (const auto& [name, by_language] : texts.letters) {
      for (const auto& [language, blocks] : by_language)
        check(get_letter(name, language), letter_file(name, language));
    }
  }

  /// Null: there is none.
  ParsedMail* find(const MailInputs& inputs) {
    if (!inputs.letter.empty()) {
      const auto letter = texts.letters.find(inputs.letter);
      const bool there = letter != texts.letters.end() && letter->second.contains(inputs.language);
      return there ? &get_letter(inputs.letter, inputs.language) : nullptr;
    }
    const auto found = std::ranges::find(mail_purposes, inputs.purpose);
    if (found == mail_purposes.end()) return nullptr;
    return &get(static_cast<std::size_t>(found - mail_purposes.begin()), inputs.language);
  }

  TemplateTexts texts;
  /// By purpose, then language, in the order of mail_purposes and the enumerators.
  std::array<std::unique_ptr<ParsedMail>, mail_purposes.size() * languages.size()> mails;
  std::map<std::string, std::unique_ptr<ParsedMail>> letters;  ///< by file name
};

Templates::Templates() {
  std::vector<TemplateFault> faults;
  parsed_ = std::make_unique<Parsed>(built_in_texts(faults));
  assert(faults.empty());
}

Templates::Templates(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}

Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;

Result<Templates> Templates::load(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return Error{Code::not_found, "there is no folder " + folder.string() + " with templates"};
  }
  std::vector<TemplateFault> faults;
  TemplateTexts texts = built_in_texts(faults);
  override_texts(folder, texts, faults);
  if (!faults.empty()) return Error{Code::invalid_input, describe(faults)};
  auto parsed = std::make_unique<Parsed>(std::move(texts));
  parsed->parse_all(faults);
  if (!faults.empty()) return Error{Code::invalid_input, describe(faults)};
  return Templates(std::move(parsed));
}

std::optional<Language> Templates::letter_language(std::string_view name, Language reader,
                                                   Language tenant) const {
  const auto letter = parsed_->texts.letters.find(name);
  if (letter == parsed_->texts.letters.end()) return std::nullopt;
  for (const Language language : {reader, tenant}) {
    if (letter->second.contains(language)) return language;
  }
  return letter->second.begin()->first;
}

Result<RenderedMail> Templates::render(const MailInputs& inputs, const Variables& variables) const {
  const std::string file = inputs.letter.empty() ? phrase_file(inputs.purpose, inputs.language)
                                                 : letter_file(inputs.letter, inputs.language);
  ParsedMail* mail = parsed_->find(inputs);
  if (mail == nullptr) return Error{Code::invalid_input, "there is no template " + file};
  Context context(variables);
  RenderedMail rendered{clean_header(filled_in(mail->subject, context)),
                        tidy(filled_in(mail->text, context)), filled_in(mail->html, context)};
  const bool blank = rendered.subject.empty() || rendered.text.empty();
  if (blank) {
    return Error{Code::invalid_input, "the template " + file + " gives no " +
                                          (rendered.subject.empty() ? "subject" : "text")};
  }
  return rendered;
}

}  // namespace followup
