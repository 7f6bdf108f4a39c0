from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Documents that programs have registered; `documents_stamp` counts how often they changed."""
    return """
        ALTER TABLE api_client
            ADD COLUMN only_trusted boolean NOT NULL DEFAULT false,
            ADD COLUMN documents_stamp int NOT NULL DEFAULT 0;
        CREATE TABLE trusted_document (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            client_id uuid NOT NULL REFERENCES api_client (id) ON DELETE CASCADE,
            sha256 varchar(64) NOT NULL,
            name varchar(200) NOT NULL,
            text text NOT NULL,
            registered_at timestamptz NOT NULL DEFAULT now(),
            registered_by varchar(200) NOT NULL DEFAULT '',
            last_used_on date,
            CONSTRAINT trusted_document_once UNIQUE (client_id, sha256),
            CONSTRAINT trusted_document_hash CHECK (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'))
        );
        CREATE INDEX trusted_document_by_name ON trusted_document (client_id, name, id);
        INSERT INTO type_grant (role_id, type_name) SELECT id, 'TrustedDocument' FROM role WHERE code = 'auditor'
        ON CONFLICT DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE trusted_document;
        DELETE FROM type_grant WHERE type_name = 'TrustedDocument';
        ALTER TABLE api_client DROP COLUMN only_trusted, DROP COLUMN documents_stamp;
    """
