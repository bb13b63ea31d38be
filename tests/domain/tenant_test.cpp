// Tenants: which endpoint wants which hook, and which source speaks for whom.
#include "core/domain/tenant.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

using Names = std::vector<std::string>;

TEST(Tenant, SendsAHookToEveryEndpointThatWantsIt) {
  Tenant tenant;
  tenant.endpoints.push_back({.name = "all", .types = {"*"}});
  tenant.endpoints.push_back({.name = "some", .types = {"referral.escalated", "delivery.failed"}});
  tenant.endpoints.push_back({.name = "none"});
  EXPECT_EQ(tenant.endpoints_for("referral.escalated"), (Names{"all", "some"}));
  EXPECT_EQ(tenant.endpoints_for("followup.closed"), Names{"all"});
}

TEST(TenantBook, FindsTheTenantThatASourceSpeaksFor) {
  TenantBook book;
  book.tenants.emplace("assist", Tenant{.name = "assist"});
  book.tenant_by_source.emplace("https://crm.assist.example", "assist");
  book.tenant_by_source.emplace("https://gone.example", "gone");
  ASSERT_NE(book.find_source("https://crm.assist.example"), nullptr);
  EXPECT_EQ(book.find_source("https://crm.assist.example")->name, "assist");
  EXPECT_EQ(book.find_source("https://gone.example"), nullptr);
  EXPECT_EQ(book.find_source("https://other.example"), nullptr);
  EXPECT_EQ(book.find("assist"), &book.tenants.at("assist"));
}

}  // namespace

}  // namespace followup
