from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """How staff prove who they are: sign-in codes, accounts elsewhere; sessions that end when unused and are renewed."""
    return """
        ALTER TABLE role ADD COLUMN requires_totp boolean NOT NULL DEFAULT false;
        ALTER TABLE staff ADD COLUMN password_changed_at timestamptz;

        ALTER TABLE staff_session
            ADD COLUMN method varchar(24) NOT NULL DEFAULT 'PASSWORD',
            ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
            ADD COLUMN is_to_renew boolean NOT NULL DEFAULT false,
            ADD COLUMN previous_hash bytea,
            ADD COLUMN previous_until timestamptz;
        CREATE INDEX staff_session_previous ON staff_session (previous_hash) WHERE previous_hash IS NOT NULL;

        CREATE FUNCTION staff_role_renews() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE staff_session SET is_to_renew = true
            WHERE staff_id = coalesce(NEW.staff_id, OLD.staff_id) AND ended_at IS NULL;
            RETURN NULL;
        END $$;
        CREATE TRIGGER staff_role_renews AFTER INSERT OR UPDATE OR DELETE ON staff_role
            FOR EACH ROW EXECUTE FUNCTION staff_role_renews();

        CREATE TABLE pending_sign_in (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            token_hash bytea NOT NULL,
            staff_id uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
            method varchar(24) NOT NULL,
            expires_at timestamptz NOT NULL,
            ended_at timestamptz
        );
        CREATE UNIQUE INDEX pending_sign_in_token ON pending_sign_in (token_hash);
        CREATE INDEX pending_sign_in_staff ON pending_sign_in (staff_id);

        CREATE TABLE staff_totp (
            staff_id uuid NOT NULL PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
            sealed bytea NOT NULL,
            last_step bigint NOT NULL DEFAULT 0,
            created_at timestamptz NOT NULL DEFAULT now(),
            confirmed_at timestamptz
        );

        CREATE TABLE staff_recovery_code (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            staff_id uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
            place int NOT NULL,
            code_hash varchar(200) NOT NULL,
            used_at timestamptz,
            CONSTRAINT staff_recovery_code_once UNIQUE (staff_id, place)
        );

        CREATE TABLE staff_account (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            staff_id uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
            issuer varchar(300) NOT NULL,
            subject varchar(300) NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT staff_account_once UNIQUE (issuer, subject)
        );
        CREATE INDEX staff_account_staff ON staff_account (staff_id);

        CREATE TABLE single_sign_on (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            state_hash bytea NOT NULL,
            browser_hash bytea NOT NULL,
            provider varchar(64) NOT NULL,
            sealed bytea NOT NULL,
            expires_at timestamptz NOT NULL
        );
        CREATE UNIQUE INDEX single_sign_on_state ON single_sign_on (state_hash);
        CREATE INDEX single_sign_on_expires ON single_sign_on (expires_at);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE single_sign_on;
        DROP TABLE staff_account;
        DROP TABLE staff_recovery_code;
        DROP TABLE staff_totp;
        DROP TABLE pending_sign_in;
        DROP TRIGGER staff_role_renews ON staff_role;
        DROP FUNCTION staff_role_renews;
        ALTER TABLE staff_session DROP COLUMN method, DROP COLUMN last_used_at, DROP COLUMN is_to_renew,
            DROP COLUMN previous_hash, DROP COLUMN previous_until;
        ALTER TABLE staff DROP COLUMN password_changed_at;
        ALTER TABLE role DROP COLUMN requires_totp;
    """
