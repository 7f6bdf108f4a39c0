from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

NOTE = """
    CREATE OR REPLACE FUNCTION note_rule_change() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        counters text[] := ARRAY['issued_count', 'redeemed_count', 'spent', 'taken', 'member_count', 'counted_at'];
        body jsonb;
        began bigint;
    BEGIN
        UPDATE program_version SET version = version + 1 RETURNING version INTO began;
        IF TG_OP = 'DELETE' THEN
            RETURN NULL;
        END IF;
        body := to_jsonb(NEW) - counters;
        IF TG_OP = 'INSERT' OR body IS DISTINCT FROM to_jsonb(OLD) - counters THEN
            INSERT INTO rule_version (subject_type, subject_id, body{column})
            VALUES (TG_ARGV[0], NEW.id, body{value});
        END IF;
        RETURN NULL;
    END $$;
"""


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What an order was judged by, and with which version of the program each version of a rule began."""
    return """
        ALTER TABLE rule_version ADD COLUMN program_version BIGINT NOT NULL DEFAULT 0;
        CREATE TABLE order_basis (
            order_id UUID NOT NULL PRIMARY KEY REFERENCES orders (id) ON DELETE RESTRICT,
            program_version BIGINT NOT NULL,
            body JSONB NOT NULL
        );
        INSERT INTO role_permission (role_id, permission) SELECT id, 'decisions.explain' FROM role
        WHERE code IN ('operations', 'customer_service', 'supervisor', 'finance', 'auditor') ON CONFLICT DO NOTHING;
    """ + NOTE.format(column=", program_version", value=", began")


async def downgrade(db: BaseDBAsyncClient) -> str:
    return NOTE.format(column="", value="") + """
        DELETE FROM role_permission WHERE permission = 'decisions.explain';
        DROP TABLE order_basis;
        ALTER TABLE rule_version DROP COLUMN program_version;
    """
