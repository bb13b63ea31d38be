// The edges of what is taken in: sizes, depth, bytes that are no text, batches of which a part is
// bad.
#include "tests/codec/event_examples.h"

namespace followup {
namespace {

using examples::answer;
using examples::good;
using examples::Json;

/// A good event whose text is exactly so long.
std::string event_of_size(std::size_t bytes) {
  Json event = good("referral_created_least");
  event["padding"] = "";
  event["padding"] = std::string(bytes - event.dump().size(), 'x');
  return event.dump();
}

std::string array_of(const std::vector<std::string>& elements) {
  std::string body = "[";
  for (const auto& each : elements)
    body.append(body.size() == 1 ? "" : ",").append(each);
  return body + "]";
}

/// The answers to all items of a body, one after the other.
std::string answers(std::string_view body) {
  std::string text;
  for (const auto& item : examples::decoder().decode(body, examples::received()).items)
    text += answer(item);
  return text;
}

const std::string least = good("referral_created_least").dump();

TEST(EventLimits, AnEventOf64KiBIsTakenAndOneByteMoreIsNot) {
  EXPECT_EQ(answer(event_of_size(max_event_bytes)), "accepted\n");
  EXPECT_EQ(answer(event_of_size(max_event_bytes + 1)),
            "too_large\n must be at most 65536 bytes\n");
}

TEST(EventLimits, WhiteSpaceAroundAnEventDoesNotCount) {
  EXPECT_EQ(answer(" \n" + event_of_size(max_event_bytes) + "\r\n"), "accepted\n");
}

TEST(EventLimits, ATooLargeEventStillSaysWhoSentIt) {
  const auto refusal = examples::refusal_of(event_of_size(max_event_bytes + 1));
  EXPECT_EQ(refusal.source, "crm.example/north");
  EXPECT_EQ(refusal.id, "evt-0001");
}

TEST(EventLimits, ATooLargeTextThatIsNotJsonIsCalledThat) {
  auto body = event_of_size(max_event_bytes + 1);
  body.pop_back();
  EXPECT_EQ(
      answer(body),
      "not_json\n is not JSON at byte 65536: Missing a comma or '}' after an object member.\n");
}

TEST(EventLimits, ATextBeyondABatchIsNotEvenReadThrough) {
  EXPECT_EQ(answer(std::string(max_batch_bytes + 1, 'x')),
            "too_large\n must be at most 65536 bytes\n");
}

TEST(EventLimits, ABatchOfMoreThan4MiBIsRefusedAsAWhole) {
  std::vector<std::string> elements(66, event_of_size(max_event_bytes - 100));
  const auto decoded = examples::decoder().decode(array_of(elements), examples::received());
  ASSERT_EQ(decoded.items.size(), 1u);
  EXPECT_TRUE(decoded.batch);
  EXPECT_EQ(answer(decoded.items.front()), "too_large\n must be at most 4194304 bytes\n");
}

TEST(EventLimits, ABatchHoldsAThousandEventsAndNotOneMore) {
  std::vector<std::string> elements(max_batch_events, least);
  EXPECT_EQ(examples::decoder().decode(array_of(elements), examples::received()).items.size(),
            1000u);
  elements.push_back(least);
  EXPECT_EQ(answers(array_of(elements)), "batch_too_long\n must hold at most 1000 events\n");
}

TEST(EventLimits, NestingOf32IsTakenAndOf33IsNot) {
  Json event = good("referral_created_least");
  const auto nested = [&](std::size_t arrays) {
    event["data"]["nested"] = Json::parse(std::string(arrays, '[') + std::string(arrays, ']'));
    return answer(event.dump());
  };
  EXPECT_EQ(nested(30), "accepted\n");
  EXPECT_EQ(nested(31), "too_deep\n must be nested at most 32 deep\n");
}

TEST(EventLimits, BracketsWithoutEndAreRefusedQuickly) {
  const std::string open(60'000, '[');
  EXPECT_EQ(answer("{\"a\":" + open + "}").substr(0, 8), "not_json");
  EXPECT_EQ(answer(open).substr(0, 8), "not_json");
  const std::string closed = open.substr(0, 30'000) + std::string(30'000, ']');
  EXPECT_EQ(answer("{\"a\":" + closed + "}"), "too_deep\n must be nested at most 32 deep\n");
  EXPECT_EQ(answer(closed), "too_deep\n must be nested at most 32 deep\n");
}

TEST(EventLimits, InvalidUtf8IsRefusedWithItsPlace) {
  const std::vector<std::string> invalid{
      "\x80", "\xC0\xAF", "\xE2\x82", "\xED\xA0\x80", "\xF8\x88\x80\x80\x80", "\xF4\x90\x80\x80",
      "\xFF"};
  for (const auto& bytes : invalid) {
    const auto text = least.substr(0, least.size() - 2) + R"(,"note":")" + bytes + "\"}}";
    EXPECT_EQ(answer(text),
              "invalid_utf8\n is not UTF-8 at byte " + std::to_string(text.find(bytes)) + "\n");
    const auto refusal = examples::refusal_of(text);
    EXPECT_EQ(refusal.id, "evt-0001");
  }
}

TEST(EventLimits, ACharacterThatIsCutOffAtTheVeryEndIsRefused) {
  EXPECT_EQ(answer("{\"a\":\"\xF0"),
            "not_json\n is not JSON at byte 7: Missing a closing quotation mark in string.\n");
}

TEST(EventLimits, NumbersBeyondEveryMeasureDoNoHarm) {
  Json event = good("referral_created_least");
  event["number"] = 0;
  const auto with = [&](const std::string& number) {
    auto text = event.dump();
    return answer(text.replace(text.find("\"number\":0") + 9, 1, number));
  };
  EXPECT_EQ(with("0.00000000001e-2147483640"), "accepted\n");
  EXPECT_EQ(with("-" + std::string(300, '9')), "accepted\n");
  EXPECT_EQ(with("1e-" + std::string(5000, '9')), "accepted\n");
  EXPECT_EQ(with("1e999").substr(0, 8), "not_json");
}

TEST(EventLimits, AVeryLongTextIsNoMatchForAPattern) {
  Json event = good("referral_created_least");
  event["sequence"] = std::string(60'000, '9');
  EXPECT_EQ(answer(event.dump()),
            "invalid_envelope\n/sequence must be a whole number of at most 18 digits, as a text or "
            "as an integer\n");
}

TEST(EventLimits, ThirteenThousandKeysAreLookedThroughForDuplicates) {
  std::string members;
  for (int i = 0; i < 5000; ++i)
    members += ",\"k" + std::to_string(i) + "\":1";
  const auto body = [&](const std::string& last) {
    return least.substr(0, least.size() - 1) + members + last + "}";
  };
  EXPECT_EQ(answer(body("")), "accepted\n");
  EXPECT_EQ(answer(body(",\"k4711\":2")), "duplicate_key\n/k4711 is given twice\n");
}

TEST(EventLimits, AtMost32FaultsAreTold) {
  Json event = good("referral_created_least");
  event["data"]["clients"] = std::vector<Json>(10'000, Json::object());
  const auto refusal = examples::refusal_of(event.dump());
  EXPECT_EQ(refusal.faults.size(), 32u);
}

TEST(EventBatches, AreAnsweredEventByEventInOrder) {
  const auto body = array_of({least, R"({"id":"evt-2"})", least});
  const auto decoded = examples::decoder().decode(body, examples::received());
  EXPECT_TRUE(decoded.batch);
  ASSERT_EQ(decoded.items.size(), 3u);
  EXPECT_EQ(answer(decoded.items[0]), "accepted\n");
  EXPECT_EQ(std::get<Refusal>(decoded.items[1].item).id, "evt-2");
  EXPECT_EQ(answer(decoded.items[2]), "accepted\n");
}

TEST(EventBatches, ABatchOfOneIsStillABatch) {
  EXPECT_TRUE(examples::decoder().decode("[" + least + "]", examples::received()).batch);
  EXPECT_FALSE(examples::decoder().decode(least, examples::received()).batch);
}

/// One bad event refuses only itself, whatever is wrong with it, as long as the body is JSON.
TEST(EventBatches, OneBadEventAmongGoodOnesRefusesOnlyItself) {
  const std::string deep = std::string(33, '[') + std::string(33, ']');
  const std::vector<std::pair<std::string, std::string>> bad{
      {"17", "invalid_envelope"},
      {deep, "too_deep"},
      {R"({"id":"a","id":"b"})", "duplicate_key"},
      {"{\"id\":\"\xFF\"}", "invalid_utf8"},
      {event_of_size(max_event_bytes + 1), "too_large"},
      {R"("a text with [ { and \" in it")", "invalid_envelope"}};
  for (const auto& [element, reason] : bad) {
    const auto decoded =
        examples::decoder().decode(array_of({least, element, least}), examples::received());
    ASSERT_EQ(decoded.items.size(), 3u) << reason;
    EXPECT_EQ(answer(decoded.items[0]), "accepted\n");
    EXPECT_EQ(to_text(std::get<Refusal>(decoded.items[1].item).reason), reason);
    EXPECT_EQ(answer(decoded.items[2]), "accepted\n");
  }
}

TEST(EventBatches, KeepEachEventsOwnBytes) {
  const std::string body = " [ " + least + " ,\n{\"id\" : \"evt-2\"}] ";
  const auto decoded = examples::decoder().decode(body, examples::received());
  ASSERT_EQ(decoded.items.size(), 2u);
  EXPECT_EQ(decoded.items[0].raw, least);
  EXPECT_EQ(decoded.items[1].raw, "{\"id\" : \"evt-2\"}");
  EXPECT_EQ(decoded.items[1].raw.data(), body.data() + body.find("{\"id\" :"));
}

TEST(EventBatches, ASingleEventsBytesAreThoseWithoutTheSpaceAround) {
  const std::string body = "\n" + least + "\n";
  EXPECT_EQ(examples::decoder().decode(body, examples::received()).items.front().raw, least);
}

TEST(EventBatches, ABodyThatCanNotBeTakenApartIsKeptWhole) {
  const std::vector<std::string> bodies{" [" + least + ",{] ", " nonsense ", " [] "};
  for (const auto& body : bodies) {
    const auto decoded = examples::decoder().decode(body, examples::received());
    ASSERT_EQ(decoded.items.size(), 1u);
    EXPECT_EQ(decoded.items.front().raw, body);
  }
}

TEST(EventBatches, TheOffsetOfAFaultCountsFromTheBodysBeginning) {
  const std::string first = "[" + least + ",";
  EXPECT_EQ(
      answers(first + "{\"id\":}]"),
      "not_json\n is not JSON at byte " + std::to_string(first.size() + 6) + ": Invalid value.\n");
}

TEST(EventBatches, ADecoderThatWasMovedStillDecodes) {
  EventDecoder first;
  const EventDecoder second(std::move(first));
  EXPECT_EQ(answer(second.decode(least, examples::received()).items.front()), "accepted\n");
}

}  // namespace
}  // namespace followup
