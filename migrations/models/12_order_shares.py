from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What came back of an order, and how much of its points each line paid, so that returns take exact shares."""
    return """
        ALTER TABLE orders ADD COLUMN returned_total bigint NOT NULL DEFAULT 0,
            ADD CONSTRAINT orders_returned CHECK (returned_total BETWEEN 0 AND greatest(total, 0));
        ALTER TABLE order_line ADD COLUMN points_value bigint NOT NULL DEFAULT 0,
            ADD COLUMN points_spent bigint NOT NULL DEFAULT 0,
            ADD CONSTRAINT order_line_points CHECK (points_value >= 0 AND points_spent >= 0 AND points_earned >= 0
                AND growth_earned >= 0);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE orders DROP COLUMN returned_total;
        ALTER TABLE order_line DROP COLUMN points_value, DROP COLUMN points_spent;
    """
