from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "segment" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "where" JSONB NOT NULL,
    "version" INT NOT NULL DEFAULT 1
);
COMMENT ON TABLE "segment" IS 'A named filter over members, in the filter language.';
CREATE TABLE IF NOT EXISTS "campaign" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "kind" VARCHAR(24) NOT NULL,
    "status" VARCHAR(24) NOT NULL DEFAULT 'DRAFT',
    "starts_at" TIMESTAMPTZ,
    "ends_at" TIMESTAMPTZ,
    "budget" BIGINT,
    "spent" BIGINT NOT NULL DEFAULT 0,
    "control_percent" INT NOT NULL DEFAULT 0,
    "rules" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INT NOT NULL DEFAULT 1,
    "audience_id" UUID REFERENCES "segment" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "campaign"."kind" IS 'One of COUPON_GIVEAWAY, SPEND_AND_SAVE, LIMITED_DISCOUNT, GROUP_BUY, CHECK_IN, REFERRAL, POINTS_MULTIPLIER, BIRTHDAY, INVITATION';
COMMENT ON COLUMN "campaign"."status" IS 'One of DRAFT, IN_REVIEW, SCHEDULED, RUNNING, PAUSED, ENDED';
CREATE TABLE IF NOT EXISTS "coupon_template" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "kind" VARCHAR(24) NOT NULL,
    "value" DECIMAL(14,2),
    "discount_cap" BIGINT,
    "min_spend" BIGINT,
    "total_limit" INT,
    "per_member_limit" INT,
    "issued_count" INT NOT NULL DEFAULT 0,
    "redeemed_count" INT NOT NULL DEFAULT 0,
    "valid_from" TIMESTAMPTZ,
    "valid_until" TIMESTAMPTZ,
    "valid_days" INT,
    "stacking_group" VARCHAR(64),
    "is_stackable" BOOL NOT NULL DEFAULT False,
    "is_active" BOOL NOT NULL DEFAULT True,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INT NOT NULL DEFAULT 1
);
COMMENT ON COLUMN "coupon_template"."kind" IS 'One of AMOUNT_OFF, PERCENT_OFF, GIFT, EXCHANGE, FREE_SHIPPING';
COMMENT ON TABLE "coupon_template" IS '`value` is an amount in major units or a percentage, as `kind` says; null if the source does not tell.';
CREATE TABLE IF NOT EXISTS "dictionary_item" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "dictionary" VARCHAR(64) NOT NULL,
    "code" VARCHAR(64) NOT NULL,
    "label" VARCHAR(200) NOT NULL,
    "position" INT NOT NULL DEFAULT 0,
    "is_active" BOOL NOT NULL DEFAULT True,
    CONSTRAINT "uid_dictionary__diction_928faf" UNIQUE ("dictionary", "code")
);
CREATE TABLE IF NOT EXISTS "earning_rule" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "asset" VARCHAR(24) NOT NULL,
    "per_unit" DECIMAL(10,4) NOT NULL,
    "uses_tier_multiplier" BOOL NOT NULL DEFAULT True,
    "validity_months" INT,
    "is_active" BOOL NOT NULL DEFAULT True,
    "version" INT NOT NULL DEFAULT 1
);
COMMENT ON COLUMN "earning_rule"."asset" IS 'One of POINTS, GROWTH, PRINCIPAL, BONUS, BUDGET, STOCK';
COMMENT ON TABLE "earning_rule" IS 'How points and growth value are earned: so many per major unit of money paid, valid for so many months.';
CREATE TABLE IF NOT EXISTS "ledger_account" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "asset" VARCHAR(24) NOT NULL,
    "bucket" VARCHAR(24) NOT NULL DEFAULT 'AVAILABLE',
    "member_id" UUID,
    "code" VARCHAR(64) UNIQUE,
    "balance" BIGINT NOT NULL DEFAULT 0,
    "total_in" BIGINT NOT NULL DEFAULT 0,
    "total_out" BIGINT NOT NULL DEFAULT 0,
    "allows_debt" BOOL NOT NULL DEFAULT False,
    "campaign_id" UUID REFERENCES "campaign" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "ledger_account"."asset" IS 'One of POINTS, GROWTH, PRINCIPAL, BONUS, BUDGET, STOCK';
COMMENT ON COLUMN "ledger_account"."bucket" IS 'One of AVAILABLE, PENDING, HELD, OUTSIDE';
COMMENT ON TABLE "ledger_account" IS 'What one owner has of one asset in one bucket.';
CREATE TABLE IF NOT EXISTS "tag" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "name" VARCHAR(100) NOT NULL UNIQUE,
    "is_automatic" BOOL NOT NULL DEFAULT False,
    "rule" JSONB
);
CREATE TABLE IF NOT EXISTS "organization_unit" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "path" TEXT NOT NULL,
    "parent_id" UUID REFERENCES "organization_unit" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_organizatio_parent__f9f998" ON "organization_unit" ("parent_id");
COMMENT ON TABLE "organization_unit" IS 'A node of the tree platform → shop → store. `path` is every code from the root, so that ''and below'' is a prefix.';
CREATE TABLE IF NOT EXISTS "store" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "is_active" BOOL NOT NULL DEFAULT True,
    "unit_id" UUID NOT NULL REFERENCES "organization_unit" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_store_unit_id_278bfb" ON "store" ("unit_id");
CREATE TABLE IF NOT EXISTS "team" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "is_active" BOOL NOT NULL DEFAULT True
);
CREATE TABLE IF NOT EXISTS "product_category" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(200) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "parent_id" UUID REFERENCES "product_category" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_product_cat_parent__28887b" ON "product_category" ("parent_id");
CREATE TABLE IF NOT EXISTS "product" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(300) NOT NULL,
    "brand" VARCHAR(200),
    "package_size" VARCHAR(64),
    "price" BIGINT,
    "is_active" BOOL NOT NULL DEFAULT True,
    "is_placeholder" BOOL NOT NULL DEFAULT False,
    "custom" JSONB NOT NULL DEFAULT '{}',
    "category_id" UUID REFERENCES "product_category" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "product" IS 'A placeholder stands for a code that was sold before anybody described the product.';
CREATE TABLE IF NOT EXISTS "coupon_template_product" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "product_id" UUID NOT NULL REFERENCES "product" ("id") ON DELETE RESTRICT,
    "template_id" UUID NOT NULL REFERENCES "coupon_template" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_coupon_temp_templat_da93e4" UNIQUE ("template_id", "product_id")
);
CREATE INDEX IF NOT EXISTS "idx_coupon_temp_product_3cb8da" ON "coupon_template_product" ("product_id");
COMMENT ON TABLE "coupon_template_product" IS 'A product that a coupon is good for; a template without any is good for all.';
CREATE TABLE IF NOT EXISTS "role" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "is_shipped" BOOL NOT NULL DEFAULT False,
    "version" INT NOT NULL DEFAULT 1
);
CREATE TABLE IF NOT EXISTS "class_grant" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "sensitivity" VARCHAR(16) NOT NULL,
    "read" VARCHAR(8) NOT NULL,
    "may_filter" BOOL NOT NULL DEFAULT False,
    "may_write" BOOL NOT NULL DEFAULT False,
    "role_id" UUID NOT NULL REFERENCES "role" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_class_grant_role_id_d6a904" UNIQUE ("role_id", "sensitivity")
);
COMMENT ON TABLE "class_grant" IS 'What a role may do with the fields of one sensitivity class.';
CREATE TABLE IF NOT EXISTS "field_grant" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "type_name" VARCHAR(64) NOT NULL,
    "field" VARCHAR(64) NOT NULL,
    "read" VARCHAR(8) NOT NULL,
    "may_filter" BOOL NOT NULL DEFAULT False,
    "may_write" BOOL NOT NULL DEFAULT False,
    "role_id" UUID NOT NULL REFERENCES "role" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_field_grant_role_id_f0410d" UNIQUE ("role_id", "type_name", "field")
);
COMMENT ON TABLE "field_grant" IS 'A refinement of the class grant for one field of one type.';
CREATE TABLE IF NOT EXISTS "role_permission" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "permission" VARCHAR(64) NOT NULL,
    "role_id" UUID NOT NULL REFERENCES "role" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_role_permis_role_id_18f7a7" UNIQUE ("role_id", "permission")
);
COMMENT ON TABLE "role_permission" IS 'A verb that a role may use.';
CREATE TABLE IF NOT EXISTS "staff" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "username" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "email" VARCHAR(254),
    "password_hash" VARCHAR(200),
    "locale" VARCHAR(16),
    "is_active" BOOL NOT NULL DEFAULT True,
    "is_demo" BOOL NOT NULL DEFAULT False,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INT NOT NULL DEFAULT 1,
    "store_id" UUID REFERENCES "store" ("id") ON DELETE RESTRICT,
    "unit_id" UUID REFERENCES "organization_unit" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_staff_store_i_6efa3f" ON "staff" ("store_id");
CREATE INDEX IF NOT EXISTS "idx_staff_unit_id_1497cc" ON "staff" ("unit_id");
CREATE TABLE IF NOT EXISTS "audit_event" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "sequence" BIGINT NOT NULL UNIQUE,
    "at" TIMESTAMPTZ NOT NULL,
    "actor" VARCHAR(200) NOT NULL,
    "action" VARCHAR(64) NOT NULL,
    "subject_type" VARCHAR(64) NOT NULL,
    "subject_id" UUID,
    "changes" JSONB,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "actor_staff_id" UUID REFERENCES "staff" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_audit_event_at_b52168" ON "audit_event" ("at", "id");
