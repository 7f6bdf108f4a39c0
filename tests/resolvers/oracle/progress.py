"""What a member misses to the next tier, and to keep this one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.resolvers.oracle.conditions import moved
from tests.resolvers.oracle.entities import balance
from tests.resolvers.oracle.forms import instant, money
from tests.resolvers.oracle.simulating import stores_of


def progress(look: Any, member: Any) -> dict[str, Any]:
    own = look.rows.one("tier", member["tier_id"])
    rank = own["rank"] if own else -1
    higher = [t for t in look.rows.all("tier") if t["is_active"] and t["rank"] > rank]
    following = min(higher, key=lambda t: t["rank"], default=None)
    growth, held = balance(look, member, "growth"), balance(look, member, "points")
    upward, kept = _bought(look, member, following), _bought(look, member, own)
    missing = lambda tier, name, has: None if not tier or tier[name] is None else max(tier[name] - has, 0)  # noqa: E731
    has_keep = own and any(own[name] is not None for name in ("keep_growth", "keep_spend", "keep_orders"))
    keeping = lambda keep, entry, has: missing(own, keep if has_keep else entry, has)  # noqa: E731
    ends = member["tier_expires_at"]
    return {
        "nextTier": following and look.thing("Tier", following["id"]),
        "growthNeeded": missing(following, "growth_threshold", growth),
        "spendNeeded": money(missing(following, "spend_threshold", upward[0])),
        "ordersNeeded": missing(following, "order_count_threshold", upward[1]),
        "pointsNeeded": missing(following, "points_threshold", held),
        "keepUntil": instant(ends),
        "graceUntil": instant(ends and own and ends + timedelta(days=own["grace_days"])),
        "keepGrowthNeeded": keeping("keep_growth", "growth_threshold", growth),
        "keepSpendNeeded": money(keeping("keep_spend", "spend_threshold", kept[0])),
        "keepOrdersNeeded": keeping("keep_orders", "order_count_threshold", kept[1]),
    }


def _bought(look: Any, member: Any, tier: Any) -> tuple[int, int]:
    """Spend without what came back, and orders, in the tier's period."""
    now = datetime.now(UTC)
    since = moved(now, -tier["period_months"], "MONTH") if tier else now
    stores = stores_of(look, tier) if tier else None
    orders = [
        order
        for order in look.rows.where("orders", "member_id", member["id"])
        if since < order["at"] <= now
        and order["status"] != "CANCELLED"
        and (stores is None or order["store_id"] in stores)
    ]
    spend = sum(order["total"] - order["returned_total"] for order in orders)
    return spend, sum(order["status"] != "RETURNED" for order in orders)
