-- How a run was signed in to last, and what the sign-in's own application left in the tenant.
ALTER TABLE "Run" ADD COLUMN "signInWay" TEXT NOT NULL DEFAULT 'device';
ALTER TABLE "Run" ADD COLUMN "leftover" JSONB;

-- The provider's own application for signing in by the browser, and its certificates.
CREATE TABLE "OwnApplication" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "cloud" TEXT NOT NULL,
    "homeDomain" TEXT NOT NULL,
    "homeTenantId" UUID NOT NULL,
    "clientId" UUID,
    "preference" TEXT NOT NULL DEFAULT 'off',
    "provedRedirect" TEXT,
    "provedAt" TIMESTAMPTZ(3),
    "lastTest" JSONB,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OwnApplication_pkey" PRIMARY KEY ("only")
);

CREATE TABLE "OwnApplicationKey" (
    "id" UUID NOT NULL,
    "keyRef" UUID NOT NULL,
    "keyVersion" INTEGER NOT NULL,
    "der" BYTEA NOT NULL,
    "sha1" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "notAfter" TIMESTAMPTZ(3) NOT NULL,
    "provedAt" TIMESTAMPTZ(3),
    "removedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OwnApplicationKey_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "OwnApplicationKey_keyVersion_key" ON "OwnApplicationKey"("keyVersion");
