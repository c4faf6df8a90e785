-- What an operator decided for a run, and what the run left to read.
ALTER TABLE "Run" ADD COLUMN "choices" JSONB;
ALTER TABLE "Run" ADD COLUMN "receipt" JSONB;

ALTER TABLE "Tenant" ADD COLUMN "decommissionedAt" TIMESTAMPTZ(3);
ALTER TABLE "Tenant" ADD COLUMN "adoptedAt" TIMESTAMPTZ(3);

-- The hours for which a restore application was opened.
CREATE TABLE "RestoreOpening" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "hours" INTEGER NOT NULL,
    "askedBy" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "openedAt" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "closedHow" TEXT,

    CONSTRAINT "RestoreOpening_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "RestoreOpening_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "RestoreOpening_tenantId_askedAt_idx" ON "RestoreOpening"("tenantId", "askedAt");

-- Applications of others in the tenant that hold the same high permissions.
CREATE TABLE "SimilarApplication" (
    "tenantId" UUID NOT NULL,
    "servicePrincipalObjectId" UUID NOT NULL,
    "displayName" TEXT NOT NULL,
    "appId" UUID,
    "roles" JSONB NOT NULL,
    "grantedAt" TIMESTAMPTZ(3),
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SimilarApplication_pkey" PRIMARY KEY ("tenantId", "servicePrincipalObjectId"),
    CONSTRAINT "SimilarApplication_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
