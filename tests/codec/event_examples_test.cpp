// The examples are the contract in pictures: every good one decodes, every bad one is refused for
// the stated reason and no other.
#include "tests/codec/event_examples.h"

#include <set>

namespace followup {
namespace {

using examples::Json;

TEST(EventExamples, DecodeWhenTheyAreGood) {
  const auto files = examples::files_in(examples::folder("examples/good"));
  EXPECT_GE(files.size(), 15u);
  std::set<std::string> types;
  for (const auto& file : files) {
    SCOPED_TRACE(file.filename());
    const auto event = examples::event_in(examples::read_file(file));
    types.insert(event.type);
    EXPECT_EQ(event.source, "crm.example/north");
  }
  EXPECT_EQ(types.size(), event_types().size()) << "a type has no good example";
}

TEST(EventExamples, DecodeTheSameWithoutWhiteSpace) {
  for (const auto& file : examples::files_in(examples::folder("examples/good"))) {
    SCOPED_TRACE(file.filename());
    const auto text = examples::read_file(file);
    const auto spaced = examples::event_in(text);
    const auto dense = examples::event_in(Json::parse(text).dump());
    EXPECT_EQ(spaced.subject, dense.subject);
    EXPECT_EQ(spaced.sequence, dense.sequence);
    EXPECT_EQ(spaced.payload.index(), dense.payload.index());
  }
}

TEST(EventExamples, AreRefusedForTheStatedFaultWhenTheyAreBad) {
  const auto files = examples::files_in(examples::folder("examples/bad"));
  EXPECT_GE(files.size(), 60u);
  for (const auto& file : files) {
    SCOPED_TRACE(file.filename());
    const Json example = Json::parse(examples::read_file(file));
    const auto body =
        example.contains("body") ? example["body"].get<std::string>() : example["event"].dump();
    const auto& expect = example["expect"];
    EXPECT_EQ(examples::answer(body), expect["reason"].get<std::string>() + "\n" +
                                          expect["path"].get<std::string>() + " " +
                                          expect["message"].get<std::string>() + "\n");
  }
}

TEST(EventExamples, TellWhoSentThemEvenWhenTheyAreRefused) {
  for (const auto& file : examples::files_in(examples::folder("examples/bad"))) {
    const Json example = Json::parse(examples::read_file(file));
    if (!example.contains("event")) continue;
    SCOPED_TRACE(file.filename());
    const auto refusal = examples::refusal_of(example["event"].dump());
    for (const auto& [name, read] : {std::pair{"id", refusal.id}, {"source", refusal.source}}) {
      if (example["expect"]["path"] == std::string("/") + name) continue;
      EXPECT_EQ(read, example["event"][name].get<std::string>());
    }
  }
}

/// No name, address or id of the input may get into an answer: it is logged and kept.
TEST(EventExamples, AreRefusedWithoutRepeatingWhatTheySay) {
  const std::vector<std::string> told{
      "Anna",        "Bianchi",        "anna",      "Rossi", "Meier",       "meier",
      "Casa Aperta", "office.example", "ref-1",     "APP-",  "c-100",       "umfrage",
      "neighbour",   "Souza",          "souza",     "Joana", "autorizacao", "TK-100",
      "32630",       "negativa",       "Bruno",     "bruno", "Dino",        "dino",
      "MT-7",        "family.example", "statement", "bank",  "crm.example"};
  for (const auto& file : examples::files_in(examples::folder("examples/bad"))) {
    SCOPED_TRACE(file.filename());
    const Json example = Json::parse(examples::read_file(file));
    const auto body =
        example.contains("body") ? example["body"].get<std::string>() : example["event"].dump();
    const auto answer = examples::answer(body);
    for (const auto& word : told)
      EXPECT_EQ(answer.find(word), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace followup
