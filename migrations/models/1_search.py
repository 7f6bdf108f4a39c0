from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Search by any part: every pair of neighbouring letters of a row's texts, tagged with the text's position."""
    return r"""
        CREATE EXTENSION IF NOT EXISTS unaccent;

        CREATE FUNCTION fold(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS $$ SELECT lower(public.unaccent('public.unaccent', value)) $$;
        COMMENT ON FUNCTION fold IS 'Lower case without accents: the form in which texts are compared.';

        CREATE FUNCTION search_grams(VARIADIC parts text[]) RETURNS bigint[]
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 200 AS $$
        DECLARE
            grams bigint[] := '{}';
            letters text[];
            letter bigint;
        BEGIN
            FOR part IN 1 .. cardinality(parts) LOOP
                CONTINUE WHEN parts[part] IS NULL;
                letters := string_to_array(fold(parts[part]), NULL);
                FOR i IN 1 .. cardinality(letters) LOOP
                    letter := (part::bigint << 42) + (ascii(letters[i])::bigint << 21);
                    IF i < cardinality(letters) THEN grams := grams || (letter + ascii(letters[i + 1])); END IF;
                    IF ascii(letters[i]) > 127 THEN grams := grams || letter; END IF;
                END LOOP;
            END LOOP;
            RETURN grams;
        END $$;
        COMMENT ON FUNCTION search_grams IS
            'Pairs of letters (single ones too, beyond ASCII) of each text, as numbers: position, letter, next letter.';

        CREATE FUNCTION search_effort(grams bigint[]) RETURNS boolean
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 2000 AS $$ BEGIN RETURN true; END $$;
        COMMENT ON FUNCTION search_effort IS
            'Always true. Tells the query planner what comparing the grams of a row costs, which it takes for nothing.';

        ALTER TABLE member ADD COLUMN search_grams bigint[] NOT NULL
            GENERATED ALWAYS AS (search_grams(name, latin_name, phone, email, member_no, card_numbers)) STORED;
        ALTER TABLE ticket ADD COLUMN search_grams bigint[] NOT NULL
            GENERATED ALWAYS AS (search_grams(number, subject)) STORED;
        ALTER TABLE product ADD COLUMN search_grams bigint[] NOT NULL
            GENERATED ALWAYS AS (search_grams(code, name, brand)) STORED;

        -- Statistics of single letters decide between the index of grams and the index of the order.
        ALTER TABLE member ALTER COLUMN search_grams SET STATISTICS 1000;
        ALTER TABLE ticket ALTER COLUMN search_grams SET STATISTICS 1000;
        ALTER TABLE product ALTER COLUMN search_grams SET STATISTICS 1000;

        CREATE INDEX member_search ON member USING gin (search_grams);
        CREATE INDEX ticket_search ON ticket USING gin (search_grams);
        CREATE INDEX product_search ON product USING gin (search_grams);

        CREATE FUNCTION keep_card_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE member SET card_numbers = coalesce(
                (SELECT string_agg(card_no, E'\n' ORDER BY card_no) FROM member_card WHERE member_id = member.id), '')
            WHERE id IN (SELECT member_id FROM changed_cards WHERE member_id IS NOT NULL);
            RETURN NULL;
        END $$;
        CREATE TRIGGER keep_card_numbers_added AFTER INSERT ON member_card
            REFERENCING NEW TABLE AS changed_cards FOR EACH STATEMENT EXECUTE FUNCTION keep_card_numbers();
        CREATE TRIGGER keep_card_numbers_removed AFTER DELETE ON member_card
            REFERENCING OLD TABLE AS changed_cards FOR EACH STATEMENT EXECUTE FUNCTION keep_card_numbers();
        CREATE FUNCTION keep_card_numbers_of_both() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE member SET card_numbers = coalesce(
                (SELECT string_agg(card_no, E'\n' ORDER BY card_no) FROM member_card WHERE member_id = member.id), '')
            WHERE id IN (SELECT member_id FROM old_cards UNION SELECT member_id FROM new_cards);
            RETURN NULL;
        END $$;
        CREATE TRIGGER keep_card_numbers_changed AFTER UPDATE ON member_card
            REFERENCING OLD TABLE AS old_cards NEW TABLE AS new_cards
            FOR EACH STATEMENT EXECUTE FUNCTION keep_card_numbers_of_both();
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TRIGGER keep_card_numbers_added ON member_card;
        DROP TRIGGER keep_card_numbers_removed ON member_card;
        DROP TRIGGER keep_card_numbers_changed ON member_card;
        DROP FUNCTION keep_card_numbers;
        DROP FUNCTION keep_card_numbers_of_both;
        ALTER TABLE member DROP COLUMN search_grams;
        ALTER TABLE ticket DROP COLUMN search_grams;
        ALTER TABLE product DROP COLUMN search_grams;
        DROP FUNCTION search_effort;
        DROP FUNCTION search_grams;
        DROP FUNCTION fold;
    """
