from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Looks at a member's own page, beside reveals, exports and looks with the eyes of another."""
    return """
        ALTER TABLE disclosure DROP CONSTRAINT disclosure_kind_check;
        ALTER TABLE disclosure ADD CONSTRAINT disclosure_kind_check
            CHECK (kind IN ('REVEAL', 'OPENING', 'EXPORT', 'VIEW_AS', 'LOOK'));
        CREATE INDEX view_as_open ON view_as (until) WHERE ended_at IS NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX view_as_open;
        DELETE FROM disclosure WHERE kind = 'LOOK';
        ALTER TABLE disclosure DROP CONSTRAINT disclosure_kind_check;
        ALTER TABLE disclosure ADD CONSTRAINT disclosure_kind_check
            CHECK (kind IN ('REVEAL', 'OPENING', 'EXPORT', 'VIEW_AS'));
    """
