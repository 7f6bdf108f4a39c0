from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What a campaign did to orders is found by its code."""
    return """
        CREATE INDEX order_effect_campaign ON order_effect (source_code, order_id) WHERE source_kind = 'CAMPAIGN';
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP INDEX order_effect_campaign;"