CREATE INDEX IF NOT EXISTS "idx_audit_event_subject_79b3ea" ON "audit_event" ("subject_type", "subject_id");
CREATE INDEX IF NOT EXISTS "idx_audit_event_actor_s_fb5990" ON "audit_event" ("actor_staff_id");
COMMENT ON TABLE "audit_event" IS '`hash` covers the event and the hash of the event before it. `sequence` has no gaps.';
CREATE TABLE IF NOT EXISTS "job" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "kind" VARCHAR(64) NOT NULL,
    "status" VARCHAR(24) NOT NULL DEFAULT 'QUEUED',
    "done" INT NOT NULL DEFAULT 0,
    "total" INT,
    "error" TEXT,
    "result_url" VARCHAR(300),
    "details" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ,
    "staff_id" UUID REFERENCES "staff" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_job_created_4564bc" ON "job" ("created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_job_staff_i_61633b" ON "job" ("staff_id");
COMMENT ON COLUMN "job"."status" IS 'One of QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED';
CREATE TABLE IF NOT EXISTS "import_problem" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "file" VARCHAR(300) NOT NULL,
    "line" BIGINT,
    "column" VARCHAR(100),
    "value" VARCHAR(300),
    "reason" TEXT NOT NULL,
    "treatment" TEXT NOT NULL DEFAULT '',
    "rows" BIGINT NOT NULL DEFAULT 1,
    "job_id" UUID NOT NULL REFERENCES "job" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_import_prob_job_id_2aacd7" ON "import_problem" ("job_id", "line");
COMMENT ON TABLE "import_problem" IS 'Something in a file that was not as it should be, and what was done about it.';
CREATE TABLE IF NOT EXISTS "import_step" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "digest" VARCHAR(64) NOT NULL,
    "step" VARCHAR(100) NOT NULL,
    "rows" BIGINT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "job_id" UUID NOT NULL REFERENCES "job" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_import_step_digest_4a9d06" UNIQUE ("digest", "step")
);
CREATE INDEX IF NOT EXISTS "idx_import_step_job_id_18ab74" ON "import_step" ("job_id");
COMMENT ON TABLE "import_step" IS 'A part of an import that is done. The same file (by its digest) imported again skips what is here.';
CREATE TABLE IF NOT EXISTS "team_member" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "staff_id" UUID NOT NULL REFERENCES "staff" ("id") ON DELETE CASCADE,
    "team_id" UUID NOT NULL REFERENCES "team" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_team_member_team_id_a01882" UNIQUE ("team_id", "staff_id")
);
CREATE INDEX IF NOT EXISTS "idx_team_member_staff_i_957467" ON "team_member" ("staff_id");
CREATE TABLE IF NOT EXISTS "staff_role" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "role_id" UUID NOT NULL REFERENCES "role" ("id") ON DELETE RESTRICT,
    "staff_id" UUID NOT NULL REFERENCES "staff" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_staff_role_staff_i_f36487" UNIQUE ("staff_id", "role_id")
);
CREATE INDEX IF NOT EXISTS "idx_staff_role_role_id_71dc8c" ON "staff_role" ("role_id");
CREATE TABLE IF NOT EXISTS "staff_session" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "token_hash" BYTEA NOT NULL,
    "csrf_token" VARCHAR(64) NOT NULL,
    "user_agent" VARCHAR(300) NOT NULL DEFAULT '',
    "address" VARCHAR(64) NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "ended_at" TIMESTAMPTZ,
    "staff_id" UUID NOT NULL REFERENCES "staff" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_staff_sessi_staff_i_7fa85a" ON "staff_session" ("staff_id");
COMMENT ON TABLE "staff_session" IS 'A signed-in browser. The cookie holds the token; the table holds only its hash.';
CREATE TABLE IF NOT EXISTS "type_grant" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "type_name" VARCHAR(64) NOT NULL,
    "scope" JSONB,
    "role_id" UUID NOT NULL REFERENCES "role" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_type_grant_role_id_a6340b" UNIQUE ("role_id", "type_name")
);
COMMENT ON TABLE "type_grant" IS 'A type that a role may see, with the rows of it (a filter; null is all of them).';
CREATE TABLE IF NOT EXISTS "benefit" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "kind" VARCHAR(32) NOT NULL,
    "description" TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS "tier" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "rank" INT NOT NULL UNIQUE,
    "growth_threshold" BIGINT,
    "spend_threshold" BIGINT,
    "order_count_threshold" INT,
    "validity_months" INT,
    "points_multiplier" DECIMAL(6,3) NOT NULL DEFAULT 1,
    "discount_percent" DECIMAL(5,2) NOT NULL DEFAULT 0,
    "is_active" BOOL NOT NULL DEFAULT True,
    "version" INT NOT NULL DEFAULT 1
);
COMMENT ON TABLE "tier" IS 'Thresholds are conditions of entry; each one that is set opens the tier by itself.';
CREATE TABLE IF NOT EXISTS "member" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "member_no" VARCHAR(32) NOT NULL UNIQUE,
    "name" VARCHAR(200),
    "latin_name" VARCHAR(200),
    "phone" VARCHAR(32),
    "email" VARCHAR(254),
    "birthday" DATE,
    "gender" VARCHAR(24),
    "status" VARCHAR(24) NOT NULL DEFAULT 'ACTIVE',
    "is_anonymous" BOOL NOT NULL DEFAULT False,
    "is_demo" BOOL NOT NULL DEFAULT False,
    "external_reference" VARCHAR(200),
    "joined_at" TIMESTAMPTZ NOT NULL,
    "tier_mode" VARCHAR(24) NOT NULL DEFAULT 'AUTOMATIC',
    "tier_since" TIMESTAMPTZ,
    "tier_expires_at" TIMESTAMPTZ,
    "custom" JSONB NOT NULL DEFAULT '{}',
    "card_numbers" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INT NOT NULL DEFAULT 1,
    "growth_account_id" UUID NOT NULL REFERENCES "ledger_account" ("id") ON DELETE RESTRICT,
    "home_store_id" UUID REFERENCES "store" ("id") ON DELETE RESTRICT,
    "merged_into_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT,
    "points_account_id" UUID NOT NULL REFERENCES "ledger_account" ("id") ON DELETE RESTRICT,
    "referrer_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT,
    "source_id" UUID REFERENCES "dictionary_item" ("id") ON DELETE RESTRICT,
    "tier_id" UUID REFERENCES "tier" ("id") ON DELETE RESTRICT,
    "tier_cap_id" UUID REFERENCES "tier" ("id") ON DELETE RESTRICT,
    "tier_floor_id" UUID REFERENCES "tier" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "member"."gender" IS 'One of FEMALE, MALE, OTHER, UNDISCLOSED';
COMMENT ON COLUMN "member"."status" IS 'One of ACTIVE, FROZEN, CANCELLED, MERGED, ERASED';
COMMENT ON COLUMN "member"."tier_mode" IS 'One of AUTOMATIC, MANUAL';
COMMENT ON TABLE "member" IS 'What changes with every purchase (balances, figures) lies in other tables, so that this row stays quiet.';
CREATE TABLE IF NOT EXISTS "campaign_participation" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "is_control" BOOL NOT NULL DEFAULT False,
    "targeted_at" TIMESTAMPTZ NOT NULL,
    "reached_at" TIMESTAMPTZ,
    "participated_at" TIMESTAMPTZ,
    "converted_at" TIMESTAMPTZ,
    "campaign_id" UUID NOT NULL REFERENCES "campaign" ("id") ON DELETE RESTRICT,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_campaign_pa_campaig_b85584" UNIQUE ("campaign_id", "member_id")
);
CREATE INDEX IF NOT EXISTS "idx_campaign_pa_member__fd5771" ON "campaign_participation" ("member_id", "targeted_at", "id");
COMMENT ON TABLE "campaign_participation" IS 'A member in a campaign: chosen, reached, took part, bought; a member of the control group is left alone.';
CREATE TABLE IF NOT EXISTS "member_address" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "label" VARCHAR(64) NOT NULL,
    "receiver" VARCHAR(200),
    "phone" VARCHAR(32),
    "country" VARCHAR(2) NOT NULL,
    "region" VARCHAR(100),
    "city" VARCHAR(100),
    "street" VARCHAR(300) NOT NULL,
    "postal_code" VARCHAR(16),
    "is_default" BOOL NOT NULL DEFAULT False,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_member_addr_member__d55b5a" ON "member_address" ("member_id");
CREATE TABLE IF NOT EXISTS "member_card" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "card_no" VARCHAR(64) NOT NULL UNIQUE,
    "is_virtual" BOOL NOT NULL DEFAULT False,
    "is_named" BOOL NOT NULL DEFAULT True,
    "is_secret" BOOL NOT NULL DEFAULT False,
    "is_active" BOOL NOT NULL DEFAULT True,
    "issued_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind_id" UUID REFERENCES "dictionary_item" ("id") ON DELETE RESTRICT,
    "member_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_member_card_member__f9d0a2" ON "member_card" ("member_id");
