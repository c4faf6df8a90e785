-- Since when Latchkey knows of an application of others with the same high permissions.
ALTER TABLE "SimilarApplication" ADD COLUMN "firstSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
