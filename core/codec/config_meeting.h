// The sections of a tenant's file that meetings, programmes and communications follow: [meetings],
// [programmes] and [communications] (source 2).
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"
#include "core/codec/config_toml.h"

#include <vector>

namespace followup {

/// Reads them into `tenant.policy.meeting` and `tenant.policy.application`.
void read_meetings(const TomlValue& root, Tenant& tenant, ConfigReport& report);

/// Mail templates that are named and have no files in the tenant's folder (M23): an error where
/// there is none at all, a warning where a language is missing. `tenant.templates` is the folder's
/// path by then.
void check_mail_templates(const Tenant& tenant, ConfigReport& report);

/// The keys of these sections.
void document_meetings(std::vector<ConfigKey>& keys);

}  // namespace followup
