from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Business calendars, policies of service levels, and what the clocks of a ticket hang on."""
    return """
        CREATE TABLE business_calendar (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            zone VARCHAR(64) NOT NULL,
            hours JSONB NOT NULL,
            days JSONB NOT NULL,
            is_default BOOL NOT NULL DEFAULT false,
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1
        );
        CREATE UNIQUE INDEX business_calendar_default ON business_calendar (is_default) WHERE is_default;

        CREATE TABLE sla_policy (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            position INT NOT NULL DEFAULT 100,
            calendar_id UUID REFERENCES business_calendar (id) ON DELETE RESTRICT,
            priorities TEXT[] NOT NULL DEFAULT '{}',
            categories TEXT[] NOT NULL DEFAULT '{}',
            channels TEXT[] NOT NULL DEFAULT '{}',
            tiers TEXT[] NOT NULL DEFAULT '{}',
            teams TEXT[] NOT NULL DEFAULT '{}',
            first_response INT,
            next_response INT,
            resolution INT,
            pauses TEXT[] NOT NULL DEFAULT '{}',
            alarms JSONB NOT NULL,
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT sla_policy_promises CHECK (num_nonnulls(first_response, next_response, resolution) > 0),
            CONSTRAINT sla_policy_targets CHECK (first_response > 0 AND next_response > 0 AND resolution > 0)
        );
        CREATE INDEX sla_policy_calendar ON sla_policy (calendar_id);
        CREATE INDEX sla_policy_position ON sla_policy (position, code);

        CREATE FUNCTION keep_rule_version() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO rule_version (subject_type, subject_id, body) VALUES (TG_ARGV[0], NEW.id, to_jsonb(NEW));
            RETURN NULL;
        END $$;
        CREATE TRIGGER business_calendar_versions AFTER INSERT OR UPDATE ON business_calendar
            FOR EACH ROW EXECUTE FUNCTION keep_rule_version('BusinessCalendar');
        CREATE TRIGGER sla_policy_versions AFTER INSERT OR UPDATE ON sla_policy
            FOR EACH ROW EXECUTE FUNCTION keep_rule_version('SlaPolicy');

        CREATE TABLE ticket_turn (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            ticket_id UUID NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
            status VARCHAR(24) NOT NULL,
            at TIMESTAMPTZ NOT NULL
        );
        CREATE INDEX ticket_turn_of_ticket ON ticket_turn (ticket_id, at, id);

        CREATE TABLE ticket_alarm (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            ticket_id UUID NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
            clock VARCHAR(24) NOT NULL,
            percent INT NOT NULL,
            action VARCHAR(24) NOT NULL,
            began_at TIMESTAMPTZ NOT NULL,
            key VARCHAR(300) NOT NULL,
            told TEXT NOT NULL DEFAULT '',
            due_at TIMESTAMPTZ NOT NULL,
            at TIMESTAMPTZ NOT NULL
        );
        CREATE UNIQUE INDEX ticket_alarm_once ON ticket_alarm (ticket_id, clock, began_at, key);

        CREATE TABLE staff_notice (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
            ticket_id UUID REFERENCES ticket (id) ON DELETE CASCADE,
            kind VARCHAR(24) NOT NULL,
            text TEXT NOT NULL DEFAULT '',
            clock VARCHAR(24),
            percent INT,
            at TIMESTAMPTZ NOT NULL,
            read_at TIMESTAMPTZ
        );
        CREATE INDEX staff_notice_of_person ON staff_notice (staff_id, at, id);
        CREATE INDEX staff_notice_ticket ON staff_notice (ticket_id);

        ALTER TABLE ticket
            ADD COLUMN next_response_due_at TIMESTAMPTZ,
            ADD COLUMN breached_at TIMESTAMPTZ,
            ADD COLUMN next_alarm_at TIMESTAMPTZ,
            ADD COLUMN sla_version_id UUID REFERENCES rule_version (id) ON DELETE RESTRICT,
            ADD COLUMN calendar_version_id UUID REFERENCES rule_version (id) ON DELETE RESTRICT;
        UPDATE ticket SET breached_at = least(
            CASE WHEN first_response_due_at < coalesce(first_responded_at, 'infinity') THEN first_response_due_at END,
            CASE WHEN resolution_due_at < coalesce(resolved_at, 'infinity') THEN resolution_due_at END);
        ALTER TABLE ticket ALTER COLUMN next_due_at SET EXPRESSION AS (
            CASE WHEN status IN ('RESOLVED', 'CLOSED', 'MERGED') THEN 'infinity'
                 ELSE coalesce(least(CASE WHEN first_responded_at IS NULL THEN first_response_due_at END,
                     next_response_due_at, resolution_due_at), 'infinity')
            END);
        CREATE INDEX ticket_breached ON ticket (breached_at, id) WHERE breached_at IS NOT NULL;
        CREATE INDEX ticket_alarm_due ON ticket (next_alarm_at) WHERE next_alarm_at IS NOT NULL;
        CREATE INDEX ticket_sla_version ON ticket (sla_version_id);
        CREATE INDEX ticket_calendar_version ON ticket (calendar_version_id);

        INSERT INTO ticket_turn (ticket_id, status, at)
        SELECT id, 'NEW', opened_at FROM ticket
        UNION ALL
        SELECT id, 'OPEN', first_responded_at FROM ticket WHERE first_responded_at > opened_at
            AND first_responded_at < coalesce(resolved_at, 'infinity')
        UNION ALL
        SELECT id, status, coalesce(resolved_at, greatest(first_responded_at, opened_at)) FROM ticket
            WHERE status <> 'NEW';
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE ticket ALTER COLUMN next_due_at SET EXPRESSION AS (
            CASE WHEN status IN ('RESOLVED', 'CLOSED', 'MERGED') THEN 'infinity'
                 ELSE coalesce(CASE WHEN first_responded_at IS NULL THEN first_response_due_at END, resolution_due_at, 'infinity')
            END);
        ALTER TABLE ticket DROP COLUMN next_response_due_at, DROP COLUMN breached_at, DROP COLUMN next_alarm_at,
            DROP COLUMN sla_version_id, DROP COLUMN calendar_version_id;
        DROP TABLE staff_notice;
        DROP TABLE ticket_alarm;
        DROP TABLE ticket_turn;
        DROP TABLE sla_policy;
        DROP TABLE business_calendar;
        DROP FUNCTION keep_rule_version();
    """
