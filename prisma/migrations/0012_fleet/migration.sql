-- Tags of tenants, and work that an operator gave for many of them at once, with a result per row.
ALTER TABLE "Tenant" ADD COLUMN "tags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
CREATE INDEX "Tenant_tags_idx" ON "Tenant" USING GIN ("tags");

CREATE TABLE "Batch" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "startedBy" UUID NOT NULL,
    "startedByName" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "aliveAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Batch_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Batch_kind_startedAt_idx" ON "Batch"("kind", "startedAt");

CREATE TABLE "BatchRow" (
    "batchId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "tenantId" UUID,
    "runId" UUID,
    "customer" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "text" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "BatchRow_pkey" PRIMARY KEY ("batchId", "position"),
    CONSTRAINT "BatchRow_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "Batch"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "BatchRow_runId_idx" ON "BatchRow"("runId");
