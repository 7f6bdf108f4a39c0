from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Values that a role sets at writing; nobody has two roles that set different ones."""
    return """
        ALTER TABLE role ADD COLUMN forced jsonb NOT NULL DEFAULT '{}'
            CONSTRAINT role_forced_object CHECK (jsonb_typeof(forced) = 'object');

        CREATE FUNCTION forced_values_differ(one jsonb, other jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
            SELECT EXISTS (
                SELECT FROM jsonb_each(one) a, jsonb_each(other) b
                WHERE a.key = b.key AND a.value <> b.value
                    OR starts_with(a.key, b.key || '.') OR starts_with(b.key, a.key || '.'))
        $$;
        CREATE FUNCTION check_forced_values() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(7874356224010071);
            IF EXISTS (
                SELECT FROM staff_role a JOIN staff_role b ON b.staff_id = a.staff_id AND b.role_id > a.role_id
                JOIN role one ON one.id = a.role_id AND one.forced <> '{}'
                JOIN role other ON other.id = b.role_id AND other.forced <> '{}'
                WHERE forced_values_differ(one.forced, other.forced)
                UNION ALL
                SELECT FROM api_client_role a
                JOIN api_client_role b ON b.client_id = a.client_id AND b.role_id > a.role_id
                JOIN role one ON one.id = a.role_id AND one.forced <> '{}'
                JOIN role other ON other.id = b.role_id AND other.forced <> '{}'
                WHERE forced_values_differ(one.forced, other.forced)
            ) THEN
                RAISE EXCEPTION 'two roles of one holder set different values'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'role_forced_values_agree';
            END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER role_forced_values_agree AFTER UPDATE OF forced ON role
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.forced <> OLD.forced AND NEW.forced <> '{}')
            EXECUTE FUNCTION check_forced_values();
        CREATE CONSTRAINT TRIGGER staff_role_forced_values_agree AFTER INSERT OR UPDATE ON staff_role
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_forced_values();
        CREATE CONSTRAINT TRIGGER api_client_role_forced_values_agree AFTER INSERT OR UPDATE ON api_client_role
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_forced_values();
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TRIGGER api_client_role_forced_values_agree ON api_client_role;
        DROP TRIGGER staff_role_forced_values_agree ON staff_role;
        DROP TRIGGER role_forced_values_agree ON role;
        DROP FUNCTION check_forced_values();
        DROP FUNCTION forced_values_differ(jsonb, jsonb);
        ALTER TABLE role DROP COLUMN forced;
    """
