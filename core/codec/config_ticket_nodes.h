// Classifications as they are written, and what is made and said of them. Internal to the
// configuration of tickets.
#pragma once

#include "core/codec/config_reader.h"
#include "core/codec/config_report.h"
#include "core/domain/tenant.h"
#include "core/domain/ticket_policy.h"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

struct WrittenNode {
  TicketNode node;
  std::optional<int> level;        ///< as sent; what counts is computed (T10)
  std::optional<bool> last_level;  ///< likewise (T12)
  std::string path;                ///< "classifications.<id>."
  ConfigReport* report = nullptr;  ///< of the file that it stands in
};

inline constexpr std::array<TicketChannel, 4> all_channels{
    TicketChannel::internal, TicketChannel::contact_form, TicketChannel::ombudsman,
    TicketChannel::lgpd};

using WrittenNodes = std::map<std::string, WrittenNode>;

/// 1 to 64 characters, none of them a control character: what a CRM may call classifications,
/// groups and types of persons.
[[nodiscard]] std::string check_ticket_id(std::string_view id);

/// Reads one of them, from either file; keys called as in `apart` are left alone.
void read_node(const TomlValue& item, const std::string& id, ConfigReport& report,
               WrittenNodes& nodes, const std::vector<std::string>& apart = {});

/// Reads a JSON file: an object of nodes by id, or a list of nodes with an "id". Nothing of it is
/// taken where one of that id is there already.
void read_node_file(const std::filesystem::path& path, ConfigReport& of_tenant,
                    ConfigReport& of_file, WrittenNodes& nodes);

/// Computes levels and leaves, and tells of parents that are not there, circles, and what only a
/// last level can have (T9, T10, T12, S-T11).
void grow_tree(WrittenNodes& nodes);

/// Groups, channels, statuses, and the calendar (T11, T14 to T17). `policy` has no nodes yet.
void check_tickets(const Tenant& tenant, const TicketPolicy& policy, const WrittenNodes& nodes,
                   ConfigReport& report);

/// What terms, warnings and extensions say of each other, in every place that has some.
void check_ticket_terms(const Tenant& tenant, const TicketPolicy& policy, const WrittenNodes& nodes,
                        ConfigReport& report);

/// Tells of names that refer to nothing: the first ones with the nearest name. Of a large tree that
/// has lost a part, looking for all of them would take minutes.
class MissingNames {
 public:
  /// `what` and `section` as no_such() takes them; `section` without the brackets and the id.
  MissingNames(std::string what, std::string section, std::vector<std::string> known)
      : what_(std::move(what)), section_(std::move(section)), known_(std::move(known)) {}

  [[nodiscard]] std::string words(const std::string& name);

 private:
  std::string what_;
  std::string section_;
  std::vector<std::string> known_;
  int hints_ = 50;
};

}  // namespace followup
