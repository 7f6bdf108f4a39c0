from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Mails on their way, links that work once, and counted tries of secrets."""
    return """
        CREATE TABLE mail (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            kind varchar(64) NOT NULL,
            recipient varchar(254) NOT NULL,
            locale varchar(16) NOT NULL,
            body jsonb NOT NULL DEFAULT '{}',
            sealed bytea,
            status varchar(24) NOT NULL DEFAULT 'WAITING' CHECK (status IN ('WAITING', 'SENDING', 'SENT', 'FAILED')),
            tries int NOT NULL DEFAULT 0,
            due_at timestamptz NOT NULL,
            useless_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            sent_at timestamptz,
            error varchar(300),
            CONSTRAINT mail_sent_keeps_no_secret CHECK (status NOT IN ('SENT', 'FAILED') OR sealed IS NULL),
            CONSTRAINT mail_sent_has_its_time CHECK ((status = 'SENT') = (sent_at IS NOT NULL))
        );
        CREATE INDEX mail_due ON mail (due_at) WHERE status IN ('WAITING', 'SENDING');

        CREATE TABLE single_use_link (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            purpose varchar(24) NOT NULL,
            subject_id uuid NOT NULL,
            token_hash bytea NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            expires_at timestamptz NOT NULL,
            ended_at timestamptz
        );
        CREATE UNIQUE INDEX single_use_link_token ON single_use_link (token_hash);
        CREATE UNIQUE INDEX single_use_link_one_is_live ON single_use_link (subject_id, purpose) WHERE ended_at IS NULL;

        CREATE TABLE attempt (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            purpose varchar(32) NOT NULL,
            subject bytea NOT NULL,
            failures int NOT NULL DEFAULT 0,
            last_at timestamptz NOT NULL,
            blocked_until timestamptz
        );
        CREATE UNIQUE INDEX attempt_once ON attempt (purpose, subject);
        CREATE INDEX attempt_last ON attempt (last_at);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE attempt;
        DROP TABLE single_use_link;
        DROP TABLE mail;
    """
