from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Numbers for redemptions of rewards, and the payment of their money from stored value."""
    return """
        CREATE SEQUENCE reward_redemption_number;
        ALTER TABLE reward_redemption ADD COLUMN wallet_entry_id UUID REFERENCES wallet_entry (id) ON DELETE RESTRICT;
        CREATE INDEX reward_redemption_wallet_entry ON reward_redemption (wallet_entry_id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE reward_redemption DROP COLUMN wallet_entry_id;
        DROP SEQUENCE reward_redemption_number;
    """
