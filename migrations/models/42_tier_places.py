from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Tiers may count only what was bought in some stores or units; who keeps the rules hears of moved stores."""
    return """
        ALTER TABLE tier ADD COLUMN store_codes TEXT[] NOT NULL DEFAULT '{}';
        ALTER TABLE tier ADD COLUMN unit_codes TEXT[] NOT NULL DEFAULT '{}';
        CREATE FUNCTION note_place_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE program_version SET version = version + 1
                WHERE EXISTS (SELECT FROM tier WHERE cardinality(store_codes) + cardinality(unit_codes) > 0);
            RETURN NULL;
        END $$;
        CREATE TRIGGER store_moves_tiers AFTER INSERT OR UPDATE OR DELETE ON store
            FOR EACH STATEMENT EXECUTE FUNCTION note_place_change();
        CREATE TRIGGER unit_moves_tiers AFTER INSERT OR UPDATE OR DELETE ON organization_unit
            FOR EACH STATEMENT EXECUTE FUNCTION note_place_change();
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TRIGGER store_moves_tiers ON store;
        DROP TRIGGER unit_moves_tiers ON organization_unit;
        DROP FUNCTION note_place_change();
        ALTER TABLE tier DROP COLUMN store_codes;
        ALTER TABLE tier DROP COLUMN unit_codes;
    """
