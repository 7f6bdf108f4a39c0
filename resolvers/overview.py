"""How the numbers of the day are counted. Every number counts only what the viewer may see."""

from resolvers.counting import figure, number
from resolvers.planner.answers import Computed, Embedded, One, Rows, money, money_column
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.tickets import is_breached

LONGEST_DAYS = 366
FINISHED = "('RESOLVED', 'CLOSED', 'MERGED')"


def _within(column: str, interval: str) -> object:
    return lambda row, _: f"{row.col(column)} >= now() - interval '{interval}'"


def _today(column: str) -> object:
    return lambda row, _: f"{row.col(column)} >= {_midnight(row)}"


def _midnight(row: Row) -> str:
    zone = row.statement.surroundings.time_zone
    return f"date_trunc('day', now(), '{zone}')"


def _is(column: str, value: str) -> object:
    return lambda row, _: f"{row.col(column)} = '{value}'"


def _sales(*conditions: object) -> Embedded:
    total = figure("Order", lambda row: f"coalesce(sum({row.col('total')}), 0)::bigint", *conditions)
    return money(total.expression)


def _sales_by_day(row: Row, selected: Selected) -> str:
    days = selected.arguments()["days"].value
    if not 1 <= days <= LONGEST_DAYS:
        raise BadRequest(f"days must be from 1 to {LONGEST_DAYS}, not {days}.")
    order = row.statement.source(row.statement.catalog.entities["Order"])
    scope = order.entity.scope_of(row.statement)
    zone = row.statement.surroundings.time_zone
    since = f"date_trunc('day', now(), '{zone}') - interval '{days - 1} days'"
    kept = " AND ".join([f"{order.col('at')} >= {since}", *(scope(order) if scope else [])])
    return f"""
        SELECT day::date AS day, count(sold.at) AS orders, coalesce(sum(sold.total), 0)::bigint AS sales
        FROM generate_series((now() AT TIME ZONE '{zone}')::date - {days - 1}, (now() AT TIME ZONE '{zone}')::date,
                             interval '1 day') AS day
        LEFT JOIN (SELECT {order.col("at")} AS at, {order.col("total")} AS total,
                          ({order.col("at")} AT TIME ZONE '{zone}')::date AS on_day
                   FROM {order.source.sql()} WHERE {kept}) sold ON sold.on_day = day::date
        GROUP BY day ORDER BY day"""


def _by_tier(row: Row, _: Selected) -> str:
    member = row.statement.source(row.statement.catalog.entities["Member"])
    scope = member.entity.scope_of(row.statement)
    kept = " AND ".join([f"{member.col('status')} = 'ACTIVE'", *(scope(member) if scope else [])])
    tier = row.statement.source(row.statement.catalog.entities["Tier"])
    seen = tier.entity.scope_of(row.statement)
    return f"""
        SELECT {tier.key} AS tier_id, coalesce(held.members, 0) AS members FROM {tier.source.sql()}
        LEFT JOIN (SELECT {member.col("tier_id")} AS tier_id, count(*) AS members
                   FROM {member.source.sql()} WHERE {kept} GROUP BY 1) held ON held.tier_id = {tier.key}
        WHERE {every(seen(tier) if seen else [])}
        ORDER BY {tier.col("rank")}"""


def _balances(*assets: str) -> Computed:
    kinds = ", ".join(f"'{asset}'" for asset in assets)
    return figure(
        "Member",
        lambda row: (
            f"coalesce(sum((SELECT sum(balance) FROM ledger_account a WHERE a.member_id = {row.key}"
            f" AND a.asset IN ({kinds}) AND a.bucket = 'AVAILABLE')), 0)::bigint"
        ),
    )


_EXPIRING = figure(
    "Member",
    lambda row: (
        "coalesce(sum((SELECT sum(remaining) FROM points_lot l WHERE l.account_id = "
        f"{row.col('points_account_id')} AND remaining > 0 AND expires_at < now() + interval '30 days')), 0)::bigint"
    ),
)


def _unfinished(row: Row, _: Row) -> str:
    return f"{row.col('status')} NOT IN {FINISHED}"


OVERVIEW = Embedded(
    {
        "activeMembers": number("Member", _is("status", "ACTIVE")),
        "newMembers30Days": number("Member", _within("joined_at", "30 days")),
        "membersByTier": Rows(_by_tier, {"tier": One("Tier", "tier_id"), "members": "members"}),
        "ordersToday": number("Order", _today("at")),
        "orders7Days": number("Order", _within("at", "7 days")),
        "salesToday": _sales(_today("at")),
        "sales7Days": _sales(_within("at", "7 days")),
        "salesByDay": Rows(_sales_by_day, {"day": "day", "orders": "orders", "sales": money_column("sales")}),
        "pointsOutstanding": _balances("POINTS"),
        "pointsExpiring30Days": _EXPIRING,
        "storedValueOutstanding": money(_balances("PRINCIPAL", "BONUS").expression),
        "couponsReady": number(
            "Coupon",
            _is("status", "ISSUED"),
            lambda row, _: f"coalesce({row.col('valid_until')}, 'infinity') > now()",
            lambda row, _: f"coalesce({row.col('valid_from')}, '-infinity') <= now()",
        ),
        "couponsRedeemed30Days": number("Coupon", _is("status", "REDEEMED"), _within("redeemed_at", "30 days")),
        "runningCampaigns": number("Campaign", _is("status", "RUNNING")),
        "waitingApprovals": number(
            "ApprovalRequest",
            _is("status", "PENDING"),
            lambda row, _: f"{row.col('requested_by_id')} IS DISTINCT FROM {row.statement.viewer('staff_id', 'uuid')}",
        ),
        "openTickets": number("Ticket", _unfinished),
        "unassignedTickets": number("Ticket", _unfinished, lambda row, _: f"{row.col('assignee_id')} IS NULL"),
        "breachedTickets": number("Ticket", _unfinished, lambda row, _: is_breached(row)),
        "dueSoonTickets": number(
            "Ticket",
            _unfinished,
            lambda row, _: f"{row.col('next_due_at')} BETWEEN now() AND now() + interval '2 hours'",
        ),
        "myOpenTickets": number(
            "Ticket",
            _unfinished,
            lambda row, _: f"{row.col('assignee_id')} = {row.statement.viewer('staff_id', 'uuid')}",
        ),
    }
)

QUERIES = {"overview": OVERVIEW}
