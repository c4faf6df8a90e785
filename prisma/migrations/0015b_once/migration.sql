-- What was answered to a request that named itself, so that the same request is answered the same and done once.
CREATE TABLE "OnceAnswer" (
    "clientId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "begunAt" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER,
    "location" TEXT,
    "body" TEXT,

    CONSTRAINT "OnceAnswer_pkey" PRIMARY KEY ("clientId", "key")
);
CREATE INDEX "OnceAnswer_begunAt_idx" ON "OnceAnswer"("begunAt");
