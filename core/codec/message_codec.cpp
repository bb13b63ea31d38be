// The smaller stored values: notifications, history entries, outcomes. Same rules as the case
// record, without header.
#include "core/codec/json_fields.h"
#include "core/codec/json_reader.h"
#include "core/codec/json_writer.h"
#include "core/codec/mailing_facts.h"
#include "core/codec/record_codec.h"

namespace followup {

namespace {

using json::field;
using json::Reader;
using json::text;
using json::Writer;

Result<rapidjson::Document> parse(std::string_view body, const char* what) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(body.data(), body.size());
  if (document.HasParseError())
    return Error{Code::internal, std::string("a stored ") + what + " is damaged"};
  return document;
}

template <class Enum>
Enum word(Reader& in, const char* key) {
  const auto value = from_text<Enum>(in.text(key));
  if (!value) in.mark_bad();
  return value.value_or(Enum{});
}

void write(Writer& out, const Detail& detail) {
  out.StartArray();
  text(out, detail.name);
  if (const auto* words = std::get_if<std::string>(&detail.value)) text(out, *words);
  if (const auto* number = std::get_if<std::int64_t>(&detail.value)) out.Int64(*number);
  if (const auto* flag = std::get_if<bool>(&detail.value)) out.Bool(*flag);
  if (const auto* results = std::get_if<std::vector<PersonResult>>(&detail.value))
    json::ValueWriter::write(out, *results);
  out.EndArray();
}

/// [name, value]; a bool is JSON's own, so that it does not come back as a number; a list is of
/// what became of several persons.
std::optional<Detail> read_detail(const rapidjson::Value& value) {
  if (!value.IsArray() || value.Size() != 2 || !value[0].IsString()) return std::nullopt;
  const auto words = [](const rapidjson::Value& from) {
    return std::string(from.GetString(), from.GetStringLength());
  };
  Detail detail{words(value[0]), {}};
  if (value[1].IsString())
    detail.value = words(value[1]);
  else if (value[1].IsInt64())
    detail.value = value[1].GetInt64();
  else if (value[1].IsBool())
    detail.value = value[1].GetBool();
  else if (!json::ValueReader::read(value[1], detail.value.emplace<std::vector<PersonResult>>()))
    return std::nullopt;
  return detail;
}

std::vector<Detail> read_details(Reader& in) {
  std::vector<Detail> details;
  const auto* list = in.find("details");
  if (list == nullptr) return details;
  if (!list->IsArray()) return in.mark_bad(), details;
  for (const auto& value : list->GetArray()) {
    if (auto detail = read_detail(value))
      details.push_back(std::move(*detail));
    else
      in.mark_bad();
  }
  return details;
}

/// The list at that place of an array; an array that ends before it has none.
template <class T>
bool read_list(const rapidjson::Value& line, rapidjson::SizeType at, std::vector<T>& into) {
  if (!line.IsArray() || line.Size() <= at) return true;
  return json::ValueReader::read(line[at], into);
}

}  // namespace

std::string encode_notification(const Notification& notification) {
  const Notification& made = notification;
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  out.StartObject();
  field(out, "tenant", made.case_key.tenant);
  field(out, "kind", to_text(made.case_key.kind));
  field(out, "case", made.case_key.id);
  field(out, "id", made.id);
  field(out, "purpose", to_text(made.purpose));
  field(out, "channel", to_text(made.channel));
  field(out, "role", to_text(made.role));
  field(out, "lane", made.lane);
  field(out, "type", made.hook_type);
  field(out, "endpoint", made.endpoint);
  field(out, "cycle", std::int64_t{made.cycle});
  field(out, "nominal", format_local(made.nominal));
  field(out, "due", to_ms(made.due));
  field(out, "made", to_ms(made.made_at));
  field(out, "late", std::int64_t{made.late});
  field(out, "about", made.about);
  field(out, "reason", made.reason);
  field(out, "actor", made.actor);
  field(out, "trace", made.traceparent);
  field(out, "whom", made.whom);
  if (!made.details.empty()) {
    json::name(out, "details");
    out.StartArray();
    for (const auto& detail : made.details)
      write(out, detail);
    out.EndArray();
  }
  out.EndObject();
  return std::string(json::view(buffer));
}

