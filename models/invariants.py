"""What must always hold, as questions that return the rows where it does not."""

INVARIANTS = {
    "every ledger transaction sums to zero per asset, with two entries at least": """
        SELECT entry.transaction_id::text
        FROM ledger_entry entry JOIN ledger_account account ON account.id = entry.account_id
        GROUP BY entry.transaction_id, account.asset HAVING sum(entry.delta) <> 0 OR count(*) < 2 LIMIT 5""",
    "stored balances equal the sum of their entries": """
        SELECT account.id::text FROM ledger_account account
        LEFT JOIN (SELECT account_id, sum(delta) AS total FROM ledger_entry GROUP BY account_id) sums
            ON sums.account_id = account.id
        WHERE account.bucket <> 'OUTSIDE' AND account.balance <> coalesce(sums.total, 0) LIMIT 5""",
    "no balance was ever below zero unless its account allows a debt": """
        SELECT entry.id::text FROM ledger_entry entry JOIN ledger_account account ON account.id = entry.account_id
        WHERE entry.balance_after < 0 AND NOT account.allows_debt LIMIT 5""",
    "what is left in lots explains the available and the pending points": """
        SELECT account.id::text FROM ledger_account account
        LEFT JOIN (SELECT account_id, sum(remaining) AS total FROM points_lot GROUP BY account_id) lots
            ON lots.account_id = account.id
        WHERE account.asset = 'POINTS' AND account.bucket IN ('AVAILABLE', 'PENDING')
          AND greatest(account.balance, 0) <> coalesce(lots.total, 0) LIMIT 5""",
    "each ledger transaction beside those of imports has its outbox event": """
        SELECT posted.id::text FROM ledger_transaction posted
        WHERE posted.actor <> 'import'
          AND NOT EXISTS (SELECT FROM outbox_event told WHERE told.transaction_id = posted.id) LIMIT 5""",
    "what is held explains the held points": """
        SELECT account.id::text FROM ledger_account account
        LEFT JOIN (SELECT member_id, sum(amount) AS total FROM points_hold WHERE status = 'HELD'
                   GROUP BY member_id) held ON held.member_id = account.member_id
        WHERE account.asset = 'POINTS' AND account.bucket = 'HELD' AND account.balance <> coalesce(held.total, 0)
        LIMIT 5""",
    "a template has issued and redeemed as many coupons as it says": """
        SELECT template.code FROM coupon_template template
        LEFT JOIN (SELECT template_id, count(*) AS issued, count(*) FILTER (WHERE status = 'REDEEMED') AS redeemed
                   FROM coupon GROUP BY template_id) coupons ON coupons.template_id = template.id
        WHERE template.issued_count <> coalesce(coupons.issued, 0)
           OR template.redeemed_count <> coalesce(coupons.redeemed, 0) LIMIT 5""",
    "no member has more coupons of a template than one member can have, but by joining two files": """
        SELECT coupon.member_id::text FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
        WHERE coupon.member_id IS NOT NULL AND coupon.status <> 'REVOKED' AND template.per_member_limit IS NOT NULL
          AND NOT EXISTS (SELECT FROM member_merge WHERE kept_id = coupon.member_id)
        GROUP BY coupon.member_id, template.id, template.per_member_limit
        HAVING count(*) > template.per_member_limit LIMIT 5""",
    "a coupon is redeemed if and only if it has a live redemption": """
        SELECT coupon.code FROM coupon
        LEFT JOIN coupon_redemption live ON live.coupon_id = coupon.id AND live.released_at IS NULL
        WHERE (coupon.status = 'REDEEMED') <> (live.id IS NOT NULL) LIMIT 5""",
    "an order is the sum of its lines": """
        SELECT orders.number FROM orders
        JOIN (SELECT order_id, sum(total) AS total, sum(discount) AS discount FROM order_line GROUP BY order_id) lines
            ON lines.order_id = orders.id
        WHERE orders.total <> lines.total OR orders.discount_total <> lines.discount LIMIT 5""",
    "what came back of an order is what its returns say": """
        SELECT orders.number FROM orders
        LEFT JOIN (SELECT order_id, sum(amount) AS amount, sum(refunded_principal) AS principal,
                          sum(refunded_bonus) AS bonus FROM order_return GROUP BY order_id) back
            ON back.order_id = orders.id
        WHERE orders.returned_total <> coalesce(back.amount, 0)
           OR coalesce(back.principal, 0) > orders.paid_by_principal
           OR coalesce(back.bonus, 0) > orders.paid_by_bonus
           OR (orders.status IN ('RETURNED', 'PARTLY_RETURNED')) <> (back.order_id IS NOT NULL)
              AND orders.status <> 'CANCELLED' LIMIT 5""",
    "no campaign spent more than its budget": """
        SELECT campaign.code FROM campaign WHERE campaign.budget IS NOT NULL AND campaign.spent > campaign.budget
        LIMIT 5""",
    "what was paid online stands in the wallet, once and to the cent": """
        SELECT payment.number FROM payment JOIN wallet_entry entry ON entry.id = payment.entry_id
        WHERE entry.kind <> 'RECHARGE' OR entry.principal_delta <> payment.amount
           OR (payment.status IN ('REFUNDING', 'REFUNDED')) <> EXISTS (
               SELECT FROM wallet_entry back WHERE back.reverses_id = entry.id AND back.kind = 'RETURN') LIMIT 5""",
    "every member has figures, accounts and a wallet": """
        SELECT member.member_no FROM member
        LEFT JOIN member_metrics ON member_metrics.member_id = member.id
        LEFT JOIN wallet ON wallet.member_id = member.id
        WHERE member_metrics.member_id IS NULL OR wallet.member_id IS NULL LIMIT 5""",
    "a member's figures are those of the orders": """
        SELECT member.member_no FROM member JOIN member_metrics figures ON figures.member_id = member.id
        LEFT JOIN (SELECT member_id, count(*) FILTER (WHERE status <> 'RETURNED') AS orders,
                          sum(total - returned_total) AS spend
                   FROM orders WHERE status <> 'CANCELLED' GROUP BY member_id) bought ON bought.member_id = member.id
        WHERE figures.order_count <> coalesce(bought.orders, 0) OR figures.total_spend <> coalesce(bought.spend, 0)
        LIMIT 5""",
    "contacts are counted as they were claimed": """
        SELECT counted.member_id::text FROM contact_count counted
        LEFT JOIN LATERAL (
            SELECT count(*) FILTER (WHERE day = counted.day) AS on_day,
                   count(*) FILTER (WHERE date_trunc('week', day) = date_trunc('week', counted.day)) AS in_week,
                   count(*) FILTER (WHERE date_trunc('month', day) = date_trunc('month', counted.day)) AS in_month
            FROM contact WHERE contact.member_id = counted.member_id AND contact.released_at IS NULL
                AND counted.channel IN ('ALL', contact.channel)) made ON true
        WHERE (counted.on_day, counted.in_week, counted.in_month) <> (made.on_day, made.in_week, made.in_month)
        LIMIT 5""",
    "a planned call has claimed its contact, and no other step has one that counts": """
        SELECT task.id::text FROM care_task task JOIN contact ON contact.id = task.contact_id
        WHERE task.status IN ('PLANNED', 'CALLING') AND contact.released_at IS NOT NULL
           OR task.status = 'WAITING' LIMIT 5""",
    "the search finds every card of a member": """
        SELECT member.member_no FROM member
        LEFT JOIN (SELECT member_id, string_agg(card_no, E'\\n' ORDER BY card_no) AS numbers FROM member_card
                   GROUP BY member_id) cards ON cards.member_id = member.id
        WHERE member.card_numbers <> coalesce(cards.numbers, '') LIMIT 5""",
}

GUARDS = """
    SELECT wanted.name FROM unnest($1::text[]) AS wanted(name)
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conname = wanted.name AND contype <> 't')
      AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = wanted.name AND tgenabled <> 'D')
      AND NOT EXISTS (SELECT FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                      WHERE relname = wanted.name AND indisunique)"""
"Which of the given constraints, triggers and unique indexes are missing or switched off."
