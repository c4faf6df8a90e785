-- Staff: second factors, invitations, single sign-on, sessions that are not full yet.
ALTER TABLE "Operator" ALTER COLUMN "passwordHash" DROP NOT NULL,
  ADD COLUMN "ssoIssuer" TEXT,
  ADD COLUMN "ssoSubject" TEXT,
  ADD CONSTRAINT "Operator_sso_whole" CHECK (("ssoIssuer" IS NULL) = ("ssoSubject" IS NULL)),
  ADD CONSTRAINT "Operator_role_known" CHECK ("role" IN ('owner', 'manager', 'operator', 'auditor'));
CREATE UNIQUE INDEX "Operator_ssoIssuer_ssoSubject_key" ON "Operator"("ssoIssuer", "ssoSubject");

ALTER TABLE "Session" ADD COLUMN "stage" TEXT NOT NULL DEFAULT 'full',
  ADD COLUMN "way" TEXT NOT NULL DEFAULT 'password',
  ADD COLUMN "agent" TEXT;

CREATE TABLE "SealedSecret" (
    "ref" UUID NOT NULL,
    "format" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "kekId" TEXT NOT NULL,
    "wrappedKey" BYTEA NOT NULL,
    "iv" BYTEA NOT NULL,
    "tag" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SealedSecret_pkey" PRIMARY KEY ("ref")
);
CREATE INDEX "SealedSecret_kekId_idx" ON "SealedSecret"("kekId");

CREATE TABLE "SecondFactor" (
    "operatorId" UUID NOT NULL,
    "secretRef" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" TIMESTAMPTZ(3),
    "lastStep" INTEGER,

    CONSTRAINT "SecondFactor_pkey" PRIMARY KEY ("operatorId")
);
ALTER TABLE "SecondFactor" ADD CONSTRAINT "SecondFactor_operatorId_fkey"
  FOREIGN KEY ("operatorId") REFERENCES "Operator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "RecoveryCode" (
    "operatorId" UUID NOT NULL,
    "codeHash" TEXT NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RecoveryCode_pkey" PRIMARY KEY ("operatorId","codeHash")
);
ALTER TABLE "RecoveryCode" ADD CONSTRAINT "RecoveryCode_operatorId_fkey"
  FOREIGN KEY ("operatorId") REFERENCES "Operator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "StaffInvitation" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "invitedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "StaffInvitation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "StaffInvitation_role_known" CHECK ("role" IN ('owner', 'manager', 'operator', 'auditor'))
);
CREATE UNIQUE INDEX "StaffInvitation_tokenHash_key" ON "StaffInvitation"("tokenHash");
CREATE INDEX "StaffInvitation_email_idx" ON "StaffInvitation"("email");
ALTER TABLE "StaffInvitation" ADD CONSTRAINT "StaffInvitation_invitedById_fkey"
  FOREIGN KEY ("invitedById") REFERENCES "Operator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "SsoClaim" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SsoClaim_pkey" PRIMARY KEY ("issuer","subject")
);
CREATE INDEX "SsoClaim_email_idx" ON "SsoClaim"("email");
