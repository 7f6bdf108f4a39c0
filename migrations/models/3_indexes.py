from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """One index for every order that a list offers, every filter that narrows much, and every foreign key."""
    return """
        CREATE INDEX member_joined ON member (joined_at, id);
        CREATE INDEX member_named ON member (lower(coalesce(latin_name, name, '')), id);
        CREATE INDEX member_name_folded ON member (fold(name) text_pattern_ops);
        CREATE INDEX member_phone ON member (phone text_pattern_ops);
        CREATE INDEX member_email ON member (email text_pattern_ops);
        CREATE INDEX member_no_prefix ON member (member_no text_pattern_ops);
        CREATE INDEX member_status_joined ON member (status, joined_at, id);
        CREATE INDEX member_in_tier ON member (tier_id, joined_at, id);
        CREATE INDEX member_home_store ON member (home_store_id, joined_at, id);
        CREATE INDEX member_birthday ON member (birthday);
        CREATE INDEX member_source ON member (source_id);
        CREATE INDEX member_referrer ON member (referrer_id) WHERE referrer_id IS NOT NULL;
        CREATE INDEX member_merged_into ON member (merged_into_id) WHERE merged_into_id IS NOT NULL;
        CREATE INDEX member_tier_floor ON member (tier_floor_id) WHERE tier_floor_id IS NOT NULL;
        CREATE INDEX member_tier_cap ON member (tier_cap_id) WHERE tier_cap_id IS NOT NULL;
        CREATE INDEX ledger_account_balance ON ledger_account (asset, bucket, balance, member_id) WHERE member_id IS NOT NULL;
        CREATE INDEX member_metrics_spend ON member_metrics (total_spend, member_id);
        CREATE INDEX member_metrics_orders ON member_metrics (order_count, member_id);
        CREATE INDEX member_metrics_last_order ON member_metrics ((coalesce(last_order_at, '-infinity')), member_id);

        CREATE INDEX points_lot_next ON points_lot (account_id, expires_at, id) WHERE remaining > 0;
        CREATE INDEX points_lot_account ON points_lot (account_id, id);
        CREATE INDEX points_lot_due ON points_lot (expires_at) WHERE remaining > 0;

        CREATE INDEX orders_at ON orders (at, id);
        CREATE INDEX orders_total ON orders (total, id);
        CREATE INDEX orders_number_prefix ON orders (number text_pattern_ops);
        CREATE INDEX orders_number_suffix ON orders (reverse(number) text_pattern_ops);
        CREATE INDEX orders_member ON orders (member_id, at, id);
        CREATE INDEX orders_store ON orders (store_id, at, id);
        CREATE INDEX orders_unusual ON orders (status, at, id) WHERE status <> 'COMPLETED';
        CREATE INDEX order_line_product ON order_line (product_id, order_id);

        CREATE INDEX coupon_issued ON coupon (issued_at, id);
        CREATE INDEX coupon_template_issued ON coupon (template_id, issued_at, id);
        CREATE INDEX coupon_member_issued ON coupon (member_id, issued_at, id);
        CREATE INDEX coupon_campaign ON coupon (campaign_id, issued_at, id);
        CREATE INDEX coupon_status ON coupon (status, issued_at, id);
        CREATE INDEX coupon_valid_until ON coupon ((coalesce(valid_until, 'infinity')), id);
        CREATE INDEX coupon_code_prefix ON coupon (code text_pattern_ops);
        CREATE INDEX coupon_order ON coupon (order_id) WHERE order_id IS NOT NULL;
        CREATE INDEX coupon_template_created ON coupon_template (created_at, id);
        CREATE INDEX coupon_template_code_prefix ON coupon_template (code text_pattern_ops);

        CREATE INDEX campaign_start ON campaign ((coalesce(starts_at, 'infinity')), id);
        CREATE INDEX campaign_audience ON campaign (audience_id);
        CREATE INDEX campaign_participation_targeted ON campaign_participation (campaign_id, targeted_at, id);

        CREATE INDEX ticket_opened ON ticket (opened_at, id);
        CREATE INDEX ticket_due ON ticket (next_due_at, id);
        CREATE INDEX ticket_priority ON ticket (priority_rank, id);
        CREATE INDEX ticket_status ON ticket (status, opened_at, id);
        CREATE INDEX ticket_member ON ticket (member_id, opened_at, id);
        CREATE INDEX ticket_assignee ON ticket (assignee_id, opened_at, id);
        CREATE INDEX ticket_team ON ticket (team_id, opened_at, id);
        CREATE INDEX ticket_category ON ticket (category_id);
        CREATE INDEX ticket_order ON ticket (order_id) WHERE order_id IS NOT NULL;
        CREATE INDEX ticket_merged_into ON ticket (merged_into_id) WHERE merged_into_id IS NOT NULL;
        CREATE INDEX ticket_number_prefix ON ticket (number text_pattern_ops);

        CREATE INDEX product_in_category ON product (category_id);
        CREATE INDEX product_named ON product (lower(name), id);
        CREATE INDEX product_code_prefix ON product (code text_pattern_ops);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        SELECT 'the indexes go with the tables';
    """