CREATE INDEX IF NOT EXISTS "idx_member_card_kind_id_c8d463" ON "member_card" ("kind_id");
COMMENT ON TABLE "member_card" IS 'A number that stands for a member at the till. A card without a member was made but not yet given out.';
CREATE TABLE IF NOT EXISTS "member_metrics" (
    "order_count" INT NOT NULL DEFAULT 0,
    "total_spend" BIGINT NOT NULL DEFAULT 0,
    "first_order_at" TIMESTAMPTZ,
    "last_order_at" TIMESTAMPTZ,
    "recency_score" SMALLINT,
    "frequency_score" SMALLINT,
    "monetary_score" SMALLINT,
    "rfm_group" VARCHAR(64),
    "quadrant" VARCHAR(24),
    "scored_at" TIMESTAMPTZ,
    "member_id" UUID NOT NULL PRIMARY KEY REFERENCES "member" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "member_metrics"."quadrant" IS 'One of CONFIDANT, BUTTERFLY, BARNACLE, PASSER_BY';
COMMENT ON TABLE "member_metrics" IS 'One row per member, written with each order, so that lists sort and filter by it.';
CREATE TABLE IF NOT EXISTS "member_secret" (
    "pin_hash" VARCHAR(200),
    "identity_hash" BYTEA,
    "password_hash" VARCHAR(200),
    "member_id" UUID NOT NULL PRIMARY KEY REFERENCES "member" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "member_secret" IS 'What proves that someone is the member. Only hashes, and never part of any answer.';
CREATE TABLE IF NOT EXISTS "member_tag" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "actor" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "tag_id" UUID NOT NULL REFERENCES "tag" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_member_tag_member__1db5b5" UNIQUE ("member_id", "tag_id")
);
CREATE INDEX IF NOT EXISTS "idx_member_tag_tag_id_08c046" ON "member_tag" ("tag_id", "member_id");
CREATE TABLE IF NOT EXISTS "orders" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "number" VARCHAR(64) NOT NULL UNIQUE,
    "status" VARCHAR(24) NOT NULL DEFAULT 'COMPLETED',
    "subtotal" BIGINT NOT NULL,
    "discount_total" BIGINT NOT NULL,
    "reimbursed" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT NOT NULL,
    "points_earned" BIGINT NOT NULL DEFAULT 0,
    "points_spent" BIGINT NOT NULL DEFAULT 0,
    "receiver" VARCHAR(200),
    "external_reference" VARCHAR(200),
    "at" TIMESTAMPTZ NOT NULL,
    "recorded_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "member_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT,
    "store_id" UUID REFERENCES "store" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "orders"."status" IS 'One of OPEN, COMPLETED, PARTLY_RETURNED, RETURNED, CANCELLED';
COMMENT ON TABLE "orders" IS 'total = subtotal - discount + reimbursed: what the store receives.';
CREATE TABLE IF NOT EXISTS "coupon" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "status" VARCHAR(24) NOT NULL DEFAULT 'ISSUED',
    "issued_at" TIMESTAMPTZ NOT NULL,
    "valid_from" TIMESTAMPTZ,
    "valid_until" TIMESTAMPTZ,
    "redeemed_at" TIMESTAMPTZ,
    "version" INT NOT NULL DEFAULT 1,
    "campaign_id" UUID REFERENCES "campaign" ("id") ON DELETE RESTRICT,
    "member_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT,
    "order_id" UUID REFERENCES "orders" ("id") ON DELETE RESTRICT,
    "template_id" UUID NOT NULL REFERENCES "coupon_template" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "coupon"."status" IS 'One of ISSUED, RESERVED, REDEEMED, EXPIRED, REVOKED';
CREATE TABLE IF NOT EXISTS "coupon_redemption" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "discount" BIGINT,
    "actor" VARCHAR(200) NOT NULL,
    "idempotency_key" VARCHAR(100),
    "at" TIMESTAMPTZ NOT NULL,
    "released_at" TIMESTAMPTZ,
    "coupon_id" UUID NOT NULL REFERENCES "coupon" ("id") ON DELETE RESTRICT,
    "member_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT,
    "order_id" UUID REFERENCES "orders" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_coupon_rede_coupon__ba44c5" ON "coupon_redemption" ("coupon_id");
CREATE INDEX IF NOT EXISTS "idx_coupon_rede_member__94e210" ON "coupon_redemption" ("member_id", "at");
CREATE INDEX IF NOT EXISTS "idx_coupon_rede_order_i_f91030" ON "coupon_redemption" ("order_id");
COMMENT ON TABLE "coupon_redemption" IS 'One use of a coupon. `released_at` is set when the use was taken back; at most one use is live.';
CREATE TABLE IF NOT EXISTS "order_effect" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "kind" VARCHAR(32) NOT NULL,
    "source_kind" VARCHAR(32) NOT NULL,
    "source_code" VARCHAR(64) NOT NULL,
    "amount" BIGINT,
    "points" BIGINT,
    "message" TEXT NOT NULL,
    "order_id" UUID NOT NULL REFERENCES "orders" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_order_effec_order_i_12f91f" ON "order_effect" ("order_id");
COMMENT ON TABLE "order_effect" IS 'One thing that a rule did to an order: what, which rule, how much money or how many points.';
CREATE TABLE IF NOT EXISTS "order_line" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "position" INT NOT NULL,
    "quantity" DECIMAL(14,3) NOT NULL,
    "unit_price" DECIMAL(16,4) NOT NULL,
    "discount" BIGINT NOT NULL DEFAULT 0,
    "reimbursed" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT NOT NULL,
    "returned_quantity" DECIMAL(14,3) NOT NULL DEFAULT 0,
    "order_id" UUID NOT NULL REFERENCES "orders" ("id") ON DELETE RESTRICT,
    "product_id" UUID NOT NULL REFERENCES "product" ("id") ON DELETE RESTRICT
);
COMMENT ON TABLE "order_line" IS '`discount` and `total` are of the whole line, by the same sum as the order''s.';
CREATE TABLE IF NOT EXISTS "order_return" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "number" VARCHAR(64) NOT NULL UNIQUE,
    "reason" TEXT NOT NULL,
    "actor" VARCHAR(200) NOT NULL,
    "amount" BIGINT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "order_id" UUID NOT NULL REFERENCES "orders" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_order_retur_order_i_aa4e72" ON "order_return" ("order_id", "at");
CREATE TABLE IF NOT EXISTS "order_return_line" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "quantity" DECIMAL(14,3) NOT NULL,
    "amount" BIGINT NOT NULL,
    "order_line_id" BIGINT NOT NULL REFERENCES "order_line" ("id") ON DELETE RESTRICT,
    "order_return_id" UUID NOT NULL REFERENCES "order_return" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_order_retur_order_r_d606d0" UNIQUE ("order_return_id", "order_line_id")
);
CREATE INDEX IF NOT EXISTS "idx_order_retur_order_l_d1a963" ON "order_return_line" ("order_line_id");
CREATE TABLE IF NOT EXISTS "api_token" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "name" VARCHAR(200) NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,
    "member_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT,
    "role_id" UUID NOT NULL REFERENCES "role" ("id") ON DELETE RESTRICT,
    "store_id" UUID REFERENCES "store" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_api_token_role_id_be56bc" ON "api_token" ("role_id");
CREATE INDEX IF NOT EXISTS "idx_api_token_store_i_636389" ON "api_token" ("store_id");
CREATE INDEX IF NOT EXISTS "idx_api_token_member__c02c9f" ON "api_token" ("member_id");
COMMENT ON TABLE "api_token" IS 'A key for a program: bound to a role, and to one store or one member where the role''s scope asks for it.';
CREATE TABLE IF NOT EXISTS "ticket" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "number" VARCHAR(32) NOT NULL UNIQUE,
    "subject" VARCHAR(300) NOT NULL,
    "status" VARCHAR(24) NOT NULL DEFAULT 'NEW',
    "priority" VARCHAR(24) NOT NULL DEFAULT 'NORMAL',
    "channel" VARCHAR(24) NOT NULL,
    "opened_at" TIMESTAMPTZ NOT NULL,
    "first_response_due_at" TIMESTAMPTZ,
    "first_responded_at" TIMESTAMPTZ,
    "resolution_due_at" TIMESTAMPTZ,
    "resolved_at" TIMESTAMPTZ,
    "satisfaction" SMALLINT,
    "is_demo" BOOL NOT NULL DEFAULT False,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INT NOT NULL DEFAULT 1,
    "assignee_id" UUID REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "category_id" UUID REFERENCES "dictionary_item" ("id") ON DELETE RESTRICT,
    "member_id" UUID REFERENCES "member" ("id") ON DELETE RESTRICT,
    "merged_into_id" UUID REFERENCES "ticket" ("id") ON DELETE RESTRICT,
    "order_id" UUID REFERENCES "orders" ("id") ON DELETE RESTRICT,
    "team_id" UUID REFERENCES "team" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "ticket"."status" IS 'One of NEW, OPEN, PENDING_CUSTOMER, PENDING_INTERNAL, RESOLVED, CLOSED, MERGED';
COMMENT ON COLUMN "ticket"."priority" IS 'One of LOW, NORMAL, HIGH, URGENT';
COMMENT ON COLUMN "ticket"."channel" IS 'One of PHONE, EMAIL, WEB, CHAT, STORE, API';
CREATE TABLE IF NOT EXISTS "ledger_transaction" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "operation" VARCHAR(64) NOT NULL,
    "actor" VARCHAR(200) NOT NULL,
    "idempotency_key" VARCHAR(100),
    "reason" TEXT NOT NULL,
    "source" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "campaign_id" UUID REFERENCES "campaign" ("id") ON DELETE RESTRICT,
    "earning_rule_id" UUID REFERENCES "earning_rule" ("id") ON DELETE RESTRICT,
    "order_id" UUID REFERENCES "orders" ("id") ON DELETE RESTRICT,
    "reverses_id" UUID REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT,
    "ticket_id" UUID REFERENCES "ticket" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_ledger_tran_order_i_d8c051" ON "ledger_transaction" ("order_id");
CREATE INDEX IF NOT EXISTS "idx_ledger_tran_ticket__a437ff" ON "ledger_transaction" ("ticket_id");
CREATE INDEX IF NOT EXISTS "idx_ledger_tran_campaig_307141" ON "ledger_transaction" ("campaign_id");
CREATE INDEX IF NOT EXISTS "idx_ledger_tran_earning_8b017e" ON "ledger_transaction" ("earning_rule_id");
CREATE INDEX IF NOT EXISTS "idx_ledger_tran_reverse_de22b0" ON "ledger_transaction" ("reverses_id");
COMMENT ON TABLE "ledger_transaction" IS 'Why the ledger changed: who did what, with which key, because of which order, rule, ticket or campaign.';
CREATE TABLE IF NOT EXISTS "ledger_entry" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "kind" VARCHAR(24) NOT NULL,
    "delta" BIGINT NOT NULL,
    "balance_after" BIGINT,
    "expires_at" TIMESTAMPTZ,
    "at" TIMESTAMPTZ NOT NULL,
    "account_id" UUID NOT NULL REFERENCES "ledger_account" ("id") ON DELETE RESTRICT,
    "order_line_id" BIGINT REFERENCES "order_line" ("id") ON DELETE RESTRICT,
    "reverses_id" UUID REFERENCES "ledger_entry" ("id") ON DELETE RESTRICT,
    "transaction_id" UUID NOT NULL REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_ledger_entr_account_61badd" ON "ledger_entry" ("account_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_ledger_entr_transac_bc70e9" ON "ledger_entry" ("transaction_id");
