from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Constraints: what must never be true, whatever the code above does."""
    return """
        ALTER TABLE ledger_account
            ADD CONSTRAINT ledger_account_member_fkey FOREIGN KEY (member_id) REFERENCES member (id)
                ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
            ADD CONSTRAINT ledger_account_owner CHECK (num_nonnulls(member_id, campaign_id, code) = 1),
            ADD CONSTRAINT ledger_account_outside CHECK ((bucket = 'OUTSIDE') = (code IS NOT NULL)),
            ADD CONSTRAINT ledger_account_balance CHECK (balance >= 0 OR allows_debt OR bucket = 'OUTSIDE'),
            ADD CONSTRAINT ledger_account_totals CHECK (total_in >= 0 AND total_out >= 0);
        CREATE UNIQUE INDEX ledger_account_of_member ON ledger_account (member_id, asset, bucket) WHERE member_id IS NOT NULL;
        CREATE UNIQUE INDEX ledger_account_of_campaign ON ledger_account (campaign_id, asset, bucket)
            WHERE campaign_id IS NOT NULL;

        ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_delta CHECK (delta <> 0);
        CREATE UNIQUE INDEX ledger_transaction_key ON ledger_transaction (actor, operation, idempotency_key)
            WHERE idempotency_key IS NOT NULL;
        CREATE FUNCTION check_entries_balance() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM ledger_entry entry JOIN ledger_account account ON account.id = entry.account_id
                WHERE entry.transaction_id = NEW.transaction_id
                GROUP BY account.asset HAVING sum(entry.delta) <> 0 OR count(*) < 2
            ) THEN
                RAISE EXCEPTION 'ledger transaction % does not sum to zero', NEW.transaction_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transaction_balances';
            END IF;
            RETURN NULL;
        END $$;
        -- A bulk writer sets memberdesk.ledger_check to 'statement': then each of its statements must balance by itself, and
        -- one check of the whole statement stands for a check of each entry at the commit.
        CREATE CONSTRAINT TRIGGER ledger_transaction_balances AFTER INSERT ON ledger_entry
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            WHEN (current_setting('memberdesk.ledger_check', true) IS DISTINCT FROM 'statement')
            EXECUTE FUNCTION check_entries_balance();
        CREATE FUNCTION check_statement_balances() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM added entry JOIN ledger_account account ON account.id = entry.account_id
                GROUP BY entry.transaction_id, account.asset HAVING sum(entry.delta) <> 0 OR count(*) < 2
            ) THEN
                RAISE EXCEPTION 'a ledger transaction does not sum to zero'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_transaction_balances';
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER ledger_statement_balances AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT WHEN (current_setting('memberdesk.ledger_check', true) = 'statement')
            EXECUTE FUNCTION check_statement_balances();
        ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_statement_balances;

        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append only', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
        END $$;
        CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER ledger_transaction_append_only BEFORE UPDATE OR DELETE ON ledger_transaction
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

        ALTER TABLE points_lot
            ADD CONSTRAINT points_lot_granted CHECK (granted > 0),
            ADD CONSTRAINT points_lot_remaining CHECK (remaining BETWEEN 0 AND granted);
        ALTER TABLE lot_use ADD CONSTRAINT lot_use_amount CHECK (amount <> 0);
        ALTER TABLE earning_rule ADD CONSTRAINT earning_rule_per_unit CHECK (per_unit >= 0);
        ALTER TABLE wallet_entry ADD CONSTRAINT wallet_entry_delta CHECK (principal_delta <> 0 OR bonus_delta <> 0);

        ALTER TABLE member
            ADD CONSTRAINT member_version CHECK (version > 0),
            ADD CONSTRAINT member_merged CHECK ((status = 'MERGED') = (merged_into_id IS NOT NULL)),
            ADD CONSTRAINT member_not_itself CHECK (merged_into_id <> id AND referrer_id <> id),
            ADD CONSTRAINT member_email_lower CHECK (email = lower(email)),
            ADD CONSTRAINT member_status CHECK (status IN ('ACTIVE', 'FROZEN', 'CANCELLED', 'MERGED', 'ERASED'));
        CREATE UNIQUE INDEX member_phone_once ON member (phone) WHERE status NOT IN ('MERGED', 'ERASED');
        CREATE UNIQUE INDEX member_email_once ON member (email) WHERE status NOT IN ('MERGED', 'ERASED');
        CREATE UNIQUE INDEX member_external_reference ON member (external_reference);
        CREATE UNIQUE INDEX member_points_account ON member (points_account_id);
        CREATE UNIQUE INDEX member_growth_account ON member (growth_account_id);
        CREATE UNIQUE INDEX member_address_default ON member_address (member_id) WHERE is_default;
        ALTER TABLE member_metrics
            ADD CONSTRAINT member_metrics_order_count CHECK (order_count >= 0),
            ADD CONSTRAINT member_metrics_dates CHECK (first_order_at <= last_order_at);
        ALTER TABLE interaction ADD CONSTRAINT interaction_duration CHECK (duration_seconds >= 0);

        ALTER TABLE tier
            ADD CONSTRAINT tier_multiplier CHECK (points_multiplier >= 0),
            ADD CONSTRAINT tier_discount CHECK (discount_percent BETWEEN 0 AND 100);

        ALTER TABLE coupon_template
            ADD CONSTRAINT coupon_template_value CHECK (value >= 0 AND (kind <> 'PERCENT_OFF' OR value <= 100)),
            ADD CONSTRAINT coupon_template_limits CHECK (total_limit > 0 AND per_member_limit > 0),
            ADD CONSTRAINT coupon_template_issued CHECK (issued_count >= 0 AND (total_limit IS NULL OR issued_count <= total_limit)),
            ADD CONSTRAINT coupon_template_redeemed CHECK (redeemed_count BETWEEN 0 AND issued_count),
            ADD CONSTRAINT coupon_template_dates CHECK (valid_from < valid_until);
        ALTER TABLE coupon
            ADD CONSTRAINT coupon_dates CHECK (valid_from < valid_until),
            ADD CONSTRAINT coupon_redeemed CHECK ((status = 'REDEEMED') = (redeemed_at IS NOT NULL));
        CREATE UNIQUE INDEX coupon_redemption_live ON coupon_redemption (coupon_id) WHERE released_at IS NULL;

        ALTER TABLE campaign
            ADD CONSTRAINT campaign_spent CHECK (spent >= 0 AND (budget IS NULL OR spent <= budget)),
            ADD CONSTRAINT campaign_dates CHECK (starts_at < ends_at),
            ADD CONSTRAINT campaign_control CHECK (control_percent BETWEEN 0 AND 99);

        ALTER TABLE orders
            ADD CONSTRAINT orders_sum CHECK (total = subtotal - discount_total + reimbursed),
            ADD CONSTRAINT orders_reimbursed CHECK (reimbursed BETWEEN 0 AND discount_total),
            ADD CONSTRAINT orders_points CHECK (points_earned >= 0 AND points_spent >= 0);
        CREATE UNIQUE INDEX orders_external_reference ON orders (external_reference);
        ALTER TABLE order_line
            ADD CONSTRAINT order_line_reimbursed CHECK (reimbursed BETWEEN 0 AND discount),
            ADD CONSTRAINT order_line_quantity CHECK (quantity >= 0 AND returned_quantity BETWEEN 0 AND quantity);
        CREATE UNIQUE INDEX order_line_position ON order_line (order_id, position);
        ALTER TABLE order_return_line ADD CONSTRAINT order_return_line_quantity CHECK (quantity > 0);

        ALTER TABLE ticket
            ADD CONSTRAINT ticket_satisfaction CHECK (satisfaction BETWEEN 1 AND 5),
            ADD CONSTRAINT ticket_merged CHECK ((status = 'MERGED') = (merged_into_id IS NOT NULL)),
            ADD CONSTRAINT ticket_version CHECK (version > 0);
        ALTER TABLE ticket ADD COLUMN next_due_at timestamptz NOT NULL GENERATED ALWAYS AS (
            CASE WHEN status IN ('RESOLVED', 'CLOSED', 'MERGED') THEN 'infinity'
                 ELSE coalesce(CASE WHEN first_responded_at IS NULL THEN first_response_due_at END, resolution_due_at, 'infinity')
            END) STORED;
        ALTER TABLE ticket ADD COLUMN priority_rank smallint NOT NULL GENERATED ALWAYS AS (
            CASE priority WHEN 'URGENT' THEN 4 WHEN 'HIGH' THEN 3 WHEN 'NORMAL' THEN 2 ELSE 1 END) STORED;

        CREATE UNIQUE INDEX staff_session_token ON staff_session (token_hash);
        CREATE UNIQUE INDEX api_token_hash ON api_token (token_hash);
        CREATE UNIQUE INDEX staff_username_folded ON staff (lower(username));
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        SELECT 'the guards go with the tables';
    """
