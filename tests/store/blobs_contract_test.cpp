// Attachments in the store: kept once under their hash, never half, read in pieces.
#include "core/base/hash.h"
#include "tests/store/store_contract.h"

namespace followup {

namespace {

constexpr Millis an_hour = std::chrono::hours{1};

/// A tenant's attachments, with calls that wait.
class Drawer {
 public:
  explicit Drawer(Blobs& blobs, std::string tenant = "acme")
      : blobs_(blobs), tenant_(std::move(tenant)) {}

  Result<BlobAnswer> append(const std::string& part, std::uint64_t offset, std::string_view bytes) {
    return blobs_.wait(blobs_.append(tenant_, part, offset, bytes));
  }

  Result<BlobAnswer> finish(const std::string& part, const std::string& content,
                            std::uint64_t size) {
    return blobs_.wait(blobs_.finish(tenant_, part, content, size, an_hour));
  }

  BlobAnswer find(const std::string& content) {
    return blobs_.wait(blobs_.find(tenant_, content, an_hour)).value();
  }

  BlobAnswer read(const std::string& content, std::uint64_t offset, std::size_t length) {
    return blobs_.wait(blobs_.read(tenant_, content, offset, length)).value();
  }

  void drop(const std::string& part) { EXPECT_TRUE(blobs_.wait(blobs_.drop(tenant_, part))); }

 private:
  Blobs& blobs_;
  std::string tenant_;
};

TEST_P(StoreContract, KeepsAnAttachmentThatCameInPieces) {
  Drawer drawer(blobs());
  EXPECT_TRUE(drawer.append("p", 0, "one "));
  EXPECT_TRUE(drawer.append("p", 4, "and two"));
  EXPECT_FALSE(drawer.find("hash").there) << "nobody sees it before it is whole";
  EXPECT_TRUE(drawer.finish("p", "hash", 11));
  EXPECT_TRUE(drawer.find("hash").there);
  EXPECT_EQ(drawer.find("hash").size, 11U);
  EXPECT_EQ(drawer.read("hash", 0, 100).bytes, "one and two");
  EXPECT_EQ(drawer.read("hash", 4, 3).bytes, "and");
  EXPECT_EQ(drawer.read("hash", 11, 3).bytes, "");
  EXPECT_TRUE(drawer.read("hash", 11, 3).there);
}

TEST_P(StoreContract, KeepsBytesOfEveryKindAndAnEmptyFile) {
  Drawer drawer(blobs());
  std::string bytes;
  for (int n = 0; n < 256; ++n)
    bytes += static_cast<char>(n);
  EXPECT_TRUE(drawer.append("p", 0, bytes));
  EXPECT_TRUE(drawer.finish("p", "all", 256));
  EXPECT_EQ(drawer.read("all", 0, 256).bytes, bytes);
  EXPECT_TRUE(drawer.append("q", 0, ""));
  EXPECT_TRUE(drawer.finish("q", "none", 0));
  EXPECT_TRUE(drawer.find("none").there);
  EXPECT_EQ(drawer.find("none").size, 0U);
}

TEST_P(StoreContract, TakesAPieceThatIsSentAgainOnce) {
  Drawer drawer(blobs());
  EXPECT_TRUE(drawer.append("p", 0, "one "));
  EXPECT_TRUE(drawer.append("p", 0, "one ")) << "its answer was lost";
  EXPECT_TRUE(drawer.append("p", 4, "two"));
  EXPECT_TRUE(drawer.finish("p", "hash", 7));
  EXPECT_TRUE(drawer.finish("p", "hash", 7)) << "its answer was lost";
  EXPECT_EQ(drawer.read("hash", 0, 100).bytes, "one two");
}

TEST_P(StoreContract, NeverMakesAnAttachmentOfAPartThatIsNotWhole) {
  Drawer drawer(blobs());
  EXPECT_TRUE(drawer.append("p", 0, "one "));
  EXPECT_EQ(drawer.append("p", 9, "later").error().code, Code::conflict);
  EXPECT_EQ(drawer.finish("p", "hash", 9).error().code, Code::conflict);
  EXPECT_EQ(drawer.finish("never", "hash", 0).error().code, Code::conflict);
  EXPECT_FALSE(drawer.find("hash").there);
  EXPECT_TRUE(drawer.append("p", 4, "two")) << "the part is as it was";
}

TEST_P(StoreContract, KeepsTheSameContentOnce) {
  Drawer drawer(blobs());
  EXPECT_TRUE(drawer.append("p", 0, "same"));
  EXPECT_TRUE(drawer.finish("p", "hash", 4));
  EXPECT_TRUE(drawer.append("q", 0, "same"));
  EXPECT_TRUE(drawer.finish("q", "hash", 4));
  EXPECT_EQ(drawer.append("q", 4, "x").error().code, Code::conflict) << "the second part is gone";
  EXPECT_EQ(drawer.read("hash", 0, 10).bytes, "same");
}

TEST_P(StoreContract, KeepsTheAttachmentsOfTenantsApart) {
  Drawer drawer(blobs());
  Drawer other(blobs(), "beta");
  EXPECT_TRUE(drawer.append("p", 0, "ours"));
  EXPECT_TRUE(drawer.finish("p", "hash", 4));
  EXPECT_FALSE(other.find("hash").there);
  EXPECT_FALSE(other.read("hash", 0, 4).there);
}

TEST_P(StoreContract, ForgetsAPartThatIsDropped) {
  Drawer drawer(blobs());
  EXPECT_TRUE(drawer.append("p", 0, "one"));
  drawer.drop("p");
  drawer.drop("p");
  EXPECT_EQ(drawer.finish("p", "hash", 3).error().code, Code::conflict);
}

TEST_P(StoreContract, AnswersAnAttachmentsTicketOnce) {
  const CallTicket ticket = blobs().find("acme", "hash", an_hour);
  EXPECT_TRUE(blobs().wait(ticket));
  EXPECT_EQ(blobs().wait(ticket).error().code, Code::internal);
  const CallTicket unwanted = blobs().find("acme", "hash", an_hour);
  blobs().forget(unwanted);
  EXPECT_EQ(blobs().wait(unwanted).error().code, Code::internal);
}

}  // namespace

}  // namespace followup
