from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "joining_policy" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "trigger" VARCHAR(24) NOT NULL,
    "period_days" INT,
    "fee" BIGINT,
    "conditions" JSONB NOT NULL DEFAULT '{}',
    "valid_from" TIMESTAMPTZ,
    "valid_until" TIMESTAMPTZ,
    "is_active" BOOL NOT NULL DEFAULT True,
    "version" INT NOT NULL DEFAULT 1
);
COMMENT ON COLUMN "joining_policy"."trigger" IS 'One of SPEND_ONCE, SPEND_CUMULATIVE, FEE';
COMMENT ON TABLE "joining_policy" IS 'Who becomes a member by buying: how much, within how many days, where and what (`conditions`).';
        CREATE TABLE IF NOT EXISTS "policy" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INT NOT NULL DEFAULT 1
);
COMMENT ON TABLE "policy" IS 'One setting of the program as data. One that has no row has the value that `rules.policies` ships.';
        CREATE TABLE IF NOT EXISTS "program_version" (
    "id" SMALLINT NOT NULL PRIMARY KEY,
    "version" BIGINT NOT NULL DEFAULT 1
);
COMMENT ON TABLE "program_version" IS 'One row; triggers raise `version` with every change of a rule, so that whoever keeps rules in memory sees it.';
        CREATE TABLE IF NOT EXISTS "rule_version" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "subject_type" VARCHAR(64) NOT NULL,
    "subject_id" UUID NOT NULL,
    "body" JSONB NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX IF NOT EXISTS "idx_rule_versio_subject_7e2265" ON "rule_version" ("subject_type", "subject_id", "at");
COMMENT ON TABLE "rule_version" IS 'What a rule said from `at` until its next version; a trigger writes it, so that old decisions can be replayed.';
        CREATE TABLE IF NOT EXISTS "recharge_bonus" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "least" BIGINT NOT NULL,
    "bonus" BIGINT NOT NULL DEFAULT 0,
    "bonus_percent" DECIMAL(5,2) NOT NULL DEFAULT 0,
    "points" BIGINT NOT NULL DEFAULT 0,
    "is_first_only" BOOL NOT NULL DEFAULT False,
    "valid_from" TIMESTAMPTZ,
    "valid_until" TIMESTAMPTZ,
    "is_active" BOOL NOT NULL DEFAULT True,
    "version" INT NOT NULL DEFAULT 1
);
COMMENT ON TABLE "recharge_bonus" IS 'What is given on top of an amount paid in: the rule with the highest `least` that is reached.';
        CREATE TABLE IF NOT EXISTS "after_sales_case" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "number" VARCHAR(64) NOT NULL UNIQUE,
    "kind" VARCHAR(24) NOT NULL,
    "status" VARCHAR(24) NOT NULL DEFAULT 'REQUESTED',
    "reason" TEXT NOT NULL,
    "decision" TEXT NOT NULL DEFAULT '',
    "requested_amount" BIGINT NOT NULL,
    "refunded_amount" BIGINT,
    "requested_by" VARCHAR(200) NOT NULL,
    "decided_by" VARCHAR(200),
    "requested_at" TIMESTAMPTZ NOT NULL,
    "decided_at" TIMESTAMPTZ,
    "received_at" TIMESTAMPTZ,
    "refunded_at" TIMESTAMPTZ,
    "version" INT NOT NULL DEFAULT 1,
    "member_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT,
    "order_id" UUID NOT NULL REFERENCES "orders" ("id") ON DELETE RESTRICT,
    "order_return_id" UUID REFERENCES "order_return" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_after_sales_request_da342a" ON "after_sales_case" ("requested_at", "id");
CREATE INDEX IF NOT EXISTS "idx_after_sales_order_i_40e37d" ON "after_sales_case" ("order_id", "requested_at");
CREATE INDEX IF NOT EXISTS "idx_after_sales_member__2e773b" ON "after_sales_case" ("member_id", "requested_at", "id");
CREATE INDEX IF NOT EXISTS "idx_after_sales_order_r_2da7b7" ON "after_sales_case" ("order_return_id");
COMMENT ON COLUMN "after_sales_case"."kind" IS 'One of RETURN, REFUND_ONLY, EXCHANGE';
COMMENT ON COLUMN "after_sales_case"."status" IS 'One of REQUESTED, APPROVED, REFUSED, RECEIVED, REFUNDED, WITHDRAWN';
COMMENT ON TABLE "after_sales_case" IS 'Amounts in minor units. `order_return` is the return that the received goods became.';
        CREATE TABLE IF NOT EXISTS "after_sales_line" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "quantity" DECIMAL(14,3) NOT NULL,
    "case_id" UUID NOT NULL REFERENCES "after_sales_case" ("id") ON DELETE CASCADE,
    "order_line_id" BIGINT NOT NULL REFERENCES "order_line" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_after_sales_case_id_c0c59e" UNIQUE ("case_id", "order_line_id")
);
CREATE INDEX IF NOT EXISTS "idx_after_sales_order_l_3b1aaf" ON "after_sales_line" ("order_line_id");
        CREATE TABLE IF NOT EXISTS "change_set" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "operation" VARCHAR(64) NOT NULL,
    "summary" TEXT NOT NULL,
    "steps" JSONB NOT NULL DEFAULT '[]',
    "actor" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "undone_at" TIMESTAMPTZ,
    "actor_staff_id" UUID REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "undoes_id" UUID REFERENCES "change_set" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_change_set_at_2bc6a9" ON "change_set" ("at", "id");
CREATE INDEX IF NOT EXISTS "idx_change_set_actor_s_ccac6b" ON "change_set" ("actor_staff_id");
CREATE INDEX IF NOT EXISTS "idx_change_set_undoes__249b9c" ON "change_set" ("undoes_id");
COMMENT ON TABLE "change_set" IS '`steps` say how to take it back, last first; without any it cannot be. `undoes` is the change that this undid.';
        CREATE TABLE IF NOT EXISTS "member_activity" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "kind" VARCHAR(24) NOT NULL,
    "subject" VARCHAR(200),
    "day" DATE NOT NULL,
    "points" BIGINT NOT NULL DEFAULT 0,
    "growth" BIGINT NOT NULL DEFAULT 0,
    "actor" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "transaction_id" UUID REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_member_acti_member__658d28" ON "member_activity" ("member_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_member_acti_transac_d63d31" ON "member_activity" ("transaction_id");
COMMENT ON COLUMN "member_activity"."kind" IS 'One of ORDER, CHECK_IN, SIGN_IN, REFERRAL, REVIEW, PHOTO_REVIEW, SHARE, RECHARGE, TASK, BIRTHDAY';
COMMENT ON TABLE "member_activity" IS 'One thing that a member did beside buying: a check-in, a review, a task. `subject` is what it was about.';
        CREATE TABLE IF NOT EXISTS "points_hold" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "amount" BIGINT NOT NULL,
    "status" VARCHAR(24) NOT NULL DEFAULT 'HELD',
    "reason" TEXT NOT NULL,
    "actor" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "closed_at" TIMESTAMPTZ,
    "closing_entry_id" UUID REFERENCES "ledger_entry" ("id") ON DELETE RESTRICT,
    "entry_id" UUID NOT NULL REFERENCES "ledger_entry" ("id") ON DELETE RESTRICT,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_points_hold_member__4183eb" ON "points_hold" ("member_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_points_hold_entry_i_333ea1" ON "points_hold" ("entry_id");
