from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Files beside messages; their content is packed already, so that PostgreSQL need not try."""
    return """
        CREATE TABLE attachment (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            message_id UUID REFERENCES ticket_message (id) ON DELETE RESTRICT,
            owner VARCHAR(200) NOT NULL,
            name VARCHAR(200) NOT NULL,
            media_type VARCHAR(100) NOT NULL,
            size INT NOT NULL,
            content_id VARCHAR(254),
            content BYTEA NOT NULL,
            at TIMESTAMPTZ NOT NULL,
            CONSTRAINT attachment_size CHECK (size = length(content))
        );
        ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL;
        CREATE INDEX attachment_message ON attachment (message_id, id);
        CREATE INDEX attachment_waiting ON attachment (owner, at) WHERE message_id IS NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP TABLE attachment;"
