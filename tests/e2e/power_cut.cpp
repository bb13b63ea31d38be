// Loaded into a redis-server by LD_PRELOAD: a power cut at an exact moment. While the file that
// POWER_CUT names is there, the next fdatasync() of a file that was synced before is the last thing
// that the process does. The word in it says what is left of what was written since that sync:
// "none", "half" of it, or "all" (the cut comes after the sync and before any answer).
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <utility>

#include <dlfcn.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using FileId = std::pair<dev_t, ino_t>;

std::string wanted() {
  const char* file = std::getenv("POWER_CUT");
  std::string word;
  if (file != nullptr) std::ifstream(file) >> word;
  return word;
}

}  // namespace

extern "C" int fdatasync(int descriptor) {
  static std::map<FileId, off_t> synced;
  using Sync = int (*)(int);
  static const auto sync = reinterpret_cast<Sync>(dlsym(RTLD_NEXT, "fdatasync"));
  struct stat now = {};
  if (fstat(descriptor, &now) != 0) return sync(descriptor);
  const auto known = synced.find({now.st_dev, now.st_ino});
  const std::string left = known == synced.end() ? "" : wanted();
  if (left == "none" || left == "half") {
    const off_t before = known->second;
    const off_t kept = left == "none" ? before : before + (now.st_size - before) / 2;
    if (ftruncate(descriptor, kept) == 0) kill(getpid(), SIGKILL);
  }
  const int done = sync(descriptor);
  if (left == "all") kill(getpid(), SIGKILL);
  synced[{now.st_dev, now.st_ino}] = now.st_size;
  return done;
}
