from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Numbers for tickets that are opened here."""
    return """
        CREATE SEQUENCE ticket_number;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP SEQUENCE ticket_number;
    """
