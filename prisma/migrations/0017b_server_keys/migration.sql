-- Public halves of keys that backup servers made and hold themselves, on our application by an operator's order.
CREATE TABLE "ServerKey" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "brought" TEXT NOT NULL,
    "der" BYTEA NOT NULL,
    "sha1" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "serial" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "notAfter" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "why" TEXT,
    "standsAs" UUID,
    "addedBy" TEXT NOT NULL,
    "addedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "standingAt" TIMESTAMPTZ(3),
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ServerKey_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ServerKey_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "ServerKey_tenantId_idx" ON "ServerKey"("tenantId");
-- One thumbprint stands once on an application, also when two operators bring it at the same moment.
CREATE UNIQUE INDEX "ServerKey_tenantId_sha256_kept" ON "ServerKey"("tenantId", "sha256") WHERE "removedAt" IS NULL;
