-- Machine callers and the tokens that we issue. Secrets and tokens are kept as SHA-256 only.
CREATE TABLE "ApiClient" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "madeBy" TEXT NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "resources" TEXT[] NOT NULL,
    "reach" TEXT NOT NULL,
    "reachIds" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
    "secretHash" TEXT,
    "secretMadeAt" TIMESTAMPTZ(3),
    "publicKeys" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiClient_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ApiClient_one_credential" CHECK (("secretHash" IS NULL) <> ("publicKeys" IS NULL)),
    CONSTRAINT "ApiClient_reach" CHECK ("reach" IN ('all', 'tenants', 'customers') AND ("reach" = 'all') = ("reachIds" = '{}'))
);

CREATE TABLE "TokenFamily" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "clientId" UUID,
    "tenantId" UUID,
    "name" TEXT NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "accessSeconds" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "TokenFamily_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "TokenFamily_bound" CHECK (("kind" = 'client' AND "clientId" IS NOT NULL) OR ("kind" = 'restore' AND "tenantId" IS NOT NULL)),
    CONSTRAINT "TokenFamily_clientId_fkey" FOREIGN KEY ("clientId") REFERENCES "ApiClient"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "TokenFamily_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "TokenFamily_clientId_idx" ON "TokenFamily"("clientId");
CREATE INDEX "TokenFamily_tenantId_idx" ON "TokenFamily"("tenantId");
CREATE INDEX "TokenFamily_endsAt_idx" ON "TokenFamily"("endsAt");

CREATE TABLE "ApiToken" (
    "hash" TEXT NOT NULL,
    "familyId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "issuedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("hash"),
    CONSTRAINT "ApiToken_familyId_fkey" FOREIGN KEY ("familyId") REFERENCES "TokenFamily"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "ApiToken_familyId_idx" ON "ApiToken"("familyId");
CREATE INDEX "ApiToken_kind_expiresAt_idx" ON "ApiToken"("kind", "expiresAt");

CREATE TABLE "UsedAssertion" (
    "issuer" TEXT NOT NULL,
    "jti" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "UsedAssertion_pkey" PRIMARY KEY ("issuer", "jti")
);
CREATE INDEX "UsedAssertion_expiresAt_idx" ON "UsedAssertion"("expiresAt");
