"""The best statements for the questions that we could write by hand against our tables."""

from collections.abc import Callable
from typing import Any

from bench.reads_sides import questions

Bind = Callable[[dict[str, Any]], list[Any]]


def _instant(expression: str) -> str:
    return f"""to_char({expression}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


ONE = f"""
    SELECT '{{"member":' || coalesce(row_to_json(r)::text, 'null') || '}}' FROM (
        SELECT m.member_no AS "memberNo", m.name, m.latin_name AS "latinName", m.phone, m.email, m.status,
               {_instant("m.joined_at")} AS "joinedAt", g.balance AS "growthValue",
               (SELECT row_to_json(x) FROM (SELECT code, name, rank FROM tier WHERE id = m.tier_id) x) AS tier,
               (SELECT row_to_json(x) FROM (SELECT p.balance AS available) x) AS points,
               e.j AS "pointsEntries", c.j AS coupons, t.j AS tickets
        FROM member m
        JOIN ledger_account g ON g.id = m.growth_account_id
        JOIN ledger_account p ON p.id = m.points_account_id
        CROSS JOIN LATERAL (SELECT row_to_json(x) AS j FROM (SELECT coalesce(json_agg(r), '[]') AS nodes FROM (
            SELECT e.kind, e.delta, coalesce(e.balance_after, 0) AS "balanceAfter", t.reason, t.source,
                   {_instant("e.at")} AS at
            FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id
            WHERE e.account_id = m.points_account_id ORDER BY e.at DESC, e.id DESC LIMIT 10) r) x) e
        CROSS JOIN LATERAL (SELECT row_to_json(x) AS j FROM (SELECT coalesce(json_agg(r), '[]') AS nodes FROM (
            SELECT c.code, c.status, {_instant("c.valid_until")} AS "validUntil",
                   (SELECT row_to_json(x) FROM (SELECT t.name) x) AS template
            FROM coupon c JOIN coupon_template t ON t.id = c.template_id
            WHERE c.member_id = m.id ORDER BY c.issued_at DESC, c.id DESC LIMIT 20) r) x) c
        CROSS JOIN LATERAL (SELECT row_to_json(x) AS j FROM (SELECT coalesce(json_agg(r), '[]') AS nodes FROM (
            SELECT number, subject, status, {_instant("opened_at")} AS "openedAt"
            FROM ticket WHERE member_id = m.id ORDER BY opened_at DESC, id DESC LIMIT 5) r) x) t
        WHERE m.member_no = $1) r"""

BEST = f"""
    SELECT '{{"members":{{"nodes":' || coalesce(json_agg(r), '[]')::text || '}}}}' FROM (
        SELECT m.member_no AS "memberNo", m.name, m.status, t AS tier, x AS metrics, c AS coupons
        FROM (SELECT m.member_no, m.name, m.status, m.tier_id, m.id, x.total_spend, x.order_count
              FROM member_metrics x JOIN member m ON m.id = x.member_id
              WHERE m.status = $1 AND EXISTS (SELECT FROM tier t WHERE t.id = m.tier_id AND t.code = ANY($2::text[]))
              ORDER BY x.total_spend DESC, x.member_id DESC LIMIT 50) m
        LEFT JOIN LATERAL (SELECT code, name FROM tier WHERE id = m.tier_id) t ON true
        CROSS JOIN LATERAL (SELECT s AS "totalSpend", m.order_count AS "orderCount"
                            FROM (SELECT (m.total_spend * 0.01)::text AS amount) s) x
        CROSS JOIN LATERAL (SELECT coalesce(json_agg(r), '[]') AS nodes FROM (
            SELECT c.code, c.status, {_instant("c.issued_at")} AS "issuedAt", t AS template
            FROM (SELECT * FROM coupon WHERE member_id = m.id ORDER BY issued_at DESC, id DESC LIMIT 5) c
            JOIN LATERAL (SELECT name FROM coupon_template WHERE id = c.template_id) t ON true
            ORDER BY c.issued_at DESC, c.id DESC) r) c
        ORDER BY m.total_spend DESC, m.id DESC) r"""

NEWEST = f"""
    SELECT '{{"members":{{"nodes":' || coalesce(json_agg(r), '[]')::text || '}}}}' FROM (
        SELECT member_no AS "memberNo", name, latin_name AS "latinName", phone, email, birthday, gender, status,
               is_anonymous AS "isAnonymous", {_instant("joined_at")} AS "joinedAt", tier_mode AS "tierMode", version
        FROM member ORDER BY member.joined_at DESC, id DESC LIMIT 100) r"""

BY_DOCUMENT: dict[str, tuple[str, Bind]] = {
    questions.ONE: (ONE, lambda given: [given["no"]]),
    questions.BEST: (BEST, lambda given: [given["status"], given["tiers"]]),
    questions.NEWEST: (NEWEST, lambda given: []),
}
