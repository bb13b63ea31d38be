// Measures what it costs to decode an event and to encode its reply; a tool, not a test:
// "bench_decode [rounds]". Prints microseconds an event, for a single event of some 600 bytes, for
// batches of it, and for the shortest event.
#include "core/codec/event_codec.h"

#include <charconv>
#include <ctime>
#include <string>

#include <fmt/format.h>

namespace {

constexpr std::string_view referral =
    R"({"specversion":"1.0","id":"0f8fad5b-d9cb-469f-a165-70867728950e","source":"crm.example/north",)"
    R"("type":"referral.created","subject":"ref-2011-000001","time":"2011-01-01T09:30:00+01:00",)"
    R"("sequence":"000017","datacontenttype":"application/json","data":{"created_on":"2011-01-01",)"
    R"("referral_date":"2011-01-01","follow_up":{"requested":true,"days":30},"case_worker":)"
    R"({"id":"anna","name":"Anna Bianchi","email":"anna@office.example"},"supervisor":{"id":"sara",)"
    R"("name":"Sara Verdi","email":"sara@office.example"},"case_id":"case-77","clients":[{"id":"c-1",)"
    R"("name":"Ada Rossi"}],"provider":{"name":"Casa Aperta"},"service":"Housing advice"}})";

constexpr std::string_view contact =
    R"({"specversion":"1.0","id":"e-2","source":"crm.example/north","type":"referral.contact_recorded",)"
    R"("subject":"ref-2011-000001","sequence":18,"data":{"contacted":true,"on":"2011-01-20"}})";

std::string batch_of(std::string_view event, std::size_t count) {
  std::string body = "[";
  for (std::size_t i = 0; i < count; ++i)
    body.append(i == 0 ? "" : ",").append(event);
  return body + "]";
}

/// Runs `work` for `rounds` events, `each` of them a call, and prints what one costs.
template <class Work>
void measure(std::string_view name, std::size_t rounds, std::size_t each, const Work& work) {
  const std::size_t calls = rounds / each + 1;
  work();
  const std::clock_t begin = std::clock();
  for (std::size_t i = 0; i < calls; ++i)
    work();
  const double spent = static_cast<double>(std::clock() - begin) * 1e6 / CLOCKS_PER_SEC;
  fmt::print("{:<40} {:6.2f} us an event\n", name, spent / static_cast<double>(calls * each));
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t rounds = 200'000;
  if (argc > 1) {
    const std::string_view text = argv[1];
    std::from_chars(text.data(), text.data() + text.size(), rounds);
  }
  const followup::EventDecoder decoder;
  std::size_t refused = 0;
  const auto decode = [&](std::string_view body) {
    for (const auto& each : decoder.decode(body, followup::TimePoint{}).items) {
      if (!std::holds_alternative<followup::Event>(each.item)) ++refused;
    }
  };
  constexpr std::size_t many = 256;
  const std::string batch = batch_of(referral, many);
  measure(fmt::format("decode, {} bytes", referral.size()), rounds, 1, [&] { decode(referral); });
  measure(fmt::format("decode, {} bytes, batches of {}", referral.size(), many), rounds, many,
          [&] { decode(batch); });
  measure(fmt::format("decode, {} bytes", contact.size()), rounds, 1, [&] { decode(contact); });

  followup::Reply reply;
  reply.source = "crm.example/north";
  reply.id = "0f8fad5b-d9cb-469f-a165-70867728950e";
  const std::vector<followup::Reply> replies(many, reply);
  std::size_t bytes = 0;
  measure("encode a reply", rounds, many,
          [&] { bytes += followup::encode_replies(replies, true).size(); });
  return refused == 0 && bytes > 0 ? 0 : 1;
}
