from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Rewards that are a benefit, rewards that clear what was gathered, and what was exchanged for what."""
    return """
        ALTER TABLE reward
            ADD COLUMN benefit_id UUID REFERENCES benefit (id) ON DELETE RESTRICT,
            ADD COLUMN clears_points BOOL NOT NULL DEFAULT false,
            ADD COLUMN clears_accumulation BOOL NOT NULL DEFAULT false;
        CREATE INDEX reward_benefit ON reward (benefit_id) WHERE benefit_id IS NOT NULL;
        ALTER TABLE reward_redemption ADD COLUMN replaces_id UUID REFERENCES reward_redemption (id) ON DELETE RESTRICT;
        CREATE UNIQUE INDEX reward_redemption_replaced_once ON reward_redemption (replaces_id)
            WHERE replaces_id IS NOT NULL;
        ALTER TABLE benefit_grant ALTER COLUMN tier_id DROP NOT NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DELETE FROM benefit_grant WHERE tier_id IS NULL;
        ALTER TABLE benefit_grant ALTER COLUMN tier_id SET NOT NULL;
        ALTER TABLE reward_redemption DROP COLUMN replaces_id;
        ALTER TABLE reward DROP COLUMN benefit_id, DROP COLUMN clears_points, DROP COLUMN clears_accumulation;
    """
