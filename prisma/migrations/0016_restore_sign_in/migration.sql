-- A restore sign-in, the door for restore tokens per tenant, and the backup servers that operators registered.
-- No assertion and no token has a column here.
CREATE TABLE "RestoreSignIn" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "operatorId" UUID NOT NULL,
    "operatorName" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "organizationName" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "userCode" TEXT,
    "verificationUri" TEXT,
    "codeExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "lifetimeSeconds" INTEGER NOT NULL,
    "lastPollAt" TIMESTAMPTZ(3),
    "pollSeconds" INTEGER NOT NULL,
    "signedInAs" JSONB,
    "heldUntil" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "ending" JSONB,

    CONSTRAINT "RestoreSignIn_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "RestoreSignIn_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "RestoreSignIn_tenantId_startedAt_idx" ON "RestoreSignIn"("tenantId", "startedAt");
CREATE INDEX "RestoreSignIn_operatorId_startedAt_idx" ON "RestoreSignIn"("operatorId", "startedAt");

CREATE TABLE "RestoreDoor" (
    "tenantId" UUID NOT NULL,
    "organizationName" TEXT NOT NULL,
    "roles" TEXT[] NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "openedBy" TEXT NOT NULL,

    CONSTRAINT "RestoreDoor_pkey" PRIMARY KEY ("tenantId"),
    CONSTRAINT "RestoreDoor_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "RestoreDoor_organizationName_idx" ON "RestoreDoor"("organizationName");

CREATE TABLE "BackupServer" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "pinnedSha256" TEXT,
    "addedBy" TEXT NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BackupServer_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "BackupServer_address_version_key" ON "BackupServer"("address", "version");
