from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What people may give away in a period, and what they have given."""
    return """
        CREATE TABLE goodwill_budget (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            role_id UUID REFERENCES role (id) ON DELETE RESTRICT,
            staff_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            asset VARCHAR(24) NOT NULL,
            period VARCHAR(24) NOT NULL DEFAULT 'DAY',
            amount BIGINT NOT NULL,
            per_action BIGINT,
            is_shared BOOL NOT NULL DEFAULT false,
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT goodwill_budget_of_one CHECK ((role_id IS NULL) <> (staff_id IS NULL)),
            CONSTRAINT goodwill_budget_shared CHECK (NOT is_shared OR role_id IS NOT NULL),
            CONSTRAINT goodwill_budget_amount CHECK (amount >= 0 AND per_action >= 0),
            CONSTRAINT goodwill_budget_asset CHECK (asset IN ('POINTS', 'COUPONS', 'MONEY')),
            CONSTRAINT goodwill_budget_period CHECK (period IN ('DAY', 'MONTH'))
        );
        CREATE INDEX goodwill_budget_role ON goodwill_budget (role_id);
        CREATE INDEX goodwill_budget_staff ON goodwill_budget (staff_id);

        CREATE TABLE goodwill_spending (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            budget_id UUID NOT NULL REFERENCES goodwill_budget (id) ON DELETE RESTRICT,
            holder_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            begins_on DATE NOT NULL,
            spent BIGINT NOT NULL DEFAULT 0,
            beyond BIGINT NOT NULL DEFAULT 0,
            CONSTRAINT goodwill_spending_positive CHECK (spent >= 0 AND beyond >= 0)
        );
        CREATE UNIQUE INDEX goodwill_spending_once ON goodwill_spending (budget_id, holder_id, begins_on)
            NULLS NOT DISTINCT;
        CREATE INDEX goodwill_spending_budget ON goodwill_spending (budget_id, begins_on);
        CREATE INDEX goodwill_spending_holder ON goodwill_spending (holder_id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE goodwill_spending;
        DROP TABLE goodwill_budget;
    """
