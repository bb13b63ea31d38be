// Loaded into a redis-server by LD_PRELOAD: a power cut at an exact moment. While the file that
// POWER_CUT names is there, the next fdatasync() is the last thing that the process does. The file
// says what is left of what was written since the sync before: "none", "half" of it, or "all" (the
// cut comes after the sync and before any answer).
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include <dlfcn.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

off_t size_of(int descriptor) {
  struct stat found {};

  return fstat(descriptor, &found) == 0 ? found.st_size : 0;
}

std::string wanted() {
  const char* file = std::getenv("POWER_CUT");
  std::string word;
  if (file != nullptr) std::ifstream(file) >> word;
  return word;
}

}  // namespace

extern "C" int fdatasync(int descriptor) {
  static std::map<int, off_t> synced;
  using Sync = int (*)(int);
  static const auto sync = reinterpret_cast<Sync>(dlsym(RTLD_NEXT, "fdatasync"));
  const std::string left = wanted();
  const off_t before = synced[descriptor];
  const off_t after = size_of(descriptor);
  if (left == "none" || left == "half") {
    const off_t kept = left == "none" ? before : before + (after - before) / 2;
    if (ftruncate(descriptor, kept) == 0) kill(getpid(), SIGKILL);
  }
  const int done = sync(descriptor);
  if (left == "all") kill(getpid(), SIGKILL);
  synced[descriptor] = after;
  return done;
}
