from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Files of one person are found by what their texts have in common, each sign by an index."""
    return r"""
        CREATE FUNCTION mailbox(email text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS $$ SELECT regexp_replace(split_part(lower(email), '@', 1), '(\+.*|\.)', '', 'g') || '@'
              || split_part(lower(email), '@', 2) $$;
        COMMENT ON FUNCTION mailbox IS 'An e-mail address without the dots and additions that lead to the same mailbox.';

        CREATE FUNCTION name_letters(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS $$ SELECT nullif(array_to_string(ARRAY(
                  SELECT letter FROM unnest(string_to_array(public.fold(name), NULL)) letter
                  WHERE letter NOT IN (' ', ',', '.', '-', '''', '·') ORDER BY letter COLLATE "C"), ''), '') $$;
        COMMENT ON FUNCTION name_letters IS
            'The letters of a name in the order of the alphabet: the same however its parts are put, spaced and accented.';

        CREATE INDEX member_phone_end ON member (right(phone, 9)) WHERE length(phone) >= 9;
        CREATE INDEX member_mailbox ON member (mailbox(email));
        CREATE INDEX member_address_street ON member_address (fold(street));
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX member_phone_end;
        DROP INDEX member_mailbox;
        DROP INDEX member_address_street;
        DROP FUNCTION mailbox;
        DROP FUNCTION name_letters;
    """
