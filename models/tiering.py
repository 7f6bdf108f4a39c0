"""The rules of tiers as one question over many members; it decides as `rules.tiers.decide` does for one."""

import re
from collections.abc import Mapping

from rules.members import MemberStatus
from rules.standing import DECIDED, SHIPPED, Matter, Treatment
from rules.tiers import REASONS

Treatments = Mapping[str, tuple[Treatment, Treatment]]
"By a member's status: what becomes of upgrades, and of downgrades. Members of any other status are left alone."
STATUSES = ", ".join(f"'{status}'" for status in (MemberStatus.ACTIVE, *DECIDED))
"Of members whom the rules look at, as SQL."


def stores_of(stores: str, units: str) -> str:
    """The keys of the stores that two lists of codes mean, as SQL; null for everywhere."""
    return f"""CASE WHEN cardinality({stores}) + cardinality({units}) > 0 THEN (
        SELECT coalesce(array_agg(s.id ORDER BY s.id), '{{}}') FROM store s JOIN organization_unit u ON u.id = s.unit_id
        WHERE s.code = ANY({stores}) OR string_to_array(u.path, '/') && {units}) END"""


def said_of(stores: str, units: str) -> str:
    """In the words of a reason."""
    return (
        f"CASE WHEN cardinality({stores}) + cardinality({units}) > 0"
        f" THEN ' (' || array_to_string({stores} || {units}, ', ') || ')' ELSE '' END"
    )


LADDER = f"""
    SELECT id, code, name, rank, growth_threshold AS growth, spend_threshold AS spend, order_count_threshold AS orders,
           points_threshold AS points, period_months, keep_growth, keep_spend, keep_orders, grace_days, validity_months,
           is_active, {stores_of("tier.store_codes", "tier.unit_codes")} AS stores,
           {said_of("tier.store_codes", "tier.unit_codes")} AS places
    FROM tier
"""
"Today's tiers, with the names of `rules.tiers.TierRule`."
COUNTS = """
    o.status <> 'CANCELLED' AND NOT EXISTS (
        SELECT FROM held_effect h WHERE h.order_id = o.id AND h.matter = 'COUNT_SPEND' AND h.status <> 'REPLAYED')
"""
"Orders that count for tiers: not what was bought while the member's spend was not counted."
SPEND = "coalesce(sum(o.total - o.returned_total), 0)::bigint"
"What was bought and not returned, in minor units."
ORDERS = "(count(o.id) FILTER (WHERE o.status <> 'RETURNED'))::int"
BOUGHT = f"""
    SELECT p.place, {SPEND} AS spend, {ORDERS} AS orders
    FROM unnest($2::timestamptz[], $5::text[]) WITH ORDINALITY AS p (since, stores, place)
    LEFT JOIN orders o ON o.member_id = $1 AND o.at > p.since AND (o.at < $3 OR o.at = $3 AND $4) AND {COUNTS}
        AND (p.stores IS NULL OR o.store_id = ANY(p.stores::uuid[]))
    GROUP BY p.place
"""
"What one member ($1) bought since each moment of $2 up to $3, a moment that itself counts if $4, and in which stores."
REACHED = f"""
    SELECT max(l.rank) FILTER (WHERE l.is_active AND (g.growth >= l.growth OR coalesce(b.spend, 0) >= l.spend
               OR coalesce(b.orders, 0) >= l.orders OR g.points >= l.points
               OR num_nonnulls(l.growth, l.spend, l.orders, l.points) = 0)) AS rank,
           coalesce(bool_or(g.growth >= l.keep_growth OR coalesce(b.spend, 0) >= l.keep_spend
               OR coalesce(b.orders, 0) >= l.keep_orders) FILTER (WHERE l.rank = s.rank), false) AS is_kept
    FROM ladder l LEFT JOIN (
        SELECT p.months, p.stores, {SPEND} AS spend, {ORDERS} AS orders
        FROM period p JOIN orders o ON o.member_id = s.id
            AND o.at > (d.instant AT TIME ZONE 'UTC' - make_interval(months => p.months)) AT TIME ZONE 'UTC'
            AND (o.at < d.instant OR o.at = d.instant AND NOT d.is_over) AND {COUNTS}
            AND (p.stores IS NULL OR o.store_id = ANY(p.stores))
        GROUP BY p.months, p.stores) b ON b.months = l.period_months AND b.stores IS NOT DISTINCT FROM l.stores
"""
"The rank that a member `s` with growth and points `g` reaches at the instant `d`, and whether the own tier is kept."


