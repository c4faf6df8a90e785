ALTER TABLE "Run" ADD COLUMN "deletedChoice" TEXT;

ALTER TABLE "Certificate" ADD COLUMN "issuedBy" TEXT;

CREATE TABLE "CertificateRequest" (
    "id" UUID NOT NULL,
    "tenantId" UUID NOT NULL,
    "keyRef" UUID NOT NULL,
    "keyVersion" INTEGER NOT NULL,
    "der" BYTEA NOT NULL,
    "subject" TEXT NOT NULL,
    "maxLifetimeDays" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "CertificateRequest_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "CertificateRequest_tenantId_idx" ON "CertificateRequest"("tenantId");

ALTER TABLE "CertificateRequest" ADD CONSTRAINT "CertificateRequest_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
