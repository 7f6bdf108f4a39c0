from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "segment" (
    "id" UUID NOT NULL PRIMARY KEY DEFAULT uuidv7(),
    "code" VARCHAR(64) NOT NULL UNIQUE,
    "name" VARCHAR(200) NOT NULL,
    "where" JSONB NOT NULL,
    "member_count" INT NOT NULL DEFAULT 0,
    "counted_at" TIMESTAMPTZ,
    "version" INT NOT NULL DEFAULT 1
);
COMMENT ON TABLE "segment" IS 'A named filter over members, in the filter language. `member_count` is what it had at `counted_at`.';
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
    "eJztfWt32za29l/B8pem63C8YjuXTjPvrCXbTKKOLPlIctJMehYNiZCEmiJVXqJqOv3vLw"
    "DeSfAmkxLF4kMbi8QGpWeDwL7vP87Whoo067znqNiWvyHdPvsR/HGmwzUif3DuSuAMbjbh"
    "PXrBhjONDYd0nIKCgTPLNuGcTrmAmoXIJRVZcxNvbGzolOBxBa3VI5gb35BpAXuFACMGUF"
    "fZJ3obGIvInRlaGCYC2D4Hjxb6zUH6HD3ScUA3wBJurHP6ZNWYk0djfdnkQxwdk1uKbSwR"
    "ITXJo77+H7mMdRX9jiz68esZZEBg9Yzc+XpmObNf0dxW7N0G0ev+Z/8+wcowFcuGiwW7Rq"
    "fbPCkLjDQ1xhdyk9xi193JyLWHh/7tezaSAjBT5obmrPVw9GZnrww9GO44WD2nNPTeEunI"
    "hDZSI6zSHU3zGOtfcn8xuWCbDgp+qhpeUNECOhplOKV2v0d47Wzym3brfnrxHX3+t7cvvv"
    "/u+7PUuvCJI1z0Ls0Nna4prNsU4D/+dB8RAsGuntFn3XzsjV9cvWGzbwzLXprsJoPp7E9G"
    "CG3okjJmhej6LE9jfI2Xfd3moxylSmCN3ffhQCgrynA0VSbyVFGeAS35tuSfv/398vLq6u"
    "3ly6s3P7x+9fbt6x9e/kDGsu+bvvU2hx/X/Q/94ZR+IYPsCe5+QS9QVoTQu+9LHPRbApmN"
    "14gPu0uRAFz1SM79P/aB378Q4h/uYgdgQA6W0/6dPJn27u7p9GvL+k1jOPWmMr1zya7uEl"
    "dfuK9CCH4wCfjcn34E9CP492goJ1+YYNz032f0O0HHNhTd2CpQjWLiX/YvxdlKN7Y0Z29W"
    "0Mzgqk+QYCwB6ARZebaGvysa0pf2iny8fPkyh7efemO2dZFRCYYNvVuX7r0/kwjTL1UNYo"
    "+igxi/eVUC4jevMhGmt+IAJ8/usjAn6QTYFcCuJufEqZ4h73jnbFvQfo6UE2I6X0F9iaw0"
    "oD9NRkM+oBGS5AGL5zb4L9CwVUayOR08KRaxQ9VfpS/uej8nF/DNYHSdBJ5OcJ1AfmOib9"
    "hwLIVqGjyhUofmjs+BFGmCD7Od7fLnxDaQPEHRQzVgAeHAdX/YG38JeBAIN4PR8MM1hwvX"
    "X6ZyL8GF6uALzJ+LeUKhrbCXpynFfv7nn9QgsHjiKq0RwNI4vzdMhJf6v5C70vvk60C+qu"
    "pZfCb+PCeJbHg1/Iom3AaGFM7qIhCQH45sBsKYKDzj/g1RTingMzh/2kJTVWLI0zvGpZG4"
    "EoxN31pfrpNXoA6XDCT6a+h399C/gesNJPw649jigntSniVuHh1VZIbLhrfYxCVMVEcxUc"
    "0Jy6toIf74erSP4xqmGtY92L8VoPXHd1Cxa8RS8UR+Gh9fWXfWqfMphrVP22asz0Y6ou6E"
    "m9HD/WiofOh/knufe18kMLmXh7dKj/w36X2SJTDo3/Wn8q1y25+QscOpBD6MCY1y/UAG33"
    "yUb/6l9IcSGMvv5fG4N5DA/ag/nE6Uu4fBtH8/6MtjCVz3x9OPt3T2/vBTf9qb9l39pTKn"
    "y7xGl9mv0WVahbeh7XC0zXKMDqkPx+qz23Hv/fQsxe3wMpfP7DbFXxnLn/ryZ8Jowrzbh4"
    "F8S5j3MBz2hx8I73oPE3qBLAH5tjUcMm1LqW5yjxHWYHlvpxDZCcM70tV9OBwhE/xtM39n"
    "jkpE82qOypBmLzdly7h5HD+ltfFiHCr4h32SepzDZWB/mcT85anhTL6EbRqaskHmnIt4Jt"
    "wcypMG/vLi1dtXP1y9eRXgHVzJgzkNqelo1bwAAcGzfAD7iWT/WDg681OCmYM1G+vWOX3s"
    "P9NS2h9/npBHYG4iitQeJ3OcslVhD0Nj+6IhS8nJncs01Izrj8/cryIUh9unLpJMvGjPPk"
    "WDCWk8VVXHQZxMeA3yvQYeWnW4DNByjU5RgiztNIivrFZ6DO6JZo7neAM9EDLdB/GBUhlf"
    "grJJ0RQG+PbAGq1nyARYBxD4M/0I5ivDQroEyGk2XyFVArZhPAH6AAnMDGe5st+R8R6tF5"
    "vrSXRgaRrOBmALaGhhA6gZOkoH/R7ywRwvydcQNXe1uDMGUb2xIOHwHoPdJNMEJ7wIAz6a"
    "jwVbisd5jqJnGBqCegbQMcJk9IDhXm7iOA+uROGu6vOrEDUwGg1iAtl1P6HQDR/uruXxiw"
    "sGPxmE7Qw9L7Hqq0jECdJWicTCYJUUjL19dw8+xymFWbLNXA4lhb1YzSEX/G4zv8lPI/rr"
    "nhaNBK3gdKs5HRdry8qeCbI6hdD2MrdCcHZMBSgLaoxIQJpv6YhGxD3T0hENwTtNaAttHY"
    "n3NcPWkV7BNaB7F0zUUWxjr22rrEi+CY9jN4pY97ItRVZkUAnTEH2EChZYs6mthQgBnt3F"
    "kqjVhlpevHsa1JcO+crn4NEDb244uv1IbTHbFbQBtsEKqoD89cjuMGHikWcVOsgzRdhsS0"
    "06ImxWhM2eaNjslmwkHICz3fYBweHd9seRDRvx1Ef3/gre3CSZCD1xt1P/nKxuJIhSChNB"
    "m00EIvZhrxclpbseyZNsOJsM17F7J1cDmIdjRNaZEJ+F+Fy64sXppcv0J5MHL5clBnjkOj"
    "dhxr1PE5sm8viT+9etLN+x9Jif7/tj99Kn0b/akimDLcvZS2yJEQrPdLvFFqhhcs6axroq"
    "l+OUQjhtP5eJMoE5UT1l2ByQCj63mc8mUhFa7xloEiMVfG4zn4Wy+XyrzLFd+qfzepyKR7"
    "+TiBqmWhnQKI3AMxFzi9YbjfzmipAmyETcSX7ciQ9XGuLqcSfMuDaNTHiaABdGSCSWWCuj"
    "T9q5JdQSfMITDupYvuXDpk4U3OpRU+x8qgHbkT9PN4GNHuOtiphyt+Qx0RjX/o/P8JtExk"
    "jFHhTFjA8vjKaitlXHYvZVCNw5zsGjSYCClhuZRAOXLGSD7Qq5gU50+BZawIZP5ArF4x2N"
    "ZlqT4w0Y3nQ02Q1/4+TXHeB5ZfpreGj5DTRiuxtR39nFYPGIRLrjuI1UbGXET+TVS4lSiU"
    "I1nOy7cg01ROeFhgOzMN2oDRvp853yhHZVsOaQ7oV621Z6DPSLUqBf5IB+wWl3IfrEdNGa"
    "G5EfqlvtY6TCat9mPodiWwWxK0YkzE7C3twwosLe3GxCXhAqWItZ9HRf/GKzUnTjE8bQ4x"
    "lDhbWuC9a6wIGSaauLulgKLXVRB0+JjrffoOYgZhyDOoBrauGgmYdr+KthAsJp2wLkDwi8"
    "uqXkh0gAWuCRlr5/BBbcWe/YzwLYLU5lGQ4ZCFQD0e60NrCRpnF64B7ssSJ4u6VWOBG8LX"
    "IfT9TE9ldpGdK7o31AlNH79xK4l8c3sv/hQ5+2mJB/JggNP8gSeD+WZWXysX9/3x9+SG72"
    "x4mRZwcMx2iD5ngNtcyIWoebouoSnXvEJysp8cC9lW/6d73Bi4tX0mWiLJ6P+6vUC+D7Qp"
    "Q53OznRfEphSdlX0/KGusKreHP2YnyGBAjE+jvi75t2FBTNLzGVdKwE1Qdgr+26F8i8Cue"
    "HlwVXR6pgDgNsZcFVrWGQJJM1BA4+zGSnVEVzjShANQTwkTeW+c9biLv7a/EZxXuOLnk2S"
    "lRMSJxhHP6fdlw/kQeqLAeAFVsPWnK7oX41G9Rw5bCgGO/PoV2UfX9GKmov1+i/j4BDc5t"
    "/G0PsEO6AyLtW4+jQAcW5RbjLBp/df38FfnIJ1/8ynf/3puG6sy55XD5A6UK7mJlEyEqUS"
    "zXGw5sWnvWT7mg/tylYahgYZi0b5E/OdhispIcMlDfRccAyHMO1z05tx9SMm3UfSK/IVLy"
    "ZmlvcZ4hlusv5rxi3jHSXmfmAe2v2d7kCItSXMj22cepRAynyMgWGdltAPhZGdk3vclN71"
    "aOh8pFTrdnYhw5XDsKbnxXbFXE3C1m3ZehueuTJcCThBIjckUgNRirYH9wrWVCv0YecSZ5"
    "MUxJ+ULEnx0pCzTKmbLmszhVm4N4WmM7O26gX8fBJb8bcTwo2egGBB2Et5FgP7KtYLuaCS"
    "VKIpy6Z8Ke26g9tyW2qv56Y5g2kY4J7FzJLD4gVzDDbCg1SQVjC01SE2NN5C7CArfF9gJr"
    "yLUf0RofNCWA/INtYK0MR1PBjMwAddVtnURHqLTkB5xROxK20zapWmf/Rf9F7wHT2NIgW5"
    "bqsNXBiqY3aFhHj9S4RcOE6V0Vm3b4oIXhkMtrauiiVnXLJSITWY8SS4PQnUij8HXpsiW/"
    "GjNP2qdfQBQmOZJISldVlbPcH9/Bo/yq1FF+lXOUX6WPcra40wdQjpHWp+hQDMKBA2U9LC"
    "vJ/z5F9yITGik+kpHqkI1wVp5DBwBuZN8wEbR4CsAU/Z4Z3OlTdGJvzvOIyz9PY8JrqstZ"
    "4BAfjIYf/OHJ1mcJxwMNLvBbd5bFPEZ0wL4jZynQTwhpKjtWOxJ9ipMODjjwIRjK12VF55"
    "BCuM/y3WcEqRq8Oj+5s5wmoIUenXA18T1lx7QYTGy0Ocs0F7C7UglbgeUPLBO7AolSTSuF"
    "6sCldjVs7Orp52BKCwqQb+Oq+S9mO6akq3iJLPt7jwSpAC4J5MB6whu/BTNRyJHJqU56mE"
    "dmOKDoFMxuRBFKB7d4a0Po/MdyQ/n8Ke+C8ik6IVs238kOVQyQR/uHxbcb3Ea0z1OQIDtn"
    "VelEvVERpy00BKEhHATQfTWEY8d7UdA5uoHHi2ylwGN5o02fvyZyYPyi/2QhLRZCpD6eSJ"
    "1dnomP7ymUZGqROH1yjaH/90HmNoaOXOeWv3LvS2D8MBz2hx8kMHm4uZHlW3rtfa8/oP/e"
    "9IY38mDQls7Q1JiQ5k12NSbjGe7NzgUpseo8FdALxnfIO1wbmMg0eY0+st03AUEXnJIHd+"
    "Mgi3x/xTErxYLGqbqA+wGcwSqyIdY4J+BPk9EwY5sNSZIKOJ7b4L9Aw1ZjO+7ZPxaOzoLW"
    "wczBmo1165w+9p/pA/GPP5tZ8hSZ/CWfXN0JoY9OkFzyInW94yaRBdaxtdqLwwlSUSKozX"
    "wO9OUUk7NV4iiN6GuRa/1iUNVg/5r485wkpoUGsOiKapUJTIamTn7g2GHopkxh0dtSnkkM"
    "uQMV0x9Z6Cj/aGzBxqBAsmD2pWls7RVgwYMAmgjQGZH6I7AMNyR9g8xIAX+qQa+JfkmuQ6"
    "xKgBX1YnUZ/PHkrr2y0t7yAz5XdAdoqQ1PdAcQ3QFONGEQWhbKCOgoNpAGxG1G2zeQ3o/6"
    "w+lEAh/Go8/TjxK4H/eHN/373kAC16PhA7lz/XD7QZ5KYDId3fyrHSZSWiWanhMcnSKvN0"
    "CU7NntAdr2VuRgHPQHeCm9Kt0fwLGQpdiY1uMm3xNvNMzrU5Wb+Zk1hUgCLSzqxyQebO8U"
    "V9CpYNHmUArbtshmPtpCFsULT7h44QCpS2T25m59e47qGh8g5SmvGhtK3p5wbKH6+pnGR9"
    "O8a2NLeM5SpYnMwhKxqZBFE7nph5kzf0KcjO9q5CylWwfeF2SR3sDtRQGeENpYLJx7BjUq"
    "9LGIbQnMV1AnwNGJWAc7myxLmr7kpXub5LWw2B1yzdydg/j05MYvuuHYFlYRePFI9Z9HMp"
    "VlI6hGH/89++a6ETycaNMSVYXZU3RjZqg7QNa6gyymJGP7x9h3xe5Xt5w1+Y1uA06mlftf"
    "hSnqgEyF4HwFDKpFe9MjMBrfgSfd2FrgMWht+Ugz5SHYaDSQ3dPp6XRgjZfkxaRuijV88n"
    "55+HJIgLxeyDSRKvT2NuvtQvlptfLj7lb78iekPmD0Tu9Trz/oXQ/ktL8yfovfws4fQjvY"
    "DW9ZGM9HeXArgdHDdNK/ldvBF9Etve7apQc1ICYR7LT90JMMOLpPTs5HhOikg82O0mYOc1"
    "SgPLCjVALtqmgToXofuD0ygXd5vKGmEeWA/IIZD/E8S0qCUvRUKdPrA643EC/1ilJGgkzI"
    "GbnRFj5aaYSrF/OOTHWSyBbGXCSWVqvCLlzjlExNL2eZtiv3tlTCcoWCkYV2K6q5MKsOs+"
    "KQwboFWfzmOehtaOdeYOja7kdmMiFr6InZaKDOTC+urci17fghFDYzpSywaXGsXE0+jNrE"
    "Hj3BT4ELG5mPlJoCTWb1LUiWZ80CnjHrHDyi3zeYvHEKtBkBs4HRSzt/qGaEvUFMpGIbrK"
    "GaWQQhlbflPdlbdvHsrQgEin/NMFXWU1ZHwSUTUVMz+Y4iz6uFeV7FpoxTyPnybRhybzyU"
    "wITaLyQg/3zfH8sS6N3+9DCZSmAsf5LHE3Lh44haNcbyQO5NWmLVIJuhDavJ0gGJKA6wt1"
    "gd23L3UtND0g65fw/MhfAQS7MgP3o9TimC19scvN6JQhyCrSm2xiTEsgJcnEqU5UjsiHEx"
    "utK5lCIV59K+51JUc6mwthNkwgyUrFgbUxsrAJumFBtHQcO8ELEazGyuJWcan/M0YS5um5"
    "daaxk2N85ZWBvUkYCvjsIclwNKQBwebzWgPKKTDby5TnIvLgQ4JQ6UwNg/wGpbx4Hxt5sY"
    "Jw78Fhrno3t2pok+sbEXGuoTh0uZMNOda5Nm9H5U549guzKAit0eQBLrUU3+xPMVeEI7Cc"
    "zQHDoWM++5V9mSlgDNzpSAjWmgFbkGfBcJLz71YM8tY1N3X8nAis4mCj5GHT3sQjQZVdjU"
    "W2RTNzbIjcLlG9YztLMoUZst6q2JoSI7Cq86UjbEAUEH4W0kCxOraL0xbKTPdwrZ+apgzS"
    "HtXm2kZmpBi0Y52TbQJup+WYZj8kIxc8qbBxSdAPwQ+dzCxN9FE78Ih2vCDpoU7CsgyyEV"
    "6PI8KNVgjdIIPIUv5AC+kED5r4BpjEggmusAYa90XZbik8W0pJW4tIHYXYE1wDoNJuomrr"
    "FXtQSwIia+9pj4LJGrBogTBQW7iTJH1jyGC6ma1/lEsW61I8mwHyx0xvMeuXekXJeRYSuO"
    "VbKa5mfmbqGZCxCoaIZtYBvGE1iYxlpiJTBWxhasHTLmhY6WkJYJAtsV0gEZuYUWWJILOq"
    "A/+3ueM6jeyct4fOivD/w51Bcq/DbH89vANT9GIy+oLqQRwfb7h3n7K7/C4o7SiGCvBKDe"
    "tlIBzpBCgJmvOBKkapBd7lmu38A4xU2irNASrqkyErgfCXTQuKJThTa6+7VKGAzXNUcejC"
    "36bJHQzYNVvBetWCp0p/WyWJEKfInLi9yhFebc1Ndz8GiiNYGVsIBlxfrtvzW0sN+BR/gN"
    "YrYyWNYs0lU3b5am8BIKwDxPKbHx4E8vI1cKWfLIsuSSaKUUi0rCZIRISJPPSM7wXrJq4M"
    "fIBPx7wx/dxio7/RO0wv3fave/SM/9K3BZ5HE2EeMhTB6Nauki4arxhCuhsVeBt7UaOxGI"
    "kZmdARS9LeVp7TgxsEhtz0a4jIIbq9sbrz4V7UJH7iRzaYRCLApNNbBh+IWmbnqDgQQ+9S"
    "f9qQSI8DXpfZAl8H40GIw+Kw/3ErgZ3d0PekRvon8OJw+DaW/ad3v7Hr/alOWs15C3q2dn"
    "H0RI2syf1qYfiND4TmpNquOm8ykWIr9SrdJBikfaoVottbWQOmrB/xN6dyqopaKPtAjjbh"
    "+iOXq++zrXoIXeBROd5otfqIDGNr4S6r3oeV4K1hI9z0WAfEMB8scxmHg7BcdWEu4h2WaS"
    "cMMq2X3PLUpiudEENAx4BzaOSa5aCLzwas1aEljgpUN2ze+Bhslg2liPlRdnz7XCZnX2Cl"
    "u0fR1tlbezwG8Ozuzbd4AHs+rmc8oR3aGwWI/ARBsEbTf0wbvoVyx3ofvOApTC7bTHmv4h"
    "SL7VO1Z6HS9pHRdDD5rl0aGPQftA0feuzSYij2W6wbcT5crzLlHnOtdfXZaw8FxdZlp46K"
    "0jdq5v2dlzgEIHGtHcdaUqyHEqAXUpqDcEpEooBwTdA7j+fYJGQ2lV0A0Iuofu5etShvbX"
    "OZb21+kWgNi0Vyrk2Nqp9ZePcZQmz/57eoDn4EvNuQnsyG/jZm+XcyeF1C1eqr4/6b1816"
    "OdV93/j6Yf5bEEHoa3/cnNYDSRb1viN7Kh7XBs3OUYElIfsifuzbT/idcQN7zO74bL7kvg"
    "/Xj0b3kogZve8EYeDORb6u4bf6D/yuNeaziDLQXqhr5bGzz+5DYITJKKDoElOgRi2lFxzV"
    "FhiqD2qQTKJVBGv9vI1KGmmLSjPeK20s0RVbjULT4M2iR2/2pgHal7xPzGCIX3utXeaxsj"
    "U1lntv8uPtJjExzyVH+Yju560/4N52CP3eKf7f4QKm8NH3qDdpzhDEwLc3e5/HcuTini7F"
    "v/zu2fUsEhF/xuM7/njmUb6zSbf5qMhnwWhxRJzuK5Df4LNGw1FqF+9o+Fo7PoXjBzsGZj"
    "3Tqnj/1neqP9489mOEyBiTE3FX6XjLRLcI1OkAy/i3qf0rzIDntM0h3wjEsj3tAb1US4o7"
    "Ohu88+8mOcslUC5NDYvmjIn3Zy2xotVMXtfZAZ7xihOFze7UWSiRf7s6/uwMalaWztlbJf"
    "4h2XWAQ6JiBeGWukkNPUrFphOUUoAvSSUbnmkuzSZFKjcmhuklJgm3B5upVR9tsYuMRiY0"
    "hVj1gg06wcVp4gEwuX12OjamB5lEggyrEJVY0rF+szD8053OyDaEgmUOWgutAMY6+VGiUU"
    "yOZmQWS1MKocVX6LmYkHmru+jdYni25x1H70aCkRth9K/TWAPPHn6Sa2KQ2pVFVwV3yqAd"
    "3SiTwnCm9C0iwBbkSvEviWyJNKaqGl0npqWbtT3GVkI/JnSUhdGUAAWwbYqLhUFl4iugpw"
    "y4AbyvgloI0bWmoA+K9SgoproSoBeNzkLQAvDTjXV9DCZMueqhJdyNWUuDmX/gCpOPWS+r"
    "KCsYcqUiWqTh0npZD8bFQpiyUg6EQto6ZbsJtojvC3rEyMLEt5SCNCbkWm29Ez3djZx6t5"
    "lo1vhKSD+0QZhLMBTuFroiU3HiRvi1jy40E6sH4vSm0QFzkbxEV6g5hju9r69cYLeEvBSx"
    "6HeEVbsgEOKTq4P1yVwvgqB+MrzhlHBDuoEQizcg6yghpiZB1c0G/KrOdkwF9kOb/hZAT6"
    "3zkFdHGSWkAo8tRK5KmJEoWiAFxbjD1lCsAd08hzQ+Y5y7TwsLtSCfPO3B9YWF6rB9z4fb"
    "dAFV0fXlUp6JWaAqxuFQI21rRz0GN1p1g5LMOxw0G09+saqgjMyFXdsMEO2V4zWDIuXVzr"
    "cI+taKOihdJpqW1hsDqewcpNK6lUAStC0rn6V/WbrIgQ8w2btgM5ZsEi6SdCKKSfcrUQ6J"
    "+cDaMI6YDsgDj7qzwKc7Dy242yheYmT0EtgjmkE+u5HNK0wck3joZaWEgloBMrugTOlrNX"
    "imCMUGQItjRD0JcxK4iRERIRCtwiE0NnEG2VhaGdqNZeYZ7fEkrErGfAG9kDW2i9uUPkV8"
    "5zQnT8AVIJG846MrbQjENr99DC4htkerYRCWxNbNtI92qXw/kKGKZKb/jlyGmpDIt8Mm0A"
    "dRUssGYT8tnOLxIes9g08oRnlCFvl1X5qOaCZqwwjJVKRjRhZh2DBNXhahm8TIL7cn9A66"
    "5lYBvUP2dtEG+vz+vHniA8aTQP3IJ9gU3LVtzlWF2JSlOLOlJtVqc0+Axmp4gFr9vMaxo8"
    "qc93ijXnpiJO1lDTMnfUFHGHmgpeXb59E+yp9EPeLjq56w0GnG3TROQn7Q0vh1wAHDdVGD"
    "qyiZ62H75pagFvfHNYrJWlaTicnK6cWMsoUffCp+p3IP7mQNWEPMWgXGXcKH2L8Q76WY+G"
    "7/u3Pdqu+vphOpXH7wdfyJ+98bB3QzsS3PcmE3msXH9Jas2lIo3rb0RA94Z9XAcxQiEEtU"
    "0IStlnq9i6im25ZLFPDfK/xmPF2mAseYYh96Y3uendyglTYw3mw4nric60Hk4CT3Wh8TB0"
    "apfssLgxjW/I8sKxjDUicgbAVqTl4DkY6doOrKC1oi0NqTlPpw0RwQaaNt0kob4j/1lbMj"
    "RlPGzmEcJ62F7r4QbrCmVkFTEsStNiqWDfjKImsuKwinQb27sMrK8xdQllRSUmSJNBGTsb"
    "WacHep7h0CuHHZzvBNnr/rA3/sIv5nzNKZ99/WUq95JpG9CytgY5Ayov+CShWPWZq14IP6"
    "0QfjIcrTVIP1O4zBZ96M0yco/tjau1psHXOB7kGUF0eCyM3LshAVH04OjyB2E+r2hS9l4c"
    "EHQwWbER0aO6eUGEJLbOpNCaILq2vUD1xCWGJ0JZPEMKAWbbQhJbCmvtMYmeEPVMWD2Rra"
    "OYhu9pq+IQM4ToQvG5Ebm5rDFOSMJNSsLs3wqCsD++c3mUjZRFoWlNRKhaQxvPOfa3ooyo"
    "KKlIPyuRFmU6Gmc1Z7cL9Mc/q1lgyyxsOUjX1h7wWea2+s6zEY3K451o7o3cM41F9JWMn2"
    "eBtuD/AcuZuX/+DajYYmHM4H8AkXzWM8e0kPoj2K68ygSsujvwKvlZaZ/X86f8Rf9FfwwH"
    "PvreMt8dRv8OpgzcajND3QGCBR23IwRGZOoXEBConQXBwjGR+Z0FCPHG0L/3QvbRL7pXWW"
    "EDsQr87x1+h3MwpUUZKMT029CSC3OoaUgFjwzuRzBDc+iQh0/+dwCeENp4Dj9q5n6u007I"
    "CY3KCQ5fn8qRFAKKzskK9YdMEXXJdjjdVcsFTIXUB+yxejO6ux/IU/n2LIV5/BY3aGp0Lw"
    "8lEAykUVLj6eCLMpanD+MhvRD+ddMb3siDgTfd8QOovC2b51DNTtaIUh0uU6P5sMwDJ274"
    "J5qyBwvStIIRezMiPPWrMSFOJ3KWyiO+x4oXC/35sHstFxA09aprPUUqlntl3Gl6I69uTz"
    "HsAaVAvcq2LurVH8A9jn63kalDTWG9ypDOa02YDTifWkD/14lMECkPnLxPamPaJ7ElQdoq"
    "RosQlJaEoLRso6wnAiXag7QsoFEagWfLglDaiWrtMSiiz3ApWEu0GD6i405eLNCcm9AWvS"
    "0VOvEUFI4sVQrLXhFwXccTBNQFDFTmzgJQd0tUuU43ifwfz1dshARWxhasHfKRJtnvyDj3"
    "Ck06c/VNflGsBp9Vpna5C1DlSPM87Zq783N0am9Bttelc0D9Otuvxq/wl636+eM7GIdef9"
    "8yr4d9VYwTZALq8lBXbU6UIOsg1PX7iuGaX3Uvb9MOaTpUEeYoBul9TNEC9+fgvkaWRcTI"
    "NPBT9HtWIaSQpBNbSp4VR/55GjPgpGL6YlnL/vBkoF8c8kBsTGGebReI0ojslHzDgOHHJz"
    "5Tfw3iHE8T1EIFNrqm2qfADrCOzrLUV3ZTKlZeNX9coer66MevPLLiJ4/MuU/+NpEf7rld"
    "GUTBpDNKtIwyi+wkXw1YzhpANzqUPfQ7jrJa++w1h3IKlfRQKinZyrDN7UecI+aEJF0KNa"
    "mtxvNvDmTlVDiuKTTHa6jxcY2SJd1SLt25R3+CGOcAeCvf9O96gxcXr6SrRNKHL928Sjl2"
    "ye+ylY2Jeb70XJTjhH9JnN9Ir0rj7B8U1fboKJUIyCnanUWc5fEQF3GWR1rotkPjJJU9z0"
    "ou/XE28zrfgbpPSaHa1xxDsTEN1ZnbFSGNUwlQhb3kQPYSztKtAdj7cKaOQht/YdtnjBqz"
    "4+8syxzl3ZaKDVJmOLLJeh9fY4sV2qIWnsjs7WJmr4mgxbOlZTuvQgrhu9rDdyVqOzaeQX"
    "H4AITWoXwUFVmkrnQyr0Go5EJ7bIOK025vu6vB5PrcI0OksopOeQd8JW3na/whHqiBx59f"
    "IpxzX/jHW+cfF77cSvv2XlZqIWIeScSMb0GV8E+RCjY8kw2xw6OaZBgjFQJiCQExYvisQ0"
    "4MDa6niXBJaTEu3xS7HOJBj3UA7Yt7nYY5squ2TDJfQh3/B9Jf/6DjjGzOxJgC2TwcrTj+"
    "8MLg2B7QyVx+qKptIgQ2GrQXhrkGvziXF3+/BNbK2AR/08zYc/C4gfaKVU6lnQR3gOYhgY"
    "VprNkspmHYXulTaIPvaFjsDGnG9jtKAMHGRAv8ezqS9rhfpYznZQNNpNuiAdHxnC5V8+Tq"
    "TZDrtMPluBXtjy2tNm/9p/tUFXeWP74T+B7amRXu1BU24xiRKNGSK/q7WNUii6alnJPEtz"
    "gSJrq8WiWNuuVcOCJoUOclW+4MSso0HPXCkg2E5CUkLyF5CcmrYjtvSyH7Ev7GAbmwlVBA"
    "d8A+Qv7ajqIdrPcWdxHyt+gKu3CERBhb8yUu36ZzeHmrpfAWClyRxdUqcWuK4JonbbHruc"
    "KW7Y8QHQWFgCUELCFgCQGr6wJWSiI43pnlVdPNOLnCWrv555cSVvetO3SMTe+eO0QMWiz4"
    "0WLxW+KkO/hJFzCgAsZRGqEpJDPvw3VfFs8IiYAzX/Hyhe5nKl6+dH+akBa3bg8XVEzZuu"
    "lNbnq3crIOOXmba8B04s/TUVCjux4f1eNIA37aMkcUiGQ0Z8sBkQTqMiEqGw3O0crQVGQC"
    "uiRUCywME0A32MPthAstYJERYIYWtCcv1HesZa871wypbo9f97m82JNGniGU7ZaKIELZFs"
    "p28+BelVK2r3KU7au0sj0zYbWy7AGBaHRWMlBn/kSOPcXC/6m0kJN03YO7/s0io+xgbmnw"
    "jIKDojL4j2WzJIS97jAOUYJXRKysDnaC+ICIB1eikFe10R0F87lj2QZHX/9pMhpmyHYBRT"
    "K9EM9t8F+gYasxL+nZPxaOPqdIgpmDNRvr1jl97D/PUhvOH382I0VTYGLYp+Ivk6GWCXGb"
    "TpCMv5wTnJaGuatolUqQiRjMXMOUj1YNhhRPa7+JzHiSABdaVBIrrFVxAUkmZFtXonwqtL"
    "Io0XXScJSmyJARlo09sD0Z3VAYN5rWvUXexmnkbfxlJIb2pm30NnhqPCFu8dLgXq6EADeY"
    "nOf+sBKemCe089wiRLhYmnD9I5gZju52ZgWmQbuwQvejoSM3R5f2YaUf3LgPsCWyA/KScz"
    "X0nQWsubFBAFpPrscFc90zh3twGTGHTsCEHAl8DbsFs09hS2YhAR2pMKs4oxs9o9mGoayg"
    "xUlnvcY6NHcZIScxuqQxa2cj6wTxzjNqebaSwLBCQL3uD3vjL/zM1muObeX6y1TuJW0rJq"
    "L4KNWrWsYpW1XdcmhsXzS0lZxcXUv0+waT6fZgcJyyBga3U2brBJdN9I1siPu8xnFKweU2"
    "czkUBytIfDEiodAmCsN7sncFPCMkItg12YDe114q4BmlEcsz195Cl14N1paxN81pLtFCG0"
    "vkBS1RCy8oOfHs6GFvnpNcpyWCh8O3tASqYVrOM2ENE4G6iWvsdG6VQfBGg5b1wYQ6NzI7"
    "clfKMwrO6ThlGQwsNAt+psHRrhEOrOEOqAbYYnvFTG3uN6dF/ZhZDum04fE3bO8Ae0za1P"
    "fcybiJYZH9JUKVyg0TBrvj5INFWJKCOdtulyDroPnu4k0J691FUr0JjXf0VqqrUqXYYX98"
    "B8H9oQS2P2RC+0MSWbJXkak0u3KcX5xQxPiViPGjkG1Ners61AGdQLoE0kLZFsrhseXtLO"
    "XwyDmQjDmZwnbkbq6w7bK+grDdA7RmtY7WSLf9WtlM+gVsEubJptIxm9gXlemC4XnVnzNV"
    "kaBNByoxX6yQt9shb6c5U0ISjBF1UBysP7dp4eNYFuKAQMBbrkGsUGWEKnPiArZQZYQqI1"
    "QZococVZVhqHOUGJ8b2eqLz3ZRkLR7aoLIJBI1Uk40RDn6zVIwZ7fcSZAdDu2zsxTWzWwH"
    "jTTbwZZirfBmgzjbcVGJgwihkGJLSLHfkGlxV3VmvZQIxeEay14kwb14xn7h1ki5vHj19t"
    "UPV29eBaVRgit5FVFaVUWXClT3yFxjy3JB4IpckRGFwpeyiQ8uYT8mC2LmFrSLhFk4FtdA"
    "nDu2yAIc+WrC8tsKkS6+WMpKH3GqDsogDRgnhbFBGBuahfRUjQ1uzV7O0RcU881rNucPab"
    "aMSTylV7SeO+6pReQNs6rGHKURBglhkDiyQQKtIdaqABwQdK+K6OXrMsuXjMoG+HW6kCi0"
    "rK1BziZ+Xnpe1dYEYQcBb2JFa8Yc8qSwbKRDiu5BXH+ktqjRehiDGsFLRWujOso+lTBblq"
    "nKKmpWVIL+5PLchV16L7u0yMRuLrP9aO2IO4NmjglO5GA3kYN9vB7PJ4pvW1s8M1tmVlhV"
    "eFMqNHYqzURYRbpgSqGlON0rM3ZHmD4PbvoUfqSai92IzqPNSgWir2M5saCor2PSmSzcnc"
    "+vIXREUWCCMiN+YvdLCAQWqhTtY5E1gtS/YR3MTGNrIfMcTGmep2E8YQRocyGLJX6y6qzv"
    "3D/pA71bhq7tALYtQM3jvAih2ucv558VLbyPm0IqagAftwawZS7Cyu2lI/RjVB303dbvGK"
    "dxBArZ2Hk9E/KjD0KqU40jP0AzU6iqZJVbVbCNkHQD2PoXrfC2dNzb0qIK4W07EDrFZgLh"
    "Pm9xlE6UB28zh4VBShik2mA8KTZIHcd4MiVsyKyxFd6U8swmlJXVKmxRilTWk4XI2KAULb"
    "V10JJY2AYvIHCLnrxj3x5gC0Dyj1tQa/09z2hS/wPKV+MSqVjtsKDsRBGuA6hCrMdbGuLs"
    "buABwbOagZ+OyNRI+2/hthTpb8cWaVqa/jbF8yfEF2fcO/myTDhGVNzpnEygO/wWHDl5WA"
    "FF55Lcri7LmJsvs63NlylZwJn9iuaVDPkRkg6KW42Y9MmxYzsZFn2ZrNfU6ZQ0bnjUBzTu"
    "D+XPafu+fzGuHI50RBUvclMCo3t5KAHyv9v+8INy8zCZju7kcXilP5zK42FvIIGxPBkNPs"
    "m3EiAS1IT+SwZ+kG+TqmEZpl2Wyp7LSZ5L586Z2DAzm28U8yxKf0iujcZ3vQGHceF1Lu8G"
    "I8I7d5AEPvY/fJTAA2HGcNoObsxXUNdRRrJoMTMi5G3esXxm3H8cDWUJyHe9PuHGZ/mavC"
    "Ife1MJkJdpTG707vvtYAvRCvW9jPExQuFwabU5foFNy1bIhBvyG5GiEim5OsMzJxGumFPh"
    "/X5uN/4Mgutt5jqZivCPIrDn286dQPC89Tz/tmfr7Rip4HOb+WxBG1sLWg2Bl5g8WUNNy8"
    "xOTtLulaLcMt56CctXl2/fBLnK9ENemvKEaEkDUTXhOFUTnI26ZxxfnLJVWoeI4xNVE2qs"
    "mgAtloFS1d2YIBPZ/gkjFPm9S8PcVUQ1QSZQTTT7iXYOL4tpjEggmkTUXJJjjkxqVIY1SS"
    "mwTVg8TbXyYo3SCDzjeNoIrivCGSERaObGxLi7ZBrbylExd8FEJ4lqYVhM7DgpUZKGvdE1"
    "4Dry5+kmrNGNrwSqvqBUA7C3mBkpoLnr22jdXYQTsmUJkH0ZvwaQy8b/nyi2CW2oBLb0ZK"
    "oB16k3TTdhjRzfJSCNSKR1IBtECnYT27T83qqqHy78d8iyIDN4ZER7+gOk4qBPZR0ZW5jE"
    "8ggdsirMR5osQtNJ6NMBtGg6yRZa78Ajy/hht1lOyXaFdDbQlQ/AC8MEEGxMY2nC9fdgax"
    "o2p0FQY08pUwTEg8Vlvmvo9Ds2iPogR45kdddFGuGctP6Aos1hS3sGWjZSgR1bdPejbS44"
    "wWJFfpgopfDFlKsTvjCNtZKlaBYBniAWmJfAfGaoHA0pu3+nP74TO0ien6uJLp7VnYwtdC"
    "6KIIhUEMTxKgy0U7N4rhU3KnWWtuNGiUR6Y74pN8xxO5QK3FJYi+0L0WVVwsJw6GoY7dwA"
    "9i+GcWyjwjWBe4G5yaP+LSnPkDCLDBLpo51TuueE41VUbn9851JHRX/EU7NlPJGfVgVff3"
    "wH8a0/7zn6tVIYZ2vTCbJTLbZ5CD06Jc0ey+nAjmOOr8E1OuW5GLwRhY6F6YocSG7tbmjS"
    "Ot+6iuk9VqwK6ba5ewcQnK+AoXslrrAFLGQDmgfplQInDwMzVvYbaYu0V6GZRwixRYgtQm"
    "wRYkudYosJ9ac0vpnB+/7weiL3j7tyaw7jX5rG1l4ptr/1cxwseJkJLI+6Qxlbf7+8vLp6"
    "e/ny6s0Pr1+9ffv6h5cB3Olbebhf9z/0hwkZhtOIkhyj6r6s4BALTuzLCTeqcG44up3Hj0"
    "xmZNJ3iCW1bUHfoIaJoLlT1oZurzgVjLKTstKUAuA0wBuDzqysyZfEGw3zvOi3aI7XUOPD"
    "zKVPuh/dCc69iZoSW+rMiMvB8Fa+6d/1Bi/eSFcJZ7kvsLxKySQqttwXfoPMObdvSS7IPP"
    "LjYPwyifHLRjF+LV2WxhhbCk0N/8YRroviQEK6A4aA+JJhFM1AWmxxAIjIj91r022ROSrH"
    "ZRW9LRUZp5TGfFdf3fldq433FH4z3ORNYSs6uK2IDMd8O3bmjhAlOdyWUOfhVbccFlnHFZ"
    "ZqnEoEsaTigiony0ZIBJxFMUG1JCH6jpDThLREPBA/B5HbVThyoD4T1cgh3lFg43tfq2KC"
    "6JK+WUE9K8souFssYs3DgU1GB32N5yDHM3dYmLy/jtkV24h/DjJthQx2HBksO1ajuDrxKc"
    "Rt+KWJfxr1hxJ4uP8wJnunBG5Hn4fen/+S5XsJ3PWGD16d6aNXJzYRtKpFd4QUbeZFq6I8"
    "YtkSc7tifptP0Am4D+BbFfkoncxHiR3wFU7pJJ3IS2lRbbETemFEAazjmUiMfV78OJXAtG"
    "VlsFr66tdeBys4fw5nhmrngi1ENnlSl6kmZAhoSxn4jIrAiuptpXAtUb3tONa9z1DT+N0i"
    "vTtSnlVvG44pjuvfGkBD6hKZAM5ZBIgFoK4CCDRj/nQOpisEZlCjy8QNy7dXCJvWO/Ivtm"
    "i3amDBnQW2K8NCjHC7YgZAOm7H+lvPEHAspHLi/Q/66DIGyg35anO8gZrifaHA+jgzdMeK"
    "Xc20QrZLIj9qtHAzhki3qsp/EMfuVaIai0cnCrGUKsSSWPUVVjSPVqia6RaM6Q2nAshZ9A"
    "LofH0phVsNstKAHWW9cL7TBLpQaMpacyXE0tieICAv74fm7KU1yKvF9oORjqYG+V/j1oM2"
    "iCm12A7q1gFkmvearQi4t0toAwoKRhbqBNQR6gYFUH8oBO4MboFPCxhbwlpgIqjSz+9Y3q"
    "0nxtNnYMTydR/JM3TLbaT16EvvgIhZT0QqXxE+E9q0SnDQJz8zZCHyGBGWIMISmg5LGMsU"
    "pA+yBK5Hw4eJBO57X2iH8fcPw1sJ9G5/epi0pJN1KCCQvciGHC0tJ4+QQ3y46N0mPedHSS"
    "R0BYc92JAgFCzYnwWuBUuBC5tbPzaPCUlSwYa92SDCSjoZVtIuY2t7GVvFXR+XayvgmqYU"
    "4Aq//XH89pG1WJuhaRqfs6NIp9/iVrlGe8jE89UZxyLi3ZHyjCEwHNOaSqiZ8h93D+UIfR"
    "4XW2tfqyeRMdsEkJkunh2WnZ0v3irlf9/A7Nevyyj1r19na/X0XkKCJi9VBYS94R1E96JU"
    "2PtFTtj7RTrsnTzR5lbt+GkyGvIRjpAktRQ8t8F/gYatU1QQc8ClYMRUk1RORzJ9IyGS0Q"
    "mOXrnzz/8PWnYFUw=="
)
