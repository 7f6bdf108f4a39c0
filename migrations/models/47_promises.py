from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Promises made to members, with what happened to each."""
    return """
        CREATE TABLE promise (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            what VARCHAR(500) NOT NULL,
            status VARCHAR(24) NOT NULL DEFAULT 'OPEN',
            ticket_id UUID REFERENCES ticket (id) ON DELETE RESTRICT,
            member_id UUID REFERENCES member (id) ON DELETE RESTRICT,
            owner_id UUID NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
            made_by VARCHAR(200) NOT NULL,
            made_at TIMESTAMPTZ NOT NULL,
            first_due_at TIMESTAMPTZ NOT NULL,
            due_at TIMESTAMPTZ NOT NULL,
            remind_at TIMESTAMPTZ,
            reminded_at TIMESTAMPTZ,
            rung_at TIMESTAMPTZ,
            put_off_until TIMESTAMPTZ,
            late_at TIMESTAMPTZ,
            moves INT NOT NULL DEFAULT 0,
            settled_at TIMESTAMPTZ,
            settled_by VARCHAR(200) NOT NULL DEFAULT '',
            note VARCHAR(500) NOT NULL DEFAULT '',
            version INT NOT NULL DEFAULT 1,
            next_alarm_at TIMESTAMPTZ GENERATED ALWAYS AS (
                CASE WHEN status <> 'OPEN' THEN NULL
                     WHEN reminded_at IS NULL AND remind_at < due_at THEN greatest(remind_at, put_off_until)
                     WHEN rung_at IS NULL THEN greatest(due_at, put_off_until) END) STORED,
            CONSTRAINT promise_status CHECK (status IN ('OPEN', 'KEPT', 'BROKEN')),
            CONSTRAINT promise_to_somebody CHECK (num_nonnulls(ticket_id, member_id) > 0),
            CONSTRAINT promise_settled CHECK ((settled_at IS NULL) = (status = 'OPEN'))
        );
        CREATE INDEX promise_due ON promise (due_at, id);
        CREATE INDEX promise_made ON promise (made_at, id);
        CREATE INDEX promise_open ON promise (due_at, id) WHERE status = 'OPEN';
        CREATE INDEX promise_owner ON promise (owner_id, due_at, id);
        CREATE INDEX promise_member ON promise (member_id, due_at, id);
        CREATE INDEX promise_ticket ON promise (ticket_id, due_at, id);
        CREATE INDEX promise_alarm ON promise (next_alarm_at) WHERE next_alarm_at IS NOT NULL;

        CREATE TABLE promise_step (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            promise_id UUID NOT NULL REFERENCES promise (id) ON DELETE CASCADE,
            kind VARCHAR(24) NOT NULL,
            due_at TIMESTAMPTZ NOT NULL,
            note VARCHAR(500) NOT NULL DEFAULT '',
            actor VARCHAR(200) NOT NULL,
            at TIMESTAMPTZ NOT NULL
        );
        CREATE INDEX promise_step_of_promise ON promise_step (promise_id, at, id);

        ALTER TABLE staff_notice ADD COLUMN promise_id UUID REFERENCES promise (id) ON DELETE CASCADE;
        CREATE INDEX staff_notice_promise ON staff_notice (promise_id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE staff_notice DROP COLUMN promise_id;
        DROP TABLE promise_step;
        DROP TABLE promise;
    """