Result<Notification> decode_notification(std::string_view body) {
  auto document = parse(body, "notification");
  if (!document) return document.error();
  Reader in(*document);
  Notification made;
  made.case_key = {in.text("tenant"), word<Kind>(in, "kind"), in.text("case")};
  made.id = in.text("id");
  made.purpose = word<Purpose>(in, "purpose");
  made.channel = word<Channel>(in, "channel");
  made.role = word<Role>(in, "role");
  made.lane = in.text("lane");
  made.hook_type = in.text("type");
  made.endpoint = in.text("endpoint");
  made.cycle = static_cast<std::uint32_t>(in.number("cycle"));
  const auto nominal = parse_local(in.text("nominal"));
  if (!nominal) in.mark_bad();
  made.nominal = nominal.value_or(LocalTime{});
  made.due = from_ms(in.number("due"));
  made.made_at = from_ms(in.number("made"));
  made.late = in.number("late") != 0;
  made.about = in.text("about");
  made.reason = in.text("reason");
  made.actor = in.text("actor");
  made.traceparent = in.text("trace");
  made.whom = in.text("whom");
  made.details = read_details(in);
  if (in.bad()) return Error{Code::internal, "a stored notification is damaged"};
  return made;
}

std::string encode_history(const HistoryEntry& entry) {
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  out.StartArray();
  out.Int64(to_ms(entry.at));
  text(out, entry.what);
  text(out, entry.name);
  text(out, entry.id);
  if (!entry.detail.empty()) text(out, entry.detail);
  out.EndArray();
  return std::string(json::view(buffer));
}

Result<HistoryEntry> decode_history(std::string_view line) {
  auto document = parse(line, "history entry");
  if (!document) return document.error();
  Reader in(*document);
  HistoryEntry entry{from_ms(in.number(0UL)), in.text(1), in.text(2), in.text(3), in.text(4)};
  if (in.bad() || in.size() < 4) return Error{Code::internal, "a stored history entry is damaged"};
  return entry;
}

std::string encode_outcome(const DeliveryOutcome& outcome, TimePoint at) {
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  out.StartArray();
  out.Int64(to_ms(at));
  text(out, outcome.notification);
  text(out, to_text(outcome.outcome));
  text(out, outcome.reason);
  out.Int(outcome.unresolved ? 1 : 0);
  out.Int(outcome.first_report ? 1 : 0);
  const bool expanded = !outcome.addressees.empty() || !outcome.troubles.empty();
  const bool told = expanded || !outcome.told.empty();
  if (told || outcome.uncertain) out.Int(outcome.uncertain ? 1 : 0);
  if (told) text(out, outcome.told);
  if (expanded) {
    json::ValueWriter::write(out, outcome.addressees);
    json::ValueWriter::write(out, outcome.troubles);
  }
  out.EndArray();
  return std::string(json::view(buffer));
}

Result<StoredOutcome> decode_outcome(std::string_view line) {
  auto document = parse(line, "outcome");
  if (!document) return document.error();
  Reader in(*document);
  const auto outcome = from_text<Outcome>(in.text(2));
  StoredOutcome stored{{.notification = in.text(1),
                        .outcome = outcome.value_or(Outcome::unknown),
                        .reason = in.text(3),
                        .unresolved = in.number(4) != 0,
                        .first_report = in.number(5) != 0,
                        .uncertain = in.number(6) != 0,
                        .told = in.text(7),
                        .addressees = {},
                        .troubles = {}},
                       from_ms(in.number(0UL))};
  const bool whole = read_list(*document, 8, stored.outcome.addressees) &&
                     read_list(*document, 9, stored.outcome.troubles);
  if (in.bad() || !outcome || !whole) return Error{Code::internal, "a stored outcome is damaged"};
  return stored;
}

}  // namespace followup
