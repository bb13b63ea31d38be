#include "core/store/pipeline.h"

#include "core/store/redis_reply.h"
#include "core/store/refused_bytes.h"
#include "core/store/store.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

TEST(Pipeline, WritesCommandsInRedisProtocolWithLengthsInBytes) {
  const ScriptDigests digests;
  Pipeline pipeline(digests);
  pipeline.command({"GET", "ä\r\n"});
  EXPECT_EQ(pipeline.bytes(), "*2\r\n$3\r\nGET\r\n$4\r\nä\r\n\r\n");
}

TEST(Pipeline, CallsAScriptByItsDigestWithKeysBeforeArguments) {
  ScriptDigests digests;
  digests[static_cast<std::size_t>(Script::give_back)] = "abc";
  Pipeline pipeline(digests);
  pipeline.begin(Script::give_back);
  pipeline.arg("x");
  pipeline.key("k");
  pipeline.arg(-7);
  pipeline.call();
  EXPECT_EQ(pipeline.bytes(),
            "*6\r\n$7\r\nEVALSHA\r\n$3\r\nabc\r\n$1\r\n1\r\n$1\r\nk\r\n$1\r\nx\r\n$2\r\n-7\r\n");
  EXPECT_EQ(pipeline.script_of(0), Script::give_back);
}

TEST(Pipeline, GivesEachCallByItself) {
  const ScriptDigests digests;
  Pipeline pipeline(digests);
  pipeline.command({"PING"});
  pipeline.command({"TIME"});
  EXPECT_EQ(pipeline.size(), 2U);
  EXPECT_EQ(pipeline.bytes_of(0), "*1\r\n$4\r\nPING\r\n");
  EXPECT_EQ(pipeline.bytes_of(1), "*1\r\n$4\r\nTIME\r\n");
  EXPECT_EQ(pipeline.script_of(1), std::nullopt);
}

TEST(Scripts, SayInTheirFirstLineWhetherTheyRunInAFullStore) {
  EXPECT_TRUE(script_text(Script::commit_cases).starts_with("#!lua\n"));
  EXPECT_TRUE(script_text(Script::keep_refused).starts_with("#!lua\n"));
  for (const auto script :
       {Script::commit_cases_draining, Script::claim_due, Script::set_aside_damaged,
        Script::claim_outbox, Script::begin_attempts, Script::record_outcomes, Script::give_back,
        Script::drop_refused, Script::retry_dead, Script::drop_dead, Script::set_mark}) {
    EXPECT_TRUE(script_text(script).starts_with("#!lua flags=allow-oom\n"));
  }
}

TEST(RedisErrors, ThatComeFromAServerThatCanNotHelpDropTheConnection) {
  for (const auto* text :
       {"LOADING Redis is loading", "MASTERDOWN Link down", "READONLY You can't write",
        "MOVED 1 host:1", "ASK 1 host:1", "UNBLOCKED force unblock"}) {
    const auto fault = understand(text);
    EXPECT_EQ(fault.error.code, Code::unavailable) << text;
    EXPECT_TRUE(fault.drop_connection) << text;
  }
}

TEST(RedisErrors, ThatPassByKeepTheConnection) {
  for (const auto* text : {"OOM command not allowed", "MISCONF Redis is configured",
                           "NOREPLICAS Not enough", "BUSY Redis is busy"}) {
    const auto fault = understand(text);
    EXPECT_EQ(fault.error.code, Code::unavailable) << text;
    EXPECT_FALSE(fault.drop_connection) << text;
  }
}

TEST(RedisErrors, TellAFullStoreFromABusyOne) {
  EXPECT_TRUE(is_store_full(understand("OOM command not allowed").error));
  EXPECT_FALSE(is_store_full(understand("BUSY Redis is busy").error));
}

TEST(RedisErrors, NeverRepeatWhatRedisQuotes) {
  const auto fault = understand("ERR unknown command 'X', with args beginning with: 'Anna'");
  EXPECT_EQ(fault.error.code, Code::internal);
  EXPECT_EQ(fault.error.what, "redis error ERR");
}

TEST(RefusedBytes, ComeBackAsTheyWere) {
  const std::string raw("a:b\0c", 5);
  const auto unpacked = unpack_refused(pack_refused("{\"status\":\"rejected\"}", raw));
  ASSERT_TRUE(unpacked);
  EXPECT_EQ(unpacked->reply, "{\"status\":\"rejected\"}");
  EXPECT_EQ(unpacked->raw, raw);
}

TEST(RefusedBytes, ThatWereNeverPackedAreNotRead) {
  for (const auto* packed : {"", "abc", ":x", "x:y", "-1:x", "9:short", "1"}) {
    EXPECT_FALSE(unpack_refused(packed)) << packed;
  }
}

}  // namespace

}  // namespace followup
