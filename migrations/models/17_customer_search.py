from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Customers on file are found by any part of what they are known by."""
    return """
        ALTER TABLE customer ADD COLUMN search_grams bigint[] NOT NULL
            GENERATED ALWAYS AS (search_grams(reference, name, phone, email)) STORED;
        CREATE INDEX customer_search ON customer USING gin (search_grams);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE customer DROP COLUMN search_grams;
    """
