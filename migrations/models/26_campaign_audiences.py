from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Whoever keeps rules in memory learns that an audience means others."""
    return """
        CREATE FUNCTION note_audience_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE program_version SET version = version + 1;
            RETURN NULL;
        END $$;
        CREATE TRIGGER segment_means_others AFTER UPDATE ON segment
            FOR EACH ROW WHEN (OLD."where" IS DISTINCT FROM NEW."where") EXECUTE FUNCTION note_audience_change();
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TRIGGER segment_means_others ON segment;
        DROP FUNCTION note_audience_change();
    """
