from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Texts that are written once, macros that do several things at once, and words that group tickets."""
    return """
        CREATE TABLE canned_reply (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            topic VARCHAR(64) NOT NULL DEFAULT '',
            body_en TEXT NOT NULL DEFAULT '',
            body_zh TEXT NOT NULL DEFAULT '',
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT canned_reply_says_something CHECK (body_en <> '' OR body_zh <> '')
        );
        CREATE TABLE macro (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            actions JSONB NOT NULL DEFAULT '{"rows": []}',
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1
        );
        CREATE TABLE ticket_tag (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            ticket_id UUID NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
            name VARCHAR(64) NOT NULL,
            actor VARCHAR(200) NOT NULL
        );
        CREATE UNIQUE INDEX ticket_tag_once ON ticket_tag (ticket_id, name);
        CREATE INDEX ticket_tag_name ON ticket_tag (name, ticket_id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP TABLE ticket_tag; DROP TABLE macro; DROP TABLE canned_reply;"
