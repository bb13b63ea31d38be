// Hashes and ids: part boundaries count, values stay what stored data was made with, hexadecimal is
// exact.
#include "core/base/hash.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(Hash, CountsThePartsBoundaries) {
  EXPECT_NE(fingerprint({"ab", "c"}), fingerprint({"a", "bc"}));
  EXPECT_NE(fingerprint({"ab"}), fingerprint({"ab", ""}));
  EXPECT_NE(deterministic_id({"1:a", ""}), deterministic_id({"1", "a"}));
  EXPECT_EQ(fingerprint({"a", "b"}), fingerprint({"a", "b"}));
}

// Stored records and open notifications were made with these.
TEST(Hash, KeepsItsValues) {
  EXPECT_EQ(to_hex(fingerprint({"source", "id"}), 16), "590aeb5799aa064e");
  EXPECT_EQ(to_hex(checksum("record"), 8), "5b257a12");
  EXPECT_EQ(deterministic_id({"case", "reminder"}), "7ht8kaur8c9r4r0cuku15t6adk");
}

TEST(Hash, MakesIdsOf26CharactersOfItsAlphabet) {
  const auto good = [](const std::string& id) {
    return id.size() == 26 && std::all_of(id.begin(), id.end(), [](char c) {
             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'v');
           });
  };
  std::set<std::string> seen;
  for (int n = 0; n < 500; ++n) {
    const std::string id = deterministic_id({std::to_string(n)});
    EXPECT_TRUE(good(id)) << id;
    EXPECT_TRUE(seen.insert(id).second);
    const std::string token = random_id();
    EXPECT_TRUE(good(token)) << token;
    EXPECT_TRUE(seen.insert(token).second);
  }
}

/// The examples of FIPS 180-4.
TEST(Sha256, NamesContentByItsHashHoweverItCame) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  EXPECT_EQ(sha256("abc"), abc);
  Sha256 hash;
  hash.add("a");
  hash.add("");
  hash.add("bc");
  EXPECT_EQ(hash.finish(), abc);
}

TEST(Hex, IsWrittenInAFixedWidthAndReadBack) {
  EXPECT_EQ(to_hex(0xab, 8), "000000ab");
  EXPECT_EQ(to_hex(0xffffffffffffffffULL, 16), "ffffffffffffffff");
  EXPECT_EQ(parse_hex("000000ab"), 0xabU);
  EXPECT_EQ(parse_hex("ffffffffffffffff"), 0xffffffffffffffffULL);
  for (const char* bad : {"", "AB", "0x1", "g", "1 ", "-1"})
    EXPECT_EQ(parse_hex(bad), 0U) << bad;
}

}  // namespace

}  // namespace followup
