// libcurl's handles as owned values, and the options that every transfer has in common: no proxy,
// no netrc, no signals, certificates checked, TLS 1.2 at least.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// Keeps libcurl initialised while it lives. Counted: make as many as you like.
class CurlLibrary {
 public:
  CurlLibrary();
  ~CurlLibrary();
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

struct EasyDeleter {
  void operator()(void* easy) const;
};

/// A CURL*.
using Easy = std::unique_ptr<void, EasyDeleter>;

/// A handle with the common options. `ca_file`: certificates that are trusted besides the system's,
/// or empty. Throws std::bad_alloc.
[[nodiscard]] Easy make_easy(const std::string& ca_file);

struct TextListDeleter {
  void operator()(void* list) const;
};

/// A curl_slist*.
using TextList = std::unique_ptr<void, TextListDeleter>;

/// Throws std::bad_alloc.
[[nodiscard]] TextList make_text_list(const std::vector<std::string>& texts);

}  // namespace followup
