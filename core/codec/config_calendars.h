// The [calendars.<name>] sections of a tenant's file: calling windows and business hours.
#pragma once

#include "core/codec/config.h"
#include "core/codec/config_report.h"
#include "core/codec/config_toml.h"

#include <map>
#include <string>
#include <vector>

namespace followup {

/// Reads the sections below `calendars`, if there are any.
void read_calendars(const TomlValue& root, std::map<std::string, OpeningHours>& calendars,
                    ConfigReport& report);

/// The keys of a calendar.
void document_calendars(std::vector<ConfigKey>& keys);

}  // namespace followup
