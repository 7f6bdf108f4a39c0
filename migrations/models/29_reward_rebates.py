from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Rewards that give money back, as stored value."""
    return """
        ALTER TABLE reward ADD COLUMN rebate BIGINT;
        ALTER TABLE reward ADD CONSTRAINT reward_rebate CHECK (rebate > 0);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "ALTER TABLE reward DROP COLUMN rebate;"
