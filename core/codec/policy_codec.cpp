// A policy version as it is kept in the store: canonical JSON, so that equal policies are equal
// texts.
#include "core/codec/json_reader.h"
#include "core/codec/json_writer.h"
#include "core/codec/policy_members.h"
#include "core/codec/record_codec.h"

namespace followup {

namespace {

using json::field;
using json::name;
using json::Reader;
using json::Writer;

void field(Writer& out, std::string_view key, const std::optional<int>& value) {
  if (!value) return;
  name(out, key);
  out.Int(*value);
}

std::optional<int> optional_number(Reader& in, const char* key) {
  if (in.find(key) == nullptr) return std::nullopt;
  return static_cast<int>(in.number(key));
}

void write(Writer& out, const ReferralPolicy& referral) {
  out.StartObject();
  field(out, "default_days", referral.default_days);
  field(out, "supervisor_days", referral.supervisor_days);
  field(out, "shift", static_cast<std::int64_t>(referral.shift));
  field(out, "min_gap_business_days", std::int64_t{referral.min_gap_business_days});
  field(out, "copy_worker_on_escalation", std::int64_t{referral.copy_worker_on_escalation});
  field(out, "copy_absent_person", std::int64_t{referral.copy_absent_person});
  field(out, "closed_notice", std::int64_t{referral.closed_notice});
  field(out, "notify_own_actions", std::int64_t{referral.notify_own_actions});
  out.EndObject();
}

ReferralPolicy read_referral(Reader& in) {
  ReferralPolicy referral;
  referral.default_days = optional_number(in, "default_days");
  referral.supervisor_days = optional_number(in, "supervisor_days");
  const auto shift = in.number("shift");
  if (shift < 0 || shift > static_cast<std::int64_t>(Shift::previous))
    in.mark_bad();
  else
    referral.shift = static_cast<Shift>(shift);
  referral.min_gap_business_days = static_cast<int>(in.number("min_gap_business_days"));
  referral.copy_worker_on_escalation = in.number("copy_worker_on_escalation") != 0;
  referral.copy_absent_person = in.number("copy_absent_person") != 0;
  referral.closed_notice = in.number("closed_notice") != 0;
  referral.notify_own_actions = in.number("notify_own_actions") != 0;
  return referral;
}

std::set<Date> read_holidays(Reader& in) {
  std::set<Date> holidays;
  const auto* list = in.find("holidays");
  if (list == nullptr) return holidays;
  Reader items(*list);
  for (std::size_t at = 0; at < items.size(); ++at) {
    const auto date = parse_date(items.text(at));
    if (date)
      holidays.insert(*date);
    else
      in.mark_bad();
  }
  return holidays;
}

}  // namespace

std::string encode_policy(const Policy& policy) {
  rapidjson::StringBuffer buffer;
  Writer out(buffer);
  out.StartObject();
  field(out, "zone", policy.zone.name());
  field(out, "send_time", std::int64_t{policy.send_time.count()});
  if (!policy.calendar.holidays().empty()) {
    name(out, "holidays");
    out.StartArray();
    for (const auto& date : policy.calendar.holidays())
      json::text(out, format_date(date));
    out.EndArray();
  }
  field(out, "retention_days", std::int64_t{policy.retention_days});
  name(out, "referral");
  write(out, policy.referral);
  json::ValueWriter::write_members(out, policy);
  out.EndObject();
  return std::string(json::view(buffer));
}

Result<Policy> decode_policy(std::string_view text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document.HasParseError()) return Error{Code::internal, "a stored policy is damaged"};
  Reader in(document);
  Policy policy;
  auto zone = Zone::load(in.text("zone"));
  if (!zone) return with_context(zone.error(), "a stored policy");
  policy.zone = *zone;
  policy.send_time = std::chrono::seconds{in.number("send_time")};
  policy.calendar = BusinessCalendar(read_holidays(in));
  policy.retention_days = static_cast<int>(in.number("retention_days"));
  const auto* referral = in.find("referral");
  if (referral == nullptr) return Error{Code::internal, "a stored policy is damaged"};
  Reader inner(*referral);
  policy.referral = read_referral(inner);
  json::ValueReader::read_members(in, policy);
  if (in.bad() || inner.bad()) return Error{Code::internal, "a stored policy is damaged"};
  return policy;
}

}  // namespace followup