CREATE INDEX IF NOT EXISTS "idx_points_hold_closing_9ff552" ON "points_hold" ("closing_entry_id");
COMMENT ON COLUMN "points_hold"."status" IS 'One of HELD, CAPTURED, RELEASED, TIMED_OUT';
COMMENT ON TABLE "points_hold" IS '`entry` took the points out of reach; its uses of lots say which. `closing_entry` ended the hold.';
        CREATE TABLE IF NOT EXISTS "customer" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "reference" VARCHAR(100) NOT NULL UNIQUE,
    "name" VARCHAR(200),
    "phone" VARCHAR(32),
    "email" VARCHAR(254),
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INT NOT NULL DEFAULT 1,
    "member_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_customer_created_733561" ON "customer" ("created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_customer_member__c7beed" ON "customer" ("member_id");
CREATE INDEX IF NOT EXISTS "idx_customer_phone_8f0dcc" ON "customer" ("phone");
COMMENT ON TABLE "customer" IS 'A person on file who buys; `member` is set when the person joined.';
        CREATE TABLE IF NOT EXISTS "joining" (
    "way" VARCHAR(24) NOT NULL,
    "fee" BIGINT,
    "activity" VARCHAR(200),
    "charter_version" VARCHAR(32),
    "actor" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "card_id" UUID REFERENCES "member_card" ("id") ON DELETE RESTRICT,
    "order_id" UUID REFERENCES "orders" ("id") ON DELETE RESTRICT,
    "policy_id" UUID REFERENCES "joining_policy" ("id") ON DELETE RESTRICT,
    "member_id" UUID NOT NULL PRIMARY KEY REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_joining_policy__50a362" ON "joining" ("policy_id");
CREATE INDEX IF NOT EXISTS "idx_joining_order_i_b7799c" ON "joining" ("order_id");
CREATE INDEX IF NOT EXISTS "idx_joining_card_id_b4a5ea" ON "joining" ("card_id");
COMMENT ON COLUMN "joining"."way" IS 'One of BY_HAND, POLICY, PAYMENT, FEE, CARD, GIFT_CARD, ANONYMOUS, REFERRAL';
COMMENT ON TABLE "joining" IS 'How one member joined.';
        CREATE TABLE IF NOT EXISTS "joining_level" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "least" BIGINT NOT NULL,
    "most" BIGINT,
    "policy_id" UUID NOT NULL REFERENCES "joining_policy" ("id") ON DELETE CASCADE,
    "tier_id" UUID NOT NULL REFERENCES "tier" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_joining_lev_policy__c70ac8" UNIQUE ("policy_id", "least")
);
CREATE INDEX IF NOT EXISTS "idx_joining_lev_tier_id_817a20" ON "joining_level" ("tier_id");
COMMENT ON TABLE "joining_level" IS 'The tier that an amount within the range gives; `most` is exclusive.';
        CREATE TABLE IF NOT EXISTS "member_merge" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "reason" TEXT NOT NULL,
    "moved" JSONB NOT NULL DEFAULT '{}',
    "before" JSONB NOT NULL DEFAULT '{}',
    "actor" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "undone_at" TIMESTAMPTZ,
    "undone_by" VARCHAR(200),
    "kept_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "merged_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "transaction_id" UUID REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_member_merg_kept_id_16a876" ON "member_merge" ("kept_id", "at");
CREATE INDEX IF NOT EXISTS "idx_member_merg_merged__0c887c" ON "member_merge" ("merged_id");
CREATE INDEX IF NOT EXISTS "idx_member_merg_transac_e74263" ON "member_merge" ("transaction_id");
COMMENT ON TABLE "member_merge" IS '`moved` names the rows that changed hands, by table, so that un-merging gives back exactly those.';
        CREATE TABLE IF NOT EXISTS "member_notice" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "kind" VARCHAR(64) NOT NULL,
    "key" VARCHAR(200) NOT NULL UNIQUE,
    "body" JSONB NOT NULL DEFAULT '{}',
    "due_at" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_member_noti_member__64930e" ON "member_notice" ("member_id", "due_at", "id");
COMMENT ON TABLE "member_notice" IS 'A message that a member is due: a reminder, a birthday greeting. `key` makes each one happen once.';
        CREATE TABLE IF NOT EXISTS "outbox_event" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "kind" VARCHAR(64) NOT NULL,
    "subject_type" VARCHAR(64) NOT NULL,
    "subject_id" UUID,
    "body" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ NOT NULL,
    "delivered_at" TIMESTAMPTZ,
    "transaction_id" UUID REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "outbox_event" IS 'One thing that happened. A ledger transaction has exactly one.';
        CREATE TABLE IF NOT EXISTS "price" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "name" VARCHAR(200) NOT NULL,
    "is_members_only" BOOL NOT NULL DEFAULT False,
    "amount" DECIMAL(16,4) NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,
    "is_active" BOOL NOT NULL DEFAULT True,
    "version" INT NOT NULL DEFAULT 1,
    "product_id" UUID NOT NULL REFERENCES "product" ("id") ON DELETE RESTRICT,
    "store_id" UUID REFERENCES "store" ("id") ON DELETE RESTRICT,
    "tier_id" UUID REFERENCES "tier" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_price_product_a8fccd" ON "price" ("product_id", "starts_on");
CREATE INDEX IF NOT EXISTS "idx_price_store_i_26226f" ON "price" ("store_id");
CREATE INDEX IF NOT EXISTS "idx_price_tier_id_e37aca" ON "price" ("tier_id");
COMMENT ON TABLE "price" IS 'The most particular price that fits a line wins: tier, then store, then the shortest span of days.';
        CREATE TABLE IF NOT EXISTS "reward" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "kind" VARCHAR(24) NOT NULL,
    "points" BIGINT NOT NULL,
    "money" BIGINT NOT NULL DEFAULT 0,
    "stock" INT,
    "taken" INT NOT NULL DEFAULT 0,
    "per_member_limit" INT,
    "valid_from" TIMESTAMPTZ,
    "valid_until" TIMESTAMPTZ,
    "is_active" BOOL NOT NULL DEFAULT True,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INT NOT NULL DEFAULT 1,
    "product_id" UUID REFERENCES "product" ("id") ON DELETE RESTRICT,
    "template_id" UUID REFERENCES "coupon_template" ("id") ON DELETE RESTRICT,
    "tier_id" UUID REFERENCES "tier" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_reward_created_1b3035" ON "reward" ("created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_reward_product_9a97df" ON "reward" ("product_id");
CREATE INDEX IF NOT EXISTS "idx_reward_templat_296def" ON "reward" ("template_id");
CREATE INDEX IF NOT EXISTS "idx_reward_tier_id_3031aa" ON "reward" ("tier_id");
COMMENT ON COLUMN "reward"."kind" IS 'One of GOODS, SERVICE, COUPON, TIER_UPGRADE';
COMMENT ON TABLE "reward" IS 'Something to have for points, or for points and money. `taken` counts against `stock`.';
        CREATE TABLE IF NOT EXISTS "reward_redemption" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "number" VARCHAR(64) NOT NULL UNIQUE,
    "quantity" INT NOT NULL DEFAULT 1,
    "points" BIGINT NOT NULL,
    "money" BIGINT NOT NULL DEFAULT 0,
    "status" VARCHAR(24) NOT NULL DEFAULT 'REQUESTED',
    "note" TEXT NOT NULL DEFAULT '',
    "actor" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "version" INT NOT NULL DEFAULT 1,
    "coupon_id" UUID REFERENCES "coupon" ("id") ON DELETE RESTRICT,
    "entry_id" UUID REFERENCES "ledger_entry" ("id") ON DELETE RESTRICT,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "reward_id" UUID NOT NULL REFERENCES "reward" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_reward_rede_at_9bb793" ON "reward_redemption" ("at", "id");
CREATE INDEX IF NOT EXISTS "idx_reward_rede_reward__859836" ON "reward_redemption" ("reward_id", "at");
CREATE INDEX IF NOT EXISTS "idx_reward_rede_member__1db35a" ON "reward_redemption" ("member_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_reward_rede_entry_i_3954fc" ON "reward_redemption" ("entry_id");
CREATE INDEX IF NOT EXISTS "idx_reward_rede_coupon__454484" ON "reward_redemption" ("coupon_id");
COMMENT ON COLUMN "reward_redemption"."status" IS 'One of REQUESTED, PREPARED, SHIPPED, HANDED_OVER, CANCELLED';
        CREATE TABLE IF NOT EXISTS "held_effect" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "matter" VARCHAR(24) NOT NULL,
    "amount" BIGINT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "status" VARCHAR(24) NOT NULL DEFAULT 'HELD',
    "at" TIMESTAMPTZ NOT NULL,
    "decided_at" TIMESTAMPTZ,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "order_id" UUID REFERENCES "orders" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_held_effect_member__fc158d" ON "held_effect" ("member_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_held_effect_order_i_691d0b" ON "held_effect" ("order_id");
COMMENT ON COLUMN "held_effect"."matter" IS 'One of EARN_POINTS, EARN_GROWTH, COUNT_SPEND, SPEND_POINTS, SPEND_WALLET, USE_COUPONS, BENEFITS, UPGRADE, DOWNGRADE, EXPIRE_POINTS, MESSAGES';
COMMENT ON COLUMN "held_effect"."status" IS 'One of HELD, REPLAYED, DROPPED';
COMMENT ON TABLE "held_effect" IS 'Something that a rule would have given, and does give if the member is resumed so. `details` is its input.';
        ALTER TABLE "audit_event" ALTER COLUMN "previous_hash" DROP NOT NULL;
        ALTER TABLE "audit_event" ALTER COLUMN "hash" DROP NOT NULL;
        ALTER TABLE "audit_event" ALTER COLUMN "sequence" DROP NOT NULL;
        ALTER TABLE "coupon" ADD "reserved_until" TIMESTAMPTZ;
        ALTER TABLE "coupon" ADD "reserved_for" VARCHAR(100);
        ALTER TABLE "coupon_template" ADD "returns_with_order" BOOL NOT NULL DEFAULT True;
        ALTER TABLE "coupon_template" ADD "conditions" JSONB NOT NULL DEFAULT '{}';
        ALTER TABLE "coupon_template" ADD "exchange_price" BIGINT;
        ALTER TABLE "coupon_template" ADD "gift_product_id" UUID;
        ALTER TABLE "earning_rule" ADD "expiry_date" DATE;
        ALTER TABLE "earning_rule" ADD "conditions" JSONB NOT NULL DEFAULT '{}';
        ALTER TABLE "earning_rule" ADD "stacking_group" VARCHAR(64);
        ALTER TABLE "earning_rule" ADD "limit_per_member" BIGINT;
        ALTER TABLE "earning_rule" ADD "expiry" VARCHAR(24) NOT NULL DEFAULT 'NEVER';
        ALTER TABLE "earning_rule" ADD "fixed" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "earning_rule" ADD "trigger" VARCHAR(24) NOT NULL DEFAULT 'ORDER';
        ALTER TABLE "earning_rule" ADD "pending_days" INT NOT NULL DEFAULT 0;
        ALTER TABLE "earning_rule" ADD "valid_from" TIMESTAMPTZ;
        ALTER TABLE "earning_rule" ADD "campaign_id" UUID;
        ALTER TABLE "earning_rule" ADD "multiplier" DECIMAL(6,3);
        ALTER TABLE "earning_rule" RENAME COLUMN "validity_months" TO "expiry_count";
        ALTER TABLE "earning_rule" ADD "priority" INT NOT NULL DEFAULT 0;
        ALTER TABLE "earning_rule" ADD "valid_until" TIMESTAMPTZ;
        ALTER TABLE "earning_rule" ADD "limit_per_day" BIGINT;
        ALTER TABLE "earning_rule" ALTER COLUMN "per_unit" SET DEFAULT 0;
        ALTER TABLE "earning_rule" ALTER COLUMN "per_unit" TYPE DECIMAL(10,4) USING "per_unit"::DECIMAL(10,4);
        ALTER TABLE "member" ADD "archived_at" TIMESTAMPTZ;
        ALTER TABLE "member_secret" ADD "failures" INT NOT NULL DEFAULT 0;
        ALTER TABLE "member_secret" ADD "locked_until" TIMESTAMPTZ;
        ALTER TABLE "member_secret" ADD "asks_for_queries" BOOL NOT NULL DEFAULT False;
        ALTER TABLE "orders" ADD "paid_by_principal" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "orders" ADD "customer_id" UUID;
        ALTER TABLE "orders" ADD "points_value" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "orders" ADD "actor" VARCHAR(200);
        ALTER TABLE "orders" ADD "growth_earned" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "orders" ADD "cancelled_at" TIMESTAMPTZ;
        ALTER TABLE "orders" ADD "paid_by_bonus" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "order_effect" ADD "details" JSONB NOT NULL DEFAULT '{}';
        ALTER TABLE "order_effect" ADD "rule_version" INT;
        ALTER TABLE "order_line" ADD "points_earned" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "order_line" ADD "growth_earned" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "order_return" ADD "points_taken_back" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "order_return" ADD "refunded_bonus" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "order_return" ADD "refunded_principal" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "order_return" ADD "points_not_taken" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "order_return" ADD "points_given_back" BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE "tier" ADD "keep_spend" BIGINT;
        ALTER TABLE "tier" ADD "points_threshold" BIGINT;
        ALTER TABLE "tier" ADD "grace_days" INT NOT NULL DEFAULT 0;
        ALTER TABLE "tier" ADD "keep_orders" INT;
        ALTER TABLE "tier" ADD "keep_growth" BIGINT;
        ALTER TABLE "tier" ADD "period_months" INT NOT NULL DEFAULT 12;
        ALTER TABLE "wallet_entry" ADD "reverses_id" UUID;
        COMMENT ON COLUMN earning_rule."expiry" IS 'One of NEVER, DAYS, MONTHS, END_OF_MONTH, END_OF_YEAR, FIXED';
COMMENT ON COLUMN earning_rule."trigger" IS 'One of ORDER, CHECK_IN, SIGN_IN, REFERRAL, REVIEW, PHOTO_REVIEW, SHARE, RECHARGE, TASK, BIRTHDAY';
        ALTER TABLE "coupon_template" ADD CONSTRAINT "fk_coupon_t_product_6754537d" FOREIGN KEY ("gift_product_id") REFERENCES "product" ("id") ON DELETE RESTRICT;
        CREATE INDEX IF NOT EXISTS "idx_coupon_temp_gift_pr_e49da3" ON "coupon_template" ("gift_product_id");
        ALTER TABLE "earning_rule" ADD CONSTRAINT "fk_earning__campaign_faabaa2f" FOREIGN KEY ("campaign_id") REFERENCES "campaign" ("id") ON DELETE RESTRICT;
        CREATE INDEX IF NOT EXISTS "idx_earning_rul_campaig_a2c3bc" ON "earning_rule" ("campaign_id");
        ALTER TABLE "orders" ADD CONSTRAINT "fk_orders_customer_6fed6e80" FOREIGN KEY ("customer_id") REFERENCES "customer" ("id") ON DELETE RESTRICT;
        CREATE INDEX IF NOT EXISTS "idx_orders_custome_cc3c7e" ON "orders" ("customer_id", "at");
        ALTER TABLE "wallet_entry" ADD CONSTRAINT "fk_wallet_e_wallet_e_43d9db77" FOREIGN KEY ("reverses_id") REFERENCES "wallet_entry" ("id") ON DELETE RESTRICT;
        CREATE INDEX IF NOT EXISTS "idx_wallet_entr_reverse_1dbdaa" ON "wallet_entry" ("reverses_id");"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "idx_coupon_temp_gift_pr_e49da3";
        ALTER TABLE "coupon_template" DROP CONSTRAINT IF EXISTS "fk_coupon_t_product_6754537d";
        DROP INDEX IF EXISTS "idx_wallet_entr_reverse_1dbdaa";
        ALTER TABLE "wallet_entry" DROP CONSTRAINT IF EXISTS "fk_wallet_e_wallet_e_43d9db77";
        DROP INDEX IF EXISTS "idx_earning_rul_campaig_a2c3bc";
        ALTER TABLE "earning_rule" DROP CONSTRAINT IF EXISTS "fk_earning__campaign_faabaa2f";
        DROP INDEX IF EXISTS "idx_orders_custome_cc3c7e";
        ALTER TABLE "orders" DROP CONSTRAINT IF EXISTS "fk_orders_customer_6fed6e80";
        ALTER TABLE "tier" DROP COLUMN "keep_spend";
        ALTER TABLE "tier" DROP COLUMN "points_threshold";
        ALTER TABLE "tier" DROP COLUMN "grace_days";
        ALTER TABLE "tier" DROP COLUMN "keep_orders";
        ALTER TABLE "tier" DROP COLUMN "keep_growth";
        ALTER TABLE "tier" DROP COLUMN "period_months";
        ALTER TABLE "orders" DROP COLUMN "paid_by_principal";
        ALTER TABLE "orders" DROP COLUMN "customer_id";
        ALTER TABLE "orders" DROP COLUMN "points_value";
        ALTER TABLE "orders" DROP COLUMN "actor";
        ALTER TABLE "orders" DROP COLUMN "growth_earned";
        ALTER TABLE "orders" DROP COLUMN "cancelled_at";
        ALTER TABLE "orders" DROP COLUMN "paid_by_bonus";
        ALTER TABLE "coupon" DROP COLUMN "reserved_until";
        ALTER TABLE "coupon" DROP COLUMN "reserved_for";
        ALTER TABLE "member" DROP COLUMN "archived_at";
        ALTER TABLE "order_line" DROP COLUMN "points_earned";
        ALTER TABLE "order_line" DROP COLUMN "growth_earned";
        ALTER TABLE "audit_event" ALTER COLUMN "previous_hash" SET NOT NULL;
        ALTER TABLE "audit_event" ALTER COLUMN "hash" SET NOT NULL;
        ALTER TABLE "audit_event" ALTER COLUMN "sequence" SET NOT NULL;
        ALTER TABLE "earning_rule" RENAME COLUMN "expiry_count" TO "validity_months";
        ALTER TABLE "earning_rule" DROP COLUMN "expiry_date";
        ALTER TABLE "earning_rule" DROP COLUMN "conditions";
        ALTER TABLE "earning_rule" DROP COLUMN "stacking_group";
        ALTER TABLE "earning_rule" DROP COLUMN "limit_per_member";
        ALTER TABLE "earning_rule" DROP COLUMN "expiry";
        ALTER TABLE "earning_rule" DROP COLUMN "fixed";
        ALTER TABLE "earning_rule" DROP COLUMN "trigger";
        ALTER TABLE "earning_rule" DROP COLUMN "pending_days";
        ALTER TABLE "earning_rule" DROP COLUMN "valid_from";
        ALTER TABLE "earning_rule" DROP COLUMN "campaign_id";
        ALTER TABLE "earning_rule" DROP COLUMN "multiplier";
        ALTER TABLE "earning_rule" DROP COLUMN "priority";
        ALTER TABLE "earning_rule" DROP COLUMN "valid_until";
        ALTER TABLE "earning_rule" DROP COLUMN "limit_per_day";
        ALTER TABLE "earning_rule" ALTER COLUMN "per_unit" DROP DEFAULT;
        ALTER TABLE "earning_rule" ALTER COLUMN "per_unit" TYPE DECIMAL(10,4) USING "per_unit"::DECIMAL(10,4);
        ALTER TABLE "order_effect" DROP COLUMN "details";
        ALTER TABLE "order_effect" DROP COLUMN "rule_version";
        ALTER TABLE "order_return" DROP COLUMN "points_taken_back";
        ALTER TABLE "order_return" DROP COLUMN "refunded_bonus";
        ALTER TABLE "order_return" DROP COLUMN "refunded_principal";
        ALTER TABLE "order_return" DROP COLUMN "points_not_taken";
        ALTER TABLE "order_return" DROP COLUMN "points_given_back";
        ALTER TABLE "wallet_entry" DROP COLUMN "reverses_id";
        ALTER TABLE "member_secret" DROP COLUMN "failures";
        ALTER TABLE "member_secret" DROP COLUMN "locked_until";
        ALTER TABLE "member_secret" DROP COLUMN "asks_for_queries";
        ALTER TABLE "coupon_template" DROP COLUMN "returns_with_order";
        ALTER TABLE "coupon_template" DROP COLUMN "conditions";
        ALTER TABLE "coupon_template" DROP COLUMN "exchange_price";
        ALTER TABLE "coupon_template" DROP COLUMN "gift_product_id";
        DROP TABLE IF EXISTS "member_notice";
        DROP TABLE IF EXISTS "change_set";
        DROP TABLE IF EXISTS "customer";
        DROP TABLE IF EXISTS "program_version";
        DROP TABLE IF EXISTS "after_sales_line";
        DROP TABLE IF EXISTS "policy";
        DROP TABLE IF EXISTS "joining";
        DROP TABLE IF EXISTS "member_merge";
        DROP TABLE IF EXISTS "held_effect";
        DROP TABLE IF EXISTS "after_sales_case";
        DROP TABLE IF EXISTS "points_hold";
        DROP TABLE IF EXISTS "reward_redemption";
        DROP TABLE IF EXISTS "joining_level";
        DROP TABLE IF EXISTS "reward";
        DROP TABLE IF EXISTS "price";
        DROP TABLE IF EXISTS "outbox_event";
        DROP TABLE IF EXISTS "member_activity";
        DROP TABLE IF EXISTS "recharge_bonus";
        DROP TABLE IF EXISTS "rule_version";
        DROP TABLE IF EXISTS "joining_policy";"""


MODELS_STATE = (
    "eJztvWuX2ji2P/xVtOrNpNfjqZVUJemeznnOWhQ4FaYpqAEq6ZzuWUaFBXjK2LQvRZiZ/u"
    "5/Sb7bspEpA7ajF90BW1umfluW9n3/52Jtqki3LzsLB1kTqCO7C2108TP4z4UB1+RDzggJ"
    "XMDNJrpPLjjwUackkIxVbDJYmQejH23HgnMH319A3Ub4korsuaVtHM00CFVnbbqGYwPNAG"
    "vNMC3gGppjX4KZaal4Ogs5rmXMgGYDZ4WA9xV/hI7/fY60Z6SCpWmqNnhEc/z7L8mTVXOO"
    "H60Zy2M+BE/zh4sUx1wiPNDCj/rtn/iyZqjoG7LJ198uLISH2A5SFegQGk29wGN+u/Aejb"
    "/ha4kx9O4arR/ZtzNTeD+XDP0nefjmSVloSFcT7PTmodcVZ7eh1x4e+r2PdCSB61GZm7q7"
    "NqLRm52zMo1wuOtq6iWhIfeWyEAWxL8oxljD1XV/LQSXPHzwBcdyUQiMGl1Q0QK6OlkehN"
    "r7HdG1i8kfes/79uov5PnPP7764S8/XGRWUUAc47l/aW4aZAVqmPsEkD+9R0RA0KsX5Fnd"
    "T53xq+v3dPaNaTtLi96kMF38SQmhAz1SytoIXcMlzMoi3F1Bi41wRJFCGf/YE+KrKMPRVJ"
    "nIU0V5AagXa/hN0ZGxdFb46/u3BSB/7owpzu/fUpxNvDd4m8fQv3NFbxG4I3if8J/FBlfG"
    "OFKA+/gHQWOOMkAHtNXAHFyIcI52tcOBvhgZCJgLMJanD+OhhP/9+DDsKaPh4KsE5F8xLM"
    "NbOb2n8bDiiocVV/msuMqwAqPsuPahzIioT8eOi7H8jwd5MpV7FxmuJG/l8MQfIoHO/f14"
    "9Jl8IgyaeB+6cj+8NOyRT1/600+9cefLsB4csxC08V+U4dgUfXPYe1NEUeeXpootfyr/Oi"
    "Uzr237Dz0O5Ku7zq8U4/XOvzMYDW+D4THgu4PRTQpwFc01WysHeZzmhK9G9o1oEM4xoYhK"
    "d1m8b7Rl38hd5FnqFPKad7Vhyx3/XvzPX/92dXV9/ePV6+v3P717++OP7356/RMeS39x9t"
    "aPBby76d/2hyl2kAtpZixc/PceyosM8UGs8GWe750TwcJ+3JWRSNN0rdj7U4fr69c8p+vr"
    "1/nHK7mX3e7V0mgnqQ7Cum6r/fhQp9XgJNg9DJWjrdHe/Z61wag+8WXwoYGLvegA7t9hIb"
    "Zzd584hXudqUzuXCVO4ODqq/cp3oSTUBEXkK/g/0ZDOa0wh+Om/3dBfhN0HVMxzK0C1Tgm"
    "weXgEvOtKs/oJGUFbK7Ze9YmLgeGtYPe5wSp4HO9+RwIeAfwOUEq+FxnPj8ji6355or+MY"
    "rTaV9v0qx882Ih/+rN2x/f/nT9/m0o24dXikT6rPiesPvz2usTRC8w2zfn1dhrrI8QjftZ"
    "eAGN01TpBmkRoJHXqTSuCVKxXP/8k7jtFk9M1xJFLAvxR9NC2tL4Be0yFvcUoL4jdxTM08"
    "wlG12N+G7BbejpTLyx+K/HfzNy6N8/xqfauN+dXjC22QpwvQsnauRi3Ytr4mjhADb+hle1"
    "bMfhbO3EmLEr5iBNNopHOH/aQktVEjsGuWNemakr4djsrfXVOn0FGnBJUSJ/DvnxmSCQgW"
    "agi8IwETpC4g0T0YPR+8JE8jFnhGD8dkHCTwIkKbjkQWGERCI8g3GfO4KiyKjNPN0YQq2/"
    "IOrr3D+hFTs/wuIPFxqO5jBsrD0019ZQZzMhTpZWHT26S5++uUcjC+Se3O3fdQav3ryVrq"
    "nQgbVEzdtMAtvr24x5NfbS8MpzMRIhJjPF5GBjKbV3ZEiFZ7LUTlIgTweBiS+US7JxkQ1j"
    "Bq9sEj9J4zJJtzPpdnoyS/gLDvUqRL9AnGgpupkXvV5yn6tqjvyM6M/PynzR3WJ5j4xTUD"
    "hwb0TwbAXt1QzMTWIcpAG4lBhAQ6XfyG0SmhXdeUQLvLqA5lyCmU0cfXhhzcg4YJhgCTd2"
    "NiL4GA/53fjdoIDYeN41ItHGrmEjvEuoErBNL6AYD95a+Cy2wBZqeCSeFD/UJLLrB/o0Sm"
    "CBpfaM6A9bk/9pFtjocE7nJIPmK7yquEOQk1HDtvv4LzR3vPeNyAb+9+A+Zo6JBXQHLhYi"
    "qPjY8kK+yBussXKiQ5yqkiCa70b5iJAv76USMQUN8E7RfS3L2fwgnZBAxELxBehgwJjuv0"
    "KITx722uBMiPTRzQtzmk6AXQLscmJOkkp4t1I2phU0loiRQPL3yWiYY2OKSNIHrDZ3wH+B"
    "rtkNjA4uwJNgkThUM+Hy6cj4FPBkgnS4/MZCz5rp2grRbFgypQGtHZsDGdIUHx53jsef1n"
    "Dgxgc15ABmwE1/2Bl/ZWcs3DCYcPN1KndSTCiPvYD8hZCntNkSO3mWUuzmhbbVGGAV2P8m"
    "wTyNRHav6S+7umpl++vC9QZifl0wLH/hPanI7jePj6rUv5uybwn71FnsU3PM8jI6SDBeJL"
    "zv1TzovyWgDca3UK07ip3ieyko0B093I+Gym3/s9z50vkqgcm9POwpHfzfpPNZlsCgf9ef"
    "yj2l15/gscOpBG7HmEa5ecCDu5/k7i9K3ytIII/HnYEE7kf94XSi3D0Mpv37QV8eS+CmP5"
    "5+6pHZ+8PP/Wln2h/VJPW9gcUKeuPOx+lFhtvRZSaf6W2CvzKWP/flL5jRmHm9hwGtTPAw"
    "HPaHt5h3Ha9ogUzqFNSGQ5ZjH5AWkiAUSSF1NrsjQz2EwzEywd868/fRVbFoXs5LGdGIRP"
    "9DvZT2BpUttBCSnC6e7HUa89dNwxn/CMcydWWDrDkT8Vy4GZSNBr6yJDfL1cv5AEKCF3kA"
    "DhPJ/mfhGtRLCR5dTXc0w74kj/3frJT2nz8b5A+YWwgeVkohSVmroIehuX11JEtJ485lkY"
    "z74n2KhC6SYKqyjoMkmfAaFHsNfLSqcBmg5Ro1UYLkdhokV1YtPQb3WDPX5toG+iDkug+S"
    "AyUeX4KyydDsLzAMvBxGEjoLQTDTz2C+Mm1kSACfZvMVidB1TPMJkAdI4NF0lyvnAx7v0/"
    "qRwL5EB5aW6W5IuWAdLRwAddNgFR0+4YNzsuB81LzVEqVyZrPgEmmeDrTwNIlqw8LHchYf"
    "i2YrPucZip5p6ggaOUAnCNPBA6Z5tHy38Eoc7rI+vxJRA6PRICGQ3fTTpSMf7m7k8as3qT"
    "S47GGfWvVlJOIUaa1EYmGwSgvG/r57UDGiOKUwS9aZy5GkcBCrGeSC33XmN/7TsP56oEUj"
    "RSs4XWtOJ8VaXtkzRSby1etUeaw9kBbmnkcRcS+0dMRD8JoJLUfmeeJ9rWVRp6Ziy1PV6T"
    "xWpMCEx7Abxax7+ZYiOzaIwzREHqGChaaThGySC+7bXWwpyLT27+nQWLr4J1+CmQ/enNSq"
    "pz2jtiSvW3PACqoAf5rRO1SYmLGsQid5pgibralJR4TNirDZhobNbvFGwgA4320fEpzebX"
    "8e2fAonvr43l/Cm5smE6En3nYanJPljQRxSmEiqLOJQMQ+HPSiZHTXM3mSacb3BDG1gOhm"
    "oR7gZY0rNuItOmU7aGPPgA13YGVugWMCBz6Rck+A/FESFsZtBwvmlu18AFsNrxCXFIvakQ"
    "FzaBgmKRCFBXXXUE1kh61kvZ8RtJLFF/F9LBpntILTP7583ah0XShyzXueKBN1Pn3C3BAw"
    "SpZdSRC1UPw9RjGQ9RpajPqz+U0dYyStgLhIQDhGg0e6JZZRN0KCekQJk+cxooR/+2eDdA"
    "9RM+voNbNEsbk2aiBEMDLQAWpmglBomXXmsSgtczxvdKRYlIA1QSQQFcV6Tl6sJ7uEKwA3"
    "YfJoJ8CJN7dWDumu6W5y8hi8O1KhGSoaI0ogtc72Iny5x7O3NK92S38yefALqyQAj11nVm"
    "/x7pMqOxN5/Nn71JPlO1qr5df7/ti79Hn0S13Ktmi27R7kQ0sQCg221trNM9Q1fM5a5ros"
    "l5OUQoetP5ddw9EYKWY8bA5JBZ/rzGcLqQitD8x6SpAKPtebzzaynjGzFuXs9mm6g+Smmv"
    "E1KQa94bLevymw3r/JWu9D2A7aQbPU4uWq88slwopeHn937uSt5rweTcndaiWi8X7yvIDG"
    "aQSeqeoKaL3R8d9cEtIUmcgwLHbqBHBV4XSglutpbMJmArzX9ZBaYrXMM6znllBJmiFLOK"
    "hi+fInyDYU3PL5sfR8qgDbUTBPO4GNH+M1dEWOkYp3rNziaukx0n73pGIlh+8NlieOC9em"
    "zgsIvDkuwczCQEHby0ElAeg2csB2hbyUVjJ8C20a1W7QmPYPJG91jY83YPrTkbJm2jOjkt"
    "oJnscTDu+jFcS+J3Y36HgXw8Uj4uHP45NVNTsnU66oMnacSpQkzzKEs3GyiBY+crSwRjZq"
    "00HGfKc8IUY6Qj7WDFJh5OUy8ooQ7VZac2PyQ3nDfYJUWO3rzOdIbCshdiWIhNlJ2JuPjK"
    "iwNx+39FoYh1uJWbS5L/5+s1J84xPG0PMZQ4W1rg3WutCBkmuri7tY9lrq4g4ejqIWz1B3"
    "ETWOQQPANbFwkBpza/gv0wKY044N8AcI/A5V+A+RALTBjDQ5pcUo7A/0zwKa14bANl08EJ"
    "BcDUBqTjhI1xnFLE72WB6r3VJbOMrGMlV37gjD3PkMcyJZQhS+a6jV7XvpF925I02gldHH"
    "jxK4l8ddOfhy2yf9heVfMULDW1kCH8eyrEw+9e/v+8Pb9P5/npwUeuYw7Dhorq2hnhvB7j"
    "LrE3pElz5xY4UnFrg9udu/6wxevXkrXaV6ogS4v828AIF7RJnDzWGOlYBSOFcOda6sNUMh"
    "DVwZO1ERAxJkAv1D0XdMB+qKrq21MjU4U1Qtgr+ygGCsAyi+alwWXRapgDgLsZ91WbaAbJ"
    "pMFJC9+DmWDVUWziyhANQXwkSeaeudcCLP9Hviswp3jNoN+VlSCSJxhGc3SduB8yf8QIU2"
    "gC1j68lSti/qp3qLGn6cqpEfVaoAaZKqHlVIyWMZVUj/8+dxNqyjVCFF3/xy3htLYzUKL9"
    "J/s7Qt2l9OrARbyHEtw1ZIAXIlxz9Z2JaYPcEJ2xMHVv84S0JPQI2bE2u2Qjdy+reXwzxN"
    "KppB8+EN8Ub6fADYEZ1Y13txnlvowAa9ScpahdoOze2rI/lfm6cPiJIJL5X90wEMGSjzYx"
    "QYpCJQsDBQMI5YFunSwVf30UyNBHdv+BVjhdU4Citgx95grBjfuGOy4suGp/eoP9zrzhPk"
    "NZKgqaVpqmBhWh/w1WDyZNOfaAyArAisqidnxFn9lqnNkAqxSgRhHRx/VaTaMTc0xiHhr9"
    "v6hgedUJnLj8867ISp7HCpW1iRKHtSM1hF2ZNKD+6isifdzqTb6cnJePRzCEVNBbfGAlFP"
    "owZiaO36eAmwJKHUiEIRSA3HKlowuNJC97/FHnEh+VHBaflCRHSfqdRCnDO8DqkkVZ3DYm"
    "vkjTpn6HzLwcV/N2LEJOSjGxK0EN6jhM/jbUVjdyjND+2LkYgwqQvhkTiqRyKjWpxHNJOh"
    "ZWAAxi79yRm5LH67UChD3kDFCkbuNUZ9MrdgYxKgSWLe0jK3zgrQ7AgALQTIhIjRtZqP7H"
    "fjd2NGYnVJ5t8M0PBHO5kMuABr00A7sIGaKoHZQsOriuYPLvHCNYCJ1QmSLAgQ/ubgAWu8"
    "nrSNriFrBsLPNth6fa4RMIn4+LtBAKCz0yRCjCZegdpyiSdawmfSLjsK2KBPsxBUweMOzC"
    "jhZewuf42wWFU+kWkoMg25sW2GsCQyDY/cDdi2EcPEwpdqGBLXGe0g1/B+hM/eiQRux6Mv"
    "008SuB/3h93+fWcggZvR8AHfuXno3cpTCUymo+4v6bOHi0OVJxn6x8ehDIqRn7Av2Wjck8"
    "cXGS5Fl5n8obcl0P0kd39R+kPMhv7tkH4Yyx/l8Zgwaix/7stfMO8+jaYjJfg2weDJ5CZB"
    "kWSLTjuTXzA7++Ppp17naz04GcgjWVYWZozGyV6cNHp2HYUnTfS19JY7TZTKbeV8eCFJo7"
    "W8U6eChuJvyeWbJPwOs57fS9fcq9m1ka04GkkyLMC7UPnOm0Lo4fsjA0UEfq0i8Ddanpl/"
    "v9wTUZ9Q7BnKn1liT3SZKfbQ2xLAcgqWQO9Gw+kn/K887Cmjjwr9Gn77KnfwwI/9X+vSld"
    "VDuXReapqsRekRlRlffYxUZowBiVMuhDYgKwpSbh7GRadtZypn5G28MRvLspmBabJGS4mV"
    "LUda7UAhugjGpZy8nSFt0et+Yik8gjKvBiYfIyJqwYtDebGxNNPSHMbLkL+1xEjEtuJJYy"
    "LJ+JTGdFH54rvIgBKVL74LPosAjdMYhkRGoWjC3ISkBNHMskzXAa5mlucJy/IaE3TIHk3U"
    "BUZkVmqEVBSc5RcshPHBXA0XnRUGOsjn82YBqqaCR2RrKgKP7g7f/5nk+q3Q/OmvmiHhzx"
    "Z61tCWfHKg/XQJZrb7+C809xom0nApzaF9EuGj6TrszounejBPeFW656JEo6P+STovYggN"
    "G1Lbuwi+Ou6uJ4H84KvvpVZ2y+Mj/Ne1lBEgImmf9n+UaC+m9TbfncC22JZ1I9Qtqq6kH4"
    "GGG5cztUY0jbbzndik6oVzl0M6ohFI8yMt2uYePaxWdHBto8ntrG0oG8TYMgUrklpUCVyz"
    "lMJAVGggOn3nxJou2cpbJ8aWYgXwDpC6RNY0OWcj1+/+oiCZd7hWlrh7Ksh/MlMGnexdqc"
    "gC56kDyioYuL+NIjIcazcDjmk+0VTCIOfRdYglwEJwvvoASCIjifcll3QTf7HhDmxX2nxF"
    "Eg110yb+cX8mhJeBSqciv4LRQfEUT3yhvY1OrATfEo8T9rfz2d+8dpvl1LaI5nRqW+tCkP"
    "Ax4rgMywSf6TOiPmGI9Cd50LvIMCG8yrR7krsS6Hbupw9juUfMmAO5MyGfiETfU0YP03pY"
    "MPEmabPO/yn6ltuhJ6BohV5dpOnJv04TSl4mRyBU9Aaj4W0wPJ04IMwYwoxRw8XdNDMGTR"
    "NA9gFF0JOUgs21ZjMRkQ8rdR8nFEGAdedxQg3KsLogvIpBK0xoqUSsA3CtCM8GbY0lABUm"
    "dGHmrYv1sayZl77YlRl45WC2lqIb3wY5wE2cRicHuZ6H1/4wVsYRXisLel9F643pIGO+w6"
    "y7YFjRUyOkIku6Fo1VnhBnLGsH4KFhXwqo68gC5DeoABoALRZo7tB+FJeg79BgUUtz8CPo"
    "NWrA9sZIQCOFAUlJv9BnIeEpVDz9xqHdK9Azsli9MU76fFr9UDM2rqOsoL2aAQfpuk0jZP"
    "EaASSHC1PRgoX4El7tthM9itYsxD/3Esz8nzGjlRXJPXw5rG1omVvb+5Pwt98N/IO2eDp7"
    "g+ATGZPfwyM0wZgb8jr6zi3CS1Fjux7mfGFUO7JRLbHyeVFOELUQ6eqTXf3zgRdgf3gLoX"
    "3DtYjfFCziN9lFHB0wLM8fKbafsx0n6NLZhzsH2Q3Eu8iV59c7Cm1JGNSb/rAz/sr2fNww"
    "6iPdfJ3KnRT+/umcBT+/VFWMRNSpii/wl9SpaoWH5HvvH5oxppxJV8K6jeXcWybmL7NRTn"
    "JAsaZEh5IOgeHYvYrSxFwjL/cOaxoQLDQdeTI+SZvDGgPA/2gOsFemq5NsPE/72AYjVKKc"
    "0Ow6PCqrBlU6O1FyOkQLIQoJrei+NQA+VcBM1ww0I70GSW4XuatqlhM9aGG6+PKa9B0kr5"
    "ntERF1ZiZRzcZwab6hp+esueOW/mU++uo3+QEiGOlM2gtZVWWkvmB8C8W+ay6x77pA7LvO"
    "in10cTMEvqKyUwYLYVFq6mfeOC8fyxKrOqJoX17kUbQZ2kKkDMIhQfsAPsq+IWLjCkTkY8"
    "TGORg/Z41Ygbn5mCeIThgWmtUBG4Q0kR3LHYkBRaNrA534EIzka17ROaIQAQPFAQMYqQr8"
    "rX/3ZmkmoHsdrdFqYjcuPqfFYOKgzUWuuYDelThsBXYwkMOjuoEWTQyCBvCoPQ1b8/T0Sz"
    "ANfIlUzX/1uKNKuqotke384JMQB+gSQw7sJ20T1OjBCjmyEMuJeopH5vQDJlOQ2xShtJ8y"
    "1P2Fzn+ursABf3il94iiFbLlsT1pwcbAC28wvoXgHkX7bIIE2TqrinDctMBxIzQEoSHUXE"
    "M4dwAmAZ2hG/i8yFcKfJbvVQbyceTqXkwsTmGqUZDbjxfSYiFE6vOJ1Pk1NXOCpxpQR7NG"
    "4nTj8vb/8SA/yIzM/dh1Zu6+d18C44fhsD+8lcDkoduV5R659rHTH8g0s3/YlQeDujQ1I8"
    "aELG9yJfFgeKPLD1ZW590xHchoOpGLXji+Rd7h6nrAWRYrEjvffRMStMEpeXI3DrLx71dc"
    "i7F+8w++JFUbcD+BM1hFDtT0Um1WYyQidpW55A+IXU0K32VMIUlKYRKpqUlkoRmavTqIwy"
    "lSUQSiznwO9eUMk/NV4jiNKPpQaP2iUFVg/5oE8zQS070GsPiKqpUJrOvajrmmFqiMHSy8"
    "JxUZw+bxUTzucWTZJsnW9ZzR25VJutbYH8DMKzlAm9LYyMF3kOHV2/Qo/mVqBmLU56xmys"
    "MtclGlBPp1szJFkPvZrHMWWiAL+VsNv6YSI6rGdHQgyo3xy9J/S0AcjG+fGniUPGhvEymB"
    "b0jQPoCvr3jU7Kt8LfsqjS5aQ1b/13x0Q4L2oXv1jstM/K7ATvwuYygW2nPLtSrR9/XFJu"
    "yzFnur2ZZ0FNX09LXe6olqJaXezhWgoRneX8gI0vBuScWBGtGgvarpJ5IxbaCgq2qeupk/"
    "jEeF3Ji6No86NZiWGlMd5wSwwtCOelWIPKuScxz9ccvqAskXfbBldoSsVZxHEHtw81X51B"
    "n2JHA/GvS7X/G/na938nAqgY+yTMIOxvjebf/jVPE+doaj4de70cMkaqiafi/OE5GwQCVT"
    "rn2CFvnUT98fMeyVzas+xWlaqEEdwwAwx2A6eNPOFbQLMtyzpO0DvXqjgCjuJzpm1EF4aZ"
    "wtIJBaS0ikMRKhxKYqYAYaQQk44zQCz3SP8kDhKgFogkggWmhm8bCqwMzia/T34XyNBHev"
    "tSWxtjhqv9OXuwJ4R8E87YQ1vgfyVNTHJ1BlpsGuP1k7kY0d1hUYB/fbZ0cGmpr4f1VbZ2"
    "tpvqreOFuFwXWAnpF+kW919e5LHKZXrFIEQ/caYEmVCkdDlt8PwABeK1RagV/z4nYsaCwR"
    "WGrPiEb34IOKxvagb3PdtfHVrLm2qkmZ5S8Se7mOoO0wSmCQp4uEvfOZdD2+ZAAuLMwYkI"
    "giAgcbCsl7VA71gEIYZw/F/KzKTt2WfTX6Y7B7lwA0RiLgrKnyWFN0X6A9huXW0qu3AnSn"
    "Wqt73cVe2DqGP/iLOl8cj1b9fnk8euP2C+RfSCA9mpukFjwMAh4edyS4Hk/1M1iZW7B25y"
    "spkKbpBVI/XoU7WyLh9haKStW/mmFOqBqZ3Z79kBXVj/+4/REaQkY/i4w+xwu2lI/TH9+6"
    "YP3qS2qcNFK/bifACbya+Acsl6xTli9qKEZeZ8SDyKHJvTzsKaNhV5b8z92Hu4dBZ9r/LN"
    "PoofSufp64oA2yNFNVyLmQZUyuApqiapEeWlnUsgi4On2Li0CIyQKfXxQiSSXqQsQ3jJfU"
    "hXiGuoY1AMtcZ7lRHMuSpBRFA+oc0uLxyjUcVpoYD5tDUsHnOvNZsxUam8o600xTR9DIUe"
    "/idOlGnZjwWLtqoJfE2RrqKpW35xyNBglG3vTTtaIe7m7k8as3lIN4kObknGEiXewgwStj"
    "OD2PGWqAVKyhdOZz4ji9YJihkgOkIjOUTofitycay2GGgg5NuTG3mOe0KyHWRGjPQ5tUdf"
    "B7vz+68yfEaK5Yjpx2TzSA/wNpU4XAFPWE0MamnRMeoU6UOdocQQLzFXEgq8B3J5MqlIh0"
    "CvI7K1r4tbC9ZvWGY+0uQXJ62iTedB1bUxG1WalohqeyHQTV+ON/oL/cMMOHW+ZWArbpPc"
    "UwH011B/Bad5FNG95rzs+J36p5P9121/hv9IImqK0s+CkbEy9dgKdCcL4CJrGP+dMjMBrf"
    "gSeD9LWfhfEIM9KUEoKNTnpG0J5f3nRgrS29dtxgDZ+8v/x3I3o7JKCScgsWd9KUMMmdxS"
    "RHX45DrRohcRNsGvcjvN1OJHA7Hn2ZfpLA/bg/7PbvOwMJ3IyGJOnp5qF3K08lMJmOur/U"
    "w8LhbVeH8ieiPmGl3M7nTn/QuRnIWR0weYvJpXAIZpA87NGSuZ/kQU8Co4fppN+rieVJpH"
    "VX7YE/qW8gjWCrXQO+aFDOoBcjanRh5xOb8Wg5Z0Vj6EBFYMepBNpl0cZS9SFw+2QCb368"
    "oa5j7QD/BY8sxItMKSnKExpTwitx5NkqaM3MKXO43kBtaZTOukuQCTmjMDQtQCuLcOnwqW"
    "5sqkYiy5EjklhatYqi8qxTMrG9XOQar7zbEofpCoUj9xquiOZCzTrUjIMHGzakPrFL0Nls"
    "kKEC09B3P1ObCV5DT9RIAw1qe/GMRZ5xh5pmbGKbIcaYhWbZDDPXMR9GjGIzX/BT4MLxS6"
    "oSoEnVVd+EZPvmLOBbsy7BDH3baPiNU6CXUkGNYOTSLhiqm76ZDIK5hVTNAWuo5mZcZHIr"
    "/Cf7yy5ZlzUGQarejq4ZKLxkIWJrxr9RpGjUsKfSflNGE/orBTYMuTMe+nEzEpB/ve+PZQ"
    "l0en9/mExJZZ3P8niCL3waEavGWB7InUlNrBp4M3RgOVk6JBE5NAeL1Ykt9yA1PSIVETiH"
    "ciE6xMoGAyQpRSxAnWMBRHWadrI1ISHyCnBJKpHFxSxSE4jRpc6lDKk4lw49l+KaS4m1nS"
    "ITZqB0PH9CbSwBbJZSbBzFNrYYYhWY2TxLzjQ5ZzNh3p+ymFlrHEVvYlFXlUAdi/hqKcxJ"
    "OYC3WhM93ipAmZZsGvhzNXIv5izbFBMHODAODrDK1nFo/G0nxqkDv4bG+fienWuiT23sew"
    "31qcOFJ85059mkKX0Q1vkz7Semal5WsZd7jD9q8xV4QjuJZCxD16bmPe8qXdISsFwdP8PR"
    "SKAVvgYCFwkrQPVkz+WxqSdr0nsTxUrUR44eegFBi+aVk8cKm3qNbOrmBnlhuGzDeo52Fi"
    "eqs0W9NjFUomz0sROsNRWtN6aDjPlOwTtfGawZpO0rhX6U/n4WgjZr65iibzmGnYiiFQu7"
    "yAYq/zpNmD8ziaWhCXQwGt4Gw9PZpknAbdO1ynWtjChaAbgoQF+X5d00E78IhzuGHTQt2J"
    "dAlkEq0BVl/o+Jp/CFHKf4ZaD8l8A0QSQQLXSAiOL+JazE3AZibwVWAOs0nKiduCZeVa6u"
    "CSImvuKY+DyRqwKIZW+6sT9bO1FmyJrncCGV8zo3FOtaO5JM58FGFyzvkXdHKnQZmY7i+o"
    "M4/ETE3UIyFyBQ0aPmAMc0nwAp7SXRGhhBoVrwykBLSOoEkdq0BsAjt9CmnSYMQP5sZhHc"
    "aifn8fiQvz705xBfqPDbnM9v4/UnySJcFFQX0Yhg+8PDvIOVX2Jxx2lEsFcKUH9bKQFnRC"
    "HALFYcMVIVyC73NNdvYDZxk+AVWqI1xSOBB5FAJ40raiq08d2vVsJgtK4Z8mBi0eeLhF4e"
    "rOK/aPulQm9aP4sVqSCQuPzIHVJizkt9vQQzC60hbcdAs2JptwL8r44Wzgcwg89QoyuDZs"
    "0iQ/XyZkkKL6YA1POUERtP/nQeuVLIkmeWJZdYKyVYlBImY0RCmnxBcob/kpUDP0Em4D8Y"
    "/vg2Vtrpn6IV7v9au/9Feu73wGWRx3mMGA9h8jiqli4Sro6ecCU09jLw1lZjxwIxsvIzgO"
    "K3pSKtXUsN3Ke25yPMo+Am6vYmq0/h9bZYRHfSuTRCIRaFpo6wYQSFprqdwUACn/uT/lQC"
    "WPiadG5lCXwcDQajL8rDvQS6o7v7QQfrTeTjcPIwmHamfa9f0vmrTdnueg1Zu3p+9kGMpM"
    "78qW36gQiNb6XWpLpeOp9iI9IRrkwzRBZpi2q1VNYR8awF/xv07pRQS+OyEy+icRoRdCzC"
    "uE+q53uvcwVa6F04UTNf/L0KaGLj41Dv6WtdAbCTYJ5Grta9sMZ3PxEgf9oA+fMYTPydgm"
    "ErifaQfDNJtGFxtt/zipLYXjQBCQPegY1r4as2Aq/8WrO2BBba0sW75g9A1/Bg0lmPlhen"
    "z7WjbnXOSrNJ/zrSK29ngz9cLbdx3wkeTKubzwlHDJfAYs+AhTYIOl7og38xqFjuQfcXGx"
    "AKr9Ue7fqHIP5VH2jpddrRnRRGD7rlkaGzsH+g6HtXZxORzzLDZNuJCuV5j6gaA0SNOk9d"
    "X3FYeK6vci085FZSIqX/lsA3GN++6h1HKXSgY83dUMqCnKQSUHNBvcEglUI5JGgfwNXvEy"
    "QaitGCPR/dkKB96F694zK0vyuwtL/LtgDULGelQoatnVh/2RjHaYrsv80DvABfYs5NYYf/"
    "Nmb2Np87KaKu8VIN/Ekf5bsO6bzq/X80/SSPJfAw7PUn3cFoIvdq4jdyoOMybNx8DImoT9"
    "kTtzvtf2Y1xI2us7vh0vsS+Dge/Z88lEC3M+zKg4HcI+6+8S35Vx53asMZzVagYRq7tcni"
    "T2GDwDSp6BDI0SFQIx0V1wwVZh/UAZVAmQNl9M1BlgF1xSId7RGzlW6BqMKkrvFhUCex+1"
    "+mZiD1gJjfBKHwXtfae+1oyFLWue2/9x/piQlOeao/TEd3nWm/yzjYE7fYZ3swhMhbw4fO"
    "oB5nOAXT1pi7XPE7l6QUcfa1f+cOT6lgkAt+15nfxGuhPR90lKZIBZ/rzOe5azvmOsviv0"
    "9GQzZ7I4o0Z7W5A/4LdM0+WibCxf8sXINGcYNHV9MdzbAvyWP/N3ug/ufP43CYAJNgbibM"
    "Mh1RmeIamSAdZhn3MmZ5kR/emqY7oSyTRfxIb9QxwlrdDdl9DtnckpS1UhSG5vbVkfymjd"
    "vWSEEyZo+L3LjWGMXp8qvfpJn45nD2VR3AurTMrbNSDkuwZBKLgNYUxCtzjRR8mlplK2ln"
    "CEUgZjr62lriXRpPapYOwU5TCmxTrm2vAs5hGwOTWGwMmSohC2RZpdMHUmRi4bJ6qZRNII"
    "gTCUQZtr+y+QNifRahOYebQxCNyASqDFQXumketFLjhALZwmyXvFZVpbMHeho18UBr13fQ"
    "urHo7s/OiB8tHOkZkdRfAciTYJ52YpvRkLiqv3viUwXocidsNRTelKTJAW5MrxL4cuTDpb"
    "VQrvStStbuVGszsjH5kxNSTwYQwPIAGxeXeOHFoqsAlwfcSMbngDZpaKkA4O+l1BjTQsUB"
    "eNLkLQDnBpzpK6hhUm1HVbEu5GlKzNzaYIC0P8WW+LLCsacqRiaqi50ndRT/2ahUtlJI0I"
    "qaVckAxPc8AYjv8wMQ32cCEC00R9pzXsZNnqU8ohGh1SKj8ewZjfTsY9W2y8c3RtLCfYIH"
    "4XyAM/haaMmMBynaIpbseJAWrN83XBvEm4IN4k12g5hrTrn1648X8HLBix+HWMV58gGOKF"
    "q4P1xzYXxdgPE144zDgh3UMYR5uSV5QQ0JshYu6Pc86zkd8Bdbzu8ZmZ/Bb84AvT8ZMSQU"
    "+Ygc+YiiFKUo9FcXYw9Pob9zGnm6eJ6LXAsPvStxmHfmwcC9ZdQ6wIvf9wqRkfXhVw+Dfk"
    "kxQOuTIeBoun4JOrS+GC17ZrpONIj0+F1DFYFHfNUwHbBDjt/0F4/LFlE73WNL2qhIQXxS"
    "Ul0YrM5nsPLSSkpVOouRtK7OWfUmKyzEPGuW40KGWXCf9BMjFNIPX80L8pGxYexDOiQ7Ic"
    "7BKo/DHK78eqNso7nFUlD3wRzRifXMhzRpZPPM0FD3FswJ6cSK5sDZdg9KEUwQigzBmmYI"
    "BjJmCTEyRiJCgWtkYmgNorWyMNQT1co7CbBbf4mY9Rx4Y3tgDa03dwj/lfOCEJ1ggMRhw1"
    "nHxu4145AaTaSA/AZZvm1EAltLcxxk+DXq4XwFTEslN4Ky86RUho2/WQ6AhgoWmu5g8sdd"
    "UAw+YbE5yhNeUG6+Xlbls5oLjmOFoaxUcqIJc+sYpKhOV8vgdRrc14cDWnUtA8ck/jl7g1"
    "h7/Y22zEUzRdhoNP92dXV9/ePV6+v3P717++OP7356HcKavVWE703/lkCcEN2zmC80y3YU"
    "bzmWV6Ky1KKOVJ3VKR2+gNkZYsHrOvOaBE8a851iz5mpiJM11PXcHTVD3KLmkddXP74P91"
    "TypWgXndx1BgPGtmkh/CcdDC+DXACcNFWYBnKwnnYYvllqAW9yc1islaVluoycroJYyzhR"
    "+8Knqncg/uFC1YIsxYCvAnKcvsZ4h33LR8OP/V6HtCW/eZhO5fHHwVf8sTMedrqk88R9Zz"
    "KRx8rN17TWzBVpXH3DCbI3HOI6SBAKIahuQlDGPlvG1rXflosX+9TE/zt6rFgdjCUvMOR2"
    "O5NupyenTI0VmA8nnic613o4CT3Ve42HkVObs5PmxjKfke2HY5lrhOUMoNmx1pKXYGToO7"
    "CC9oq0riTmPIM0vgQbaDlkk4TGDv9nb/HQjPHwOI8Q1sP6Wg83mqEQRpYRw+I0NZYKDs0o"
    "OkZWnKYiw9GcXQ7WNxpxCeVFJaZI00EZOwfZzQO9yHDol8MOz3eM7E1/2Bl/ZRdzvmGUz7"
    "75OpU76bQNaNtbE58BpRd8mlCseq5VD+0nW1mYloL/YEtDZXt3schF7BdHTNICajrpZ13C"
    "HxQnabT7ojJnkG7On7CS5eLNlxF+u8dSnaIVOprQ0YSOxh8PUoGSNoXLi1wNjdyUONQzxx"
    "9XaemV35J44GeESSyJbBf/hgREbZazq0mY+azabvkiY0jQwpzq48iK5RtIicjpup2qtYn1"
    "rdsLVE34dHQi8OIZUQgw6xY5XVNYKw+d9oWoF8Lqi2wtxTR6T2sVLp0jRO8Vn48iN/P6DI"
    "QkfExJmP5bQhAOxrcu3fso1ZtI9iUWqtbQ0eYlraVpUmEp5bCUWq7OWM35XU2D8S/qadoc"
    "U15lXUxfZG6rPv3Horbi3OQfcrvwfAtTf4KRe533s7X5jNQZIE/0fOmWufWd7PMVNPDPBS"
    "tSXUUiaTf0QVF6jmv8lTwKM5EWTbEBQQOgb/iJOh68Mm2U9eWf5Ik8VVue0CYo14xVdlq5"
    "Jehb4BdywdgZNqSZccLIdb6j3ULQZhW/zG8sHFG0wsxVZH45Rn9h+oaWOX5CAtFT+yWnUZ"
    "wHj2jBjO/OZ0JEIbhQFReEfV3Y12uxzTfNyu4aqmmgQzrUxwlFfEIDePxYqmx2gkjEq3Ht"
    "kTFNhVfHiJEID0tOd/WSHsAYkYA07QFMasolcM1SilJKhQ5B8mYLdyBHqZ9oB+Tu7ylw5e"
    "/tye1mjV7wCuD1uspNk3M2clfY73vN7Iy18sGOSMGLC4a12rshFdmpabEMztJUtIYN+P+B"
    "7T56H/8KVM2mFYLA/wfw8lk/upaN1J/BduUX/aaNk4HfJMv+AGZ+U8RnqLtoRjLBNIfW/t"
    "5ATQWaAbz7WVv1CZ/9u/G7MYtmnAWpbUHuGvkcPjvMgXs01R3A6JJxO0xgxn7DKwgw89wF"
    "Rte1kPUXG2DijWn84JvT0e+GXwad/pTgD4x+wyWYkgrqhGnk15D66HOo60gFM8rAGXhEc+"
    "jih0/+MQBPCG18Mz7JSeE2w89d/HPXYeAGMcULO/t5XOguO9SowIkeUrTOjV590QN8tDku"
    "I/eFr+RBRH06y+JFd3R3P5Cnci9rxk3eYpY9GN3LQwmEA0mdg/F08FUZy9OH8ZBciD51O8"
    "OuPBj4052/BIK/4We5VVRuLU51umSlY74SZym9FhxzygEsyNIKRhzMiEgUKMeEJF2j0/ZO"
    "jPgBK14s9JfD7svoCFpG2bWeIRXLvTTupEApq/PGfthDSoE6P+p+x/pDVnuGVOBeerVTS8"
    "BBqz2kFKiXQB1qqvK4Uzb4t821TdnjlUku8C+P/6NpsLRfHuxDUoE7P+4nDl2qmZH9BF75"
    "ObHTEHPoAVEuaVoR6FLnQBffml/qbYrTiBeK64VC3xxkGVBXLLRAFvKtoLyAs6kF9CIK87"
    "veuIin7pATKkVaK0aLchYxKSTpPuX1jabIRMyVaAh4XERpTEJJQOM0As+alQmpJ6qVVwmh"
    "a7ACXCfBPO2ENf6qcqAaHD8VANuNTdVObFNndf2iAOXFAtEQPnYsoH9b2hsRqKBoJFfLSm"
    "dFMsFpzBkEpAYCUGkkG4CG10rSC8yT8P+1+YqOkMDK3IK1i7+SZjg7PM67QorD58UBHvlZ"
    "PGFyHkCls9CLzKvMg5VhU/XXZH0Dt05oX82PnmN34s23VwTjW5goen3FYaG4vso1UJBbKe"
    "nRdK05UspinCITUPNDPcd79AFQB2QthLr6iFC4ZnfHLdq0I5oWdW47iyP+EBe8wP1F8YRY"
    "JlKekWUzc4HywwlTZC1iQGVdAVTkQE1nrOn8eiExElEwJL5Vv6RgyBrZNlwyTs78YkUxkl"
    "acmqeuVhRqRhnM8y2LcRqRzF1sWjSDfL4XGmrCvMBmgrrXTBNfU/Wz0Qw0A13kWWjoTWm/"
    "fUYPxu2vKxgkYsxoH74ZjVLHny0UJDNuV6aOAJnRK/RH8hbxTwO2uwbQy32kD/0Lwx5T+e"
    "wVl/UVVpdTWV3wVqaxU8sLJPmIpE05E5XJkn+4kHb2y2LaQ3NtDXU2rnGytEDp0V369A3E"
    "uADAntzt33UGr968la5ThX0D6eZtJuAG/10OiSlmxTgVopwk/C5xfi+95cY5OCjK7dFxKh"
    "FzvG93FgmD50NcJAyKhMHvaLmL1LVzbeyOS3BTDpQNmfTnEV6qZEbVUqEwZVUcdbixTNWd"
    "ly2emaQSoAr74Insg4ylWwGw99FMLYU2+cLWz/g6psffRZ751b8t7TfAWtHIY/Yw+y2xWE"
    "VJNlGSrZ0l2URnmXxAj+KrFf00jp7JefqYstqhfCYVeeEaJGHywEIjbHphpDiAAweUGsnS"
    "CuT5kfdtmqQln6EQufkgk2iSXOBfGn8HPr0E/yS5wL80/obpeCAeBH+CWqDPj74oXtHKyg"
    "bCGC7stnUwLtY7rtOzHRZGd8aGSLwmRv5Qz1J2xt+SD/FBDWNLw/xWhi0ycV9EYtYuElNE"
    "DZbatw/yDwvjzplEzOQWVAr/DKlgwwvZkDg8ykmGCVIhIHIIiDGXYxVyYuTqbCbCnNJiUr"
    "7Z7+xPptdUAXQg7rUa5tiuWjPJfAkN7d+Q/PUPhpZTGic1Zo9sHo1W3GD43jSsDjDwXEFS"
    "lGMhBDY6dBamtQa/u1dv/nYF7JW5CT+TKk6XYLaBzmoGVtAG6BlZO0CqOoCFZa7pNJZpOj"
    "+Dv5DMq0ekm9u/kO5wEGwstNC+ZZO1zvQbeKIcNtBChlNeqxABDlUFOJQtM1JtfZFWBzfQ"
    "f0tAG4wXnnY+TzvZoLL45oeOBONbge+pA0einbrEZpwgEgVEC4V9D6tKpM+sXNNIfPdHnc"
    "aXV63kT6/YKEPoDKuQ5kuaYcHTI0eY0kRWIXkJyUtIXkLyKid5abaC9yXtmdVFzTR1BI2c"
    "LSJOlwL7ERMeC+1gbcfRDtd71VvCzWg0SIhfN/20fPVwdyOPX71JuR2y5tZgiy6xC8dIhH"
    "m1WOIKrDinl7dqCu9egSu2uGolbk0RXLOkLXq9UNhyghHHlLWEgCUELCFgCQFLCFh1ELAy"
    "EsH5ziy/10vOyRV1gik+v5So90zVwWJ0eu/cwWLQYsGOD0veEifdyU+6kAElMI7TCE0hXd"
    "UpWve8eMZIBJzFilcgdL9Q8Qqk+2ZCulfZii2ohLLV7Uy6nZ6c7pKF3+YKMJ0E87QU1Piu"
    "x0b1PNKAd9YPTYfUlWTIA4n7hRKB31/NiIZyBKn4JdCD7kreHCSiQ3XRz6TdEloTxloS/v"
    "yoWc5KhTuAX3jkYKZcgtkT2s3AGj4hGyA4XwHTQGCFfyMy8Mc5YsWknOKRPG6QRD86/Gy/"
    "36qQZs4mzYhGTkfU3PFrUwpbxEoMaL5J5Cha+6OpMsDNbwASjBfdP+LQvqT7R7R/pzJgCr"
    "NRIyqRkVrrjNS5hQjwB7A4SVkrNotm6jE1hsTzlOdujKwC1tYzGqoV/D1rW/cG7cxN6kNe"
    "U1graUR+puwV13k0v8nPyGAnrsRuS4U5K3SggsKRZXs6e/o0Ui9BB+hIXWIFHU9g2NATHW"
    "luyDf8Rd8R9Xtv2+YDphPOdaGk12+LObaSbruP/0Jzx0OpBMhpOgF2CbBLus8SVCK3QVhC"
    "6mUJETW5WqlAYRlPe0bWQTaQNK1QlevM6ZhkXDYSIUMpjqfieIQIsAoU5wHVbKbJORuJ8v"
    "4QhcxKq5UefW/q2nx3wVCh/TtSkfa8icZw6c02cohrOqizsLHMpQVps1uiRF0CTxmmarAN"
    "DBNY5pZ+JIOfoe76d2eWqyP7kj5dQ/YM2Cttw2jBe5pHCv27pvq3CG4/mkJI34wy2ktIcH"
    "r15TxH7VE0FnejHujcS1LWSoMRzr3Ye4Usu1yn8BjF6Yr2vUkz8c0LtqoKOoPXJF/h3hMu"
    "PvssYQlVyRHFwpU3VolxmE/KwiLMB3zaaEssY9sAI20jMPNnmYGt5qyCclUraCxp1SsIiH"
    "wjAdv0xJ3tyiRDwBNCG5ves4FmkAhEE9PZiHx12ALXSZ9esew1WUNdf3Et3vpLB94rd331"
    "4/vwbSNfil60yV1nMNhfYTd3AysqP9qWPewElUZrstON8TtZsM3FbxfuceTdLrfBffFioQ"
    "khsKGmeuX2ZtCZAddwNB3vDFiPQ98c4E/7AY/2tyOwtTSHbh7RXmPqKiBFnMlQG8yhAR7x"
    "HoY2OtwhNbvDnf7xPAHaaadW0vMieiOeL+tMeCm/Gy9l3eD+3tyULdLzW+GZ/N71+pqIav"
    "dWTr6cd6NQPNtY3Aly0xUCa4wa2EDL0eauDi1AyT05Z0HkIghIMWysAxo2Puc1kriGRRrD"
    "K6fsfyZ2d3tlWlhQcoC9wQIRVhBVuGOY90/zSK4azYne3raDf4+tYFzwwN+8YoU09Z98I7"
    "9B1AE4n0QmyrIcvSyLFzVMXgCdITrsK86Spj5hiZbwShx69n5XxSqusApeXtOdwrZGuV13"
    "vo+mRu+lt9xNjaItnSmX5WgWcaIi0YwD4HpGPzDxxfJWCj1kqGWxi5F8z8iJIlen2T+F3+"
    "0gv1ui+n1CBuYVX5NUwvqSOXd83aEEpHEaEdWYKlqllU6tjJEINIvbM3jvchbc0vGh99FM"
    "zXzt9/dlSOx7HN3XwpYHL4Q27K7QyAXLUbwq2vw4UCUvdwWgTjWuNOCGYhrbAesVu+zvEu"
    "w4m2ADKQywCQdxFADb6HCOVqauIguQBaHaYGFaAHpd37zAFWgDm7h0HxG+hQA0dsQfAry5"
    "HpEaxCCT57Iqfh3lGSJAuaa2SBGgLKpvHx/cay4z73WBmfeaUcfLguWS20OCgxCu2cl5ks"
    "598yd87Cm29u9SCzlN1z64q98sQjcnf8hiSHKQ8adu+J6lUbqwbZ7GtonxiomV5cFOEQt/"
    "HAfmcxcroowC3vlxUxGFKPAQ369fEkY1xzgtTWtX0uKXIhNWv0KrX4BWdWa/bmzGRgK816"
    "KSWmF1tKqETMi3rsT5tNfKosTXyZHbtkZNb0WUlbBscGPbGN1QGDeOrXuLRu7NaOT+3UgM"
    "9e3jPkZkDpaY4N8plA6saMxeF8zEXCO/VKoJVvAZUd/IxiRYSgB/jL4CaKhgbRpodwlmDn"
    "xCxgzMSbQjvrPEMNsOmGF9a/40y3phjvcYHtklWYU9iBqPuYu9KHK0xmq5I8LKhcBTM4FH"
    "uHKaJu3Ef1kG5in6lmMBT5GdDu2LrFXqONvBVP51WmyTCpPMBqPhbTA8bahKNRfKLQotG+"
    "46I/YkIG9CgWhaA8RcgNvRqDeRwEQef+53ZQl0Rw/3o6EEpn15rDzc345JJ7lDXgGe/eUq"
    "f3+5ynp/6FFe0v0T0pwu+Ld1DiAqOJXDPSQ5Heyv05i/bhrOVALN4pwLcji+Rb7NysLcqZ"
    "RfAsxwfKNXbHVZAlhN8buK6NpaY9gA8vdcBqlYoYxcFqhrWP+3WP7H4iICSUpR+7puFQWy"
    "XKY1hw5jc0gq+FxnPosomRNFbIi+ie1+kUSKZ9NTPJtzypTJSIxZ8kuAmiITqIo8z1bned"
    "YT1+rTPIP3ugJwu6a7MY1pbMJ2YpzaCkXWZ7uzPr2ogjFSMdudvPrD6THS/hgExUoOP26I"
    "YtK97/+CqFwvuZhovpscjwzHCx6l3+b0RRfe/2OLFwVF5Vx2R+kCJ3VIISIAUh66bATAHy"
    "40HM1h+Ipydbc4iVDeqCgi3JzCzdluNyd0XMYC54utiKhPGMkylv/xgMUpuXeRWfHJW8wQ"
    "i3CIBO7H8n1nTD5NPvXv78mHT51hT+4po8/yWALdzrArDwb+bGcPuTBMloaTH2sUjBdBRn"
    "xBRlhuNUuJIyFBnUOL6hQ014oK7cLblnYStLLBnmCz8AVVrk5ERocMiAWZ1XEiYWVPV0l2"
    "Sqeqx2kEnim9K24/4wU0QSTK0aYgTdgpeSFNEAlIi31rUT7cC50TUfJdM2Hd659ILCsOp4"
    "/3ZleA7F04UUuRTeyBHMjSQ6gCYAdIXSJLDmZr5Jm1F9z4ic2BrScxVeYNbi+uCdGyVg7L"
    "zkabmiQJgOGoDO9JRQ5KuNEUJxzGUar2Ce38urF+E+mfwaPpGirJaIbAMkmzZeh9NQ3kNc"
    "Mimc3ki/f2g+0KWYiWkiXD/2IDe25uEID2k1eSltX++ZQP5nGykglCL2myDVe0xwmfqWjE"
    "1UYLJd0wlBW0VyzfkwGtXU4cXIIuHTm+c5DdQLyLnEt+MbnQboVBvekPO+OvbAv8DaP43M"
    "3XqdwRAeXflxERfdtoeLoDGJykFPk3deayhZ7xhnjIa5ykFFyuM5fPaitsDl/LmAp92bsE"
    "njESYSYUjcBOanbFS68Ko6s/TTOX6H6Ta/SCio5VZ+pYdXozdkNx5bFin8cg2NWhbd9akP"
    "70jEkwdlcqMgrOyThlGQ7caxb8QrpHeUY4sIY7oJpgqzkramrzfjkJKqRmOWTYmqM9a84O"
    "0MdkTX0vnYxhvvstvr/EqDwLnehWdW6DXZwlGZjz7XYpshaa796857DevUmrN5HxjtxK+9"
    "lhTpG4PFUT1r4w3IHg/sSB7U+50P6URhbvVXgq3SndCCVJKJqgcJTUIJBtLY0V6r0X6pBO"
    "IM2BtFC2hXJ4bnk7TznsdiZdUuvzTMI2ZU6usB27Wyhse6wvIWx3gIUWmoHWyHCIJEzkYi"
    "r9AjoJ9WQT6ZhOHIjKZMGwvOovmWqfoE0GKglfrJC36yFvZznDIQkmiFooDlafXLwIcOSF"
    "OCQQ8HLAK1QZoco0X8AWqoxQZYQqI1SZs6oyFHVWtSOfGwUVjoIRxyxqJNSEs6gJovOQ6D"
    "zU0BBl0XnolEVBNFuxV9pmgxjb8b5S4jFCIcVySLGiwMBBBQYykuv5BK17ZK01284rMJkc"
    "sVf4UjbJwRz2Y7wgHoGTCrNwbaaBuHDsPgtw7KcJy28tRLrkYuGVPpJULZRBjmCcFMYGYW"
    "w4LqRNNTZMHLhYsI4+70bhiWeHQ45bRDmZ0ospHJHQe75TC8sbVlmNOU4jDBLCIHFmgwRa"
    "Q1Y7tXyAQ4KDEK5ZZH0K4HdcZV/fFdR9fZfttQtte2vis4mdl14g3KYJWwj4MVa0bs4hSw"
    "rLRzqiaB/E1Udqi/Z8pzGoYbxUtDbLoxxQCbOlaIIo8tyFXfrFhW9FJna1me2B2l4CzhiJ"
    "QLPQBCdysI+Rg03WXwWgjqwlNLR/Q/JXPfhTthPf2Atbq0xsasvMC6uKbkp7jZ3KcSKsfv"
    "Nn96ALyxlmDKGJO8L0eXLTp/AjVVzsJlr0/CJWRCMA3ScV+P6ZF0sF/jzNBJVDLIjWFNs3"
    "l3YmC3fny2sInVEUmKDciJ/EfQ6BwEalon1svEaQ+lfNAI+WubWRdQmmJM/TNJ80BFYmKa"
    "hCEj9pddYP3kfyQP+Waeg7oDk2IOZxVoRQ5fPz+Wf990fIJWdKIRU1gM9bA9i2FlHldu4I"
    "/QRVC3231TvGSRyBgjd2g6GXF0cfRFRNjSNPYnvN5UW8LvAiXjO6HaoqXuU5vVXZ2MZI2g"
    "Fs9YtWeFta7m2pUYXwuh0IrWIzhvCQtzhOJ8qD15nDwiAlDFJ1MJ7sN0idx3gyxWzIrbEV"
    "3ZSKzCaEleUqbBGKTNaTjfDYsBQtsXWQkliaA15B4BU9+UB/PdBsAPE/XkGt9Q8so0n1D+"
    "CvxiVSsephQdmJIlwnUIVoj7csxH+fjIY5p2tAkBactLkD/gt0zW6uO52FKkEiIS1lMsLT"
    "yd+ptU4mSGeEC7elSH87t0hT0/S3T3iUvFigOVOkid0tlGlWhPMoGrhXqJmYaywYYFxDsc"
    "PFYsfWdHUVrOAzAkvtGRleD03VRDb9DjSvKKjfQBPLHXiNumukAtu8BDMVOVDT7Rm5QVw4"
    "mrFxGc07T/toHvdRooODpyYHuX6mpYruneeUi9bQYRYeJEKRbLjrzOaWQDuirrN0dDEyEB"
    "Hf5c54qNyP+sPpRPK+3I5HX6afJNAdPQwx+b087EmA/hOO87596QwG8lQCDxNZwYPvR0N8"
    "60Yeyh/7ZNDD/e0Yb3IS6I2+DP2P8q/3/bEcznMnTyadW3mSfl+5Moq4MrgKErgychpcmy"
    "7Lx3KjLXMjyCOa0wWQH1MU9uLJ/3Z1dX3949Xr6/c/vXv744/vfnodBpZnbxVFmN/0b0mQ"
    "eYIF2ahzfyctIyLHSF4kJB/mifmfhWvMCbbg0cVasWbYl+Sx/5v10PznzwaJzHhDc9wcR9"
    "j+fS+iPqFP7JM86GVRD68ytzxyVwJj+X7Q+SrjT73x6P5e7tVkEyptaRdulAYY2VU01w5z"
    "pCQphSulzlw+a6fVBr2+JcKlQ2WoBKJxGpFDVWjHOX3HxZou00paLmYWbgXAjoJ5Grla98"
    "Iaf1drFTM91eZPiO3z8+5IhQ6/aIwoS906AxHWhZi7ZkGxopCidZWgrq94YjKv8kMyrzIO"
    "M/fxX75VmRffGEmdrW51inttoLY/lL9klf3gIlPXxzclMLqXhxIgNsv+8FbpPkymozt5HF"
    "3pD6fyeNgZEKPAZDT4TIwC3cFoQv7FA2/rYhvYWJpp5Xao3c+zOP0puTYa33UGDMZF15m8"
    "G4ww77xBEvjUv/0kgQfMDM+eeH5uzFfQMFBORbX9zIiR13nHCphx/wnrzBKQ7zp9zI0v8g"
    "1+RT51phLAL9MY3+jc9+vBFnODcTvE0JIgFOa0WhtaFpplOwqecIP/RqSoWEouz/DcSYSR"
    "rSm8P8ykyp5BcL3OXMdTYf4RBA5825kTCJ7XnufPB73iKVLB5zrz2YaOZi/gnN0rabKGup"
    "4bgJGmPSgMo2a89aMwrq9+fB/GXZAvRZEWE6wlDURp0fOUFnU36oHJrknKWmkdItlVlBat"
    "sLQotGmZlrIx+Sky4c5NGaHw37s0rV1JVFNkAtVUR+xzxnG0FFFriY85PKlZGtY0pcBWhM"
    "gcE08HwXVJOGMkAs2aBRzVE1URb1TbeCOWfFUBsD2NGimgtes7aN1ehFOyJQfIgYxfAci8"
    "RTIaim1KG+LAlpxMFeA69adpJ6yx45sD0phEWgWyYaRgO7HNyu81DPO8Q7YNqcEjJ9ozGC"
    "DtD/pU1rGxe5OiZ9DFq8KiWcQk2Zg8HUCSUQy20P4AZrQsDr1NfjnYrpARz0p+ZVoAgo1l"
    "Li24/gFsLdNhdNE+2lN4Up19WFipzqKI7pkjWb11kUW4oPZlSFHnsKUDAy2P0qZQs8nuR3"
    "rBMoLF9vlh4pTCF8PXTG9hmWslT9HcB3iKWGDOgfmjqTI0pCn6luMcCca3Ygcp8nPJv04T"
    "EGeytBOVt4Ph6dRtkSH8HbgYz1iGs56axUutuHGpk9uOGycSubjFptwox+1UKnBNYd1vX4"
    "gvKw4Lw6lLxtZzAzi8Yuy5jQo3GO6FxkweDW5JRYaEx9ggkT7aOqV7jjleRuUOxrcudbT6"
    "Wqtlq9m2uJDtUWwZT/hPK4NvML6F+Faf9xz/WRmM87XpFFlTO9KcQo/OSLPncjrQ45jha/"
    "CMTkUuBn/EXsfCdIUPJK/BHbRIMzxD1cg9WtEdGY61+wAQnK+Aafh14DUb2MgBJA/S75eH"
    "HwYeaW88pC+yXoXjPEKILUJsEWKLEFuqFFssaDxl8c0N3g+GVxO5f96VW3EY/9Iyt85KcY"
    "Ktn+FgKSiXy6JuUcbWievm2vgYVQ9lBYNYcOJQTnhRhXNSC7qIH7nMyKVvEUsq24I2Jpn5"
    "0HXPom4Ryide+BtkaaaqrE3DWTFqSeVzIU13wiS5qzQHvCv1WNxPCG0U75gst65ThGJJH7"
    "qkKZD0dDyAASGdwP9F+NMDscyGkqJqEfwViu5wjhQV7srgmiQ63S79Og3q6/oA+Qx1TdWc"
    "Xfljj0EpVmquhLfGP1Lb6BorjK+H5toa6oUyXpI+Hf/kTXDpT3Q0aSMjbBwOcwGGPbnbv+"
    "sMXr2XrlPReoHF5G3GKKJqtqdxYGFsjlidbwpBZpGfB+Mq9woOjN9JV9wYa7ZCatM8M6x7"
    "+wJRI7oTxqAGpqk4mqG5qsYRqKJAx0Gbbo38YQUxM/Hb0j7vmHK04JnfvPk9t5H/lDB3JZ"
    "Hxkr4pnFUnd1bh4RrbkV5gGYpIhKBLT5poHZdYqkkqEUWbCUwuXa0jRiLg3BeUXEkVhCAS"
    "o5mQcgQks4sghI2JGbtABajGDvGWApvc+2oVlEyWdHcFjbw05/DufhFrHg08ZnhyYZdkmq"
    "cXrGN6xTGT30Uf5TPLYPnBovvbIzQhcDTojfD3UX/I7nf8iyzfS+CuM3zwG12cvT2ChaBd"
    "Lrw0oqgzL2oVZppI15w7JRPsA4JWwH2C4C6RENvKhNjEAV/ilE7TicTYGhU3bdALIypwns"
    "9EYh7y4iepBKY1q8NZ01e/8kKc4flzOjNUPRfsXmTTJzVPOUNTQMtl4DNLAivKx3LhWtt2"
    "1WM0xxrlEt2YhuudDykDX3KAVGTjs/yhymM4dm+64Rc/vW+pPSMDmAZwzA2xjUADwDUJEw"
    "EbqKlAM36meX+WqyOw1ZwV/bbSlitkO2CmI2g7szBX0CLZg0jNZh4e/WkiCbGmNkWRhCiS"
    "EBtqp6LbTRbgopjykOR08QitiycPDzF+2EOSRoeBnAPnA2NJM7QikJQZEl1uGUc0Yh3zr2"
    "NSA5Y2CDYNnVHVdG/92AStKB/LE7xLsiJo4d2yjpwkpejyWmd/jscrrJtpjDLYPGwOSQWf"
    "68xnkfIgUh5EysM+e90XqOuIme3g35GKLHTbaMz+QmBbE+hIXSILwDnN2LIBNFQAgW7Ony"
    "7BdIXAI9SJWder4+WsEJZhPuB/iVHM3AIb7mywXZk2ooTbFbWJkXE7sIY78IiAa7PMdKd9"
    "NE9A4Qb/tLm2gbri/6AwWtBTQeJXcy189fKgn9UmdRwjn9eG4d+IsblxtG/w6YTozdW5Ib"
    "XqS6xoFq0IDUnr7awNpwTIefQC6OL4hgxuFfg2B/Qo60TzNRPovU7OvDXH4UZO7AkCcv68"
    "EcZeWoF/eX+8z8hAUxP/7+jRPnUQUyqJ9alaB5BJodx8RcC7zaENKCgcuVcnIIkLXhIP9Z"
    "oDbwavI6ANzC1mLXGHq+T7B+o098V48gwN0QK/M/wMw4a0qe0skN4BFrOesFS+wnzGtFmV"
    "4KRPfmGKUewxoZpgIaJFI1vkFZ1PPfhe8orGMgHpVpbAzWj4MJHAfeerhK9+fBj2JNDp/f"
    "1hMk2/YOfJKookBrw5ObCkmypLLNzdL3TDHsCGFKFgweEs8ExaClw4zA6URUxIkwo2HMwG"
    "kRfWSv9Svayv9WVsCSNVXKgtAWqKTGTcpLKYkupDCWCzlGLJinSm86QzxdZiZfa8aXLOli"
    "KdfYs54A721AqwTtmPGrkF7wU5dQbVKiengyxtvrpgmPb8O1KRVQ9GY2rTAzRXb2GeUgxl"
    "xWdhbQ3F1VTQyzdd5Qbt5KdZ5Eft1MpodWimxbt3PMaod+/yrVHkXkrzwy9VCYT94S1E9w"
    "1XHsubgjyWN9k8FvxEhxni//fJaJiXhRWSpLVrbe6A/wJds5to2CgAl4CRUKkzxYTSdYNS"
    "Qi+Z4Ow9K//8fz9GrKg="
)
