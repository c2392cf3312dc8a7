namespace Parley.Storage.Postgres.Migrations;

/// <summary>
/// The tables as SQLite has them in its third version. Text compares by its bytes, whatever the database's locale is, so
/// that pages are in the order of code points on both.
/// </summary>
internal static class Version1
{
    public static PostgresMigration Migration { get; } = new(1, """
        CREATE TABLE rooms (
            id text COLLATE "C" PRIMARY KEY,
            name text NOT NULL,
            created_at bigint NOT NULL,
            updated_at bigint NOT NULL
        );

        CREATE TABLE members (
            room_id text COLLATE "C" NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
            account_id text COLLATE "C" NOT NULL,
            role integer NOT NULL,
            joined_at bigint NOT NULL,
            left_at bigint NULL,
            PRIMARY KEY (room_id, account_id)
        );

        CREATE TABLE profiles (
            account_id text COLLATE "C" PRIMARY KEY,
            name text NOT NULL,
            nick text NULL,
            profile text NOT NULL,
            updated_at bigint NOT NULL
        );

        CREATE TABLE guests (
            session_id text COLLATE "C" PRIMARY KEY,
            user_id text NOT NULL,
            username text NOT NULL,
            location text NULL,
            gender text NULL,
            language text NULL,
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL
        );

        CREATE INDEX guests_by_expiry ON guests (expires_at);

        CREATE TABLE calls (
            id text COLLATE "C" PRIMARY KEY,
            caller_id text COLLATE "C" NOT NULL,
            callee_id text COLLATE "C" NOT NULL,
            kind text NOT NULL,
            started_at bigint NOT NULL,
            answered_at bigint NULL,
            ended_at bigint NOT NULL,
            end_reason text NOT NULL
        );

        CREATE INDEX calls_by_caller ON calls (caller_id, started_at);

        CREATE INDEX calls_by_callee ON calls (callee_id, started_at);

        CREATE TABLE audit (
            id text COLLATE "C" PRIMARY KEY,
            at bigint NOT NULL,
            actor_id text NOT NULL,
            action text NOT NULL,
            target_id text NOT NULL,
            workspace_id text COLLATE "C" NOT NULL,
            room text NOT NULL,
            zone text NULL,
            duration_seconds integer NULL,
            refusal text NULL
        );

        CREATE INDEX audit_by_workspace ON audit (workspace_id, id)
        """);
}
