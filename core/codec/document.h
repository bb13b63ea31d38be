// The long texts of events, as they are kept outside of the case (DocumentRef): minutes, a letter,
// a note. One shape for all three; what a kind does not have is empty.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/references.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// An action as the minutes list it (M9).
struct DocumentAction {
  std::string text;
  PersonRef responsible;
  Date due_on{};
  friend bool operator==(const DocumentAction&, const DocumentAction&) = default;
};

struct Document {
  std::string title;                          ///< a note's, or a letter's subject line
  std::string text;                           ///< plain; lines end with "\n"
  std::vector<std::string> decisions;         ///< M7
  std::vector<DocumentAction> actions;        ///< M9
  std::map<std::string, std::string> values;  ///< of a letter's template (M23)
  friend bool operator==(const Document&, const Document&) = default;
};

/// The bytes that are kept: JSON, the same for equal documents.
[[nodiscard]] std::string encode_document(const Document& document);

/// invalid_input: the bytes are no document.
[[nodiscard]] Result<Document> decode_document(std::string_view bytes);

/// How a case names those bytes.
[[nodiscard]] DocumentRef document_ref(std::string_view bytes);

}  // namespace followup
