from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What a job was asked and how far it came; what a benefit gives, when, and to whom it was given."""
    return """
        ALTER TABLE job
            ADD COLUMN input JSONB NOT NULL DEFAULT '{}',
            ADD COLUMN state JSONB NOT NULL DEFAULT '{}',
            ADD COLUMN actor VARCHAR(200);
        CREATE INDEX job_of_kind ON job (kind, status);

        ALTER TABLE benefit
            ADD COLUMN occasion VARCHAR(24) NOT NULL DEFAULT 'ALWAYS',
            ADD COLUMN template_id UUID REFERENCES coupon_template (id) ON DELETE RESTRICT,
            ADD COLUMN points BIGINT,
            ADD COLUMN points_valid_days INT,
            ADD COLUMN days_ahead INT NOT NULL DEFAULT 0,
            ADD COLUMN is_active BOOL NOT NULL DEFAULT true,
            ADD COLUMN version INT NOT NULL DEFAULT 1,
            ADD CONSTRAINT benefit_occasion CHECK (occasion IN ('ALWAYS', 'UPGRADE', 'BIRTHDAY')),
            ADD CONSTRAINT benefit_points CHECK (points > 0 AND points_valid_days > 0),
            ADD CONSTRAINT benefit_days_ahead CHECK (days_ahead BETWEEN 0 AND 60);
        CREATE INDEX benefit_template ON benefit (template_id);
        CREATE TABLE benefit_grant (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            benefit_id UUID NOT NULL REFERENCES benefit (id) ON DELETE RESTRICT,
            tier_id UUID NOT NULL REFERENCES tier (id) ON DELETE RESTRICT,
            key VARCHAR(64) NOT NULL,
            coupon_id UUID REFERENCES coupon (id) ON DELETE RESTRICT,
            entry_id UUID REFERENCES ledger_entry (id) ON DELETE RESTRICT,
            at TIMESTAMPTZ NOT NULL
        );
        CREATE UNIQUE INDEX benefit_grant_once ON benefit_grant (member_id, benefit_id, key);
        CREATE INDEX benefit_grant_benefit ON benefit_grant (benefit_id, at);
        CREATE INDEX benefit_grant_tier ON benefit_grant (tier_id);
        CREATE INDEX benefit_grant_coupon ON benefit_grant (coupon_id);
        CREATE INDEX benefit_grant_entry ON benefit_grant (entry_id);

        CREATE INDEX member_tier_ends ON member (tier_expires_at) WHERE tier_expires_at IS NOT NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX member_tier_ends;
        DROP TABLE benefit_grant;
        ALTER TABLE benefit DROP COLUMN occasion, DROP COLUMN template_id, DROP COLUMN points,
            DROP COLUMN points_valid_days, DROP COLUMN days_ahead, DROP COLUMN is_active, DROP COLUMN version;
        ALTER TABLE job DROP COLUMN input, DROP COLUMN state, DROP COLUMN actor;
    """
