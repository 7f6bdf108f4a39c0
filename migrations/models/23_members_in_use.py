from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """The list of members who are not archived, however many are."""
    return """
        CREATE INDEX member_in_use ON member (joined_at, id) WHERE archived_at IS NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX member_in_use;
    """
