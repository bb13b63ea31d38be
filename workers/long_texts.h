// The long texts that mails are about, minutes, letters and notes: kept outside of the cases
// (core/codec/document.h), and read once for all mails that are prepared together.
#pragma once

#include "core/codec/document.h"
#include "core/domain/case.h"
#include "core/domain/notification.h"
#include "core/store/blobs.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace followup {

/// Of which text the notification's mail tells; its content is empty if of none.
[[nodiscard]] DocumentRef long_text_of(const Notification& notification, const Case& state);

/// The texts of a few mails, by tenant and content.
class LongTexts {
 public:
  /// `blobs` outlives it; null: there is no text to be had.
  explicit LongTexts(Blobs* blobs) : blobs_(blobs) {}

  /// Wants the text of the notification's mail, if that tells of one.
  void want(const Notification& notification, const Case& state);
  /// Reads what is wanted, all at a time. `unavailable`: the store is away.
  Result<void> read();
  /// The text; null: the mail tells of none. not_found: it is not kept, or not any more, or the
  /// case has no more what the mail is about. `internal`: what is kept is damaged.
  [[nodiscard]] Result<const Document*> find(const Notification& notification,
                                             const Case& state) const;

 private:
  using Name = std::pair<std::string, std::string>;

  [[nodiscard]] Result<std::string> rest_of(const Name& name, std::uint64_t size,
                                            std::string bytes);

  Blobs* blobs_;
  std::map<Name, DocumentRef> wanted_;
  std::map<Name, Result<Document>> texts_;
};

}  // namespace followup
