// Endpoints are reported as endpoint[1], endpoint[2], …: counted from 1, in the order of the file.
#include "core/codec/config_endpoints.h"

#include "core/codec/config_kinds.h"
#include "core/codec/config_secrets.h"

#include <algorithm>

namespace followup {

namespace {

/// An endpoint as it is written: with the names of its secret files.
struct WrittenEndpoint {
  Endpoint endpoint;
  std::vector<std::string> secret_files;
};

std::vector<KeyRow<WrittenEndpoint>> endpoint_rows() {
  const auto inside = &WrittenEndpoint::endpoint;
  return {
      {"name", text(field(inside, &Endpoint::name), {.type = "name", .check = check_name}),
       std::string(required),
       "What the endpoint is called in logs and commands; [a-z0-9-]+, unique in the tenant."},
      {"url", text(field(inside, &Endpoint::url), {.type = "URL", .check = check_hook_url}),
       std::string(required), "Where webhooks are posted. https; http only with `allow`."},
      {"secrets",
       texts(field(inside, &Endpoint::secrets),
             {.type = "secret", .check = check_secret, .may_be_empty = true}),
       "[]",
       "Signing secrets, `whsec_` and base64 of 24 to 64 bytes. Several while rotating: each "
       "signs. "
       "At least one, here or in `secret_files`."},
      {"secret_files",
       texts(field(&WrittenEndpoint::secret_files), {.type = "file name", .may_be_empty = true}),
       "[]", "The same in files, a secret a file. See \"Files with secrets\"."},
      {"types",
       texts(field(inside, &Endpoint::types), {.type = "event type", .check = check_hook_type}),
       std::string(required), "CloudEvents types that the endpoint wants; `\"*\"` stands for all."},
      {"allow",
       texts(field(inside, &Endpoint::allow),
             {.type = "network", .check = check_exception, .may_be_empty = true}),
       "[]",
       "Private networks that the endpoint may be in all the same, with the port, as in "
       "10.20.0.0/16:8443."},
      {"max_in_flight", whole(field(inside, &Endpoint::max_in_flight), 1, 1000), "16",
       "Most webhooks under way to it at once, per worker."},
  };
}

/// Adds the secrets that are in files.
void take_secret_files(const WrittenEndpoint& written, const TenantFile& file,
                       const std::string& key, Endpoint& endpoint, ConfigReport& report) {
  for (const auto& name : written.secret_files) {
    const auto path = locate_secret(name, file.folder);
    const auto secret = read_secret(path);
    std::string problem;
    if (!secret) {
      problem = secret.error().what;
    } else if (problem = check_secret(*secret); problem.empty()) {
      endpoint.secrets.push_back(*secret);
      if (readable_by_all(path)) {
        report.warning(key,
                       "names a file that every user of this machine can read: " + path.string());
      }
      continue;
    }
    report.error(key, fmt::format("names no usable file ({}): {}", path.string(), problem));
  }
}

void check_endpoint(const WrittenEndpoint& written, const std::string& prefix,
                    const TenantFile& file, const Tenant& tenant, ConfigReport& report) {
  const Endpoint& endpoint = written.endpoint;
  const bool taken =
      std::any_of(tenant.endpoints.begin(), tenant.endpoints.end(),
                  [&](const Endpoint& other) { return other.name == endpoint.name; });
  if (taken && !endpoint.name.empty()) {
    report.error(prefix + "name",
                 fmt::format("is the name of an earlier endpoint too: \"{}\"", endpoint.name));
  }
  if (endpoint.url.substr(0, 5) == "http:" && endpoint.allow.empty() &&
      !report.faulty(prefix + "allow")) {
    report.error(prefix + "url", "must be https; http is for networks that are listed in allow");
  }
  const bool doubtful = report.faulty(prefix + "secrets") || report.faulty(prefix + "secret_files");
  if (endpoint.secrets.empty() && written.secret_files.empty() && !doubtful) {
    report.error(prefix + "secrets",
                 "is missing: webhooks are signed; give secrets or secret_files");
  }
  if (!endpoint.secrets.empty() && readable_by_all(file.path)) {
    report.warning(prefix + "secrets", "stands in a file that every user of this machine can read");
  }
}

}  // namespace

void read_endpoints(const TomlValue& root, const TenantFile& file, DeliverySecrets secrets,
                    Tenant& tenant, ConfigReport& report) {
  const TomlValue* const list = root.find("endpoint");
  if (list == nullptr) return;
  const auto is_table = [](const TomlValue& item) { return item.type == TomlType::table; };
  if (list->type != TomlType::list ||
      !std::all_of(list->items.begin(), list->items.end(), is_table)) {
    report.error("endpoint", "is a list of sections: write [[endpoint]] above each");
    return;
  }
  const auto rows = endpoint_rows();
  int count = 0;
  for (const auto& item : list->items) {
    const std::string name = fmt::format("endpoint[{}]", ++count);
    WrittenEndpoint written;
    report.note(name, item.line);
    read_rows(item, name + ".", rows, written, report);
    check_endpoint(written, name + ".", file, tenant, report);
    Endpoint endpoint = written.endpoint;
    if (secrets == DeliverySecrets::required) {
      take_secret_files(written, file, name + ".secret_files", endpoint, report);
    }
    tenant.endpoints.push_back(std::move(endpoint));
  }
}

void document_endpoints(std::vector<ConfigKey>& keys) {
  document_rows("tenants/<name>.toml", "endpoint[].", endpoint_rows(), keys);
}

}  // namespace followup
