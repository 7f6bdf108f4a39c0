from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What was given to make something good."""
    return """
        CREATE TABLE make_good (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            ticket_id UUID NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            order_id UUID REFERENCES orders (id) ON DELETE RESTRICT,
            asset VARCHAR(24) NOT NULL,
            amount BIGINT NOT NULL,
            coupon_id UUID REFERENCES coupon (id) ON DELETE RESTRICT,
            said VARCHAR(200) NOT NULL,
            reason VARCHAR(1000) NOT NULL,
            staff_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            actor VARCHAR(200) NOT NULL,
            at TIMESTAMPTZ NOT NULL,
            undone_at TIMESTAMPTZ,
            CONSTRAINT make_good_amount CHECK (amount > 0),
            CONSTRAINT make_good_asset CHECK (asset IN ('POINTS', 'COUPONS', 'MONEY')),
            CONSTRAINT make_good_coupon CHECK ((coupon_id IS NOT NULL) = (asset = 'COUPONS'))
        );
        CREATE INDEX make_good_member ON make_good (member_id, at, id);
        CREATE INDEX make_good_ticket ON make_good (ticket_id, at, id);
        CREATE INDEX make_good_order ON make_good (order_id);
        CREATE UNIQUE INDEX make_good_coupon_once ON make_good (coupon_id);
        CREATE INDEX make_good_staff ON make_good (staff_id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP TABLE make_good;"
