#include "workers/email/mime.h"

#include "workers/email/invitation.h"
#include "workers/email/text.h"

#include <algorithm>
#include <array>

#include <gmime/gmime.h>

namespace followup {

namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class Type>
using Owned = std::unique_ptr<Type, Unref>;

struct FreeOptions {
  void operator()(GMimeFormatOptions* options) const { g_mime_format_options_free(options); }
};

/// Letters, digits and what may stand inside a dot-atom without any doubt.
bool is_id_part(std::string_view text) {
  return !text.empty() && text.size() <= 100 && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_' || c == '.';
         });
}

Owned<GMimePart> text_part(const char* subtype, const std::string& words) {
  Owned<GMimePart> part(g_mime_part_new_with_type("text", subtype));
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", "utf-8");
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(words.data(), words.size()));
  const Owned<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  return part;
}

/// The method is the text's own: programs ignore a part where the two differ (RFC 6047
/// section 2.4).
Owned<GMimePart> calendar_part(const std::string& calendar, InvitationMethod method) {
  auto part = text_part("calendar", calendar);
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "method",
                                           std::string(method_name(method)).c_str());
  return part;
}

/// Text before HTML before an invitation: the last is what a reader prefers (RFC 2046 section
/// 5.1.4).
Owned<GMimeMultipart> body_of(const MimeMail& mail) {
  Owned<GMimeMultipart> body(g_mime_multipart_new_with_subtype("alternative"));
  // "=_" stands in no quoted-printable text.
  g_mime_multipart_set_boundary(body.get(), ("=_" + mail.id.substr(0, 60)).c_str());
  for (const auto& part :
       {text_part("plain", mail.words.text), text_part("html", mail.words.html)}) {
    g_mime_multipart_add(body.get(), GMIME_OBJECT(part.get()));
  }
  if (const auto method = method_of(mail.calendar)) {
    const auto part = calendar_part(mail.calendar, *method);
    g_mime_multipart_add(body.get(), GMIME_OBJECT(part.get()));
  }
  return body;
}

void add_address(GMimeMessage* message, GMimeAddressType type, const Mailbox& mailbox) {
  const std::string name = clean_header(mailbox.name, 100);
  const Owned<InternetAddress> address(internet_address_mailbox_new(
      name.empty() ? nullptr : name.c_str(), mailbox.address.text().c_str()));
  internet_address_set_charset(address.get(), "utf-8");
  internet_address_list_add(g_mime_message_get_addresses(message, type), address.get());
}

void add_header(GMimeMessage* message, const char* name, const std::string& value) {
  g_mime_object_append_header(GMIME_OBJECT(message), name, value.c_str(), "utf-8");
}

void add_headers(GMimeMessage* message, const MimeMail& mail) {
  const std::string root = "<" + mail.thread + "@" + mail.domain + ">";
  add_address(message, GMIME_ADDRESS_TYPE_FROM, mail.from);
  add_address(message, GMIME_ADDRESS_TYPE_TO, mail.to);
  g_mime_message_set_subject(message, clean_header(mail.words.subject).c_str(), "utf-8");
  add_header(message, "Date", header_date(mail.date));
  add_header(message, "Message-ID", "<" + mail.id + "@" + mail.domain + ">");
  add_header(message, "In-Reply-To", root);
  add_header(message, "References", root);
  add_header(message, "Auto-Submitted", "auto-generated");  // RFC 3834
  // Not "All": that would also keep back the non-delivery reports that tell of a dead address.
  add_header(message, "X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply");
  add_header(message, "X-Followup-Notification", mail.id);
  add_header(message, "Content-Language", std::string(mail.language));
}

}  // namespace

struct MimeBuilder::Runtime {
  Runtime() {
    g_mime_init();
    options.reset(g_mime_format_options_new());
    g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
  }

  ~Runtime() {
    options.reset();
    g_mime_shutdown();
  }

  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  std::unique_ptr<GMimeFormatOptions, FreeOptions> options;
};

MimeBuilder::MimeBuilder() : runtime_(std::make_unique<Runtime>()) {}

MimeBuilder::~MimeBuilder() = default;
MimeBuilder::MimeBuilder(MimeBuilder&&) noexcept = default;
MimeBuilder& MimeBuilder::operator=(MimeBuilder&&) noexcept = default;

Result<std::string> MimeBuilder::build(const MimeMail& mail) const {
  if (!is_id_part(mail.id) || !is_id_part(mail.thread) || !is_host_name(mail.domain)) {
    return Error{Code::internal, "the notification's id and the domain give no message id"};
  }
  if (!mail.calendar.empty() && !method_of(mail.calendar)) {
    return Error{Code::internal, "the calendar part names no method"};
  }
  const Owned<GMimeMessage> message(g_mime_message_new(FALSE));
  add_headers(message.get(), mail);
  const auto body = body_of(mail);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));
  const Owned<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_object_write_to_stream(GMIME_OBJECT(message.get()), runtime_->options.get(), stream.get());
  const GByteArray* written = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  std::string bytes(reinterpret_cast<const char*>(written->data), written->len);
  if (!bytes.ends_with("\r\n")) bytes += "\r\n";
  if (!is_wire_safe(bytes, mail.to.address.needs_smtputf8 || mail.from.address.needs_smtputf8)) {
    return Error{Code::internal, "the composed mail breaks a rule of the wire"};
  }
  return bytes;
}

bool is_wire_safe(std::string_view bytes, bool eight_bit) {
  std::size_t line = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at, ++line) {
    const char c = bytes[at];
    if (c == '\r') {
      if (at + 1 == bytes.size() || bytes[at + 1] != '\n' || line > 998) return false;
      ++at;
      line = static_cast<std::size_t>(-1);
    } else if (c == '\n' || c == '\0' || (!eight_bit && static_cast<unsigned char>(c) > 0x7f)) {
      return false;
    }
  }
  return line == 0;
}

std::string header_date(TimePoint at) {
  constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const Date date{day};
  const std::string number = std::to_string(static_cast<unsigned>(date.day()));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at - day);
  const std::string time = format_time_of_day(seconds);
  return std::string(weekdays.at(std::chrono::weekday{day}.c_encoding())) + ", " + number + " " +
         months.at(static_cast<unsigned>(date.month()) - 1) + " " +
         std::to_string(static_cast<int>(date.year())) + " " + time +
         (time.size() == 5 ? ":00 +0000" : " +0000");
}

}  // namespace followup
