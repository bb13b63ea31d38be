#include "tests/store/store_contract.h"

#include "core/base/hash.h"

namespace followup {

CaseKey key(const std::string& id) {
  return {"acme", Kind::referral, id};
}

std::string record_of(std::uint32_t version, std::string_view rest) {
  return "1" + to_hex(version, 8) + "cccccccc" + std::string(rest);
}

Commit step(const CaseKey& key, std::uint32_t expected, std::optional<TimePoint> due) {
  Commit commit;
  commit.key = key;
  commit.expected_version = expected;
  commit.record = record_of(expected + 1);
  commit.due = due;
  return commit;
}

CaseAnswer StoreContract::call(CaseCall call) {
  std::vector<CaseCall> calls;
  calls.push_back(std::move(call));
  auto answers = cases().call(std::move(calls));
  if (!answers || answers->size() != 1) {
    ADD_FAILURE() << (answers ? "not one answer" : answers.error().what);
    return {};
  }
  return std::move(answers->front());
}

CaseAnswer StoreContract::commit(Commit commit) {
  CaseKey of = commit.key;
  return call({std::move(of), std::move(commit)});
}

void StoreContract::make_case(const std::string& id, std::optional<TimePoint> due) {
  EXPECT_EQ(commit(step(key(id), 0, due)).kind, CaseAnswer::Kind::applied);
}

void StoreContract::make_notification(const std::string& case_id, const std::string& id,
                                      const std::string& lane, TimePoint not_before) {
  Commit first = step(key(case_id), 0);
  first.notifications.push_back({id, lane, "body of " + id, not_before});
  EXPECT_EQ(commit(first).kind, CaseAnswer::Kind::applied);
}

std::string StoreContract::stored(const std::string& case_id) {
  return call({key(case_id), std::nullopt}).record;
}

namespace {

Lines to_lines(const Result<std::vector<CaseStore::DueEntry>>& entries) {
  EXPECT_TRUE(entries);
  Lines lines;
  for (const auto& entry : *entries) {
    lines.push_back(entry.key.id + "@" + std::to_string((entry.at - at(0)).count() / 1000));
  }
  return lines;
}

}  // namespace

Lines StoreContract::due() {
  return to_lines(cases().list_due(from_ms(0), 1000));
}

Lines StoreContract::listed(const std::string& index, int offset, int limit,
                            const std::string& tenant) {
  return to_lines(cases().list_index(tenant, index, offset, limit));
}

std::vector<ClaimedNotification> StoreContract::claim(const Lines& lanes, std::int64_t second,
                                                      int limit) {
  auto claimed = outbox().claim(lanes, at(second), at(second + 10), limit);
  EXPECT_TRUE(claimed);
  return claimed ? std::move(*claimed) : std::vector<ClaimedNotification>();
}

ClaimedNotification StoreContract::claim_one(std::int64_t second, const std::string& lane) {
  auto claimed = claim({lane}, second);
  EXPECT_EQ(claimed.size(), 1U);
  return claimed.size() == 1 ? std::move(claimed.front()) : ClaimedNotification();
}

BeginAnswer StoreContract::begin(const ClaimedNotification& claimed, const std::string& case_id,
                                 std::uint32_t version, const std::string& frozen) {
  Begin begin;
  begin.id = claimed.id;
  begin.case_key = key(case_id);
  begin.token = claimed.token;
  begin.case_version = version;
  begin.frozen = frozen;
  begin.lease_until = at(100);
  begin.lane = claimed.lane;
  auto answers = outbox().begin({begin});
  EXPECT_TRUE(answers && answers->size() == 1);
  return answers && answers->size() == 1 ? std::move(answers->front()) : BeginAnswer();
}

std::string StoreContract::begin_one(std::int64_t second, const std::string& case_id) {
  const auto claimed = claim_one(second);
  EXPECT_EQ(begin(claimed, case_id).kind, BeginAnswer::Kind::go);
  return claimed.token;
}

RecordAnswer::Kind StoreContract::record(Record::Kind kind, const std::string& id,
                                         const std::string& token, const std::string& case_id,
                                         std::int64_t second, std::int64_t not_before) {
  Record record;
  record.kind = kind;
  record.id = id;
  record.case_key = key(case_id);
  record.lane = "email:normal";
  record.token = token;
  record.outcome_line = "end of " + id;
  record.last_outcome = "smtp_451";
  record.not_before = at(not_before);
  record.now = at(second);
  const auto answers = outbox().record({record});
  EXPECT_TRUE(answers && answers->size() == 1);
  return answers && answers->size() == 1 ? answers->front().kind : RecordAnswer::Kind::lost;
}

Lines StoreContract::outcomes(const std::string& case_id, std::int64_t second) {
  const auto claimed = cases().claim_due(at(second), at(second + 5), 200);
  EXPECT_TRUE(claimed);
  for (const auto& entry : *claimed) {
    if (entry.key == key(case_id)) return entry.outcomes;
  }
  return {};
}

LaneState StoreContract::lane(const std::string& name) {
  auto states = outbox().lanes({name});
  EXPECT_TRUE(states && states->size() == 1);
  return states && states->size() == 1 ? std::move(states->front()) : LaneState();
}

}  // namespace followup
