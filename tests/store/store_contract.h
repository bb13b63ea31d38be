// The contract of store.h as a suite that runs on every store alike, with words that keep its
// stories short.
#pragma once

#include "core/store/blobs.h"
#include "core/store/store.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {

/// A store under test, empty when made, with whatever it needs to live.
class AnyStore {
 public:
  virtual ~AnyStore() = default;
  virtual CaseStore& cases() = 0;
  virtual Outbox& outbox() = 0;
  virtual Shelf& shelf() = 0;
  virtual Blobs& blobs() = 0;
};

/// A named way to make a store: the suite's parameter.
struct StoreMaker {
  std::string name;
  std::unique_ptr<AnyStore> (*make)();
};

/// Instants of the stories: whole seconds of one morning.
[[nodiscard]] inline TimePoint at(std::int64_t second) {
  return from_ms(1'300'000'000'000 + second * 1000);
}

[[nodiscard]] CaseKey key(const std::string& id);
/// A record as scripts see it: a header with that version, and something behind it.
[[nodiscard]] std::string record_of(std::uint32_t version, std::string_view rest = "{}");
/// The step of a case from `expected` to the next version.
[[nodiscard]] Commit step(const CaseKey& key, std::uint32_t expected,
                          std::optional<TimePoint> due = std::nullopt);

using Lines = std::vector<std::string>;

class StoreContract : public testing::TestWithParam<StoreMaker> {
 protected:
  StoreContract() : store_(GetParam().make()) {}

  CaseStore& cases() { return store_->cases(); }

  Outbox& outbox() { return store_->outbox(); }

  Shelf& shelf() { return store_->shelf(); }

  Blobs& blobs() { return store_->blobs(); }

  CaseAnswer call(CaseCall call);
  CaseAnswer commit(Commit commit);
  /// A new case with a due entry and, with a lane, one notification of it, due at `not_before`.
  void make_case(const std::string& id, std::optional<TimePoint> due = std::nullopt);
  void make_notification(const std::string& case_id, const std::string& id,
                         const std::string& lane = "email:normal", TimePoint not_before = at(0));
  /// The stored record, "" if there is none.
  std::string stored(const std::string& case_id);
  /// "id@second" of the due set, earliest first.
  Lines due();
  /// Ids that are in a lane's claim at that second, with a lease of ten seconds.
  std::vector<ClaimedNotification> claim(const Lines& lanes, std::int64_t second, int limit = 200);
  /// The only one, or an empty one with a failure.
  ClaimedNotification claim_one(std::int64_t second, const std::string& lane = "email:normal");
  BeginAnswer begin(const ClaimedNotification& claimed, const std::string& case_id,
                    std::uint32_t version = 1, const std::string& frozen = "inputs");
  /// Claims and begins; the token.
  std::string begin_one(std::int64_t second, const std::string& case_id);
  RecordAnswer::Kind record(Record::Kind kind, const std::string& id, const std::string& token,
                            const std::string& case_id, std::int64_t second,
                            std::int64_t not_before = 0);
  /// What a case's outcomes hold, by a claim at that second.
  Lines outcomes(const std::string& case_id, std::int64_t second);
  LaneState lane(const std::string& name);
  /// "id@second" of a page of an index, in its order.
  Lines listed(const std::string& index, int offset = 0, int limit = 1000,
               const std::string& tenant = "acme");

 private:
  std::unique_ptr<AnyStore> store_;
};

}  // namespace followup
