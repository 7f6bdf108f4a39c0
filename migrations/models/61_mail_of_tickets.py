from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Mail of tickets: what comes in and what became of it, whom answers go to, and which message a mail carries."""
    return """
        ALTER TABLE ticket ADD COLUMN contact_address VARCHAR(254), ADD COLUMN contact_name VARCHAR(200);
        ALTER TABLE ticket_message ADD COLUMN quoted TEXT, ADD COLUMN posts_at TIMESTAMPTZ;
        CREATE INDEX ticket_message_posts ON ticket_message (posts_at) WHERE posts_at IS NOT NULL;
        ALTER TABLE mail ADD COLUMN ticket_message_id UUID REFERENCES ticket_message (id) ON DELETE RESTRICT;
        CREATE INDEX mail_created ON mail (created_at, id);
        CREATE INDEX mail_status ON mail (status, created_at, id);
        CREATE INDEX mail_recipient ON mail (recipient);
        CREATE INDEX mail_ticket_message ON mail (ticket_message_id);
        CREATE TABLE inbound_mail (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            digest BYTEA NOT NULL CONSTRAINT inbound_mail_once UNIQUE,
            message_ref VARCHAR(400),
            source VARCHAR(24) NOT NULL,
            sender VARCHAR(254) NOT NULL,
            sender_name VARCHAR(200) NOT NULL DEFAULT '',
            subject VARCHAR(300) NOT NULL DEFAULT '',
            excerpt TEXT NOT NULL DEFAULT '',
            size INT NOT NULL,
            status VARCHAR(24) NOT NULL,
            reason VARCHAR(24),
            detail VARCHAR(300),
            ticket_id UUID REFERENCES ticket (id) ON DELETE RESTRICT,
            message_id UUID REFERENCES ticket_message (id) ON DELETE RESTRICT,
            content BYTEA,
            at TIMESTAMPTZ NOT NULL,
            handled_by VARCHAR(200),
            handled_at TIMESTAMPTZ,
            CONSTRAINT inbound_mail_placed CHECK ((status = 'ACCEPTED') = (message_id IS NOT NULL))
        );
        ALTER TABLE inbound_mail ALTER COLUMN content SET STORAGE EXTENDED;
        CREATE INDEX inbound_mail_at ON inbound_mail (at, id);
        CREATE INDEX inbound_mail_status ON inbound_mail (status, at, id);
        CREATE INDEX inbound_mail_sender ON inbound_mail (sender, at);
        CREATE INDEX inbound_mail_ref ON inbound_mail (message_ref);
        CREATE INDEX inbound_mail_ticket ON inbound_mail (ticket_id);
        CREATE INDEX inbound_mail_message ON inbound_mail (message_id);
        CREATE INDEX inbound_mail_kept ON inbound_mail (at) WHERE content IS NOT NULL;
        INSERT INTO type_grant (role_id, type_name)
        SELECT id, kind FROM role, unnest(ARRAY['InboundMail', 'Mail']) kind
        WHERE code IN ('customer_service', 'supervisor', 'auditor')
        ON CONFLICT DO NOTHING;
        INSERT INTO role_permission (role_id, permission)
        SELECT id, 'mail.sort' FROM role WHERE code IN ('customer_service', 'supervisor')
        ON CONFLICT DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE inbound_mail;
        DROP INDEX mail_created, mail_status, mail_recipient;
        ALTER TABLE mail DROP COLUMN ticket_message_id;
        ALTER TABLE ticket_message DROP COLUMN quoted, DROP COLUMN posts_at;
        ALTER TABLE ticket DROP COLUMN contact_address, DROP COLUMN contact_name;
    """
