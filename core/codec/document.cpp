#include "core/codec/document.h"

#include "core/base/hash.h"
#include "core/codec/call_facts.h"
#include "core/codec/json_reader.h"
#include "core/codec/json_writer.h"

namespace followup {

namespace json {

template <>
inline constexpr auto members<DocumentAction> =
    std::tuple{Member{"text", &DocumentAction::text}, Member{"by", &DocumentAction::responsible},
               Member{"due", &DocumentAction::due_on}};

template <>
inline constexpr auto members<Document> =
    std::tuple{Member{"title", &Document::title}, Member{"text", &Document::text},
               Member{"decisions", &Document::decisions}, Member{"actions", &Document::actions},
               Member{"values", &Document::values}};

}  // namespace json

std::string encode_document(const Document& document) {
  rapidjson::StringBuffer buffer;
  json::Writer out(buffer);
  json::ValueWriter::write(out, document);
  return std::string(json::view(buffer));
}

Result<Document> decode_document(std::string_view bytes) {
  rapidjson::Document parsed;
  parsed.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(
      bytes.data(), bytes.size());
  Document document;
  if (parsed.HasParseError() || !json::ValueReader::read(parsed, document))
    return Error{Code::invalid_input, "a kept text is damaged"};
  return document;
}

DocumentRef document_ref(std::string_view bytes) {
  return {sha256(bytes), bytes.size()};
}

}  // namespace followup
