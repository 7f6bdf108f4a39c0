from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Says which tickets changed, who looks at them, and that somebody's rights changed, to whoever listens."""
    return """
        CREATE INDEX ticket_updated ON ticket (updated_at);
        CREATE UNLOGGED TABLE ticket_viewer (
            ticket_id uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
            staff_id uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
            since timestamptz NOT NULL,
            until timestamptz NOT NULL,
            typing_until timestamptz,
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7()
        );
        CREATE UNIQUE INDEX ticket_viewer_one ON ticket_viewer (ticket_id, staff_id);
        CREATE INDEX ticket_viewer_staff ON ticket_viewer (staff_id);
        CREATE INDEX ticket_viewer_until ON ticket_viewer (until);

        CREATE FUNCTION tell_opened_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (SELECT count(*) FROM (SELECT FROM fresh LIMIT 1001) few) > 1000 THEN
                PERFORM pg_notify('memberdesk_live', '{"type": "Ticket", "many": true}');
            ELSE
                PERFORM pg_notify('memberdesk_live', json_build_object(
                    'type', 'Ticket', 'id', id, 'version', version, 'member', member_id)::text) FROM fresh;
            END IF;
            RETURN NULL;
        END $$;
        CREATE FUNCTION tell_changed_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (SELECT count(*) FROM (SELECT FROM fresh LIMIT 1001) few) > 1000 THEN
                PERFORM pg_notify('memberdesk_live', '{"type": "Ticket", "many": true}');
            ELSE
                PERFORM pg_notify('memberdesk_live', json_build_object(
                    'type', 'Ticket', 'id', fresh.id, 'version', fresh.version, 'member', fresh.member_id,
                    'fields', changed.names)::text)
                FROM fresh JOIN stale USING (id), LATERAL (
                    SELECT json_agg(now.key) AS names
                    FROM jsonb_each(to_jsonb(fresh) - 'search_grams') now
                    JOIN jsonb_each(to_jsonb(stale) - 'search_grams') past USING (key)
                    WHERE now.value <> past.value) changed
                WHERE changed.names IS NOT NULL;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER ticket_opened_told AFTER INSERT ON ticket
            REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION tell_opened_tickets();
        CREATE TRIGGER ticket_changed_told AFTER UPDATE ON ticket
            REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
            FOR EACH STATEMENT EXECUTE FUNCTION tell_changed_tickets();

        CREATE FUNCTION tell_access() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('memberdesk_live', '{"type": "access"}');
            RETURN NULL;
        END $$;
        CREATE TRIGGER role_told AFTER INSERT OR UPDATE OR DELETE ON role
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER type_grant_told AFTER INSERT OR UPDATE OR DELETE ON type_grant
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER class_grant_told AFTER INSERT OR UPDATE OR DELETE ON class_grant
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER field_grant_told AFTER INSERT OR UPDATE OR DELETE ON field_grant
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER role_permission_told AFTER INSERT OR UPDATE OR DELETE ON role_permission
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER staff_role_told AFTER INSERT OR UPDATE OR DELETE ON staff_role
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER staff_told AFTER UPDATE OR DELETE ON staff
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER staff_totp_told AFTER INSERT OR DELETE ON staff_totp
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER organization_unit_told AFTER UPDATE OF path OR DELETE ON organization_unit
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER staff_session_told AFTER UPDATE OF ended_at, expires_at OR DELETE ON staff_session
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER view_as_told AFTER INSERT OR UPDATE OR DELETE ON view_as
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER api_token_told AFTER UPDATE OF revoked_at, expires_at, reads_only OR DELETE ON api_token
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER api_client_told AFTER UPDATE OR DELETE ON api_client
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER api_client_role_told AFTER INSERT OR UPDATE OR DELETE ON api_client_role
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER member_told AFTER UPDATE OF status OR DELETE ON member
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
        CREATE TRIGGER member_device_told AFTER UPDATE OF ended_at OR DELETE ON member_device
            FOR EACH STATEMENT EXECUTE FUNCTION tell_access();
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    told = (
        "role type_grant class_grant field_grant role_permission staff_role staff staff_totp organization_unit "
        "staff_session view_as api_token api_client api_client_role member member_device"
    )
    return "\n".join(f"DROP TRIGGER {table}_told ON {table};" for table in told.split()) + """
        DROP TRIGGER ticket_opened_told ON ticket;
        DROP TRIGGER ticket_changed_told ON ticket;
        DROP FUNCTION tell_access(), tell_opened_tickets(), tell_changed_tickets();
        DROP TABLE ticket_viewer;
        DROP INDEX ticket_updated;
    """
