-- Whoever keeps tokens of an application in memory hears at once that its key, the application or its opening changed.
CREATE FUNCTION tell_standing_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'Tenant' THEN
    PERFORM pg_notify('latchkey_standing', NEW."id"::text);
  ELSE
    PERFORM pg_notify('latchkey_standing', NEW."tenantId"::text);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "Tenant_standing" AFTER UPDATE ON "Tenant" FOR EACH ROW
  WHEN ((OLD."state", OLD."appId", OLD."sharepointHost") IS DISTINCT FROM (NEW."state", NEW."appId", NEW."sharepointHost"))
  EXECUTE FUNCTION tell_standing_changed();
CREATE TRIGGER "Certificate_standing" AFTER UPDATE ON "Certificate" FOR EACH ROW
  WHEN ((OLD."state", OLD."revokedAt", OLD."removedAt") IS DISTINCT FROM (NEW."state", NEW."revokedAt", NEW."removedAt"))
  EXECUTE FUNCTION tell_standing_changed();
CREATE TRIGGER "RestoreOpening_standing" AFTER UPDATE ON "RestoreOpening" FOR EACH ROW
  WHEN ((OLD."openedAt", OLD."until", OLD."closedAt") IS DISTINCT FROM (NEW."openedAt", NEW."until", NEW."closedAt"))
  EXECUTE FUNCTION tell_standing_changed();
