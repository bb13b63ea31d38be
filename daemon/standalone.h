// The embedded default: one folder with a private redis-server, its configuration, both workers and
// a Maildir. Children end with the daemon, also when it is killed, and are started again when they
// end by themselves.
#pragma once

#include "core/base/file_lock.h"
#include "core/base/result.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace followup {

/// followup-worker beside this program, or in the build tree's folder for it, else whatever PATH
/// has.
[[nodiscard]] std::filesystem::path find_worker(const std::filesystem::path& program_folder);

class Standalone {
 public:
  /// Makes the folder with followupd.toml and tenants/ if they are absent (the tenants are copied
  /// from `config` where one is given, else a demo tenant is written), and starts redis-server,
  /// waiting until it listens. `workers` is the program to run. conflict: another followupd has the
  /// folder.
  static Result<Standalone> start(const std::filesystem::path& folder,
                                  const std::filesystem::path& config,
                                  const std::filesystem::path& worker_program);
  ~Standalone();
  Standalone(Standalone&& other) noexcept;
  Standalone& operator=(Standalone&&) = delete;

  /// Starts one worker a channel (once the store has its clock).
  Result<void> start_workers();
  /// Ends the workers and waits for them; redis-server stays until the end, so that they can
  /// record.
  void stop_workers();
  /// Has the workers read their configuration again.
  void reload_workers();
  /// Starts children that have ended again, each at most once a second. To be called now and then.
  void look_after_children();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  struct Child {
    std::vector<std::string> command;
    pid_t pid = -1;
    bool worker = false;
    std::chrono::steady_clock::time_point started{};
  };

  explicit Standalone(std::filesystem::path folder) : folder_(std::move(folder)) {}

  static pid_t spawn(const std::vector<std::string>& command);
  Result<void> write_configuration(const std::filesystem::path& config) const;
  Result<void> start_redis();
  void stop(bool workers);

  std::filesystem::path folder_;
  std::optional<FileLock> lock_;  ///< on the folder
  std::filesystem::path worker_program_;
  std::vector<Child> children_;
  bool stopping_ = false;
};

}  // namespace followup
