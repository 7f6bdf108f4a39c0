from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """How much a role may ask, where it differs from what is usual, and how much a program may ask at most."""
    return """
        ALTER TABLE role ADD COLUMN limits jsonb NOT NULL DEFAULT '{}'
            CONSTRAINT role_limits_object CHECK (jsonb_typeof(limits) = 'object');
        ALTER TABLE api_client ADD COLUMN limits jsonb NOT NULL DEFAULT '{}'
            CONSTRAINT api_client_limits_object CHECK (jsonb_typeof(limits) = 'object');
        CREATE UNLOGGED TABLE rate_bucket (
            caller varchar(300) NOT NULL PRIMARY KEY,
            capacity double precision NOT NULL CONSTRAINT rate_bucket_capacity CHECK (capacity > 0),
            level double precision NOT NULL,
            at timestamptz NOT NULL
        );
        UPDATE role SET limits = '{"COST": 3000, "CHANGE_COST": 3000, "POINTS_PER_MINUTE": 600000}'
        WHERE code IN ('admin', 'operations');
        UPDATE role SET limits = '{"POINTS_PER_MINUTE": 3000000}' WHERE code = 'storefront';
        UPDATE role SET limits = '{"POINTS_PER_MINUTE": 12000}' WHERE code = 'member';
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE rate_bucket;
        ALTER TABLE api_client DROP COLUMN limits;
        ALTER TABLE role DROP COLUMN limits;
    """
