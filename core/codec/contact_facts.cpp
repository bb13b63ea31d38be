#include "core/codec/call_facts.h"
#include "core/codec/facts_codec.h"
#include "core/codec/json_reader.h"
#include "core/codec/json_writer.h"

namespace followup::json {

template <>
inline constexpr auto last<ProjectState> = ProjectState::anonymised;

template <>
inline constexpr auto members<FieldVisit> =
    std::tuple{Member{"d", &FieldVisit::start},     Member{"w", &FieldVisit::rep},
               Member{"f", &FieldVisit::from_call}, Member{"m", &FieldVisit::reminder},
               Member{"y", &FieldVisit::cycle},     Member{"p", &FieldVisit::protocol_at}};

/// Project and contact, which the case's id tells.
template <>
inline constexpr std::size_t members_elsewhere<ProjectContact> = 2;

template <>
inline constexpr auto members<ProjectContact> =
    std::tuple{Member{"x", &ProjectContact::done},
               Member{"k", &ProjectContact::judgement},
               Member{"l", &ProjectContact::called},
               Member{"kq", &ProjectContact::status_sequence},
               Member{"t", &ProjectContact::project},
               Member{"ts", &ProjectContact::project_seen},
               Member{"tq", &ProjectContact::project_sequence},
               Member{"y", &ProjectContact::cycle},
               Member{"a", &ProjectContact::follow_up},
               Member{"f", &ProjectContact::former},
               Member{"u", &ProjectContact::override_hint},
               Member{"aq", &ProjectContact::follow_up_sequence},
               Member{"v", &ProjectContact::visit},
               Member{"vq", &ProjectContact::visit_sequence},
               Member{"e", &ProjectContact::editor},
               Member{"b", &ProjectContact::dead},
               Member{"xq", &ProjectContact::done_sequence}};

template <>
inline constexpr auto members<UnsentProtocol> =
    std::tuple{Member{"i", &UnsentProtocol::contact}, Member{"w", &UnsentProtocol::rep},
               Member{"d", &UnsentProtocol::start}, Member{"e", &UnsentProtocol::event},
               Member{"q", &UnsentProtocol::sequence}};

template <>
inline constexpr auto members<SettledProtocol> =
    std::tuple{Member{"i", &SettledProtocol::contact}, Member{"e", &SettledProtocol::event},
               Member{"q", &SettledProtocol::sequence}};

template <>
inline constexpr auto members<BatchMail> =
    std::tuple{Member{"y", &BatchMail::cycle}, Member{"w", &BatchMail::rep}};

/// The id, which is the case's.
template <>
inline constexpr std::size_t members_elsewhere<Project> = 1;

template <>
inline constexpr auto members<Project> =
    std::tuple{Member{"t", &Project::state},  Member{"q", &Project::state_sequence},
               Member{"u", &Project::unsent}, Member{"d", &Project::batch_at},
               Member{"y", &Project::cycle},  Member{"n", &Project::sent},
               Member{"b", &Project::dead},   Member{"m", &Project::settled}};

template <>
inline constexpr auto members<Notices::Told> =
    std::tuple{Member{"w", &Notices::Told::what}, Member{"i", &Notices::Told::subject},
               Member{"d", &Notices::Told::on}};

template <>
inline constexpr auto members<Notices> = std::tuple{Member{"t", &Notices::told}};

void write_facts(Writer& out, const ProjectContact& contact) {
  ValueWriter::write_members(out, contact);
}

void read_facts(Reader& in, ProjectContact& contact) {
  ValueReader::read_members(in, contact);
}

void write_facts(Writer& out, const Project& project) {
  ValueWriter::write_members(out, project);
}

void read_facts(Reader& in, Project& project) {
  ValueReader::read_members(in, project);
}

void write_facts(Writer& out, const Notices& notices) {
  ValueWriter::write_members(out, notices);
}

void read_facts(Reader& in, Notices& notices) {
  ValueReader::read_members(in, notices);
}

}  // namespace followup::json
