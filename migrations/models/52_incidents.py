from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What tickets are about, and the incidents that many of them make."""
    return """
        CREATE TABLE radar_rule (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            code VARCHAR(24) NOT NULL UNIQUE,
            least_members INT NOT NULL,
            minutes INT NOT NULL,
            calm_minutes INT NOT NULL,
            is_active BOOL NOT NULL DEFAULT true,
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT radar_rule_kind CHECK (code IN ('CAMPAIGN', 'PRODUCT', 'STORE', 'CATEGORY')),
            CONSTRAINT radar_rule_numbers CHECK (least_members > 1 AND minutes > 0 AND calm_minutes > 0)
        );
        INSERT INTO radar_rule (code, least_members, minutes, calm_minutes, is_active) VALUES
            ('CAMPAIGN', 5, 30, 60, true), ('PRODUCT', 5, 30, 60, true), ('STORE', 5, 30, 60, true),
            ('CATEGORY', 20, 30, 60, false);

        CREATE TABLE incident (
            id UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            kind VARCHAR(24) NOT NULL,
            campaign_id UUID REFERENCES campaign (id) ON DELETE RESTRICT,
            product_id UUID REFERENCES product (id) ON DELETE RESTRICT,
            store_id UUID REFERENCES store (id) ON DELETE RESTRICT,
            category_id UUID REFERENCES dictionary_item (id) ON DELETE RESTRICT,
            status VARCHAR(24) NOT NULL DEFAULT 'OPEN',
            since TIMESTAMPTZ NOT NULL,
            opened_at TIMESTAMPTZ NOT NULL,
            closed_at TIMESTAMPTZ,
            closed_by VARCHAR(200) NOT NULL DEFAULT '',
            note VARCHAR(500) NOT NULL DEFAULT '',
            links_new BOOL NOT NULL DEFAULT false,
            pause_asked_at TIMESTAMPTZ,
            pause_asked_by VARCHAR(200) NOT NULL DEFAULT '',
            updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
            version INT NOT NULL DEFAULT 1,
            CONSTRAINT incident_about CHECK (num_nonnulls(
                CASE WHEN kind = 'CAMPAIGN' THEN campaign_id END, CASE WHEN kind = 'PRODUCT' THEN product_id END,
                CASE WHEN kind = 'STORE' THEN store_id END, CASE WHEN kind = 'CATEGORY' THEN category_id END) = 1
                AND num_nonnulls(campaign_id, product_id, store_id, category_id) = 1),
            CONSTRAINT incident_closed CHECK ((closed_at IS NULL) = (status = 'OPEN'))
        );
        CREATE UNIQUE INDEX incident_once ON incident
            (kind, coalesce(campaign_id, product_id, store_id, category_id)) WHERE status = 'OPEN';
        CREATE INDEX incident_opened ON incident (opened_at, id);
        CREATE INDEX incident_status ON incident (status, opened_at, id);
        CREATE INDEX incident_updated ON incident (updated_at);
        CREATE INDEX incident_campaign ON incident (campaign_id);
        CREATE INDEX incident_product ON incident (product_id);
        CREATE INDEX incident_store ON incident (store_id);
        CREATE INDEX incident_category ON incident (category_id);

        ALTER TABLE ticket
            ADD COLUMN campaign_id UUID REFERENCES campaign (id) ON DELETE RESTRICT,
            ADD COLUMN product_id UUID REFERENCES product (id) ON DELETE RESTRICT,
            ADD COLUMN store_id UUID REFERENCES store (id) ON DELETE RESTRICT,
            ADD COLUMN incident_id UUID REFERENCES incident (id) ON DELETE RESTRICT;
        CREATE INDEX ticket_campaign ON ticket (campaign_id, opened_at, id) WHERE campaign_id IS NOT NULL;
        CREATE INDEX ticket_product ON ticket (product_id, opened_at, id) WHERE product_id IS NOT NULL;
        CREATE INDEX ticket_store ON ticket (store_id, opened_at, id) WHERE store_id IS NOT NULL;
        CREATE INDEX ticket_incident ON ticket (incident_id, opened_at, id) WHERE incident_id IS NOT NULL;
        CREATE INDEX ticket_category_opened ON ticket (category_id, opened_at, id);
        DROP INDEX ticket_category;

        ALTER TABLE staff_notice ADD COLUMN incident_id UUID REFERENCES incident (id) ON DELETE CASCADE;
        CREATE INDEX staff_notice_incident ON staff_notice (incident_id);

        CREATE FUNCTION tell_incident() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_notify('memberdesk_live', json_build_object(
                'type', 'Incident', 'id', NEW.id, 'version', NEW.version)::text);
            RETURN NULL;
        END $$;
        CREATE TRIGGER incident_told AFTER INSERT OR UPDATE ON incident FOR EACH ROW EXECUTE FUNCTION tell_incident();
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE INDEX ticket_category ON ticket (category_id);
        DROP INDEX ticket_category_opened;
        ALTER TABLE staff_notice DROP COLUMN incident_id;
        ALTER TABLE ticket DROP COLUMN incident_id, DROP COLUMN store_id, DROP COLUMN product_id,
            DROP COLUMN campaign_id;
        DROP TABLE incident;
        DROP FUNCTION tell_incident();
        DROP TABLE radar_rule;
    """
