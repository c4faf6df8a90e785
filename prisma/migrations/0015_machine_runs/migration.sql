-- A run may be begun by an API client, whose ids are not those of operators.
ALTER TABLE "Run" ADD COLUMN "startedByKind" TEXT NOT NULL DEFAULT 'operator';
