from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """How members sign in: passwords, devices with tokens that follow each other, and codes that prove an address."""
    return """
        CREATE TABLE member_login (
            member_id uuid NOT NULL PRIMARY KEY REFERENCES member (id) ON DELETE CASCADE,
            password_hash varchar(200),
            verified_email varchar(254),
            changed_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE member_device (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            member_id uuid NOT NULL REFERENCES member (id) ON DELETE CASCADE,
            client_id uuid REFERENCES api_client (id) ON DELETE RESTRICT,
            name varchar(100) NOT NULL DEFAULT '',
            access_hash bytea NOT NULL,
            access_expires_at timestamptz NOT NULL,
            signed_in_at timestamptz NOT NULL DEFAULT now(),
            expires_at timestamptz NOT NULL,
            last_used_at timestamptz,
            last_address varchar(64),
            ended_at timestamptz,
            ended_by varchar(24),
            CONSTRAINT member_device_end CHECK ((ended_at IS NULL) = (ended_by IS NULL))
        );
        CREATE UNIQUE INDEX member_device_access ON member_device (access_hash);
        CREATE INDEX member_device_member ON member_device (member_id, signed_in_at);
        CREATE INDEX member_device_client ON member_device (client_id);
        CREATE TABLE member_refresh (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            device_id uuid NOT NULL REFERENCES member_device (id) ON DELETE CASCADE,
            token_hash bytea NOT NULL,
            expires_at timestamptz NOT NULL,
            used_at timestamptz
        );
        CREATE UNIQUE INDEX member_refresh_token ON member_refresh (token_hash);
        CREATE UNIQUE INDEX member_refresh_one_is_next ON member_refresh (device_id) WHERE used_at IS NULL;
        CREATE INDEX member_refresh_device ON member_refresh (device_id);
        CREATE TABLE member_challenge (
            id uuid NOT NULL PRIMARY KEY DEFAULT gen_random_uuid(),
            purpose varchar(24) NOT NULL,
            member_id uuid REFERENCES member (id) ON DELETE CASCADE,
            code_hash bytea NOT NULL,
            sealed bytea,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            used_at timestamptz
        );
        CREATE INDEX member_challenge_member ON member_challenge (member_id);
        CREATE INDEX member_challenge_end ON member_challenge (expires_at);
        INSERT INTO type_grant (role_id, type_name, scope)
        SELECT id, 'MemberDevice', CASE code WHEN 'member' THEN '{"memberKey": {"eq": "$viewer.member"}}'::jsonb END
        FROM role WHERE code IN ('member', 'auditor') ON CONFLICT DO NOTHING;
        INSERT INTO role_permission (role_id, permission) SELECT id, 'self.offer' FROM role WHERE code = 'storefront'
        ON CONFLICT DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE member_challenge;
        DROP TABLE member_refresh;
        DROP TABLE member_device;
        DROP TABLE member_login;
    """
