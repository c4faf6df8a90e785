-- Rotation without a person: how far it is, told in a run that nobody started.
ALTER TABLE "Run" ALTER COLUMN "startedBy" DROP NOT NULL;
ALTER TABLE "Certificate" ADD COLUMN "standsAs" UUID;
ALTER TABLE "Certificate" ADD COLUMN "revokedAt" TIMESTAMPTZ(3);
ALTER TABLE "Tenant" ADD COLUMN "expiryLevels" JSONB;

CREATE TABLE "Rotation" (
    "runId" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "stageSince" TIMESTAMPTZ(3) NOT NULL,
    "certificateId" UUID,
    "maxLifetimeDays" INTEGER,
    "addTries" INTEGER NOT NULL DEFAULT 0,
    "addedAt" TIMESTAMPTZ(3),
    "successes" INTEGER NOT NULL DEFAULT 0,
    "firstSuccessAt" TIMESTAMPTZ(3),
    "removeAt" TIMESTAMPTZ(3),
    "waitsFor" TEXT,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Rotation_pkey" PRIMARY KEY ("runId"),
    CONSTRAINT "Rotation_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Rotation_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "Rotation_one_open_per_tenant" ON "Rotation" ("tenantId") WHERE "endedAt" IS NULL;

CREATE TABLE "Snooze" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenantId" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "ownerId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Snooze_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Snooze_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Snooze_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Operator"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "Snooze_tenantId_type_key" ON "Snooze"("tenantId", "type");

-- Tenants that were connected before: the first turn finds out when each is really due.
INSERT INTO "Work" ("tenantId", "kind", "nextAt")
SELECT "id", kinds.kind, now() + random() * interval '1 day'
FROM "Tenant" CROSS JOIN (VALUES ('rotate'), ('notice')) AS kinds(kind)
WHERE "state" = 'connected'
ON CONFLICT DO NOTHING;