def ways(ladder: str, members: str, at: str, zone: str, digits: int) -> str:
    """CTEs, the last one `change`: every change that the rules make, in order, for the members that meet a condition.

    `ladder` selects tiers as LADDER does, `members` speaks of `m`, `at` and `zone` are expressions of SQL. A change has
    `member_id`, `status`, `round`, `kind`, `from_id`, `to_id`, `from_rank`, `to_rank`, `at`, `expires_at`, `reason`;
    and `was_id`, `was_ends`: the tier and validity that the member had before any of them.
    """
    return f"""
    ladder AS MATERIALIZED ({ladder}),
    period AS MATERIALIZED (SELECT DISTINCT period_months AS months, stores FROM ladder),
    way AS ({_start(members)} UNION ALL {_next(at, zone)}),
    change AS ({_told(digits)})"""


def _start(members: str) -> str:
    """Where each member is. Those who were set by hand without saying how far the rules may go are left alone."""
    return f"""
        SELECT m.id, 0 AS round, NULL::text AS kind, NULL::int AS from_rank, own.rank, m.tier_expires_at AS ends,
               NULL::timestamptz AS instant, false AS is_over, 0::bigint AS growth, 0::bigint AS points,
               m.growth_account_id, m.points_account_id, floor.rank AS floor_rank, cap.rank AS cap_rank, m.status,
               {_allowed(Matter.UPGRADE)} AS may_rise, {_allowed(Matter.DOWNGRADE)} AS may_fall,
               m.tier_id AS was_id, m.tier_expires_at AS was_ends
        FROM member m LEFT JOIN ladder own ON own.id = m.tier_id
        LEFT JOIN ladder floor ON floor.id = m.tier_floor_id LEFT JOIN ladder cap ON cap.id = m.tier_cap_id
        WHERE ({members}) AND m.status IN ({STATUSES})
          AND NOT (m.tier_mode = 'MANUAL' AND m.tier_floor_id IS NULL AND m.tier_cap_id IS NULL)"""


def _next(at: str, zone: str) -> str:
    """The next change of each: the review of an end that passed, until none is left, then a climb."""
    last = "s.ends + own.grace_days * interval '24 hours'"
    return f"""
        SELECT s.id, s.round + 1, k.kind, s.rank, CASE WHEN k.kind = 'KEEP' THEN s.rank ELSE b.aim END,
               {_end("d.instant", "target.validity_months", zone)}, d.instant, d.is_over, g.growth, g.points,
               s.growth_account_id, s.points_account_id, s.floor_rank, s.cap_rank, s.status, s.may_rise, s.may_fall,
               s.was_id, s.was_ends
        FROM way s
        LEFT JOIN ladder own ON own.rank = s.rank
        CROSS JOIN LATERAL (
            SELECT s.may_fall AND coalesce(s.ends <= {at}, false) AS is_due,
                   s.may_fall AND coalesce({last} <= {at}, false) AS is_over,
                   CASE WHEN s.may_fall AND {last} <= {at} THEN {last} ELSE {at} END AS instant) d
        CROSS JOIN LATERAL (
            SELECT {_balance("s.growth_account_id")} AS growth, {_balance("s.points_account_id")} AS points) g
        CROSS JOIN LATERAL ({REACHED}) r
        CROSS JOIN LATERAL (
            SELECT CASE WHEN coalesce(r.rank, s.floor_rank) IS NOT NULL
                THEN least(greatest(r.rank, s.floor_rank), s.cap_rank) END AS aim) b
        CROSS JOIN LATERAL (
            SELECT CASE WHEN d.is_due THEN CASE WHEN b.aim >= s.rank OR r.is_kept THEN 'KEEP'
                                                WHEN d.is_over THEN 'DOWNGRADE' END
                        WHEN s.may_rise AND b.aim > coalesce(s.rank, -2147483648) THEN 'UPGRADE' END AS kind) k
        LEFT JOIN ladder target ON target.rank = CASE WHEN k.kind = 'KEEP' THEN s.rank ELSE b.aim END
        WHERE k.kind IS NOT NULL AND (s.round = 0 OR s.kind <> 'UPGRADE')"""


