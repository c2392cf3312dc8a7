namespace Parley.Storage.Postgres.Migrations;

/// <summary>
/// The tables tell their changes, for <see cref="PostgresChanges"/>. By triggers, so that a change and its notice are one
/// transaction, and what an operator changes by hand is told as well. PostgreSQL takes notices of less than 8,000 bytes:
/// one that would be longer says only that there was something.
/// </summary>
internal static class Version2
{
    public static PostgresMigration Migration { get; } = new(2, """
        CREATE FUNCTION parley_tell_change() RETURNS trigger LANGUAGE plpgsql AS $body$
        DECLARE
            subject jsonb := CASE TG_OP WHEN 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END;
            notice jsonb := jsonb_build_object('schema', TG_TABLE_SCHEMA, 'kind', TG_ARGV[0]);
        BEGIN
            FOR i IN 1 .. TG_NARGS - 1 LOOP
                notice := notice || jsonb_build_object(TG_ARGV[i], subject -> TG_ARGV[i]);
            END LOOP;
            IF octet_length(notice::text) >= 8000 THEN
                notice := jsonb_build_object('schema', TG_TABLE_SCHEMA, 'kind', 'missed');
            END IF;
            PERFORM pg_notify('parley_changes', notice::text);
            RETURN NULL;
        END
        $body$;

        CREATE TRIGGER tell_removal AFTER UPDATE ON members FOR EACH ROW
            WHEN (OLD.left_at IS NULL AND OLD.role >= 0 AND (NEW.left_at IS NOT NULL OR NEW.role < 0))
            EXECUTE FUNCTION parley_tell_change('member', 'room_id', 'account_id');

        CREATE TRIGGER tell_deletion AFTER DELETE ON rooms FOR EACH ROW
            EXECUTE FUNCTION parley_tell_change('room', 'id');

        CREATE TRIGGER tell_end AFTER DELETE ON guests FOR EACH ROW
            EXECUTE FUNCTION parley_tell_change('guest', 'session_id');

        CREATE TRIGGER tell_moderation AFTER INSERT ON audit FOR EACH ROW
            WHEN (NEW.refusal IS NULL AND NEW.duration_seconds IS NOT NULL)
            EXECUTE FUNCTION parley_tell_change('moderation', 'room', 'action', 'target_id', 'at', 'duration_seconds')
        """);
}
