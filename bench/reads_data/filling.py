"""The statements that make rows of seeds. Members are dealt to households and people by their number."""

ROWS = 10
"Points entries of a member: as many baskets of the household, beginning further on for each copy of the household."

GROUND = """
    INSERT INTO tier (code, name, rank, spend_threshold, validity_months)
    SELECT code, initcap(code), rank, spend, 12 FROM (
        SELECT *, (SELECT percentile_disc(above) WITHIN GROUP (ORDER BY spend) FROM seed.household) AS spend
        FROM (VALUES ('MEMBER', 0, 0.0), ('SILVER', 1, 0.4), ('GOLD', 2, 0.65), ('PLATINUM', 3, 0.8),
                     ('DIAMOND', 4, 0.9), ('BLACK', 5, 0.96)) AS t(code, rank, above)) tiers;
    INSERT INTO dictionary_item (dictionary, code, label)
    SELECT 'source_channel', code, initcap(code) FROM unnest(ARRAY['STORE', 'APP', 'WECHAT', 'WEB']) code;
    INSERT INTO organization_unit (code, name, path) VALUES ('platform', 'Platform', 'platform/');
    INSERT INTO store (code, name, unit_id)
    SELECT 'S' || lpad(n::text, 5, '0'), 'Store ' || n, (SELECT id FROM organization_unit)
    FROM generate_series(1, 200) n;
    INSERT INTO campaign (code, name, kind, status, starts_at, ends_at)
    SELECT 'CJ-' || campaign, 'Campaign ' || campaign, 'COUPON_GIVEAWAY', 'ENDED', min(starts_at), max(ends_at)
    FROM seed.template GROUP BY campaign;
    INSERT INTO coupon_template (code, name, kind, valid_from, valid_until)
    SELECT code, name, 'GIFT', starts_at, ends_at FROM seed.template;
"""

MADE = """
    CREATE UNLOGGED TABLE seed.made AS
    SELECT n, uuidv7() AS id, uuidv7() AS points, uuidv7() AS growth, uuidv7() AS principal, uuidv7() AS bonus,
           h.household, h.baskets, coalesce(copy * {rows} % nullif(greatest(h.baskets - {rows} + 1, 0), 0), 0) AS start,
           h.joined_at - make_interval(days => (copy * 37 % 1500)::int, secs => n * 7919 % 86400) AS joined_at,
           h.last_at, (h.spend * (8000 + n * 7919 % 4001) / 10000)::bigint AS spend, h.custom,
           n % 50 = 7 AS is_anonymous,
           CASE WHEN n % 50 = 8 THEN 'FROZEN' WHEN n % 50 = 9 THEN 'CANCELLED' ELSE 'ACTIVE' END AS status
    FROM (SELECT n, n / dealt.households AS copy, n % dealt.households AS place
          FROM generate_series(0, {members}::bigint - 1) n,
               (SELECT count(*) AS households FROM seed.household) dealt) numbered
    JOIN seed.household h USING (place);
    ALTER TABLE seed.made ADD COLUMN rank int;
    UPDATE seed.made SET rank = least(5, greatest(0, CASE n % 20 WHEN 0 THEN 1 WHEN 1 THEN -1 ELSE 0 END
        + (SELECT max(rank) FROM tier WHERE spend_threshold <= spend OR tier.rank = 0)));
    ANALYZE seed.made;
""".replace("{rows}", str(ROWS))

ACCOUNTS = """
    INSERT INTO ledger_account (id, asset, member_id, balance, total_in)
    SELECT points, 'POINTS', made.id, b.balance, b.balance FROM seed.made JOIN seed.basket b
        ON b.household = made.household AND b.n = least(start + {rows}, made.baskets) - 1
    UNION ALL SELECT growth, 'GROWTH', id, spend / 100, spend / 100 FROM seed.made
    UNION ALL SELECT principal, 'PRINCIPAL', id, n % 7 * 1000, n % 7 * 1000 FROM seed.made
    UNION ALL SELECT bonus, 'BONUS', id, n % 5 * 100, n % 5 * 100 FROM seed.made
""".replace("{rows}", str(ROWS))

