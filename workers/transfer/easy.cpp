// Owned libcurl handles.
#include "workers/transfer/easy.h"

#include <new>

#include <curl/curl.h>

namespace followup {

CurlLibrary::CurlLibrary() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
}

CurlLibrary::~CurlLibrary() {
  curl_global_cleanup();
}

void EasyDeleter::operator()(void* easy) const {
  curl_easy_cleanup(easy);
}

void TextListDeleter::operator()(void* list) const {
  curl_slist_free_all(static_cast<curl_slist*>(list));
}

Easy make_easy(const std::string& ca_file) {
  Easy easy{curl_easy_init()};
  if (!easy) throw std::bad_alloc();
  CURL* handle = easy.get();
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  // A transfer that ends while its name is still being resolved would otherwise wait for the
  // resolver's thread, and all other transfers with it; that thread cleans up after itself.
  curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
  // A proxy from the environment would hide the destination from the address guard.
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  // The system's certificates stay trusted through its folder of them (CURLOPT_CAPATH's default).
  if (!ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file.c_str());
  return easy;
}

TextList make_text_list(const std::vector<std::string>& texts) {
  curl_slist* list = nullptr;
  for (const auto& text : texts) {
    curl_slist* longer = curl_slist_append(list, text.c_str());
    if (longer == nullptr) {
      curl_slist_free_all(list);
      throw std::bad_alloc();
    }
    list = longer;
  }
  return TextList{list};
}

}  // namespace followup
