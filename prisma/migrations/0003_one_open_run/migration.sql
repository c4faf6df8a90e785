-- One open run per tenant row (a tenant row is one tenant and purpose): two clicks meet in one run.
CREATE UNIQUE INDEX "Run_one_open_per_tenant" ON "Run" ("tenantId") WHERE "endedAt" IS NULL;
