from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What lists of cards are sorted by."""
    return """
        CREATE INDEX member_card_issued ON member_card (issued_at, id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX member_card_issued;
    """
