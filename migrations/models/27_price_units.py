from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """A price counts at a store, in a unit with all below it, or everywhere."""
    return """
        ALTER TABLE price
            ADD COLUMN unit_id UUID REFERENCES organization_unit (id) ON DELETE RESTRICT,
            ADD CONSTRAINT price_place CHECK (store_id IS NULL OR unit_id IS NULL);
        CREATE INDEX price_unit ON price (unit_id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE price DROP COLUMN unit_id;
    """
