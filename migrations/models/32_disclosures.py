from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What of members was shown beyond what roles see, and who looked with the eyes of another."""
    return """
        CREATE TABLE disclosure (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            kind varchar(24) NOT NULL CHECK (kind IN ('REVEAL', 'OPENING', 'EXPORT', 'VIEW_AS')),
            member_id uuid NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            viewer varchar(300) NOT NULL,
            actor varchar(200) NOT NULL,
            roles varchar(300) NOT NULL DEFAULT '',
            staff_id uuid REFERENCES staff (id) ON DELETE RESTRICT,
            session_id uuid REFERENCES staff_session (id) ON DELETE SET NULL,
            type_name varchar(64),
            row_key uuid,
            field varchar(64),
            ticket_id uuid REFERENCES ticket (id) ON DELETE RESTRICT,
            reason varchar(500) NOT NULL DEFAULT '',
            at timestamptz NOT NULL DEFAULT clock_timestamp(),
            until timestamptz,
            CONSTRAINT disclosure_reveals_one_field CHECK (kind <> 'REVEAL' OR (
                type_name IS NOT NULL AND row_key IS NOT NULL AND field IS NOT NULL AND reason <> ''
                AND until IS NOT NULL AND until <= at + interval '60 seconds'))
        );
        CREATE INDEX disclosure_of_member ON disclosure (member_id, at, id);
        CREATE INDEX disclosure_by_viewer ON disclosure (viewer, at) WHERE kind = 'REVEAL';
        CREATE INDEX disclosure_staff ON disclosure (staff_id);
        CREATE INDEX disclosure_session ON disclosure (session_id);
        CREATE INDEX disclosure_ticket ON disclosure (ticket_id);

        CREATE TABLE view_as (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            session_id uuid REFERENCES staff_session (id) ON DELETE SET NULL,
            staff_id uuid NOT NULL REFERENCES staff (id) ON DELETE RESTRICT,
            as_staff_id uuid REFERENCES staff (id) ON DELETE RESTRICT,
            as_role_id uuid REFERENCES role (id) ON DELETE CASCADE,
            reason varchar(500) NOT NULL,
            at timestamptz NOT NULL DEFAULT clock_timestamp(),
            until timestamptz NOT NULL,
            ended_at timestamptz,
            CONSTRAINT view_as_one_other CHECK (num_nonnulls(as_staff_id, as_role_id) = 1),
            CONSTRAINT view_as_is_short CHECK (until <= at + interval '30 minutes')
        );
        CREATE UNIQUE INDEX view_as_not_nested ON view_as (session_id) WHERE ended_at IS NULL;
        CREATE INDEX view_as_session ON view_as (session_id);
        CREATE INDEX view_as_staff ON view_as (staff_id);
        CREATE INDEX view_as_as_staff ON view_as (as_staff_id);
        CREATE INDEX view_as_as_role ON view_as (as_role_id);

        INSERT INTO role_permission (role_id, permission)
        SELECT id, 'members.reveal' FROM role WHERE code IN ('customer_service', 'supervisor')
        ON CONFLICT DO NOTHING;
        INSERT INTO type_grant (role_id, type_name) SELECT id, 'Disclosure' FROM role
        WHERE code IN ('supervisor', 'auditor') ON CONFLICT DO NOTHING;
        INSERT INTO type_grant (role_id, type_name, scope)
        SELECT id, 'Disclosure', '{"memberKey": {"eq": "$viewer.member"}}' FROM role WHERE code = 'member'
        ON CONFLICT DO NOTHING;
        INSERT INTO field_grant (role_id, type_name, field, read, may_filter, may_write)
        SELECT id, 'Disclosure', 'actor', 'FULL', false, false FROM role WHERE code = 'member'
        ON CONFLICT DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DELETE FROM role_permission WHERE permission = 'members.reveal';
        DELETE FROM type_grant WHERE type_name = 'Disclosure';
        DELETE FROM field_grant WHERE type_name = 'Disclosure';
        DROP TABLE view_as;
        DROP TABLE disclosure;
    """
