from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Fills the holes of a template such as `{amount} off by {name}`; null without a template or values."""
    return """
        CREATE FUNCTION in_words(template text, parts jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
        AS $$
        DECLARE part record;
        BEGIN
            FOR part IN SELECT key, value FROM jsonb_each_text(parts) ORDER BY key <> 'name' DESC LOOP
                template := replace(template, '{' || part.key || '}', part.value);
            END LOOP;
            RETURN template;
        END $$;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP FUNCTION in_words(text, jsonb);"
