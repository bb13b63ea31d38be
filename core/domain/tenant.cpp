#include "core/domain/tenant.h"

#include <algorithm>

namespace followup {

namespace {

/// Everything but the unreserved characters of RFC 3986 as %XX.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (unreserved.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += hex[byte >> 4U];
    out += hex[byte & 15U];
  }
  return out;
}

}  // namespace

std::vector<std::string> Tenant::endpoints_for(std::string_view hook_type) const {
  std::vector<std::string> names;
  for (const auto& endpoint : endpoints) {
    const bool wants =
        std::any_of(endpoint.types.begin(), endpoint.types.end(),
                    [&](const std::string& type) { return type == "*" || type == hook_type; });
    if (wants) names.push_back(endpoint.name);
  }
  return names;
}

std::string Tenant::case_link(const CaseKey& key) const {
  constexpr std::string_view kind = "{kind}";
  constexpr std::string_view id = "{id}";
  std::string link;
  for (std::string_view rest = case_url; !rest.empty();) {
    if (rest.starts_with(kind)) {
      link += percent_encoded(to_text(key.kind));
      rest.remove_prefix(kind.size());
    } else if (rest.starts_with(id)) {
      link += percent_encoded(key.id);
      rest.remove_prefix(id.size());
    } else {
      link += rest.front();
      rest.remove_prefix(1);
    }
  }
  return link;
}

const Tenant* TenantBook::find(std::string_view name) const {
  const auto found = tenants.find(name);
  return found == tenants.end() ? nullptr : &found->second;
}

const Tenant* TenantBook::find_source(std::string_view source) const {
  const auto found = tenant_by_source.find(source);
  return found == tenant_by_source.end() ? nullptr : find(found->second);
}

}  // namespace followup
