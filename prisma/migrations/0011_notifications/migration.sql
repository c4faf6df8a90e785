-- Who is told, and what came of it.
CREATE TABLE "Channel" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "minimumSeverity" TEXT NOT NULL DEFAULT 'info',
    "events" TEXT[],
    "customerId" UUID,
    "shown" JSONB NOT NULL,
    "secretRef" UUID,
    "disabledAt" TIMESTAMPTZ(3),
    "disabledWhy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Channel_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Channel_customerId_idx" ON "Channel"("customerId");

CREATE TABLE "Delivery" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "eventId" UUID NOT NULL,
    "channelId" UUID NOT NULL,
    "thread" TEXT NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "answers" JSONB NOT NULL DEFAULT '[]',
    "ownerId" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Delivery_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Delivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "Channel"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "Delivery_eventId_channelId_key" ON "Delivery"("eventId", "channelId");
CREATE INDEX "Delivery_state_nextAt_idx" ON "Delivery"("state", "nextAt");
CREATE INDEX "Delivery_channelId_position_idx" ON "Delivery"("channelId", "position");
CREATE INDEX "Delivery_channelId_thread_position_idx" ON "Delivery"("channelId", "thread", "position");

CREATE TABLE "MailSender" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "way" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "host" TEXT,
    "port" INTEGER,
    "security" TEXT,
    "account" TEXT,
    "passwordRef" UUID,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MailSender_pkey" PRIMARY KEY ("only")
);

CREATE TABLE "AccessKey" (
    "name" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AccessKey_pkey" PRIMARY KEY ("name")
);
CREATE UNIQUE INDEX "AccessKey_tokenHash_key" ON "AccessKey"("tokenHash");
