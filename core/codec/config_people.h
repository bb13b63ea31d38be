// The [people.<id>] and [teams.<id>] sections of a tenant's file: the directory of those whom no
// event describes.
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"
#include "core/codec/config_toml.h"

#include <vector>

namespace followup {

/// Reads them into `tenant`.
void read_people(const TomlValue& root, Tenant& tenant, ConfigReport& report);

/// The keys of a person.
void document_people(std::vector<ConfigKey>& keys);
/// The keys of a team.
void document_teams(std::vector<ConfigKey>& keys);

}  // namespace followup
