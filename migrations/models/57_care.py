from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Care series with their calls, the limits of contacts, opt-outs, and messages to members."""
    return """
        CREATE TABLE call_team (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            team_id UUID NOT NULL REFERENCES team (id) ON DELETE RESTRICT,
            calendar_id UUID NOT NULL REFERENCES business_calendar (id) ON DELETE RESTRICT,
            stores TEXT[] NOT NULL DEFAULT '{}',
            language VARCHAR(16) NOT NULL DEFAULT 'en',
            daily_capacity INT NOT NULL,
            minutes INT NOT NULL DEFAULT 3,
            tries INT NOT NULL DEFAULT 3,
            position INT NOT NULL DEFAULT 100,
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT call_team_numbers CHECK (daily_capacity > 0 AND minutes > 0 AND tries > 0)
        );
        CREATE INDEX call_team_team ON call_team (team_id);
        CREATE INDEX call_team_calendar ON call_team (calendar_id);

        CREATE TABLE contact_limit (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            channel VARCHAR(24),
            tiers TEXT[] NOT NULL DEFAULT '{}',
            per_day INT,
            per_week INT,
            per_month INT,
            quiet_from VARCHAR(5),
            quiet_until VARCHAR(5),
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT contact_limit_says CHECK (num_nonnulls(per_day, per_week, per_month, quiet_from) > 0),
            CONSTRAINT contact_limit_counts CHECK (per_day >= 0 AND per_week >= 0 AND per_month >= 0),
            CONSTRAINT contact_limit_quiet CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
        );

        CREATE TABLE contact (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            channel VARCHAR(24) NOT NULL,
            purpose VARCHAR(24) NOT NULL,
            about VARCHAR(200) NOT NULL,
            actor VARCHAR(200) NOT NULL,
            day DATE NOT NULL,
            at TIMESTAMPTZ NOT NULL,
            released_at TIMESTAMPTZ
        );
        CREATE INDEX contact_member ON contact (member_id, at, id);
        CREATE INDEX contact_at ON contact (at, id);

        CREATE TABLE contact_count (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE CASCADE,
            channel VARCHAR(24) NOT NULL,
            day DATE NOT NULL,
            on_day INT NOT NULL,
            in_week INT NOT NULL,
            in_month INT NOT NULL,
            CONSTRAINT contact_count_counts CHECK (on_day >= 0 AND in_week >= on_day AND in_month >= on_day)
        );
        CREATE UNIQUE INDEX contact_count_once ON contact_count (member_id, channel);

        CREATE TABLE contact_refusal (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            channel VARCHAR(24) NOT NULL,
            reason VARCHAR(500) NOT NULL,
            actor VARCHAR(200) NOT NULL,
            at TIMESTAMPTZ NOT NULL
        );
        CREATE UNIQUE INDEX contact_refusal_once ON contact_refusal (member_id, channel);
        CREATE INDEX contact_refusal_member ON contact_refusal (member_id, at, id);
        CREATE INDEX contact_refusal_at ON contact_refusal (at, id);

        CREATE TABLE care_series (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            trigger VARCHAR(24) NOT NULL,
            amount BIGINT,
            days INT,
            tier_id UUID REFERENCES tier (id) ON DELETE RESTRICT,
            categories TEXT[] NOT NULL DEFAULT '{}',
            tiers TEXT[] NOT NULL DEFAULT '{}',
            segment_id UUID REFERENCES segment (id) ON DELETE RESTRICT,
            call_team_id UUID REFERENCES call_team (id) ON DELETE RESTRICT,
            steps JSONB NOT NULL,
            stops TEXT[] NOT NULL DEFAULT '{}',
            starts_from TIMESTAMPTZ NOT NULL,
            swept_at TIMESTAMPTZ,
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1
        );
        CREATE INDEX care_series_tier ON care_series (tier_id);
        CREATE INDEX care_series_segment ON care_series (segment_id);
        CREATE INDEX care_series_team ON care_series (call_team_id);

        CREATE TABLE care_run (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            series_id UUID NOT NULL REFERENCES care_series (id) ON DELETE RESTRICT,
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            occasion VARCHAR(100) NOT NULL,
            began_on DATE NOT NULL,
            began_at TIMESTAMPTZ NOT NULL,
            status VARCHAR(24) NOT NULL DEFAULT 'RUNNING',
            reason VARCHAR(24),
            ended_at TIMESTAMPTZ,
            CONSTRAINT care_run_status CHECK (status IN ('RUNNING', 'FINISHED', 'STOPPED')),
            CONSTRAINT care_run_ended CHECK ((status = 'RUNNING') = (ended_at IS NULL)),
            CONSTRAINT care_run_reason CHECK ((status = 'STOPPED') = (reason IS NOT NULL))
        );
        CREATE UNIQUE INDEX care_run_once ON care_run (series_id, member_id, occasion);
        CREATE INDEX care_run_member ON care_run (member_id);
        CREATE INDEX care_run_running ON care_run (id) WHERE status = 'RUNNING';

        CREATE TABLE care_task (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            run_id UUID NOT NULL REFERENCES care_run (id) ON DELETE RESTRICT,
            series_id UUID NOT NULL REFERENCES care_series (id) ON DELETE RESTRICT,
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            place INT NOT NULL,
            kind VARCHAR(24) NOT NULL,
            channel VARCHAR(24) NOT NULL,
            script TEXT NOT NULL DEFAULT '',
            script_zh TEXT NOT NULL DEFAULT '',
            call_team_id UUID REFERENCES call_team (id) ON DELETE RESTRICT,
            rank INT NOT NULL DEFAULT 0,
            due_on DATE NOT NULL,
            status VARCHAR(24) NOT NULL DEFAULT 'WAITING',
            planned_on DATE,
            assignee_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            contact_id UUID REFERENCES contact (id) ON DELETE RESTRICT,
            tries INT NOT NULL DEFAULT 0,
            outcome VARCHAR(24),
            note TEXT NOT NULL DEFAULT '',
            held VARCHAR(24),
            interaction_id UUID REFERENCES interaction (id) ON DELETE RESTRICT,
            ticket_id UUID REFERENCES ticket (id) ON DELETE RESTRICT,
            begun_at TIMESTAMPTZ,
            done_at TIMESTAMPTZ,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT care_task_status CHECK (
                status IN ('WAITING', 'PLANNED', 'CALLING', 'DONE', 'UNREACHED', 'SKIPPED', 'STOPPED')),
            CONSTRAINT care_task_planned CHECK (status <> 'PLANNED' OR planned_on IS NOT NULL AND contact_id IS NOT NULL),
            CONSTRAINT care_task_calling CHECK (status <> 'CALLING' OR begun_at IS NOT NULL AND assignee_id IS NOT NULL)
        );
        CREATE UNIQUE INDEX care_task_once ON care_task (run_id, place);
        CREATE INDEX care_task_member ON care_task (member_id, due_on, id);
        CREATE INDEX care_task_due ON care_task (due_on, id);
        CREATE INDEX care_task_rank ON care_task (rank, id);
        CREATE INDEX care_task_status ON care_task (status, due_on, id) WHERE status IN ('WAITING', 'PLANNED', 'CALLING');
        CREATE INDEX care_task_team ON care_task (call_team_id, planned_on);
        CREATE INDEX care_task_assignee ON care_task (assignee_id, planned_on);
        CREATE INDEX care_task_series ON care_task (series_id, due_on);
        CREATE INDEX care_task_contact ON care_task (contact_id);
        CREATE INDEX care_task_interaction ON care_task (interaction_id);
        CREATE INDEX care_task_ticket ON care_task (ticket_id);

        CREATE TABLE member_message (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            member_id UUID NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            channel VARCHAR(24) NOT NULL,
            language VARCHAR(16) NOT NULL,
            subject VARCHAR(200) NOT NULL,
            body TEXT NOT NULL,
            about VARCHAR(200) NOT NULL,
            contact_id UUID NOT NULL REFERENCES contact (id) ON DELETE RESTRICT,
            status VARCHAR(24) NOT NULL DEFAULT 'WAITING',
            tries INT NOT NULL DEFAULT 0,
            due_at TIMESTAMPTZ NOT NULL,
            at TIMESTAMPTZ NOT NULL,
            sent_at TIMESTAMPTZ,
            error VARCHAR(300),
            CONSTRAINT member_message_status CHECK (status IN ('WAITING', 'SENDING', 'SENT', 'FAILED')),
            CONSTRAINT member_message_sent CHECK ((status = 'SENT') = (sent_at IS NOT NULL))
        );
        CREATE UNIQUE INDEX member_message_contact ON member_message (contact_id);
        CREATE INDEX member_message_member ON member_message (member_id, at, id);
        CREATE INDEX member_message_at ON member_message (at, id);
        CREATE INDEX member_message_due ON member_message (due_at) WHERE status IN ('WAITING', 'SENDING');

        CREATE INDEX tier_change_moment ON tier_change (at);

        CREATE FUNCTION care_text(said text, whose uuid) RETURNS text LANGUAGE sql STABLE AS $$
            SELECT replace(replace(replace(replace(replace(said,
                '{memberNo}', m.member_no),
                '{points}', greatest(a.balance, 0)::text),
                '{tier}', coalesce(t.name, '')),
                '{store}', coalesce(s.name, '')),
                '{name}', coalesce(m.name, m.latin_name, ''))
            FROM member m JOIN ledger_account a ON a.id = m.points_account_id
            LEFT JOIN tier t ON t.id = m.tier_id LEFT JOIN store s ON s.id = m.home_store_id
            WHERE m.id = whose
        $$;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP FUNCTION care_text(text, uuid);
        DROP INDEX tier_change_moment;
        DROP TABLE member_message;
        DROP TABLE care_task;
        DROP TABLE care_run;
        DROP TABLE care_series;
        DROP TABLE contact_refusal;
        DROP TABLE contact_count;
        DROP TABLE contact;
        DROP TABLE contact_limit;
        DROP TABLE call_team;
    """
