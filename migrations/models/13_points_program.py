from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Rules that give to both sides of a referral; a row for each setting, so that all are listed."""
    return """
        ALTER TABLE earning_rule ADD COLUMN also_referred BOOLEAN NOT NULL DEFAULT FALSE;
        INSERT INTO policy (code, value, version) VALUES
            ('POINTS_AS_CASH', '{}', 0), ('STACKING', '{}', 0), ('RETURNS', '{}', 0), ('POINTS_EXPIRY', '{}', 0),
            ('LIMITS', '{}', 0), ('WALLET', '{}', 0)
        ON CONFLICT (code) DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE earning_rule DROP COLUMN also_referred;
    """