MEMBERS = """
    INSERT INTO member (id, member_no, name, latin_name, phone, email, birthday, gender, status, is_anonymous, is_demo,
        joined_at, points_account_id, growth_account_id, home_store_id, source_id, tier_id, tier_since, custom,
        card_numbers)
    SELECT made.id, 'M-' || lpad(n::text, 7, '0'), person.name, latin_name,
           CASE WHEN NOT is_anonymous THEN CASE WHEN latin_name IS NULL THEN '+1' ELSE '+861' END
                || lpad((n * 738856093 % 10000000000)::text, 10, '0') END,
           CASE WHEN NOT is_anonymous THEN local || n || '@example.' || (ARRAY['com', 'org', 'net'])[n % 3 + 1] END,
           birthday, gender, status, is_anonymous, true,
           joined_at, points, growth, store.id, source.id, tier.id, joined_at, custom::jsonb,
           '6008' || lpad((n * 48271003437 % 100000000000)::text, 11, '0') || n * 7 % 10
    FROM seed.made
    LEFT JOIN seed.person ON place = n % (SELECT count(*) FROM seed.person) AND NOT is_anonymous
    JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM store) store ON store.place = household % 200
    JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS place FROM dictionary_item) source
        ON source.place = n * 31 / 7 % 4
    JOIN tier USING (rank)
    WHERE n % 2 = {half}
"""

BESIDE_MEMBERS = """
    INSERT INTO member_metrics (member_id, order_count, total_spend, first_order_at, last_order_at)
    SELECT id, baskets, spend, joined_at, last_at FROM seed.made;
    INSERT INTO wallet (member_id, principal_account_id, bonus_account_id) SELECT id, principal, bonus FROM seed.made;
    INSERT INTO member_card (card_no, member_id)
    SELECT '6008' || lpad((n * 48271003437 % 100000000000)::text, 11, '0') || n * 7 % 10, id FROM seed.made;
"""

ENTRIES = """
    CREATE UNLOGGED TABLE seed.entry AS
    SELECT uuidv7() AS transaction_id, * FROM (
        SELECT points AS account_id, number, delta, balance, b.at + make_interval(secs => made.n % 3600) AS at
        FROM seed.made JOIN seed.basket b ON b.household = made.household AND b.n BETWEEN start AND start + {rows} - 1
        ORDER BY 5) ordered;
    INSERT INTO ledger_transaction (id, operation, actor, reason, source, at)
    SELECT transaction_id, 'points.earn', 'till', CASE WHEN delta > 0 THEN 'Purchase' ELSE 'Paid with points' END,
           'order ' || number, at FROM seed.entry;
    INSERT INTO ledger_entry (transaction_id, account_id, kind, delta, balance_after, expires_at, at)
    SELECT transaction_id, account_id, CASE WHEN delta > 0 THEN 'EARN' ELSE 'SPEND' END, delta, balance,
           CASE WHEN delta > 0 THEN at + interval '12 months' END, at FROM seed.entry;
    DROP TABLE seed.entry;
""".replace("{rows}", str(ROWS))

COUPONS = """
    INSERT INTO coupon
        (code, template_id, member_id, campaign_id, status, issued_at, valid_from, valid_until, redeemed_at)
    SELECT upper(substr(md5(made.n || ':' || held.n), 1, 12)) || made.n % 1000, template.id, made.id, campaign.id,
           CASE WHEN used THEN 'REDEEMED' WHEN named.ends_at > '2026-11-22' THEN 'ISSUED' ELSE 'EXPIRED' END,
           named.starts_at + make_interval(secs => made.n % 86400), named.starts_at, named.ends_at,
           CASE WHEN used THEN named.ends_at END
    FROM seed.made
    JOIN seed.held ON held.household = made.household AND held.n < (ARRAY[1, 2, 2, 2, 5, 7])[rank + 1]
    JOIN seed.template named USING (campaign, upc)
    JOIN coupon_template template ON template.code = named.code
    JOIN campaign ON campaign.code = 'CJ-' || named.campaign
    ORDER BY named.starts_at, made.n
"""

TICKETS = """
    INSERT INTO ticket (number, subject, status, priority, channel, member_id, opened_at, resolved_at)
    SELECT 'T-' || lpad((made.n / 2)::text, 7, '0'),
           (ARRAY['Points missing for an order', 'Coupon was refused at the till', '怎么升级会员等级？',
                  'Change of phone number', 'Card lost', '积分什么时候过期？', 'Order arrived incomplete',
                  'Refund not received'])[made.n / 2 % 8 + 1],
           CASE WHEN made.n % 3 = 0 THEN 'OPEN' ELSE 'CLOSED' END,
           (ARRAY['LOW', 'NORMAL', 'HIGH', 'URGENT'])[made.n / 2 % 4 + 1],
           (ARRAY['PHONE', 'EMAIL', 'WEB', 'CHAT'])[made.n / 2 % 4 + 1], asker.id,
           made.last_at - make_interval(hours => (made.n % 2000)::int), CASE WHEN made.n % 3 <> 0 THEN made.last_at END
    FROM seed.made JOIN seed.made asker ON asker.n = made.n / 4 * 4
    WHERE made.n % 2 = 0 ORDER BY made.n
"""
