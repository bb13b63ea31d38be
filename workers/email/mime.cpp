#include "workers/email/mime.h"

#include "workers/email/file_words.h"
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

std::string mixed_boundary(const MimeMail& mail) {
  return "=_m" + mail.id.substr(0, 60);
}

bool is_type_name(std::string_view text) {
  return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
  });
}

/// Type and subtype; of something that may not be encoded in base64 (RFC 2045 section 6.4), or that
/// is no type, that of bytes.
std::pair<std::string, std::string> media_type_of(const Attachment& file) {
  const std::string_view text = file.media_type;
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    std::string type(text.substr(0, slash));
    std::string subtype(text.substr(slash + 1));
    const bool composite = g_ascii_strcasecmp(type.c_str(), "multipart") == 0 ||
                           g_ascii_strcasecmp(type.c_str(), "message") == 0;
    if (!composite && is_type_name(type) && is_type_name(subtype)) return {type, subtype};
  }
  return {"application", "octet-stream"};
}

/// A part that is all headers: type, disposition and the name in both ways that readers know (RFC
/// 2231 for the disposition, RFC 2047 for old ones).
Owned<GMimePart> file_part(const Attachment& file) {
  const auto [type, subtype] = media_type_of(file);
  const std::string name = file_name(file.name);
  Owned<GMimePart> part(g_mime_part_new_with_type(type.c_str(), subtype.c_str()));
  GMimeObject* const object = GMIME_OBJECT(part.get());
  g_mime_object_set_disposition(object, "attachment");
  g_mime_object_set_content_disposition_parameter(object, "filename", name.c_str());
  g_mime_object_set_content_type_parameter(object, "name", name.c_str());
  const auto encode = [](GMimeParamList* list, const char* parameter,
                         GMimeParamEncodingMethod method) {
    GMimeParam* const found = g_mime_param_list_get_parameter(list, parameter);
    g_mime_param_set_charset(found, "utf-8");
    g_mime_param_set_encoding_method(found, method);
  };
  encode(g_mime_content_type_get_parameters(g_mime_object_get_content_type(object)), "name",
         GMIME_PARAM_ENCODING_METHOD_RFC2047);
  encode(g_mime_content_disposition_get_parameters(g_mime_object_get_content_disposition(object)),
         "filename", GMIME_PARAM_ENCODING_METHOD_RFC2231);
  g_mime_part_set_content_encoding(part.get(), GMIME_CONTENT_ENCODING_BASE64);
  return part;
}

Owned<GMimePart> inline_part(const InlineFile& file) {
  auto part = file_part({.name = file.name, .media_type = file.media_type});
  const Owned<GMimeStream> stream(
      g_mime_stream_mem_new_with_buffer(file.bytes.data(), file.bytes.size()));
  const Owned<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  return part;
}

/// The body inside a multipart that the files are to follow in.
Owned<GMimeMultipart> mixed_body_of(const MimeMail& mail) {
  Owned<GMimeMultipart> body(g_mime_multipart_new_with_subtype("mixed"));
  g_mime_multipart_set_boundary(body.get(), mixed_boundary(mail).c_str());
  const auto words = body_of(mail);
  g_mime_multipart_add(body.get(), GMIME_OBJECT(words.get()));
  for (const auto& file : mail.inline_files) {
    const auto part = inline_part(file);
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
  if (mail.reply_to) add_address(message, GMIME_ADDRESS_TYPE_REPLY_TO, *mail.reply_to);
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

namespace {

/// For the whole life of the process: once shut down, GMime does not come up again whole.
void start_gmime() {
  [[maybe_unused]] static const bool started = [] {
    g_mime_init();
    return true;
  }();
}

}  // namespace

struct MimeBuilder::Runtime {
  Runtime() {
    start_gmime();
    options.reset(g_mime_format_options_new());
    g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
  }

  [[nodiscard]] std::string bytes_of(GMimeObject* object) const;

  std::unique_ptr<GMimeFormatOptions, FreeOptions> options;
};

MimeBuilder::MimeBuilder() : runtime_(std::make_unique<Runtime>()) {}

MimeBuilder::~MimeBuilder() = default;
MimeBuilder::MimeBuilder(MimeBuilder&&) noexcept = default;
MimeBuilder& MimeBuilder::operator=(MimeBuilder&&) noexcept = default;

std::string MimeBuilder::Runtime::bytes_of(GMimeObject* object) const {
  const Owned<GMimeStream> stream(g_mime_stream_mem_new());
  g_mime_object_write_to_stream(object, options.get(), stream.get());
  const GByteArray* written = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return {reinterpret_cast<const char*>(written->data), written->len};
}

/// The text before the first file, and what stands between and behind them.
MimeText MimeBuilder::with_files(const MimeMail& mail, std::string bytes) const {
  const std::string boundary = "--" + mixed_boundary(mail);
  // The last boundary goes behind the last file.
  const auto end = bytes.rfind(boundary + "--");
  if (end != std::string::npos) bytes.erase(end);
  std::vector<std::string> heads;
  for (const auto& file : mail.files) {
    const auto part = file_part(file);
    std::string head = runtime_->bytes_of(GMIME_OBJECT(part.get()));
    while (head.ends_with("\r\n"))
      head.erase(head.size() - 2);
    heads.push_back(boundary);
    heads.back().append("\r\n").append(head).append("\r\n\r\n");
  }
  MimeText made{bytes + heads.front(), {heads.begin() + 1, heads.end()}};
  made.after.push_back(boundary + "--\r\n");
  return made;
}

Result<MimeText> MimeBuilder::build(const MimeMail& mail) const {
  if (!is_id_part(mail.id) || !is_id_part(mail.thread) || !is_host_name(mail.domain)) {
    return Error{Code::internal, "the notification's id and the domain give no message id"};
  }
  if (!mail.calendar.empty() && !method_of(mail.calendar)) {
    return Error{Code::internal, "the calendar part names no method"};
  }
  const Owned<GMimeMessage> message(g_mime_message_new(FALSE));
  add_headers(message.get(), mail);
  const bool mixed = !mail.files.empty() || !mail.inline_files.empty();
  const auto body = mixed ? mixed_body_of(mail) : body_of(mail);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));
  std::string bytes = runtime_->bytes_of(GMIME_OBJECT(message.get()));
  if (!bytes.ends_with("\r\n")) bytes += "\r\n";
  MimeText made = mail.files.empty() ? MimeText{std::move(bytes), {}} : with_files(mail, bytes);
  const bool eight_bit = mail.to.address.needs_smtputf8 || mail.from.address.needs_smtputf8;
  bool safe = is_wire_safe(made.text, eight_bit);
  for (const auto& after : made.after)
    safe = safe && is_wire_safe(after, false);
  if (!safe) return Error{Code::internal, "the composed mail breaks a rule of the wire"};
  return made;
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
