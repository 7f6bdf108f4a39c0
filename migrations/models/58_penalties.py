from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Rules of penalties, and what was imposed by them."""
    return """
        CREATE TABLE penalty_rule (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            trigger VARCHAR(24) NOT NULL DEFAULT 'BY_HAND',
            tiers TEXT[] NOT NULL DEFAULT '{}',
            points BIGINT NOT NULL DEFAULT 0,
            growth BIGINT NOT NULL DEFAULT 0,
            freezes BOOL NOT NULL DEFAULT False,
            returns INT,
            days INT,
            once_in_days INT NOT NULL DEFAULT 30,
            is_active BOOL NOT NULL DEFAULT True,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT penalty_rule_trigger CHECK (trigger IN ('BY_HAND', 'RETURNS', 'INACTIVE')),
            CONSTRAINT penalty_rule_amounts CHECK (points >= 0 AND growth >= 0 AND once_in_days >= 0),
            CONSTRAINT penalty_rule_returns CHECK ((returns IS NOT NULL) = (trigger = 'RETURNS') AND returns > 0),
            CONSTRAINT penalty_rule_days CHECK (days > 0 AND (days IS NOT NULL OR trigger = 'BY_HAND'))
        );
        CREATE TABLE penalty (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            rule_id UUID NOT NULL REFERENCES penalty_rule (id) ON DELETE RESTRICT,
            points BIGINT NOT NULL DEFAULT 0,
            growth BIGINT NOT NULL DEFAULT 0,
            is_freezing BOOL NOT NULL DEFAULT False,
            reason VARCHAR(1000) NOT NULL,
            staff_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            actor VARCHAR(200) NOT NULL,
            at TIMESTAMPTZ NOT NULL,
            lifted_at TIMESTAMPTZ,
            CONSTRAINT penalty_amounts CHECK (points >= 0 AND growth >= 0)
        );
        CREATE INDEX penalty_member ON penalty (member_id, at, id);
        CREATE INDEX penalty_rule_at ON penalty (rule_id, at, id);
        CREATE INDEX penalty_staff ON penalty (staff_id);
        CREATE TRIGGER penalty_rule_version AFTER INSERT OR UPDATE ON penalty_rule
            FOR EACH ROW EXECUTE FUNCTION keep_rule_version('PenaltyRule');
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP TABLE penalty; DROP TABLE penalty_rule;"
