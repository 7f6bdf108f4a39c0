from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Saved views of lists, and the queues that the desk starts with."""
    return """
        CREATE TABLE saved_view (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(64) NOT NULL UNIQUE,
            name VARCHAR(200) NOT NULL,
            type_name VARCHAR(64) NOT NULL,
            conditions JSONB NOT NULL DEFAULT '{}',
            ordering JSONB NOT NULL DEFAULT '{"rows": []}',
            shown TEXT[] NOT NULL DEFAULT '{}',
            layout JSONB NOT NULL DEFAULT '{}',
            sharing VARCHAR(24) NOT NULL DEFAULT 'MINE',
            roles TEXT[] NOT NULL DEFAULT '{}',
            owner_id UUID REFERENCES staff (id) ON DELETE RESTRICT,
            is_queue BOOL NOT NULL DEFAULT false,
            position INT NOT NULL DEFAULT 100,
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT saved_view_owned CHECK (sharing <> 'MINE' OR owner_id IS NOT NULL),
            CONSTRAINT saved_view_roles CHECK ((sharing = 'ROLES') = (roles <> '{}'))
        );
        CREATE INDEX saved_view_owner ON saved_view (owner_id);
        CREATE INDEX saved_view_position ON saved_view (position, id);

        INSERT INTO saved_view (code, name, type_name, conditions, ordering, shown, sharing, is_queue, position)
        SELECT 'desk-' || code, name, 'Ticket', said || coalesce(more, '{}'),
            '{"rows": [{"field": "DUE_AT", "direction": "ASC"}]}',
            '{subject,member,status,priority,nextDueAt,assignee}', 'EVERYBODY', true, place * 10
        FROM (SELECT '{"status": {"in": ["NEW", "OPEN", "PENDING_CUSTOMER", "PENDING_INTERNAL"]}}'::jsonb AS waiting) w,
            LATERAL (VALUES
                ('mine', 'Mine', waiting, '{"assignee": {"eq": "$me"}}'::jsonb, 1),
                ('unassigned', 'Nobody''s', waiting, '{"assignee": {"isNull": true}}', 2),
                ('open', 'All open', waiting, NULL, 3),
                ('late', 'Late', waiting, '{"isBreached": {"eq": true}}', 4),
                ('resolved', 'Resolved', '{"status": {"eq": "RESOLVED"}}', NULL, 5)
            ) shipped (code, name, said, more, place);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP TABLE saved_view;"
