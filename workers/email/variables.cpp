#include "workers/email/variables.h"

#include "workers/email/text.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace followup {

namespace {

struct Source {
  const MailInputs& inputs;
  std::string_view id;
};

std::string flag(bool value) {
  return value ? "yes" : "";
}

/// Why the reader gets the mail: exactly one of the for_… variables is set.
enum class Why { case_worker, supervisor, stand_in, absent, fallback, administrator };

Why why_of(const MailInputs& inputs) {
  if (inputs.fallback || inputs.role == Role::fallback) return Why::fallback;
  if (inputs.role == Role::administrator) return Why::administrator;
  if (inputs.role == Role::absent_copy) return Why::absent;
  if (inputs.stands_in) return Why::stand_in;
  return inputs.role == Role::supervisor ? Why::supervisor : Why::case_worker;
}

template <Why why>
std::string is_why(const Source& from) {
  return flag(why_of(from.inputs) == why);
}

bool is_copy(const MailInputs& inputs) {
  return inputs.role == Role::case_worker_copy;
}

/// Whether the reader is the one who is asked to do something about the referral.
bool to_act(const MailInputs& inputs) {
  const Why why = why_of(inputs);
  return !is_copy(inputs) && why != Why::absent && why != Why::fallback;
}

/// Why nobody was found; a code that is not known reads as "is not known".
std::string_view nobody_of(const MailInputs& inputs) {
  if (!inputs.fallback) return "";
  for (const std::string_view code : {"no_address", "inactive", "delegate_loop"}) {
    if (inputs.resolution_reason == code) return code;
  }
  return "no_person";
}

/// The link as it is, unless it holds what no link holds.
std::string link(const MailInputs& inputs) {
  return clean_line(inputs.case_url, 2000);
}

template <std::string MailInputs::*member>
std::string text(const Source& from) {
  return clean_line(from.inputs.*member);
}

template <bool MailInputs::*member>
std::string truth(const Source& from) {
  return flag(from.inputs.*member);
}

struct Definition {
  std::string_view name;
  std::string (*value)(const Source&);
};

// Sorted by name. docs: what each says is told where it is not plain from the name.
constexpr std::array definitions{
    Definition{"about", text<&MailInputs::about>},
    Definition{"case_id", text<&MailInputs::case_id>},
    Definition{"case_url", [](const Source& from) { return link(from.inputs); }},
    Definition{"clients", text<&MailInputs::clients>},
    Definition{"contact_on", text<&MailInputs::contact_on>},
    Definition{"copy", [](const Source& from) { return flag(is_copy(from.inputs)); }},
    Definition{"due", text<&MailInputs::due>},
    Definition{"endpoint", text<&MailInputs::endpoint>},
    Definition{"escalation_follows", truth<&MailInputs::escalation_follows>},
    Definition{"for_absent", is_why<Why::absent>},
    Definition{"for_administrator", is_why<Why::administrator>},
    Definition{"for_case_worker", is_why<Why::case_worker>},
    Definition{"for_fallback", is_why<Why::fallback>},
    Definition{"for_stand_in", is_why<Why::stand_in>},
    Definition{"for_supervisor", is_why<Why::supervisor>},
    Definition{"full", truth<&MailInputs::full>},
    Definition{"language",
               [](const Source& from) { return std::string(content_tag(from.inputs.language)); }},
    Definition{"late", truth<&MailInputs::late>},
    Definition{"name", text<&MailInputs::name>},
    Definition{"neutral",  // names were left out; the administrator's mails have none anyway
               [](const Source& from) {
                 return flag(!from.inputs.full && from.inputs.role != Role::administrator);
               }},
    Definition{"nobody", truth<&MailInputs::fallback>},
    Definition{"nobody_inactive",
               [](const Source& from) { return flag(nobody_of(from.inputs) == "inactive"); }},
    Definition{"nobody_loop",
               [](const Source& from) { return flag(nobody_of(from.inputs) == "delegate_loop"); }},
    Definition{"nobody_no_address",
               [](const Source& from) { return flag(nobody_of(from.inputs) == "no_address"); }},
    Definition{"nobody_unknown",
               [](const Source& from) { return flag(nobody_of(from.inputs) == "no_person"); }},
    Definition{"notification", [](const Source& from) { return clean_line(from.id); }},
    Definition{"on_behalf_of", text<&MailInputs::on_behalf_of>},
    Definition{"problem", text<&MailInputs::reason>},
    Definition{"provider", text<&MailInputs::provider>},
    Definition{"reference", text<&MailInputs::reference>},
    Definition{"referred_on", text<&MailInputs::referred_on>},
    Definition{"reminded", text<&MailInputs::reminded>},
    Definition{"role_supervisor",
               [](const Source& from) { return flag(from.inputs.role == Role::supervisor); }},
    Definition{"service", text<&MailInputs::service>},
    Definition{"show_due",  // an escalation tells when the reminder was due instead
               [](const Source& from) {
                 return flag(!from.inputs.due.empty() &&
                             from.inputs.purpose != Purpose::escalation);
               }},
    Definition{"to_act", [](const Source& from) { return flag(to_act(from.inputs)); }},
    Definition{"until", text<&MailInputs::until>},
    Definition{"webhook",  // what could not be delivered was a webhook
               [](const Source& from) {
                 return flag(from.inputs.purpose == Purpose::undeliverable &&
                             from.inputs.role == Role::administrator);
               }},
    Definition{"worker", text<&MailInputs::worker>},
};

static_assert(std::is_sorted(definitions.begin(), definitions.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));

}  // namespace

Variables::Variables(const MailInputs& inputs, std::string_view id) {
  const Source from{inputs, id};
  values_.reserve(definitions.size());
  for (const auto& definition : definitions)
    values_.push_back(definition.value(from));
}

const std::string& Variables::operator[](std::string_view name) const {
  const auto index = variable_index(name);
  assert(index < values_.size());
  return values_[index];
}

const std::vector<std::string>& variable_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& definition : definitions)
      all.emplace_back(definition.name);
    return all;
  }();
  return names;
}

std::size_t variable_index(std::string_view name) {
  const auto found = std::lower_bound(
      definitions.begin(), definitions.end(), name,
      [](const Definition& known, std::string_view wanted) { return known.name < wanted; });
  const bool known = found != definitions.end() && found->name == name;
  return static_cast<std::size_t>((known ? found : definitions.end()) - definitions.begin());
}

}  // namespace followup
