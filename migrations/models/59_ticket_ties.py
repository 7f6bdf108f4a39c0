from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What tickets have to do with each other: links, and parts of a whole, of which none contains itself."""
    return """
        CREATE TABLE ticket_link (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            ticket_id UUID NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
            other_id UUID NOT NULL REFERENCES ticket (id) ON DELETE RESTRICT,
            kind VARCHAR(24) NOT NULL,
            actor VARCHAR(200) NOT NULL,
            at TIMESTAMPTZ NOT NULL,
            CONSTRAINT ticket_link_two CHECK (ticket_id <> other_id),
            CONSTRAINT ticket_link_kind CHECK (kind IN ('RELATED', 'DUPLICATE_OF', 'SPLIT_FROM'))
        );
        CREATE INDEX ticket_link_ticket ON ticket_link (ticket_id);
        CREATE INDEX ticket_link_other ON ticket_link (other_id);
        CREATE UNIQUE INDEX ticket_link_once ON ticket_link (least(ticket_id, other_id), greatest(ticket_id, other_id));

        ALTER TABLE ticket ADD COLUMN parent_id UUID REFERENCES ticket (id) ON DELETE RESTRICT;
        CREATE INDEX ticket_parent ON ticket (parent_id);
        CREATE FUNCTION check_ticket_parent() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE above uuid := NEW.parent_id;
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtextextended('ticket parents', 0));
            WHILE above IS NOT NULL LOOP
                IF above = NEW.id THEN
                    RAISE EXCEPTION 'a ticket would be a part of itself'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_parent_no_cycle';
                END IF;
                above := (SELECT parent_id FROM ticket WHERE id = above);
            END LOOP;
            RETURN NEW;
        END $$;
        CREATE TRIGGER ticket_parent_no_cycle BEFORE INSERT OR UPDATE OF parent_id ON ticket
            FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION check_ticket_parent();
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TRIGGER ticket_parent_no_cycle ON ticket;
        DROP FUNCTION check_ticket_parent();
        ALTER TABLE ticket DROP COLUMN parent_id;
        DROP TABLE ticket_link;
    """
