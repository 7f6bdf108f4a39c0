from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What lists of prices are sorted by: all of them, and those of one product."""
    return """
        CREATE INDEX price_start ON price ((coalesce(starts_on, '0001-01-01')), id);
        CREATE INDEX price_named ON price (lower(name), id);
        CREATE INDEX price_amount_order ON price (amount, id);
        CREATE INDEX price_of_product ON price (product_id, (coalesce(starts_on, '0001-01-01')), id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX price_of_product;
        DROP INDEX price_amount_order;
        DROP INDEX price_named;
        DROP INDEX price_start;
    """