def _told(digits: int) -> str:
    """The changes with their reasons; only what changed looks at its orders again, for the figures in the words."""
    return f"""
        SELECT way.id AS member_id, way.status, way.round, way.kind, own.id AS from_id, target.id AS to_id,
               way.from_rank, way.rank AS to_rank, way.instant AS at, way.ends AS expires_at, way.was_id, way.was_ends,
               {_reason(digits)} AS reason
        FROM way LEFT JOIN ladder own ON own.rank = way.from_rank LEFT JOIN ladder target ON target.rank = way.rank
        CROSS JOIN LATERAL (
            SELECT CASE way.kind WHEN 'UPGRADE' THEN target.name ELSE own.name END AS name,
                   CASE way.kind WHEN 'UPGRADE' THEN target.period_months ELSE own.period_months END AS months,
                   CASE way.kind WHEN 'UPGRADE' THEN target.places ELSE own.places END AS places,
                   CASE way.kind WHEN 'UPGRADE' THEN target.stores ELSE own.stores END AS stores) spoken
        CROSS JOIN LATERAL (
            SELECT {SPEND} AS spend, {ORDERS} AS orders FROM orders o
            WHERE o.member_id = way.id AND {COUNTS}
              AND o.at > (way.instant AT TIME ZONE 'UTC' - make_interval(months => spoken.months)) AT TIME ZONE 'UTC'
              AND (spoken.stores IS NULL OR o.store_id = ANY(spoken.stores))
              AND (o.at < way.instant OR o.at = way.instant AND NOT way.is_over)) bought
        WHERE way.kind IS NOT NULL"""


def _allowed(matter: Matter) -> str:
    """What the policy says of the member's status, as `rules.standing.treated` reads it."""
    shipped = " ".join(f"WHEN '{status}' THEN '{SHIPPED[status][matter]}'" for status in DECIDED)
    said = f"(SELECT p.value #>> ARRAY[m.status, '{matter}'] FROM policy p WHERE p.code = 'STATUS')"
    return f"(m.status = 'ACTIVE' OR coalesce({said}, CASE m.status {shipped} END) = 'ALLOW')"


def _end(at: str, months: str, zone: str) -> str:
    return (
        f"(date_trunc('month', {at} AT TIME ZONE {zone}) + make_interval(months => {months} + 1)) AT TIME ZONE {zone}"
    )


def _balance(account: str) -> str:
    """At the instant; what was booked from an end on does not count for the review of that end."""
    return f"""(SELECT a.balance FROM ledger_account a WHERE a.id = {account}) - CASE WHEN d.is_over THEN (
        SELECT coalesce(sum(e.delta), 0)::bigint FROM ledger_entry e
        WHERE e.account_id = {account} AND e.at >= d.instant) ELSE 0 END"""


def _reason(digits: int) -> str:
    """The words of `rules.tiers.REASONS`, said by SQL."""
    met = {
        "growth": "way.growth >= target.growth",
        "spend": "bought.spend >= target.spend",
        "orders": "bought.orders >= target.orders",
        "points": "way.points >= target.points",
        "free": "num_nonnulls(target.growth, target.spend, target.orders, target.points) = 0",
    }
    of_upgrade = " ".join(f"WHEN {condition} THEN {_said(REASONS[name], digits)}" for name, condition in met.items())
    return f"""CASE way.kind WHEN 'KEEP' THEN {_said(REASONS["KEEP"], digits)}
        WHEN 'DOWNGRADE' THEN {_said(REASONS["DOWNGRADE"], digits)}
        ELSE CASE {of_upgrade} ELSE {_said(REASONS["bound"], digits)} END END"""


def _said(template: str, digits: int) -> str:
    whole = "FM999,999,999,999,999,999,990"
    spend = f"to_char(bought.spend::numeric / {10**digits}, '{whole}{'.' + '0' * digits if digits else ''}')"
    holes = {
        "tier": "spoken.name",
        "months": "spoken.months",
        "places": "spoken.places",
        "spend": spend,
        "growth": f"to_char(way.growth, '{whole}')",
        "points": f"to_char(way.points, '{whole}')",
        "orders": f"to_char(bought.orders, '{whole}')",
    }
    parts = re.split(r"\{(\w+)[^}]*\}", template)
    said = [holes[part] if place % 2 else f"'{part}'" for place, part in enumerate(parts) if part]
    return f"concat({', '.join(said)})"
