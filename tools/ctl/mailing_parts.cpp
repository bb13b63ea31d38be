// Messages to several, and the files that they carry, in words and for programs.
#include "tools/ctl/state_parts.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

const PersonRef* find(const std::string& id, const std::vector<PersonRef>& people) {
  const auto found = std::ranges::find(people, id, &PersonRef::id);
  return found == people.end() ? nullptr : &*found;
}

std::string receipt_words(const Receipt& receipt) {
  const std::string_view end = receipt.ended ? to_text(*receipt.ended) : "on its way";
  return fmt::format("{} {}{}", receipt.to.whom, end,
                     receipt.reason.empty() ? "" : " (" + receipt.reason + ")");
}

std::string trouble_words(const Trouble& trouble) {
  return fmt::format("{} not reached ({})", trouble.whom, trouble.reason);
}

/// "persons" or "groups": what those are whom the message is for.
const char* parties_name(const Mailing& mailing) {
  return mailing.role == Role::persons ? "persons" : "groups";
}

JsonObject receipt_json(const Receipt& receipt, const char* parties) {
  JsonObject object;
  object.add("whom", receipt.to.whom).add(parties, receipt.to.through);
  if (receipt.ended) object.add("ended", to_text(*receipt.ended));
  add_if(object, "reason", receipt.reason);
  return object;
}

JsonObject mailing_json(const Mailing& mailing) {
  const char* const parties = parties_name(mailing);
  JsonObject object;
  object.add("number", mailing.number).add("purpose", to_text(mailing.purpose));
  if (mailing.role != Role::persons) object.add("level", mailing.level);
  object.add(parties, mailing.parties)
      .add("due", format_instant(mailing.due))
      .add("expanded", mailing.expanded);
  std::vector<JsonObject> receipts;
  for (const auto& receipt : mailing.receipts)
    receipts.push_back(receipt_json(receipt, parties));
  object.add("receipts", receipts);
  if (mailing.role != Role::persons) return object;
  std::vector<JsonObject> troubles;
  for (const auto& trouble : mailing.troubles)
    troubles.push_back(JsonObject().add("whom", trouble.whom).add("reason", trouble.reason));
  return object.add("troubles", troubles);
}

JsonObject file_json(const Attachment& file) {
  JsonObject object;
  object.add("name", file.name).add("media_type", file.media_type).add("size", file.size);
  add_if(object, "url", file.url);
  add_if(object, "privilege", file.privilege);
  return object.add("kept", !file.content.empty());
}

}  // namespace

std::string person_words(const std::string& id, const std::vector<PersonRef>& people) {
  const PersonRef* const person = find(id, people);
  return person == nullptr ? id : person_words(*person);
}

JsonObject person_json(const std::string& id, const std::vector<PersonRef>& people) {
  const PersonRef* const person = find(id, people);
  return person_json(person == nullptr ? PersonRef{.id = id, .name = {}, .email = {}} : *person);
}

JsonObject client_json(const ClientRef& client) {
  return person_json(PersonRef{.id = client.id, .name = client.name, .email = {}});
}

std::string file_words(const Attachment& file) {
  std::string text = fmt::format("{}, {}, {} bytes", file.name, file.media_type, file.size);
  if (file.content.empty()) text += ", linked to";
  if (!file.privilege.empty()) text += ", needs " + file.privilege;
  return text;
}

std::string mailing_words(const Mailing& mailing) {
  std::string text =
      fmt::format("{} {} {} {}", mailing.number, to_text(mailing.purpose),
                  mailing.role == Role::managers ? fmt::format("to level {} above", mailing.level)
                                                 : std::string("to"),
                  fmt::join(mailing.parties, ", "));
  if (!mailing.expanded) return text + ": whom it goes to is not worked out yet";
  const char* before = ": ";
  for (const auto& receipt : mailing.receipts)
    text += std::exchange(before, ", ") + receipt_words(receipt);
  if (mailing.role != Role::persons) return text;
  for (const auto& trouble : mailing.troubles)
    text += std::exchange(before, ", ") + trouble_words(trouble);
  return text;
}

std::vector<JsonObject> files_json(const std::vector<Attachment>& files) {
  std::vector<JsonObject> all;
  for (const auto& file : files)
    all.push_back(file_json(file));
  return all;
}

std::vector<JsonObject> mailings_json(const std::vector<Mailing>& mailings) {
  std::vector<JsonObject> all;
  for (const auto& mailing : mailings)
    all.push_back(mailing_json(mailing));
  return all;
}

}  // namespace followup::ctl
