-- One judged line per tenant, so that the list of tenants is searched, filtered, sorted and paged by the database.
CREATE TABLE "TenantLine" (
    "tenantId" UUID NOT NULL,
    "customer" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "practice" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "cause" TEXT NOT NULL,
    "asking" BOOLEAN NOT NULL,
    "workloads" TEXT[] NOT NULL,
    "tags" TEXT[] NOT NULL,
    "notAfter" TIMESTAMPTZ(3),
    "renewAt" TIMESTAMPTZ(3),
    "provedAt" TIMESTAMPTZ(3),
    "row" JSONB NOT NULL,
    "staleAt" TIMESTAMPTZ(3),

    CONSTRAINT "TenantLine_pkey" PRIMARY KEY ("tenantId"),
    CONSTRAINT "TenantLine_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "TenantLine_rank_customer_idx" ON "TenantLine"("rank", "customer");
CREATE INDEX "TenantLine_customer_idx" ON "TenantLine"("customer");
CREATE INDEX "TenantLine_notAfter_idx" ON "TenantLine"("notAfter");
CREATE INDEX "TenantLine_provedAt_idx" ON "TenantLine"("provedAt");
CREATE INDEX "TenantLine_staleAt_idx" ON "TenantLine"("staleAt");

-- Which lines are out of date. Only ever inserted into by writers, so that none of them waits for another.
CREATE TABLE "TenantChange" (
    "id" BIGSERIAL NOT NULL,
    "tenantId" UUID NOT NULL,

    CONSTRAINT "TenantChange_pkey" PRIMARY KEY ("id")
);

CREATE FUNCTION note_tenants_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "TenantChange" ("tenantId") SELECT DISTINCT "tenantId" FROM changed;
  RETURN NULL;
END $$;

CREATE FUNCTION note_tenant_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'Customer' THEN
    INSERT INTO "TenantChange" ("tenantId") SELECT "id" FROM "Tenant" WHERE "customerId" = NEW."id";
  ELSIF TG_TABLE_NAME = 'Tenant' THEN
    INSERT INTO "TenantChange" ("tenantId") VALUES (NEW."id");
  ELSE
    INSERT INTO "TenantChange" ("tenantId") VALUES (NEW."tenantId");
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "Condition_noted_insert" AFTER INSERT ON "Condition"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tenants_changed();
CREATE TRIGGER "Condition_noted_update" AFTER UPDATE ON "Condition"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tenants_changed();
CREATE TRIGGER "Condition_noted_delete" AFTER DELETE ON "Condition"
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tenants_changed();
CREATE TRIGGER "Certificate_noted_insert" AFTER INSERT ON "Certificate"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tenants_changed();
CREATE TRIGGER "Certificate_noted_update" AFTER UPDATE ON "Certificate"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tenants_changed();
CREATE TRIGGER "Certificate_noted_delete" AFTER DELETE ON "Certificate"
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tenants_changed();
CREATE TRIGGER "Run_noted_insert" AFTER INSERT ON "Run"
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tenants_changed();
CREATE TRIGGER "Run_noted_delete" AFTER DELETE ON "Run"
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_tenants_changed();
-- A run renews its lease every few seconds: only what a line shows counts.
CREATE TRIGGER "Run_noted_update" AFTER UPDATE ON "Run" FOR EACH ROW
  WHEN ((OLD."phase", OLD."verdict", OLD."endedAt") IS DISTINCT FROM (NEW."phase", NEW."verdict", NEW."endedAt"))
  EXECUTE FUNCTION note_tenant_changed();
CREATE TRIGGER "Tenant_noted_insert" AFTER INSERT ON "Tenant" FOR EACH ROW EXECUTE FUNCTION note_tenant_changed();
CREATE TRIGGER "Tenant_noted_update" AFTER UPDATE ON "Tenant" FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
  EXECUTE FUNCTION note_tenant_changed();
CREATE TRIGGER "Customer_noted_update" AFTER UPDATE OF "name" ON "Customer" FOR EACH ROW
  EXECUTE FUNCTION note_tenant_changed();

INSERT INTO "TenantChange" ("tenantId") SELECT "id" FROM "Tenant";
