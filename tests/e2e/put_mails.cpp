// Puts mails with files into an installation's store as they are once their first attempt has
// begun, so that a worker sends them: put_mails <socket> <tenant>, then a line of JSON a mail on
// its input: {"to": "anna@assist.example", "files": [{"path": …, "name": …, "media_type": …,
// "url": …}]}. A path is stored; without one a file is only a link. Says how many it has put.
#include "core/base/hash.h"
#include "core/codec/record_codec.h"
#include "core/store/redis_blobs.h"
#include "core/store/redis_store.h"
#include "workers/email/inputs.h"

#include <fstream>
#include <iostream>
#include <iterator>

#include <nlohmann/json.hpp>

namespace {

using namespace followup;
using Json = nlohmann::json;

/// Stores a file; its hash. Throws where the store fails.
std::string keep(Blobs& blobs, const std::string& tenant, const std::string& bytes) {
  const std::string part = random_id();
  const std::string content = sha256(bytes);
  for (std::size_t at = 0; at < bytes.size() || at == 0; at += blob_piece) {
    const auto piece = std::string_view(bytes).substr(at, blob_piece);
    (void)blobs.wait(blobs.append(tenant, part, at, piece)).value();
  }
  (void)blobs.wait(blobs.finish(tenant, part, content, bytes.size(), std::chrono::hours{1}))
      .value();
  return content;
}

Attachment attachment(const Json& told, Blobs& blobs, const std::string& tenant) {
  Attachment file{.name = told.at("name"),
                  .media_type = told.value("media_type", "application/octet-stream"),
                  .url = told.value("url", "")};
  if (!told.contains("path")) return file;
  std::ifstream stream(told.at("path").get<std::string>(), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  file.size = bytes.size();
  file.content = told.value("lost", false) ? sha256("lost" + bytes) : keep(blobs, tenant, bytes);
  return file;
}

MailInputs inputs(const Json& told, const CaseKey& key, Blobs& blobs, TimePoint now) {
  MailInputs made;
  made.tenant = key.tenant;
  made.to = told.at("to");
  made.from = "Follow-up <followup@assist.example>";
  made.reference = key.id;
  made.date = now;
  made.message_id_domain = "followup.example";
  made.thread = "thread-" + key.id;
  for (const auto& file : told.at("files"))
    made.attachments.push_back(attachment(file, blobs, key.tenant));
  return made;
}

/// A case with a notification whose inputs are frozen and which is due now.
void put(const Json& told, const CaseKey& key, RedisStore& store, Blobs& blobs) {
  const TimePoint now = SystemClock().now();
  Notification notification{.id = random_id(), .case_key = key, .lane = "email:normal"};
  notification.due = notification.made_at = now;
  Case state = empty_case(key);
  state.version = 1;
  Commit commit{.key = key, .record = encode_case(state)};
  commit.notifications.push_back(
      {notification.id, notification.lane, encode_notification(notification), now});
  (void)store.call({{key, std::move(commit)}}).value();
  const auto claimed =
      store.claim({notification.lane}, now, now + std::chrono::minutes{1}, 1).value();
  const auto& mine = claimed.at(0);
  // The first line is about who stands in for whom: nobody.
  const std::string frozen = "\n" + encode_inputs(inputs(told, key, blobs, now));
  (void)store
      .begin({{.id = mine.id,
               .case_key = key,
               .token = mine.token,
               .case_version = 1,
               .frozen = frozen,
               .lease_until = now + std::chrono::minutes{1},
               .lane = mine.lane}})
      .value();
  // Due when all are there: another claim must not take this one.
  (void)store
      .record({{.kind = Record::Kind::put_back,
                .id = mine.id,
                .case_key = key,
                .lane = mine.lane,
                .token = mine.token,
                .last_outcome = "put",
                .not_before = now + std::chrono::seconds{30},
                .now = now}})
      .value();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const RedisAddress address{.socket = argv[1]};
  RedisStore store(address);
  RedisBlobs blobs(address);
  int count = 0;
  for (std::string line; std::getline(std::cin, line); ++count)
    put(Json::parse(line), {argv[2], Kind::referral, "MAIL-" + std::to_string(count)}, store,
        blobs);
  const TimePoint now = SystemClock().now();
  (void)store.bring_forward({"email:normal"}, now, now).has_value();
  std::cout << count << "\n";
  return 0;
}
