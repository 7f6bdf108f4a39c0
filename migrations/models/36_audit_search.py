from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """The audit log is asked by who, what and of what, newest first."""
    return """
        DROP INDEX IF EXISTS "idx_audit_event_subject_79b3ea";
        CREATE INDEX audit_event_actor ON audit_event (actor, at, id);
        CREATE INDEX audit_event_action ON audit_event (action, at, id);
        CREATE INDEX audit_event_kind ON audit_event (subject_type, at, id);
        CREATE INDEX audit_event_subject ON audit_event (subject_id, at, id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX audit_event_actor;
        DROP INDEX audit_event_action;
        DROP INDEX audit_event_kind;
        DROP INDEX audit_event_subject;
        CREATE INDEX "idx_audit_event_subject_79b3ea" ON audit_event ("subject_type", "subject_id");
    """
