-- Since when a condition is as it is, when it was last proved, and since when it could not be checked.
ALTER TABLE "Condition"
    ADD COLUMN "about" TEXT,
    ADD COLUMN "since" TIMESTAMPTZ(3),
    ADD COLUMN "openedAt" TIMESTAMPTZ(3),
    ADD COLUMN "provedAt" TIMESTAMPTZ(3),
    ADD COLUMN "unsureSince" TIMESTAMPTZ(3);
UPDATE "Condition" SET "since" = "checkedAt";
UPDATE "Condition" SET "openedAt" = "checkedAt" WHERE "status" IN ('warning', 'failing');
UPDATE "Condition" SET "provedAt" = "checkedAt" WHERE "status" = 'ok';
ALTER TABLE "Condition" ALTER COLUMN "since" SET NOT NULL;

-- Microsoft's Retry-After: no check asks earlier.
ALTER TABLE "Tenant" ADD COLUMN "pausedUntil" TIMESTAMPTZ(3);

-- Tenants connected before there was a schedule; the first check then gives each its own turn.
INSERT INTO "Work" ("tenantId", "kind", "nextAt")
SELECT "id", 'check', now() + random() * interval '6 hours' FROM "Tenant" WHERE "state" = 'connected'
ON CONFLICT DO NOTHING;
