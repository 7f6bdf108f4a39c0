from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Sequences behind the numbers that we make ourselves."""
    return """
        CREATE SEQUENCE member_number;
        CREATE SEQUENCE card_number;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP SEQUENCE card_number;
        DROP SEQUENCE member_number;
    """
