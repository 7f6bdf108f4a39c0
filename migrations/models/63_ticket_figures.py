from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """How long tickets took in business time, and when they were opened again: what reports count."""
    return """
        ALTER TABLE ticket
            ADD COLUMN response_minutes INT,
            ADD COLUMN resolution_minutes INT,
            ADD COLUMN reopened_at TIMESTAMPTZ;
        CREATE INDEX ticket_finished ON ticket ((coalesce(resolved_at, 'infinity'::timestamptz)), opened_at, id);
        CREATE INDEX ticket_responded ON ticket (first_responded_at) WHERE first_responded_at IS NOT NULL;
        CREATE INDEX ticket_reopened ON ticket (reopened_at) WHERE reopened_at IS NOT NULL;
        CREATE INDEX ticket_unmeasured ON ticket (id) WHERE (first_responded_at IS NOT NULL AND response_minutes IS NULL)
            OR (resolved_at IS NOT NULL AND resolution_minutes IS NULL);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX ticket_finished, ticket_responded, ticket_reopened, ticket_unmeasured;
        ALTER TABLE ticket DROP COLUMN response_minutes, DROP COLUMN resolution_minutes, DROP COLUMN reopened_at;
    """
