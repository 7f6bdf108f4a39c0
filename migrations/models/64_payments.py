from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Who takes money online, and what members paid there."""
    return """
        CREATE TABLE payment_provider (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            kind VARCHAR(24) NOT NULL,
            endpoint VARCHAR(200) NOT NULL,
            merchant_id VARCHAR(64) NOT NULL,
            app_id VARCHAR(64) NOT NULL,
            serial VARCHAR(64) NOT NULL,
            platform_serial VARCHAR(64) NOT NULL,
            platform_key TEXT NOT NULL,
            key_print VARCHAR(64) NOT NULL,
            api_key_at TIMESTAMPTZ NOT NULL,
            sealed BYTEA NOT NULL,
            is_active BOOL NOT NULL DEFAULT true,
            problem VARCHAR(500) NOT NULL DEFAULT '',
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT payment_provider_kind CHECK (kind IN ('WECHAT_PAY_V3'))
        );

        CREATE TABLE payment (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            number VARCHAR(64) NOT NULL UNIQUE,
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            provider_id UUID NOT NULL REFERENCES payment_provider (id) ON DELETE RESTRICT,
            amount BIGINT NOT NULL,
            status VARCHAR(24) NOT NULL DEFAULT 'NEW',
            code VARCHAR(500),
            provider_number VARCHAR(64),
            actor VARCHAR(200) NOT NULL,
            staff_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            at TIMESTAMPTZ NOT NULL,
            expires_at TIMESTAMPTZ NOT NULL,
            paid_at TIMESTAMPTZ,
            booked_at TIMESTAMPTZ,
            ended_at TIMESTAMPTZ,
            entry_id UUID REFERENCES wallet_entry (id) ON DELETE RESTRICT,
            notice JSONB,
            problem VARCHAR(500) NOT NULL DEFAULT '',
            refund_number VARCHAR(64),
            refund_reason VARCHAR(1000) NOT NULL DEFAULT '',
            refund_asked_at TIMESTAMPTZ,
            refunded_at TIMESTAMPTZ,
            tries INT NOT NULL DEFAULT 0,
            due_at TIMESTAMPTZ,
            CONSTRAINT payment_amount CHECK (amount > 0),
            CONSTRAINT payment_status CHECK (
                status IN ('NEW', 'PENDING', 'PAID', 'FAILED', 'EXPIRED', 'REFUNDING', 'REFUNDED')),
            CONSTRAINT payment_paid CHECK ((paid_at IS NOT NULL) = (status IN ('PAID', 'REFUNDING', 'REFUNDED'))),
            CONSTRAINT payment_booked CHECK (
                (entry_id IS NULL) = (booked_at IS NULL) AND (entry_id IS NULL OR paid_at IS NOT NULL)
                AND (status <> 'PAID' OR entry_id IS NOT NULL OR problem <> '')),
            CONSTRAINT payment_refund CHECK ((refund_number IS NOT NULL) = (status IN ('REFUNDING', 'REFUNDED'))),
            CONSTRAINT payment_refunded CHECK ((refunded_at IS NOT NULL) = (status = 'REFUNDED'))
        );
        CREATE UNIQUE INDEX payment_booked_once ON payment (entry_id);
        CREATE UNIQUE INDEX payment_refund_once ON payment (refund_number);
        CREATE UNIQUE INDEX payment_at_provider ON payment (provider_id, provider_number);
        CREATE INDEX payment_at ON payment (at, id);
        CREATE INDEX payment_status_at ON payment (status, at, id);
        CREATE INDEX payment_member ON payment (member_id, at, id);
        CREATE INDEX payment_provider_at ON payment (provider_id, at, id);
        CREATE INDEX payment_staff ON payment (staff_id);
        CREATE INDEX payment_due ON payment (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX payment_problem ON payment (at, id) WHERE problem <> '';

        INSERT INTO role_permission (role_id, permission)
        SELECT role.id, said.permission FROM role JOIN (VALUES ('customer_service', 'wallet.top_up'),
            ('supervisor', 'wallet.top_up'), ('supervisor', 'payments.refund'), ('cashier', 'wallet.top_up'),
            ('member', 'wallet.top_up')) said (code, permission) ON said.code = role.code
        ON CONFLICT DO NOTHING;
        INSERT INTO type_grant (role_id, type_name)
        SELECT role.id, said.name FROM role, unnest(ARRAY['Payment', 'PaymentProvider']) said (name)
        WHERE role.code IN ('operations', 'customer_service', 'supervisor', 'finance', 'auditor', 'cashier')
           OR (role.code, said.name) = ('member', 'PaymentProvider')
        ON CONFLICT DO NOTHING;
        INSERT INTO type_grant (role_id, type_name, scope)
        SELECT id, 'Payment', '{"memberKey": {"eq": "$viewer.member"}}'::jsonb FROM role WHERE code = 'member'
        ON CONFLICT DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE payment;
        DROP TABLE payment_provider;
    """
