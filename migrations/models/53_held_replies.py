from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Until when an answer can be taken back, and how its ticket stood before it."""
    return """
        ALTER TABLE ticket_message ADD COLUMN held_until TIMESTAMPTZ;
        ALTER TABLE ticket_message ADD COLUMN status_before VARCHAR(24);
        ALTER TABLE ticket_message ADD CONSTRAINT ticket_message_held CHECK (
            held_until IS NULL OR (status_before IS NOT NULL AND NOT is_internal AND NOT is_from_member));
        CREATE INDEX ticket_message_held_until ON ticket_message (held_until) WHERE held_until IS NOT NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX ticket_message_held_until;
        ALTER TABLE ticket_message DROP CONSTRAINT ticket_message_held;
        ALTER TABLE ticket_message DROP COLUMN status_before;
        ALTER TABLE ticket_message DROP COLUMN held_until;
    """
