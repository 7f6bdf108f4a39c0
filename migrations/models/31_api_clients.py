from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Programs with what they may at most, each with several tokens; every token that was there becomes a program."""
    return """
        CREATE TABLE api_client (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code varchar(64) NOT NULL,
            name varchar(200) NOT NULL,
            store_id uuid REFERENCES store (id) ON DELETE RESTRICT,
            owner_id uuid REFERENCES staff (id) ON DELETE RESTRICT,
            types jsonb,
            permissions jsonb,
            reads_only boolean NOT NULL DEFAULT false,
            origins jsonb NOT NULL DEFAULT '[]',
            expires_at timestamptz,
            is_active boolean NOT NULL DEFAULT true,
            created_at timestamptz NOT NULL DEFAULT now(),
            version int NOT NULL DEFAULT 1,
            CONSTRAINT api_client_code UNIQUE (code),
            CONSTRAINT api_client_types CHECK (types IS NULL OR jsonb_typeof(types) = 'array'),
            CONSTRAINT api_client_permissions CHECK (permissions IS NULL OR jsonb_typeof(permissions) = 'array'),
            CONSTRAINT api_client_origins CHECK (jsonb_typeof(origins) = 'array')
        );
        CREATE INDEX api_client_store ON api_client (store_id);
        CREATE INDEX api_client_owner ON api_client (owner_id);
        CREATE INDEX api_client_by_origin ON api_client USING gin (origins);
        CREATE TABLE api_client_role (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            client_id uuid NOT NULL REFERENCES api_client (id) ON DELETE CASCADE,
            role_id uuid NOT NULL REFERENCES role (id) ON DELETE RESTRICT,
            CONSTRAINT api_client_role_once UNIQUE (client_id, role_id)
        );
        CREATE INDEX api_client_role_role ON api_client_role (role_id);
        WITH known AS (
            SELECT token.*, count(*) OVER (PARTITION BY name) = 1 AND length(name) <= 64 AND name ~ '^\\S' AS is_plain
            FROM api_token token
        ), made AS (
            INSERT INTO api_client (id, code, name, store_id)
            SELECT id, CASE WHEN is_plain THEN name ELSE 'token-' || right(id::text, 12) END, name, store_id FROM known
        )
        INSERT INTO api_client_role (client_id, role_id) SELECT id, role_id FROM known;
        ALTER TABLE api_token
            ADD COLUMN client_id uuid REFERENCES api_client (id) ON DELETE RESTRICT,
            ADD COLUMN start varchar(16) NOT NULL DEFAULT 'mdk_',
            ADD COLUMN reads_only boolean NOT NULL DEFAULT false,
            ADD COLUMN created_by varchar(200) NOT NULL DEFAULT '',
            ADD COLUMN last_used_at timestamptz,
            ADD COLUMN last_address varchar(64);
        UPDATE api_token SET client_id = id;
        ALTER TABLE api_token DROP CONSTRAINT api_token_role_id_fkey, DROP CONSTRAINT api_token_store_id_fkey;
        ALTER TABLE api_token ALTER COLUMN client_id SET NOT NULL, DROP COLUMN role_id, DROP COLUMN store_id;
        CREATE INDEX api_token_client ON api_token (client_id, created_at);
        INSERT INTO type_grant (role_id, type_name)
        SELECT id, kind FROM role, unnest(ARRAY['ApiClient', 'ApiToken']) AS kind WHERE code = 'auditor'
        ON CONFLICT DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE api_token ADD COLUMN role_id uuid REFERENCES role (id), ADD COLUMN store_id uuid REFERENCES store (id);
        UPDATE api_token SET store_id = api_client.store_id,
            role_id = (SELECT role_id FROM api_client_role held WHERE held.client_id = api_client.id LIMIT 1)
        FROM api_client WHERE api_client.id = api_token.client_id;
        DELETE FROM api_token WHERE role_id IS NULL;
        ALTER TABLE api_token ALTER COLUMN role_id SET NOT NULL, DROP COLUMN client_id, DROP COLUMN start,
            DROP COLUMN reads_only, DROP COLUMN created_by, DROP COLUMN last_used_at, DROP COLUMN last_address;
        DROP TABLE api_client_role;
        DROP TABLE api_client;
    """
