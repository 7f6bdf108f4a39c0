from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Rules by which tickets are given to people, who is on duty, and why somebody was given a ticket."""
    return """
        CREATE TABLE assignment_rule (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            position INT NOT NULL DEFAULT 100,
            team_id UUID NOT NULL REFERENCES team (id) ON DELETE RESTRICT,
            method VARCHAR(24) NOT NULL DEFAULT 'ROUND_ROBIN',
            categories TEXT[] NOT NULL DEFAULT '{}',
            channels TEXT[] NOT NULL DEFAULT '{}',
            priorities TEXT[] NOT NULL DEFAULT '{}',
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1
        );
        CREATE INDEX assignment_rule_team ON assignment_rule (team_id);
        CREATE INDEX assignment_rule_position ON assignment_rule (position, code);

        CREATE TABLE staff_duty (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            staff_id UUID NOT NULL UNIQUE REFERENCES staff (id) ON DELETE CASCADE,
            is_present BOOL NOT NULL DEFAULT true,
            capacity INT NOT NULL DEFAULT 20,
            skills TEXT[] NOT NULL DEFAULT '{}',
            turn BIGINT NOT NULL DEFAULT 0,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT staff_duty_capacity CHECK (capacity > 0)
        );
        CREATE SEQUENCE assignment_turn;

        CREATE TABLE ticket_assignment (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            ticket_id UUID NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
            rule_id UUID NOT NULL REFERENCES assignment_rule (id) ON DELETE RESTRICT,
            team_id UUID NOT NULL REFERENCES team (id) ON DELETE RESTRICT,
            staff_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            before_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            occasion VARCHAR(24) NOT NULL,
            method VARCHAR(24) NOT NULL,
            present INT NOT NULL,
            open_before INT,
            capacity INT,
            at TIMESTAMPTZ NOT NULL
        );
        CREATE INDEX ticket_assignment_ticket ON ticket_assignment (ticket_id, at, id);
        CREATE INDEX ticket_assignment_rule ON ticket_assignment (rule_id);
        CREATE INDEX ticket_assignment_team ON ticket_assignment (team_id);
        CREATE INDEX ticket_assignment_staff ON ticket_assignment (staff_id);
        CREATE INDEX ticket_assignment_before ON ticket_assignment (before_id);

        CREATE INDEX ticket_of_assignee ON ticket (assignee_id, status, next_due_at, id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX ticket_of_assignee;
        DROP TABLE ticket_assignment;
        DROP TABLE staff_duty;
        DROP SEQUENCE assignment_turn;
        DROP TABLE assignment_rule;
    """
