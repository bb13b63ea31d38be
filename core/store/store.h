// What is asked of the store, in batches. Three small interfaces, one a user: cases (intake, due,
// followupctl), the outbox (workers), the shelf (refused events, dead letters, marks). Two
// implementations keep the same contract (tests/store/*_contract_test.cpp): MemoryStore and
// RedisStore. A store moves and guards; it holds no business rule.
//
// Every instant is business time and an argument. `unavailable` from any call: nothing is known of
// what was asked, except that a call may have been carried out; every call can be repeated safely.
#pragma once

#include "core/store/case_store.h"
#include "core/store/outbox.h"
#include "core/store/shelf.h"
#include "core/store/store_limits.h"