CREATE INDEX IF NOT EXISTS "idx_ledger_entr_order_l_afdd3b" ON "ledger_entry" ("order_line_id");
CREATE INDEX IF NOT EXISTS "idx_ledger_entr_reverse_0a0cb6" ON "ledger_entry" ("reverses_id");
COMMENT ON COLUMN "ledger_entry"."kind" IS 'One of EARN, SPEND, EXPIRE, ADJUST, REVERSE, HOLD, RELEASE';
COMMENT ON TABLE "ledger_entry" IS 'One side of a transaction. Append only: a mistake is another entry that points at the first.';
CREATE TABLE IF NOT EXISTS "points_lot" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "granted" BIGINT NOT NULL,
    "remaining" BIGINT NOT NULL,
    "available_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ,
    "account_id" UUID NOT NULL REFERENCES "ledger_account" ("id") ON DELETE RESTRICT,
    "entry_id" UUID NOT NULL REFERENCES "ledger_entry" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_points_lot_entry_i_1a20e7" ON "points_lot" ("entry_id");
COMMENT ON TABLE "points_lot" IS 'Points credited together, with one expiry. `remaining` is what is left; `available_at` ends the pending time.';
CREATE TABLE IF NOT EXISTS "lot_use" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "amount" BIGINT NOT NULL,
    "entry_id" UUID NOT NULL REFERENCES "ledger_entry" ("id") ON DELETE RESTRICT,
    "lot_id" UUID NOT NULL REFERENCES "points_lot" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_lot_use_lot_id_b41db3" ON "lot_use" ("lot_id");
CREATE INDEX IF NOT EXISTS "idx_lot_use_entry_i_afbed5" ON "lot_use" ("entry_id");
COMMENT ON TABLE "lot_use" IS 'Which lot a debit took from, and how much (negative when it was given back).';
CREATE TABLE IF NOT EXISTS "interaction" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "kind" VARCHAR(24) NOT NULL,
    "summary" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "duration_seconds" INT,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "staff_id" UUID REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "ticket_id" UUID REFERENCES "ticket" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_interaction_member__f1d82a" ON "interaction" ("member_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_interaction_staff_i_84080f" ON "interaction" ("staff_id", "at");
CREATE INDEX IF NOT EXISTS "idx_interaction_ticket__40a132" ON "interaction" ("ticket_id");
COMMENT ON COLUMN "interaction"."kind" IS 'One of CALL, VISIT, MESSAGE, FOLLOW_UP, COMPLAINT, CONSULTATION';
CREATE TABLE IF NOT EXISTS "ticket_message" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "author" VARCHAR(200) NOT NULL,
    "is_internal" BOOL NOT NULL DEFAULT False,
    "is_from_member" BOOL NOT NULL DEFAULT False,
    "body" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "staff_id" UUID REFERENCES "staff" ("id") ON DELETE RESTRICT,
    "ticket_id" UUID NOT NULL REFERENCES "ticket" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_ticket_mess_ticket__c36eed" ON "ticket_message" ("ticket_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_ticket_mess_staff_i_e2b67d" ON "ticket_message" ("staff_id");
COMMENT ON TABLE "ticket_message" IS '`author` is the name as it was; `staff` is null when the member (or a program) wrote.';
CREATE TABLE IF NOT EXISTS "tier_benefit" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "position" INT NOT NULL DEFAULT 0,
    "benefit_id" UUID NOT NULL REFERENCES "benefit" ("id") ON DELETE RESTRICT,
    "tier_id" UUID NOT NULL REFERENCES "tier" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_tier_benefi_tier_id_be3d5e" UNIQUE ("tier_id", "benefit_id")
);
CREATE INDEX IF NOT EXISTS "idx_tier_benefi_benefit_f2816b" ON "tier_benefit" ("benefit_id");
CREATE TABLE IF NOT EXISTS "tier_change" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "kind" VARCHAR(24) NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" VARCHAR(200) NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "from_tier_id" UUID REFERENCES "tier" ("id") ON DELETE RESTRICT,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "order_id" UUID REFERENCES "orders" ("id") ON DELETE RESTRICT,
    "to_tier_id" UUID REFERENCES "tier" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_tier_change_member__0e247a" ON "tier_change" ("member_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_tier_change_from_ti_c4db36" ON "tier_change" ("from_tier_id");
