#include "tools/ctl/case_name.h"

#include "core/codec/config.h"
#include "core/domain/names.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

constexpr std::string_view forms = "write TENANT/KIND/ID, as in assist/referral/R-1";

std::vector<std::string> names(const TenantBook& tenants) {
  std::vector<std::string> all;
  for (const auto& [name, tenant] : tenants.tenants)
    all.push_back(name);
  return all;
}

/// Cuts the part before the first '/' off; nothing if there is none.
std::optional<std::string_view> cut(std::string_view& text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto part = text.substr(0, slash);
  text.remove_prefix(slash + 1);
  return part;
}

}  // namespace

std::string case_name(const CaseKey& key) {
  return fmt::format("{}/{}/{}", key.tenant, to_text(key.kind), key.id);
}

Result<const Tenant*> find_tenant(std::string_view name, const TenantBook& tenants) {
  const auto known = names(tenants);
  if (name.empty() && known.size() == 1) return tenants.find(known.front());
  if (name.empty()) {
    return Error{Code::invalid_input,
                 fmt::format("say which tenant: there are {}", fmt::join(known, ", "))};
  }
  if (const Tenant* found = tenants.find(name)) return found;
  const std::string nearest = nearest_name(name, known);
  return Error{Code::invalid_input,
               fmt::format("there is no tenant \"{}\": {}", name,
                           nearest.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                                           : fmt::format("did you mean \"{}\"?", nearest))};
}

Result<std::vector<const Tenant*>> tenants_named(const std::string& name,
                                                 const TenantBook& tenants) {
  std::vector<const Tenant*> found;
  if (name.empty()) {
    for (const auto& [key, tenant] : tenants.tenants)
      found.push_back(&tenant);
    return found;
  }
  const auto one = find_tenant(name, tenants);
  if (!one) return one.error();
  found.push_back(*one);
  return found;
}

Result<CaseKey> parse_case_name(std::string_view text, const TenantBook& tenants) {
  std::string_view rest = text;
  std::string_view tenant_name;
  std::optional<Kind> kind;
  auto part = cut(rest);
  if (part && tenants.find(*part) != nullptr) {
    tenant_name = *part;
    part = cut(rest);
    if (!part) return Error{Code::invalid_input, fmt::format("the case has no kind: {}", forms)};
  }
  if (part) kind = from_text<Kind>(*part);
  if (part && !kind) {
    return Error{Code::invalid_input,
                 fmt::format("\"{}\" is neither a tenant nor a kind of case (referral, "
                             "appointment, contact, project, ticket, meeting, application, "
                             "communication, person, group, notices): {}",
                             *part, forms)};
  }
  auto tenant = find_tenant(tenant_name, tenants);
  if (!tenant) return with_context(tenant.error(), "the case's tenant is not clear");
  if (rest.empty()) return Error{Code::invalid_input, fmt::format("the case has no id: {}", forms)};
  return CaseKey{(*tenant)->name, kind.value_or(Kind::referral), std::string(rest)};
}

}  // namespace followup::ctl
