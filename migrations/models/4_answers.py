from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Functions that answers of the API are made with."""
    return r"""
        CREATE FUNCTION cursor_of(secret text, VARIADIC parts text[]) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT translate(encode(convert_to(payload || left(encode(sha256(convert_to(secret || payload, 'UTF8')), 'hex'), 16),
                                               'UTF8'), 'base64'), E'\n', '')
            FROM (SELECT array_to_json(parts)::text AS payload) made
        $$;
        COMMENT ON FUNCTION cursor_of IS 'Where a page of a list ends: its order and the values of its last row, signed.';

        CREATE FUNCTION json_object_of(keys text[], fields json[]) RETURNS json
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT ('{' || string_agg(to_json(key)::text || ':' || coalesce(value::text, 'null'), ',' ORDER BY n) || '}')::json
            FROM unnest(keys, fields) WITH ORDINALITY AS pair(key, value, n)
        $$;
        COMMENT ON FUNCTION json_object_of IS 'An object whose keys may be longer than a column name, in the given order.';
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP FUNCTION cursor_of;
        DROP FUNCTION json_object_of;
    """