CREATE INDEX IF NOT EXISTS "idx_tier_change_to_tier_50e170" ON "tier_change" ("to_tier_id");
CREATE INDEX IF NOT EXISTS "idx_tier_change_order_i_c7d09c" ON "tier_change" ("order_id");
COMMENT ON COLUMN "tier_change"."kind" IS 'One of JOIN, UPGRADE, DOWNGRADE, KEEP, MANUAL';
CREATE TABLE IF NOT EXISTS "wallet" (
    "is_frozen" BOOL NOT NULL DEFAULT False,
    "bonus_account_id" UUID NOT NULL REFERENCES "ledger_account" ("id") ON DELETE RESTRICT,
    "principal_account_id" UUID NOT NULL REFERENCES "ledger_account" ("id") ON DELETE RESTRICT,
    "member_id" UUID NOT NULL PRIMARY KEY REFERENCES "member" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_wallet_princip_59cccb" ON "wallet" ("principal_account_id");
CREATE INDEX IF NOT EXISTS "idx_wallet_bonus_a_460efb" ON "wallet" ("bonus_account_id");
COMMENT ON TABLE "wallet" IS 'Two ledger accounts and a lock. The balances are theirs; this row says whose and whether they may be used.';
CREATE TABLE IF NOT EXISTS "wallet_entry" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "kind" VARCHAR(24) NOT NULL,
    "principal_delta" BIGINT NOT NULL,
    "bonus_delta" BIGINT NOT NULL,
    "balance_after" BIGINT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "member_id" UUID NOT NULL REFERENCES "member" ("id") ON DELETE RESTRICT,
    "transaction_id" UUID NOT NULL REFERENCES "ledger_transaction" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_wallet_entr_member__ff90ef" ON "wallet_entry" ("member_id", "at", "id");
CREATE INDEX IF NOT EXISTS "idx_wallet_entr_transac_edb44f" ON "wallet_entry" ("transaction_id");
COMMENT ON COLUMN "wallet_entry"."kind" IS 'One of RECHARGE, BONUS, PAY, REFUND, ADJUST';
COMMENT ON TABLE "wallet_entry" IS 'One change of a wallet as its owner reads it; the ledger entries of `transaction` are the book behind it.';
CREATE TABLE IF NOT EXISTS "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        """


MODELS_STATE = (
    "eJztfWt32za29l/B8pem63C8YjuXTjPvrCXbTKKOLPlIctJMehYNiZCEmiJVgoyq6fS/vw"
    "DvF/AmkxLF4kMbi8QGpWeDwL7vP87Whoo0ct6zVWzJ35Bunf0I/jjT4RrRPzh3JXAGN5vw"
    "HrtgwZnmDIdsnIKCgTNimXDOplxAjSB6SUVkbuKNhQ2dETyuIFk9grnxDZkEWCsEHGIAdd"
    "X5xG4DYxG5M0MLw0QAW+fgkaDfbKTP0SMbB3QDLOGGnLMnq8acPhrryyYfYuuY3lIsY4ko"
    "qUkf9fX/6GWsq+h3RNjHr2fQAQKrZ/TO1zNiz35Fc0uxdhvErvuf/fsUK8NUiAUXC+cam2"
    "7zpCww0tQYX+hNesu57k5Grz089G/fOyMZADNlbmj2Wg9Hb3bWytCD4baN1XNGw+4tkY5M"
    "aCE1wird1jSPsf4l9xfTC5Zpo+CnquEFFS2grTGGM2r3e4TXzia/abfupxffsed/e/vi++"
    "++P0utC584wkXv0tzQ2ZrCusUA/uNP9xEhEM7VM/asm4+98YurN87sG4NYS9O56cB09qdD"
    "CC3okjrMCtH1WZ7G+Bov+7rFRzlKlcAau+/DgVBWlOFoqkzkqaI8A1r6bek/f/v75eXV1d"
    "vLl1dvfnj96u3b1z+8/IGOdb5v+tbbHH5c9z/0h1P2hQy6J7j7BbvAWBFC774vcdBvKWQW"
    "XiM+7C5FAnDVIzn3/9gHfv9CiH+4ix2AATlYTvt38mTau7tn068J+U1zcOpNZXbn0rm6S1"
    "x94b4KIfjBJOBzf/oRsI/g36OhnHxhgnHTf5+x7wRty1B0Y6tANYqJf9m/FGcr29jSnL1Z"
    "QTODqz5BgrEUoBNk5dka/q5oSF9aK/rx8uXLHN5+6o2drYuOSjBs6N26dO/9mUSYfalqEH"
    "sUHcT4zasSEL95lYkwuxUHOHl2l4U5SSfArgB2NTknTvUMecc7Z9uC9nOknBDT+QrqS0TS"
    "gP40GQ35gEZIkgcsnlvgv0DDpIxkczp4Mixih6q/Sl/c9X5OLuCbweg6CTyb4DqB/MZE37"
    "BhE4VpGjyhUofmjs+BFGmCD7Od5fLnxDaQPEHRQzVgAeXAdX/YG38JeBAIN4PR8MM1hwvX"
    "X6ZyL8GF6uALzJ+LeUKhrbCXpynFfv7nn8wgsHjiKq0RwNI4vzdMhJf6v5C70vv060C+qu"
    "pZfCb+PCeJbHg1/Iom3AaGFM7qohDQH44sB4QxVXjG/RuqnDLAZ3D+tIWmqsSQZ3eMSyNx"
    "JRibvrW+XCevQB0uHZDYr2Hf3UP/Bq43kPLrjGOLC+5JeZa4eXRUkRkuG95iE5cwUR3FRD"
    "WnLK+ihfjj69E+jmuYalj3cP6tAK0/voOKXSOWiif60/j4yrq9Tp1PMax92jZjfTbSEXMn"
    "3Iwe7kdD5UP/k9z73Psigcm9PLxVevS/Se+TLIFB/64/lW+V2/6Ejh1OJfBhTGmU6wc6+O"
    "ajfPMvpT+UwFh+L4/HvYEE7kf94XSi3D0Mpv37QV8eS+C6P55+vGWz94ef+tPetO/qL5U5"
    "XeY1usx+jS7TKrwFLZujbZZjdEh9OFaf3Y5776dnKW6Hl7l8dm4z/JWx/Kkvf6aMpsy7fR"
    "jIt5R5D8Nhf/iB8q73MGEX6BKQb1vDIdMiSnWTe4ywBst7O4XIThjeka7uw+EImeBvm/k7"
    "s1UqmldzVIY0e7kpW8bN4/gpycaLcajgH/ZJ6nEOl4H9ZRLzl6eGM/0SlmloygaZcy7imX"
    "BzKE8a+MuLV29f/XD15lWAd3AlD+Y0pKatVfMCBATP8gHsJ5L9Y2Hrjp8SzGysWVgn5+yx"
    "/0xLaX/8eUIegbmJGFJ7nMxxylaFPQyN7YuGLCUndy6zUDOuPz5zv4pQHG6fukgy8aI9+x"
    "QLJmTxVFUdB3Ey4TXI9xp4aNXhMkDLNTpFCbK00yC+slrpMbinmjme4w30QMh0H8QHSmV8"
    "CcomRVMY4NsDa7SeIRNgHUDgz/QjmK8MgnQJ0NNsvkKqBCzDeALsARKYGfZyZb2j4z1aLz"
    "bXk+jA0jTsDcAEaGhhAagZOkoH/R7ywRwvydcQNXe1uDMGUb2xIOHwngO7SacJTngRBnw0"
    "Hwsmisd5jqJnGBqCegbQMcJk9IDhXm7iOA+uROGu6vOrEDUwGg1iAtl1P6HQDR/uruXxiw"
    "sHfjoIWxl6XmLVV5GIE6StEomFwSopGHv77h58jlMKs2SbuRxKCnuxmkMu+N1mftOfRvXX"
    "PS0aCVrB6VZzOi7WlpU9E2R1CqHtZW6F4OyYClAW1BiRgDTf0hGNiHumpSMagnea0BbaOh"
    "Lva4atI72Ca0D3Lpioo9jGXttWWZF8Ex7HbhSx7mVbikhkUAnTEHuEChZYs5ithQoBnt2F"
    "SMxqwywv3j0N6kubfmWemWe/SURga0uNLiKwVQS2nmhg65ZuJByAsx3rAcHhHevHkd4a8a"
    "ULV+tertaUqHwkx5VhbzI8Ve6dXIFjHo4RSS5CFhCyQOkE+9OLzu9PJg9e6HwM8Mh1bny+"
    "e5/lUUzk8Sf3r1tZvnOi8X++74/dS59G/2pLYD4mxN7LlBojFI6wVhtSv0EN03PWNNZVuR"
    "ynFOby9nPZ1i3MCSIow+aAVPC5zXw2kYrQek+/doxU8LnNfBbK5rPjeo/uQTyd1+NUHIid"
    "RNQw1cqARmkEnokQP7TeaPQ3V4Q0QSbc3Plubh+uGhyxrgFuGpnwNAEudMgmllgrnd3t3B"
    "Jq8XXzhIM6lm/5KI0TBbd6kIZzPtWA7cifp5vARo/xVgVouFvymGqMa//HZ/hNImOkYg+K"
    "YsaHFwZvMNuqTRz7KgTuHOfg0aRAQeKoso8sT4YgC2xXyA3DYMO3kAALPtErDI93AFpgTY"
    "83YHjTsdwa/I0T53GA55Up5++h5dfrj+1uVH13LgaLR+TtHMdtpGJC+VS1PEOUStTF4CT7"
    "lKvfLwq9NxxlgtlGbVhIn++UJ7SrgjWHdC/U27bSY6BflAL9Igf0C051fdGWoovW3Ij8UN"
    "1qHyMVVvs28zkU2yqIXTEiYXYS9uaGERX25mbzf4JQwVrMoqf74heblaIbnzCGHs8YKqx1"
    "XbDWBQ6UTFtd1MVSaKmLOnhKNNj8BjUbOcYxqAO4ZhYOlhe1hr8aJqCctgigf0DglUmkP0"
    "QCkIBHVmn7ERC4I++cnwWwWwuHGDYdCFQDsWaYFrCQpnFabh7ssSJ4u6VWOBG8LRK5TtTE"
    "9lfpUNC7Y20HlNH79xK4l8c3sv/hQ59VtJd/pggNP8gSeD+WZWXysX9/3x9+SG72x4mRdw"
    "4YjtEGzfEaapkRtTY3384lOveIT1ZS4oF7K9/073qDFxevpMtEFS4f91epF8D3hShzuNnP"
    "i+JTCk/Kvp6UNdYVVjKcsxPlMSBGJtDfF33LsKCmaHiNq9QcT1B1CP7aon+pwK94enBVdH"
    "mkAuI0xF4WWIYPPBPeJJmoln/2YyQ7oyqcaUIBqCeEiby3znvcRN7bX4nPKtxxcsmzU6Ji"
    "ROII57QXsuD8iT5QcUqOV7H1pCm7F+JTv0UNE8UBzvn1KbSLin3HSEW57xLlvilocG7hb3"
    "uAHdIdEGnfehwFOrAotxhn0Weo6+evyEc++eJXvvv33jRUe86tvskfKFVwFyubCFGJ2pze"
    "cGCtoBWkXDB/7tIwVLAwTNYmxZ8cbDFdSTYdqO+iYwDkOYfrnpzbfiWZNuo+kd9/JXmztL"
    "c4zxDL9RdzXjHvGGmvM/OA9tdsb3KERSkuZPvs41QihlNkZIuM7DYA/KyM7Jve5KZ3K8dD"
    "5SKn2zMxjhyuHQU3viu2KmLuFjvNXqG569MlwJOEEiNyRSA1GKtgf3CtZUK/Rh5xJnkxTE"
    "n5QsSfHSkLNMqZsuazOFWbg3haYzs7bqBfx8GlvxtxPCjZ6AYEHYS3kWA/uq1gq5oJJUoi"
    "nLpnwp7bqD23Jbaq/npjmBaVjinsXMksPiBXMMPOUGaSCsYWmqQmxprKXZQFbkffBdaQaz"
    "9iNT5YSgD9B1uArAxbU8GMzgB1FWz9ESor+QFnzI6ErbRNqtbZf9F/0XvANLYsyNZJddjq"
    "YMXSGzSso0dm3GJhwuyuik0rfNDCsOnlNTN0Mas6cYnoRORRctIgdDvSl3hdumzJr8bMk/"
    "bZFxCFSY4kkrJVVeUs98d38Ci/KnWUX+Uc5Vfpo9xZ3OkDKMdI61N0KAbhwIGyHpaV5H+f"
    "onuRCY0UH8lIdchGOCvPoQMAN7JvmAgSngIwRb9nBnf6FJ3Ym/M84vLP05jwmmrZFDjEB6"
    "PhB394so9TwvHAggv8ToFlMY8RHbDvyFkK9BNCmsmO1Y5En+KkgwMOfAiG8nVZ0TmkEO6z"
    "fPcZRaoGr85P7iynCWihRydcTXxP2TEtBhMLbc4yzQXOXamErYD4A8vErkCqVLNKoTpwqV"
    "0NG7t6+jmYsoIC9Nu4av6L2c5R0lW8RMT63iNBKoBLCjkgT3hDXE2fTsA6NnIjWg7wyAwH"
    "FJvCsRsxhNLBLd7aEDr/sdxQPn/Ku6B8ik7Ils13skMVA+TR/mHx7Qa3Ee3zFCTIzllVOl"
    "FvVMRpCw1BaAgHAXRfDeHY8V4MdI5u4PEiWynwWN5o0+eviRwYv+g/XUiLhRCpjydSZ5dn"
    "4uN7CiWZWiROn1xj6P99kLmNoSPXueWv3PsSGD8Mh/3hBwlMHm5uZPmWXXvf6w/Yvze94Y"
    "08GLSlMzQzJqR5k12NyXiGe7NzQUpOdZ4K6AXjO+Qdrg1MZJq8Rh/Z7puAoAtOyYO7cRCh"
    "31+xzUqxoHGqLuB+AGewiiyINc4J+NNkNMzYZkOSpAKO5xb4L9AwaWzHPfvHwtadoHUws7"
    "FmYZ2cs8f+M30g/vFnM0ueIZO/5JOrOyH0sQmSS16krnfcJLLAOiarvTicIBUlgtrM50Bf"
    "TjE5WyWO0oi+FrnWLweqGuxfE3+ek8S00AAWXVGtMoHJ0NTpDxzbDropU1j0tpRnEkPuQM"
    "X0RxY6yj8aW7AxGJBOMPvSNLbWCjjBgwCaCLAZkfojIIYbkr5BZqSAP9Og11S/pNchViXg"
    "FPVy6jL44+lda0XS3vIDPld0B2ipDU90BxDdAU40YRASgjICOooNpAFxm9H2DaT3o/5wOp"
    "HAh/Ho8/SjBO7H/eFN/743kMD1aPhA71w/3H6QpxKYTEc3/2qHiZRViWbnBEenyOsNECV7"
    "dnuAtr0VORgH/QFeSq9K9wewCSKKhVk9bvo98UbDvD5VuZmfWVOIJNDCon6OxIOtneIKOh"
    "Us2hxKYdsW2cxHW8iieOEJFy8cIHWJzN7crW/PUV3jA6Q85VVzhtK3JxxbqL5+ZvHRLO/a"
    "2FKeO6nSVGZxErGZkMUSudmHmT1/QpyM72rkTkq3Drwv6ER6A7cXBXhCaEOccO4Z1JjQ50"
    "RsS2C+gjoFjk3kdLCz6LJk6UteurdJXwvi3KHXzN05iE9Pb/yiG7ZFsIrAi0em/zzSqYiF"
    "oBp9/PfON9eN4OFUm5aYKuw8RTdmhroDdK3biDhKMrZ+jH1X7H51Yq/pb3QbcDpauf9VHE"
    "Ud0KkQnK+AwbRob3oERuM78KQbWwIeg9aWjyxTHoKNxgLZPZ2eTQfWeElfTOamWMMn75eH"
    "L4cE6OuFTBOpQm9vs94ulJ9WKz/ubrUvf0LqA0bv9D71+oPe9UBO+yvjt/gt7PwhrIPd8N"
    "YJ4/koD24lMHqYTvq3cjv4Irql11279KAGxCSCnbYfepIBR/fJyfmIEJ10sNlR2sxhjgqU"
    "B3aUSqBdFW0qVO8Dt0cm8C6PN9Q0qhzQXzDjIZ5nSUlQip4qZXp9wPUG4qVeUcpIkAk5Iz"
    "fawkcrjXD1Yt6RqU4S2cKYi8TSalXYhWuckpnp5SzTduXelkpYrlAwstBuxTQXx6rjWHHo"
    "YJ1AJ37zHPQ2rHMvMHRt96NjMqFr6Mmx0UDdMb24tiLXtuOHUFiOKWWBTcKxcjX5MGYTe/"
    "QEPwUuLGQ+MmoGNJ3VtyARz5oFPGPWOXhEv28wfeMUaDkEjg2MXdr5QzUj7A1iIhVbYA3V"
    "zCIIqbwt78nesotnb0UgUPxrhqk6PWV1FFwyETM10+8o8rxamOdVbMo4hZwv34Yh98ZDCU"
    "yY/UIC8s/3/bEsgd7tTw+TqQTG8id5PKEXPo6YVWMsD+TepCVWDboZWrCaLB2QiOIAe4vV"
    "sS13LzU9JO2Q+/fAXAgPsTQL8qPX45QieL3NweudKMQh2Jpia0xCLCvAxalEWY7EjhgXoy"
    "udSylScS7tey5FNZcKaztBJsxAyYq1MbWxArBpSrFxFDTMCxGrwczmWnKm8TlPE+bitnmp"
    "tZZhc+OchbVBHQn46ijMcTmgBMTh8VYDyiM22cCb6yT34kKAU+JACYz9A6y2dRwYf7uJce"
    "LAb6FxPrpnZ5roExt7oaE+cbiUCTPduTZph96P6vwRbFcGULHbA0hyelTTP/F8BZ7QTgIz"
    "NIc2ccx77lVnSUuAZWdKwMIs0IpeA76LhBeferDnlrGpu69kYEV3Jgo+Rh09zoVoMqqwqb"
    "fIpm5skBuFyzesZ2hnUaI2W9RbE0NFdxRedaRsiAOCDsLbSBYmVtF6Y1hIn+8UuvNVwZpD"
    "2r3aSM3UghaNcrJtoE3U/SKGbfJCMXPKmwcUnQD8EPncwsTfRRO/CIdrwg6aFOwrIMshFe"
    "jyPCjVYI3SCDyFL+QAvpBA+a+AaYxIIJrrAHFe6bosxSeLaUkrcWkDsbsCa4B1GkzUTVxj"
    "r2oJYEVMfO0x8VkiVw0QJwoKdhNljqx5DBdSNa/ziWLdakeSYT0QdMbzHrl3pFyXkWEpNi"
    "lZTfOz425hmQsQqGiGLWAZxhNYmMZackpgrIwtWNt0zAsdLSErEwS2K6QDOnILCVjSCzpg"
    "P/t7njOo3snLeHzYrw/8OcwXKvw2x/PbwDU/RiMvqC6kEcH2+4d5+yu/wuKO0ohgrwSg3r"
    "ZSAc6QQoCZrzhSpGqQXe6dXL+BcYqbRFmhJVxTZSRwPxLooHFFpwptdPdrlTAYrmuOPBhb"
    "9NkioZsHq3gvWrFU6E7rZbEiFfgSlxe5wyrMuamv5+DRRGsKK2WBkxXrt//W0MJ6Bx7hN4"
    "idleFkzSJddfNmWQovpQCO5yklNh786WXkSiFLHlmWXFKtlGFRSZiMEAlp8hnJGd5LVg38"
    "GJmAf2/4o9tYZad/gla4/1vt/hfpuX8FLos8ziZiPITJo1EtXSRcNZ5wJTT2KvC2VmOnAj"
    "EyszOAorelPK0dJwYWqe3ZCJdRcGN1e+PVp6Jd6OidZC6NUIhFoakGNgy/0NRNbzCQwKf+"
    "pD+VABW+Jr0PsgTejwaD0Wfl4V4CN6O7+0GP6k3sz+HkYTDtTftub9/jV5si9noNebt6dv"
    "ZBhKTN/Glt+oEIje+k1qTabjqfQhD9lWqVDlI80g7VaqmthdRRC/6f0LtTQS0VfaRFGHf7"
    "EM3R893XuQYt9C6Y6DRf/EIFNLbxlVDvRc/zUrCW6HkuAuQbCpA/jsHE2yk4tpJwD8k2k4"
    "QbVsnue25REuJGE7Aw4B3Y2Ca9ShB44dWaJRJY4KVNd83vgYbpYNZYzykv7jyXhM3qrBUm"
    "rH0da5W3I+A3G2f27TvAg53q5nPGEd1msJBHYKINgpYb+uBd9CuWu9B9RwCjcDvtOU3/EK"
    "Tf6p1Teh0vWR0XQw+a5bGhj0H7QNH3rs0mIo9lusG3E+XK8y5R5zrXX12WsPBcXWZaeNit"
    "I3aub9nZc4BCBxrV3HWlKshxKgF1Kag3FKRKKAcE3QO4/n2CRUNpVdANCLqH7uXrUob21z"
    "mW9tfpFoDYtFYq5NjamfWXj3GUJs/+e3qA5+DLzLkJ7Ohv42Zvl3MnhdQtXqq+P+m9fNdj"
    "nVfd/4+mH+WxBB6Gt/3JzWA0kW9b4jeyoGVzbNzlGBJSH7In7s20/4nXEDe8zu+G69yXwP"
    "vx6N/yUAI3veGNPBjIt8zdN/7A/pXHvdZwBhMF6oa+Wxs8/uQ2CEySig6BJToEYtZRcc1R"
    "YYqg9qkEyiVQRr9byNShppisoz3ittLNEVW41C0+DNokdv9qYB2pe8T8xgiF97rV3msLI1"
    "NZZ7b/Lj7SYxMc8lR/mI7uetP+Dedgj93in+3+ECZvDR96g3ac4Q6YBHN3ufx3Lk4p4uxb"
    "/87tn1LBIRf8bjO/5zaxjHWazT9NRkM+i0OKJGfx3AL/BRomjUWon/1jYetOdC+Y2VizsE"
    "7O2WP/md5o//izGQ4zYGLMTYXfJSPtElxjEyTD76LepzQvssMek3QHPOPSiDf0RjUR7mhv"
    "2O6zj/wYp2yVADk0ti8a8qed3LbGClVxex9kxjtGKA6Xd3uRZOLF/uyrO7BxaRpba6Xsl3"
    "jHJRaBjgmIV8YaKfQ0NatWWE4RigC9ZFSuuaS7NJ3UqByam6QU2CZcnm5llP02Bi6x2BhS"
    "1SMWyDQrh5UnyMTC5fXYqBpYHiUSiHJsQlXjysX6zENzDjf7IBqSCVQ5qC40w9hrpUYJBb"
    "K5WRBZLYwqR5XfYsfEA81d30Lrk0W3OGo/erSUCNsPpf4aQJ7483QT25SGVKoquCs+1YBu"
    "6USeE4U3IWmWADeiVwl8S+RJJbXQUmk9tazdKe4yshH5sySkrgwggC0DbFRcKgsvFV0FuG"
    "XADWX8EtDGDS01APxXKUHFtVCVADxu8haAlwac6ytoYbJlT1WpLuRqStycS3+AVJx6yXxZ"
    "wdhDFakSVaeOk1JIfzaqlMUSEHSillHTLdhNNEf4W1YmRpalPKQRIbci0+3omW7O2cereZ"
    "aNb4Skg/tEGYSzAU7ha6IlNx4kb4tY8uNBOrB+L0ptEBc5G8RFeoOYY6va+vXGC3hLwUsf"
    "h3hFW7IBDik6uD9clcL4KgfjK84ZRwU7qFEIs3IOsoIaYmQdXNBvyqznZMBfZDm/4WQE+t"
    "85BXRxklpAKPLUSuSpiRKFogBcW4w9ZQrAHdPIc0PnOcu08Dh3pRLmnbk/sLC8Vg+48ftu"
    "gSq2PryqUtArNQWculUIWFjTzkHPqTvllMMybCscxHq/rqGKwIxe1Q0L7JDlNYOl49LFtQ"
    "732Io2KlYonZXaFgar4xms3LSSShWwIiSdq39Vv8mKCjHfsGnZkGMWLJJ+IoRC+ilXC4H9"
    "ydkwipAOyA6Is7/KozAHK7/dKBM0N3kKahHMIZ1Yz+WQZg1OvnE01MJCKgGdWNElcCb2Xi"
    "mCMUKRIdjSDEFfxqwgRkZIRChwi0wMnUG0VRaGdqJae4V5fksoEbOeAW9kD2yh9eYO0V85"
    "zwnR8QdIJWw468jYQjMOq93DCotvkOnZRiSwNbFlId2rXQ7nK2CYKrvhlyNnpTII/WRaAO"
    "oqWGDNouSznV8kPGaxaeQJzyhD3i6r8lHNBc1YYRxWKhnRhJl1DBJUh6tl8DIJ7sv9Aa27"
    "loFlMP8c2SDeXp/Xjz1BeNJoHrgF+wKbxFLc5VhdiUpTizpSbVanNPgMZqeIBa/bzGsWPK"
    "nPdwqZc1MRJ2uoaZk7aoq4Q00Fry7fvgn2VPYhbxed3PUGA862aSL6k/aGl0MuAI6bKgwd"
    "WVRP2w/fNLWAN745LNbK0jRsTk5XTqxllKh74VP1OxB/s6FqQp5iUK4ybpS+xXgH/axHw/"
    "f92x5rV339MJ3K4/eDL/TP3njYu2EdCe57k4k8Vq6/JLXmUpHG9TciYHvDPq6DGKEQgtom"
    "BKXss1VsXcW2XLrYpwb9X+OxYm0wljzDkHvTm9z0buWEqbEG8+HE9URnWg8ngae60HgYOr"
    "VLdljcmMY3RLxwLGONqJwBMIm0HDwHI13bgRUkK9bSkJnzdNYQEWygabFNEuo7+h/Z0qEp"
    "42EzjxDWw/ZaDzdYVxgjq4hhUZoWSwX7ZhQ1kRWHVaRb2NplYH2NmUsoKyoxQZoMythZiJ"
    "we6HmGQ68cdnC+U2Sv+8Pe+Au/mPM1p3z29Zep3EumbUBCtgY9Ayov+CShWPWZq14IP60Q"
    "fjIcrTVIP1O4zBZ92M0yco/ljau1psHXOB70GUF0eCyM3LshAVH04OjyB2U+r2hS9l4cEH"
    "QwWbER0aO6eUGEJLbOpNCaILq2vUD1xCWGJ0JZPEMKAWbbQhJbCmvtMYmeEPVMWD2RraOY"
    "hu9pq+IQM4ToQvG5Ebm5rDFOSMJNSsLOvxUEYX985/IoGymLwtKaqFC1hhaec+xvRRlRUV"
    "KRflYiLcq0Nc5qzm4X6I9/VrPAllnYcpCurT3gs8xt9Z1nIxaVxzvR3Bu5Z5oT0Vcyft4J"
    "tAX/DxB75v75N6Bi4oQxg/8BVPJZz2yTIPVHsF15lQmc6u7Aq+RH0j6v50/5i/6L/hgOfP"
    "S9Zb47jP0dTBm41WaGugMUCzZuRwmMyNQvIKBQ2wuKhW0i8zsCKPHG0L/3QvbRL7pXWWED"
    "sQr87x1+h3MwZUUZGMTs27CSC3OoaUgFjw7cj2CG5tCmD5/87wA8IbTxHH7MzP1cp52QEx"
    "qVE2y+PpUjKQQUnZMV6g+ZouqSZXO6q5YLmAqpD9hj9WZ0dz+Qp/LtWQrz+C1u0NToXh5K"
    "IBjIoqTG08EXZSxPH8ZDdiH866Y3vJEHA2+64wdQeVs2z6GanawRpTpcpkbzYZkHTtzwTz"
    "RlDxakaQUj9mZEeOpXY0KcTuQslUd8jxUvFvrzYfdaLiBo6lXXeopULPfKuLP0Rl7dnmLY"
    "A0qBepVtXdSrP4B7HP1uIVOHmuL0KkM6rzVhNuB8agH9XycyQaQ8cPI+mY1pn8SWBGmrGC"
    "1CUFoSgtKyjbKeCJRoD9KygEZpBJ4tC0JpJ6q1x6CIPsOlYC3RYviIjjt5sUBzbkJb9LZU"
    "6MRTUDiyVCksa0XBdR1PEDAXMFAddxaAuluiynW6SfT/eL5yRkhgZWzB2qYfWZL9jo5zr7"
    "CkM1ff5BfFavBZZWqXuwBVjjTP0665Oz9Hp/YWZHtdOgfUr7P9avwKf9mqnz++g3Ho9fct"
    "83rYV8U4QSagLg911eZECbIOQl2/rxiu+VX38jbtkKZDFWGOYpDexxQtcH8O7mtECBUj08"
    "BP0e9ZhZBCkk5sKXlWHPnnacyAk4rpi2Ut+8OTgX5xyAOxMYV5tl0gSiOyU/INA4Yfn/hM"
    "/TWIczxNUAsV2Oiaap8CO8A6OstSX52bUrHyqvnjClXXRz9+5dEpfvLoOPfp3ybywz23K4"
    "MqmGxGiZVRdiI76VcDxF4D6EaHOg/9jqOs1j57zaGcQiU9lEpKtzJscfsR54g5IUmXQk1q"
    "q/H8mw2dcioc1xSa4zXU+LhGyZJuKZfu3KM/QYxzALyVb/p3vcGLi1fSVSLpw5duXqUcu/"
    "R3WcrGxDxfei7KccK/JM5vpFelcfYPimp7dJRKBOQU7c4izvJ4iIs4yyMtdMtmcZLKnmcl"
    "l/44m3md70Ddp6RQ7WuOodiYhmrPrYqQxqkEqMJeciB7CWfp1gDsfThTR6GNv7DtM0aNne"
    "PvLMsc5d2Wig1SZjiyyXofX2OLFVqiFp7I7O1iZq+JIOHZ0rKdVyGF8F3t4bsStR0bz6A4"
    "fABC61A+ioosUlc6mdcgVHKhPbZBxWm3t93VYHJ97pEhUllFp7wDvpK28zX+EA/UwOPPLx"
    "HOuS/8463zjwtfbqV9ey8rtRAxjyRixregSvinSAUbnsmG2OFRTTKMkQoBsYSAGDF81iEn"
    "hgbX00S4pLQYl2+KXQ7xoMc6gPbFvU7DHNlVWyaZL6GO/wPZr3/QcUY2Z2JMgWwejlZsf3"
    "hhcGwP6HQuP1TVMhECGw1aC8Ncg1/sy4u/XwKyMjbB3ywz9hw8bqC1ciqnsk6CO8DykMDC"
    "NNbOLKZhWF7pU2iB71hY7AxpxvY7RgDBxkQL/Hs6kva4X6WM52UDTaRbogHR8ZwuVfPk6k"
    "2Q67TD5bgV7Y8trTZv/Wf7VBV3lj++E/ge2pkV7tQVNuMYkSjRkiv6u1jVIoumpZyTxLc4"
    "Eia6vFoljbrlXDgiaFDnJVvuDErKNBz14iQbCMlLSF5C8hKSV8V23kSh+xL+xgG5sJVQQH"
    "fAPkL+2o6iHaz3FncR8rfoCrtwhEQYW/MlLt+mc3h5q6XwFgpckcXVKnFriuCaJ20513OF"
    "LcsfIToKCgFLCFhCwBICVtcFrJREcLwzy6umm3FyhbV2888vJazuW3fomDO9e+5QMWix4E"
    "eLxW+Jk+7gJ13AgAoYR2mEppDMvA/XfVk8IyQCznzFyxe6n6l4+dL9aUJa3Lo9XFAxZeum"
    "N7np3crJOuT0ba4B04k/T0dBje56fFSPIw34acscUSCS0ZwtB0QSqMuEqGw0OEcrQ1ORCd"
    "iSUAlYGCaAbrCH2wkXEkDoCDBDC9aTF+o7p2WvO9cMqW6PX/e5vNiTRp4hlO2WiiBC2RbK"
    "dvPgXpVStq9ylO2rtLI9M2G1suwBgWh0VjJQZ/5Ejz2F4P9UWshJuu7BXf9mkVF2MLc0eE"
    "bBQVEZ/MeyWRLCXncYhyjFKyJWVgc7QXxAxIMrUcir2uiOgvncJpbB0dd/moyGGbJdQJFM"
    "L8RzC/wXaJg05iU9+8fC1ucMSTCzsWZhnZyzx/7zLLXh/PFnM1I0AyaGfSr+MhlqmRC32Q"
    "TJ+Ms5xWlpmLuKVqkEmYjBzDVM+WjVYEjxtPabyIwnCXChRSWxwloVF5BkQrZ1JcqnQiuL"
    "El0nDUdpigwZYdnYA9uT0Q2FcaNp3VvkbZxG3sZfRmJob9pGb4OnxhPiFi8N7uVKCHCD6X"
    "nuDyvhiXlCO88tQoWLpQnXP4KZYetuZ1ZgGqwLK3Q/Gjpyc3RZH1b2wY37AFsqOyAvOVdD"
    "3xFA5sYGAUieXI8L5rpnDvfgMmIOm8ARciTwNewW7HwKWzILCehIhVnFGd3oGe1sGMoKEk"
    "466zXWobnLCDmJ0SWNWTsLkRPEO8+o5dlKAsMKBfW6P+yNv/AzW685tpXrL1O5l7StmIjh"
    "o1SvahmnbFV1y6GxfdHQVnJydS3R7xtMp9uDwXHKGhjcTpmtE1w20Te6Ie7zGscpBZfbzO"
    "VQHKwg8cWIhEKbKAzvyd4V8IyQiGDXZAN6X3upgGeURizPXHsLW3o1WFvG3jSnuUQLbSyR"
    "F7RELbyg5MSzo4e9eU5ynZYIHg7f0hKohmk5z4Q1TATqJq6x07lVBsEbDRLywYQ6NzI7cl"
    "fKMwrO2ThlGQwsNAt+ZsHRrhEOrOEOqAbYYmvlmNrcb86K+jlmOaSzhsffsLUDzmPSpr7n"
    "TsZNDIvsLxGqVG6YMNgdJx8swpIUzNl2uwRZB813F29KWO8ukupNaLxjt1JdlSrFDvvjOw"
    "juDyWw/SET2h+SyNK9ik6lWZXj/OKEIsavRIwfg2xrstvVoQ7oBNIlkBbKtlAOjy1vZymH"
    "R86BdJiTKWxH7uYK2y7rKwjbPcBqVutojXTLr5XtSL/AmcTxZDPp2JnYF5XZguF51Z8zVZ"
    "GgzQYqMV+skLfbIW+nOVNCEowRdVAcrD+3aeHjWBbigEDAW65BrFBlhCpz4gK2UGWEKiNU"
    "GaHKHFWVcVDnKDE+N7LVF5/toiBp99QEkUkkaqScaIhy9JulYM5uuZMgOxzaZ2cprJvZDh"
    "pptoOJQlZ4s0Gc7bioxEGEUEixJaTYb8gk3FWdWS8lQnG4xrIXSXAvnrFfuDVSLi9evX31"
    "w9WbV0FplOBKXkWUVlXRZQLVPTLXmBAXBK7IFRlRKHwpm/jgEvZjuiBmbkG7SJiFTbgG4t"
    "yxRRbgyFcTlt9WiHTxxVJW+ohTdVAGacA4KYwNwtjQLKSnamxwa/Zyjr6gmG9eszl/SLNl"
    "TOIpvaL13HFPLSpvmFU15iiNMEgIg8SRDRJoDbFWBeCAoHtVRC9fl1m+dFQ2wK/ThUQhIV"
    "uDnk38vPS8qq0Jwg4C3sSK1ow55Elh2UiHFN2DuP5IbVGj9TAGNYqXitZGdZR9KmG2LFOV"
    "VdSsqAT9yeW5C7v0XnZpkYndXGb70doRdwbNHBOcyMFuIgf7eD2eTxTftrZ4dmyZWWFV4U"
    "2p0NipNBNhFemCKYWW4nSvzNgdYfo8uOlT+JFqLnYjOo82KxWIvo7lxIKivo5JZ7Jwdz6/"
    "htARRYEJyoz4id0vIRAQVCnah9A1gtS/YR3MTGNLkHkOpizP0zCeMAKsuRBxEj+d6qzv3D"
    "/ZA71bhq7tALYIYOZxXoRQ7fOX88+KFt7HTSEVNYCPWwOYmIuwcnvpCP0YVQd9t/U7xlkc"
    "gUI3dl7PhPzog5DqVOPID9DMFKoqXeWkCrYRkm4AW/+iFd6WjntbWlQhvG0HQqfYTCHc5y"
    "2O0ony4G3msDBICYNUG4wnxQap4xhPppQNmTW2wptSntmEsbJahS1Gkcp6IoiODUrRMlsH"
    "K4mFLfACArfoyTvn2wNMAKT/uAW11t/zjCb1P6B8NS6RitUOC8pOFOE6gCrk9HhLQ5zdDT"
    "wgeFYz8NMRmRpp/y3cliL97dgiTUvT36Z4/oT44ox7J1+WCceIijudkwl0m9+CIycPK6Do"
    "XJLb1WUZc/NltrX5MiUL2LNf0bySIT9C0kFxqxGTPj12LDvDoi/T9Zo6nZLGDY/6gMb9of"
    "w5bd/3L8aVw5GOmOJFb0pgdC8PJUD/d9sfflBuHibT0Z08Dq/0h1N5POwNJDCWJ6PBJ/lW"
    "AlSCmrB/6cAP8m1SNSzDtMtS2XM5yXPp3DkTG2Zm841inkXpD8m10fiuN+AwLrzO5d1gRH"
    "nnDpLAx/6HjxJ4oMwYTtvBjfkK6jrKSBYtZkaEvM07ls+M+4+joSwB+a7Xp9z4LF/TV+Rj"
    "byoB+jKN6Y3efb8dbKFaob6XMT5GKBwurTbHL7BJLIVOuKG/ESkqlZKrMzxzEuGKORXe7+"
    "d2488guN5mrtOpKP8YAnu+7dwJBM9bz/Nve7bejpEKPreZzwRamCxYNQReYvJkDTUtMzs5"
    "SbtXinLLeOslLF9dvn0T5CqzD3lpyhOqJQ1E1YTjVE2wN+qecXxxylZpHSKOT1RNqLFqAi"
    "ROBkpVd2OCTGT7J4xQ9PcuDXNXEdUEmUA10ewn2jm8LKYxIoFoElFzSY85OqlRGdYkpcA2"
    "YfE01cqLNUoj8IzjaSG4rghnhESgmRsT4+6SaWwrR8XcBROdJKqFYTGx46RESRrnja4B15"
    "E/TzdhjW58JVD1BaUagL3FjpECmru+hdbdRTghW5YA2ZfxawC5bPz/iWKb0IZKYMtOphpw"
    "nXrTdBPWyPFdAtKIRFoHskGkYDexTcvvrar64cJ/hwiBjsEjI9rTHyAVB30q68jYwiSWR2"
    "jTVWE+smQRlk7Cng4gYekkW0jegUcn48e57eSUbFdIdwa68gF4YZgAgo1pLE24/h5sTcPi"
    "NAhq7CllioB4sLjMdw2dfscGUR/kyJGs7rpII5yT1h9QtDlsac9Ay0YqsGPCdj/W5oITLF"
    "bkh4lSCl9MuTrhC9NYK1mKZhHgCWKBeQnMZ4bK0ZCy+3f64zuxg+T5uZro4lndydhC56II"
    "gkgFQRyvwkA7NYvnWnGjUmdpO26USKQ35ptywxy3Q6nALYW12L4QXVYlLAyHrobRzg1g/2"
    "IYxzYqXFO4F5ibPOrfkvIMCbPIIJE+2jmle045XkXl9sd3LnVU9Ec8NVvGE/1pVfD1x3cQ"
    "3/rznqNfK4VxtjadIDvVYpuH0KNT0uyxnA7OcczxNbhGpzwXgzei0LEwXdEDya3dDU1W51"
    "tXMbvnFKtCumXu3gEE5ytg6F6JK0wAQRZgeZBeKXD6MDBzyn4jbZH2KjTzCCG2CLFFiC1C"
    "bKlTbDGh/pTGNzN43x9eT+T+cVduzWH8S9PYWivF8rd+joMFLzOB5VF3KGPr75eXV1dvL1"
    "9evfnh9au3b1//8DKAO30rD/fr/of+MCHDcBpR0mNU3ZcVHGLBiX054UYVzg1bt/L4kcmM"
    "TPoOsaS2Legb1DAVNHfK2tCtFaeCUXZSVppSAJwGeGOwmZU1/ZJ4o2GeF/0WzfEaanyYuf"
    "RJ96M7wbk3UVNiS50ZcTkY3so3/bve4MUb6SrhLPcFllcpmUTFxH3hN8icc/uW5ILMIz8O"
    "xi+TGL9sFOPX0mVpjDFRWGr4N45wXRQHEtIdMATElwyjaAbSYosDQER+7F6bbovMUTkuq+"
    "htqcg4pTTmu/rqzu9abbyn8JvhJm8KW9HBbUV0OObbsTN3hCjJ4baEOg+vuuWwyDqusFTj"
    "VCKIJRUXVDlZNkIi4CyKCaolCdF3hJwmpCXigfg5iNyuwpED9ZmoRg7xjgIb3/taFRPElv"
    "TNCupZWUbB3WIRax4ObDI66Gs8BzmeueOEyfvr2LliGfHPQaatkMGOI4Nlx2oUVyc+hbgN"
    "vzTxT6P+UAIP9x/GdO+UwO3o89D781+yfC+Bu97wwaszffTqxCaCpFp0R0jRZl60Ksojli"
    "0xtyrmt/kEnYD7AL5VkY/SyXyU2AFf4ZRO0om8lBbVFjuhF0YUwDqeicTY58WPUwlMW1YG"
    "q6Wvfu11sILz53BmqHYu2EJkkyd1mWpChoC2lIHPqAisqN5WCtcS1duOY937DDWN3y3Suy"
    "PlWfW24ZjiuP6tATSkLpEJ4NyJACEA6iqAQDPmT+dgukJgBjW2TNywfGuFsEne0X8xYd2q"
    "AYE7ArYrgyCHcLtyDIBs3M7pbz1DwCZI5cT7H/TRZQyUG/rV5ngDNcX7QoH1cWboNoldzb"
    "RCtksiP2q0cDOGSLeqyn8Qx+5VohqLRycKsZQqxJJY9RVWNI9WqJrpFozpDacCyFn0Auh8"
    "fSmFWw2y0sA5ynrhfKcJdKHQlLXmSoilsT1BQF7eD83ZS2uQV4vtByMdTQ36v8atB20QU2"
    "qxHdStA8gs7zVbEXBvl9AGFBSMLNQJmCPUDQpg/lAI3BncAp8EGFvKWmAiqLLP75y8W0+M"
    "Z8/AyMnXfaTP0InbSOvRl94BFbOeqFS+onymtGmV4KBPfmbIQuQxIixBhCU0HZYwlhlIH2"
    "QJXI+GDxMJ3Pe+sA7j7x+GtxLo3f70MGlJJ+tQQKB7kQU5WlpOHiGH+HDRu016zo+SSOgK"
    "DnuwIUEoWLA/C1wLlgIXFrd+bB4TkqSCDXuzQYSVdDKspF3G1vYytoq7Pi7XVsA1TSnAFX"
    "774/jtI2uxNkPTND5nR5FOv8Wtco32kInnqzOORcS7I+UZQ2A4pjWVUDPlP+4eyhH6PC62"
    "1r5WTyJjtgkgM108Oyw7O1+8Vcr/voHZr1+XUepfv87W6tm9hARNX6oKCHvDO4juRamw94"
    "ucsPeLdNg7faLFrdrx02Q05CMcIUlqKXhugf8CDZNTVBBzwGVgxFSTVE5HMn0jIZKxCY5e"
    "ufPP/w8cad8z"
)
