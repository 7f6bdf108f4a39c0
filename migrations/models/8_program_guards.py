from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """What must never be true of the program's tables, and triggers that keep the versions of its rules."""
    return """
        UPDATE earning_rule SET expiry = 'END_OF_MONTH' WHERE expiry_count IS NOT NULL;
        INSERT INTO program_version (id) VALUES (1) ON CONFLICT DO NOTHING;
        ALTER TABLE program_version ADD CONSTRAINT program_version_one CHECK (id = 1);

        DROP TRIGGER audit_event_append_only ON audit_event;
        CREATE FUNCTION keep_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND OLD.sequence IS NULL
                AND (NEW.id, NEW.at, NEW.actor, NEW.actor_staff_id, NEW.action, NEW.subject_type, NEW.subject_id, NEW.changes)
                    IS NOT DISTINCT FROM
                    (OLD.id, OLD.at, OLD.actor, OLD.actor_staff_id, OLD.action, OLD.subject_type, OLD.subject_id, OLD.changes)
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'audit_event is append only' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
        END $$;
        CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
            FOR EACH ROW EXECUTE FUNCTION keep_audit_event();
        ALTER TABLE audit_event
            ADD CONSTRAINT audit_event_sealed CHECK (num_nonnulls(sequence, previous_hash, hash) IN (0, 3));
        CREATE INDEX audit_event_unsealed ON audit_event (id) WHERE sequence IS NULL;

        ALTER TABLE earning_rule
            ADD CONSTRAINT earning_rule_gives CHECK (fixed >= 0 AND multiplier > 0 AND pending_days >= 0),
            ADD CONSTRAINT earning_rule_limits CHECK (limit_per_day > 0 AND limit_per_member > 0),
            ADD CONSTRAINT earning_rule_dates CHECK (valid_from < valid_until),
            ADD CONSTRAINT earning_rule_expiry CHECK (
                (expiry IN ('NEVER', 'FIXED') OR expiry_count IS NOT NULL AND expiry_count >= 0)
                AND (expiry <> 'FIXED' OR expiry_date IS NOT NULL));
        CREATE UNIQUE INDEX member_activity_daily ON member_activity (member_id, kind, day)
            WHERE kind IN ('CHECK_IN', 'SIGN_IN');
        CREATE UNIQUE INDEX member_activity_subject ON member_activity (member_id, kind, subject)
            WHERE subject IS NOT NULL;
        ALTER TABLE points_hold
            ADD CONSTRAINT points_hold_amount CHECK (amount > 0),
            ADD CONSTRAINT points_hold_closed CHECK ((status = 'HELD') = (closed_at IS NULL)),
            ADD CONSTRAINT points_hold_dates CHECK (expires_at > at);
        CREATE INDEX points_hold_due ON points_hold (expires_at) WHERE status = 'HELD';
        CREATE INDEX points_lot_pending ON points_lot (available_at) WHERE remaining > 0;

        ALTER TABLE reward
            ADD CONSTRAINT reward_price CHECK (points >= 0 AND money >= 0 AND points + money > 0),
            ADD CONSTRAINT reward_stock CHECK (taken >= 0 AND (stock IS NULL OR taken <= stock)),
            ADD CONSTRAINT reward_limit CHECK (per_member_limit > 0),
            ADD CONSTRAINT reward_dates CHECK (valid_from < valid_until);
        ALTER TABLE reward_redemption
            ADD CONSTRAINT reward_redemption_quantity CHECK (quantity > 0 AND points >= 0 AND money >= 0);
        ALTER TABLE price
            ADD CONSTRAINT price_amount CHECK (amount >= 0),
            ADD CONSTRAINT price_dates CHECK (starts_on <= ends_on);
        ALTER TABLE recharge_bonus
            ADD CONSTRAINT recharge_bonus_gives CHECK (least > 0 AND bonus >= 0 AND bonus_percent >= 0 AND points >= 0),
            ADD CONSTRAINT recharge_bonus_dates CHECK (valid_from < valid_until);
        CREATE UNIQUE INDEX wallet_entry_reversed_once ON wallet_entry (reverses_id, transaction_id);

        ALTER TABLE tier
            ADD CONSTRAINT tier_period CHECK (period_months > 0 AND grace_days >= 0),
            ADD CONSTRAINT tier_thresholds CHECK (points_threshold >= 0 AND keep_growth >= 0 AND keep_spend >= 0
                AND keep_orders >= 0);
        ALTER TABLE coupon
            ADD CONSTRAINT coupon_reserved CHECK ((status = 'RESERVED') = (reserved_until IS NOT NULL));
        CREATE INDEX coupon_reserved_due ON coupon (reserved_until) WHERE status = 'RESERVED';
        CREATE INDEX coupon_of_member_template ON coupon (member_id, template_id) WHERE member_id IS NOT NULL;
        ALTER TABLE coupon_template ADD CONSTRAINT coupon_template_exchange CHECK (exchange_price >= 0);
        CREATE INDEX member_archived ON member (archived_at) WHERE archived_at IS NOT NULL;

        ALTER TABLE orders
            ADD CONSTRAINT orders_paid CHECK (points_value >= 0 AND paid_by_principal >= 0 AND paid_by_bonus >= 0
                AND growth_earned >= 0),
            ADD CONSTRAINT orders_cancelled CHECK (cancelled_at IS NULL OR status = 'CANCELLED');
        ALTER TABLE order_return
            ADD CONSTRAINT order_return_amounts CHECK (amount >= 0 AND refunded_principal >= 0 AND refunded_bonus >= 0
                AND points_given_back >= 0 AND points_taken_back >= 0 AND points_not_taken >= 0);
        ALTER TABLE after_sales_case
            ADD CONSTRAINT after_sales_case_amounts CHECK (requested_amount >= 0 AND refunded_amount >= 0),
            ADD CONSTRAINT after_sales_case_refunded CHECK ((status = 'REFUNDED') = (refunded_at IS NOT NULL));
        ALTER TABLE after_sales_line ADD CONSTRAINT after_sales_line_quantity CHECK (quantity > 0);
        ALTER TABLE joining_policy
            ADD CONSTRAINT joining_policy_period CHECK (period_days > 0),
            ADD CONSTRAINT joining_policy_fee CHECK (fee > 0 AND (trigger <> 'FEE' OR fee IS NOT NULL));
        ALTER TABLE joining_level ADD CONSTRAINT joining_level_range CHECK (least >= 0 AND most > least);
        ALTER TABLE member_merge ADD CONSTRAINT member_merge_two CHECK (kept_id <> merged_id);
        CREATE UNIQUE INDEX member_merge_live ON member_merge (merged_id) WHERE undone_at IS NULL;
        ALTER TABLE held_effect ADD CONSTRAINT held_effect_decided CHECK ((status = 'HELD') = (decided_at IS NULL));

        CREATE UNIQUE INDEX outbox_event_of_transaction ON outbox_event (transaction_id);
        CREATE INDEX outbox_event_waiting ON outbox_event (at, id) WHERE delivered_at IS NULL;
        CREATE INDEX member_notice_waiting ON member_notice (due_at) WHERE sent_at IS NULL;
        CREATE UNIQUE INDEX ledger_entry_reversed_once ON ledger_entry (reverses_id, transaction_id, account_id)
            WHERE reverses_id IS NOT NULL;

        CREATE FUNCTION note_rule_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            counters text[] := ARRAY['issued_count', 'redeemed_count', 'spent', 'taken', 'member_count', 'counted_at'];
            body jsonb;
        BEGIN
            UPDATE program_version SET version = version + 1;
            IF TG_OP = 'DELETE' THEN
                RETURN NULL;
            END IF;
            body := to_jsonb(NEW) - counters;
            IF TG_OP = 'INSERT' OR body IS DISTINCT FROM to_jsonb(OLD) - counters THEN
                INSERT INTO rule_version (subject_type, subject_id, body) VALUES (TG_ARGV[0], NEW.id, body);
            END IF;
            RETURN NULL;
        END $$;
    """ + "".join(_versioned(table, name) for table, name in VERSIONED.items())


VERSIONED = {
    "tier": "Tier",
    "earning_rule": "EarningRule",
    "price": "Price",
    "recharge_bonus": "RechargeBonus",
    "joining_policy": "JoiningPolicy",
    "policy": "Policy",
    "reward": "Reward",
    "coupon_template": "CouponTemplate",
    "campaign": "Campaign",
}
COUNTED = {
    "reward": "taken",
    "coupon_template": "issued_count, redeemed_count",
    "campaign": "spent",
}


def _versioned(table: str, name: str) -> str:
    """A counter that moves is no change of the rule: those columns do not wake the trigger's row comparison."""
    same = " AND ".join(
        f"OLD.{column} IS NOT DISTINCT FROM NEW.{column}" for column in COUNTED.get(table, "").split(", ") if column
    )
    when = f"WHEN ({same})" if same else ""
    return f"""
        CREATE TRIGGER {table}_versions_new AFTER INSERT OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION note_rule_change('{name}');
        CREATE TRIGGER {table}_versions_changed AFTER UPDATE ON {table}
            FOR EACH ROW {when} EXECUTE FUNCTION note_rule_change('{name}');
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        SELECT 'the guards go with the tables';
    """
