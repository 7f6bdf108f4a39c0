"""What the rules of tiers would do to the members that are seen, one after the other."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rules.standing import Matter, treated
from rules.tiers import Bought, Decision, Facts, Standing, TierMode, TierRule, decide, months_before

RULE = {
    "growth": "growth_threshold", "spend": "spend_threshold", "orders": "order_count_threshold",
    "points": "points_threshold",
} | {name: name for name in (
    "code", "name", "rank", "period_months", "keep_growth", "keep_spend", "keep_orders", "grace_days",
    "validity_months", "is_active",
)}  # fmt: skip
LOOKED_AT = ("ACTIVE", "FROZEN", "CANCELLED")


def simulate(look: Any, tiers: list[Any]) -> dict[str, Any]:
    """Of no draft at all: what today's rules would do."""
    assert tiers == []
    rules = {
        row["id"]: TierRule(**{name: row[column] for name, column in RULE.items()}, stores=stores_of(look, row))
        for row in look.rows.all("tier")
    }
    seen = [m for m in look.rows.of_type("Member") if look.sees("Member", m) and m["status"] in LOOKED_AT]
    moved = [move for m in seen if (move := _move(look, m, rules)) is not None]
    shares = Counter((before, after) for _, before, after, _ in moved)
    ups = sum(_rank(after) > _rank(before) for _, before, after, _ in moved)
    listed = sorted(moved, key=lambda move: (_rank(move[2]) > _rank(move[1]), move[0]["member_no"]))
    return {
        "moves": [
            {"fromCode": before and before.code, "toCode": after and after.code, "members": number}
            for (before, after), number in sorted(shares.items(), key=lambda share: [_rank(tier) for tier in share[0]])
        ],
        "upgraded": ups,
        "downgraded": len(moved) - ups,
        "unchanged": len(seen) - len(moved),
        "members": lambda first: [_told(look, move) for move in listed[:first]],
    }


def stores_of(look: Any, tier: Any) -> tuple[Any, ...] | None:
    """The stores in which spend and orders count; None for all."""
    if not tier["store_codes"] and not tier["unit_codes"]:
        return None
    units = {u["id"]: set(u["path"].split("/")) for u in look.rows.all("organization_unit")}
    meant = set(tier["unit_codes"])
    named = tier["store_codes"]
    return tuple(s["id"] for s in look.rows.all("store") if s["code"] in named or units[s["unit_id"]] & meant)


def _told(look: Any, move: Any) -> dict[str, Any]:
    member, before, after, reason = move
    codes = {"fromCode": before and before.code, "toCode": after and after.code}
    return {"member": look.thing("Member", member["id"]), "reason": reason, **codes}


def _rank(tier: TierRule | None) -> int:
    return -1 if tier is None else tier.rank


def _move(look: Any, member: Any, rules: dict[Any, TierRule]) -> tuple[Any, ...] | None:
    now = datetime.now(UTC)
    tier, floor, cap = (rules.get(member[f"tier{part}_id"]) for part in ("", "_floor", "_cap"))
    upgrade, downgrade = (treated({}, member["status"], matter) for matter in (Matter.UPGRADE, Matter.DOWNGRADE))
    mode = TierMode(member["tier_mode"])
    standing = Standing(tier, member["tier_expires_at"], mode, floor, cap, upgrade, downgrade)
    last: Decision | None = None
    while True:
        facts = _facts(look, member, rules, standing.review(now), now)
        decision = decide(list(rules.values()), standing, facts, now, ZoneInfo("UTC"), 2)
        if decision is None:
            break
        last = decision
        standing = replace(standing, tier=decision.after, ends=decision.expires_at)
        if decision.kind == "UPGRADE":
            break
    return None if last is None or standing.tier == tier else (member, tier, standing.tier, last.reason)


def _facts(look: Any, member: Any, rules: dict[Any, TierRule], end: datetime | None, now: datetime) -> Facts:
    until = end or now + timedelta(microseconds=1)
    orders = [o for o in look.rows.where("orders", "member_id", member["id"]) if o["status"] != "CANCELLED"]
    bought = {}
    for rule in rules.values():
        within = [o for o in orders if months_before(until, rule.period_months) < o["at"] < until]
        within = [o for o in within if rule.stores is None or o["store_id"] in rule.stores]
        spend = sum(o["total"] - o["returned_total"] for o in within)
        bought[rule.basis] = Bought(spend, sum(o["status"] != "RETURNED" for o in within))
    return Facts(_held(look, member, "growth", end), _held(look, member, "points", end), bought)


def _held(look: Any, member: Any, asset: str, end: datetime | None) -> int:
    key = member[f"{asset}_account_id"]
    later = [e["delta"] for e in look.rows.where("ledger_entry", "account_id", key) if end and e["at"] >= end]
    return look.rows.one("ledger_account", key)["balance"] - sum(later)
