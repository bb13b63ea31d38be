// Mails filed into a Maildir: whole or not at all, one file a copy.
#include "workers/email/maildir.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace followup {
namespace {

const TimePoint filed_at = parse_instant("2011-01-31T08:00:00Z").value();

class MaildirStory : public testing::Test {
 protected:
  MaildirStory() {
    std::string pattern = testing::TempDir() + "maildir-XXXXXX";
    top_ = mkdtemp(pattern.data());
  }

  ~MaildirStory() override {
    std::error_code error;
    std::filesystem::remove_all(top_, error);
  }

  MaildirStory(const MaildirStory&) = delete;
  MaildirStory& operator=(const MaildirStory&) = delete;

  [[nodiscard]] std::filesystem::path folder() const { return top_ / "outer" / "mail"; }

  [[nodiscard]] std::vector<std::string> names_in(const char* part) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder() / part)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

 private:
  std::filesystem::path top_;
};

mode_t mode_of(const std::filesystem::path& path) {
  struct stat found {};

  return stat(path.c_str(), &found) == 0 ? found.st_mode & 07777 : 0;
}

/// Limits how large a file this process may write, as a full disk would.
class SmallFiles {
 public:
  explicit SmallFiles(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }

  ~SmallFiles() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, SIG_DFL);
  }

  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;

 private:
  rlimit before_{};
};

TEST_F(MaildirStory, FilesTheBytesUnderTheNotificationsIdForItsOwnerOnly) {
  const auto maildir = Maildir::open(folder());
  ASSERT_TRUE(maildir) << maildir.error().what;
  const auto name = maildir->deliver("abc123", 2, filed_at, "Subject: x\r\n\r\nbody\r\n");
  ASSERT_TRUE(name) << name.error().what;
  EXPECT_EQ(*name, "1296460800.abc123-2.followupd");
  std::ifstream file(folder() / "new" / *name, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "Subject: x\r\n\r\nbody\r\n");
  EXPECT_EQ(mode_of(folder() / "new" / *name), 0600U);
  for (const auto& path : {folder(), folder() / "tmp", folder() / "new", folder() / "cur"}) {
    EXPECT_EQ(mode_of(path), 0700U) << path;
  }
  EXPECT_TRUE(names_in("tmp").empty());
}

TEST_F(MaildirStory, KeepsACopyThatIsSentAgainAsASecondFile) {
  const auto maildir = Maildir::open(folder());
  ASSERT_TRUE(maildir->deliver("abc", 1, filed_at, "x\r\n"));
  ASSERT_TRUE(maildir->deliver("abc", 2, filed_at, "x\r\n"));
  EXPECT_EQ(names_in("new").size(), 2U);
}

TEST_F(MaildirStory, DoesNotFileTheSameAttemptTwice) {
  const auto maildir = Maildir::open(folder());
  ASSERT_TRUE(maildir->deliver("abc", 1, filed_at, "first\r\n"));
  const auto again = maildir->deliver("abc", 1, filed_at, "second\r\n");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::conflict);
  EXPECT_EQ(names_in("new").size(), 1U);
  EXPECT_TRUE(names_in("tmp").empty());
}

TEST_F(MaildirStory, TakesUpAFileThatACrashLeftInTmp) {
  const auto maildir = Maildir::open(folder());
  std::ofstream(folder() / "tmp" / "1296460800.abc-1.followupd") << "half of a longer mail";
  ASSERT_TRUE(maildir->deliver("abc", 1, filed_at, "whole\r\n"));
  EXPECT_EQ(std::filesystem::file_size(folder() / "new" / "1296460800.abc-1.followupd"), 7U);
}

TEST_F(MaildirStory, LeavesNothingBehindWhenTheDiskIsFull) {
  const auto maildir = Maildir::open(folder());
  Result<std::string> filed = std::string();
  {
    const SmallFiles disk(1000);
    filed = maildir->deliver("abc", 1, filed_at, std::string(5000, 'x'));
  }
  ASSERT_FALSE(filed);
  EXPECT_EQ(filed.error().code, Code::unavailable);
  EXPECT_TRUE(names_in("new").empty());
  EXPECT_TRUE(names_in("tmp").empty());
}

TEST_F(MaildirStory, RefusesAnIdThatIsAPath) {
  const auto maildir = Maildir::open(folder());
  for (const auto* id : {"", "../x", "a/b", "a.b", "a b"}) {
    const auto filed = maildir->deliver(id, 1, filed_at, "x\r\n");
    ASSERT_FALSE(filed) << id;
    EXPECT_EQ(filed.error().code, Code::invalid_input);
  }
}

TEST_F(MaildirStory, SaysSoWhenItsFolderCanNotBeMade) {
  std::filesystem::create_directories(folder().parent_path());
  std::ofstream(folder().string()) << "a file stands in the way";
  const auto maildir = Maildir::open(folder());
  ASSERT_FALSE(maildir);
  EXPECT_EQ(maildir.error().code, Code::unavailable);
}

TEST_F(MaildirStory, SaysSoWhenItsFolderHasGone) {
  const auto maildir = Maildir::open(folder());
  std::filesystem::remove_all(folder());
  EXPECT_EQ(maildir->deliver("abc", 1, filed_at, "x\r\n").error().code, Code::unavailable);
}

}  // namespace
}  // namespace followup
