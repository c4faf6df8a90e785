-- Scheduled work per tenant, and what people are to be told.
CREATE TABLE "Work" (
    "tenantId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "ownerId" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Work_pkey" PRIMARY KEY ("tenantId", "kind"),
    CONSTRAINT "Work_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Work_nextAt_idx" ON "Work"("nextAt");

CREATE TABLE "Event" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "thread" TEXT NOT NULL,
    "tenantId" UUID,
    "severity" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "dispatchedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Event_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Event_key_key" ON "Event"("key");
CREATE INDEX "Event_dispatchedAt_at_idx" ON "Event"("dispatchedAt", "at");
CREATE INDEX "Event_tenantId_at_idx" ON "Event"("tenantId", "at");
