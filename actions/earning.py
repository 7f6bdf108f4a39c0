"""Rules of earning: saved as data, and asked what an occasion beside an order gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from json import loads
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions import ledger, lots, saving
from actions.ledger import Side, Why
from actions.once import Written
from actions.treating import hold, treatments
from rules import conditions
from rules.earning import EarningTrigger, ExpiryKind, available_at, check_rule, expires_at
from rules.ledger import Asset
from rules.points import PointsEntryKind
from rules.quote.answer import Earned
from rules.quote.cart import Buyer, Cart
from rules.quote.earning import MATTERS, earnings
from rules.quote.program import Program, Source, SourceKind, TierTerms
from rules.quote.reading import earning_rule
from rules.standing import Matter, Treatment
from rules.viewer import Viewer

KIND = saving.Kind(
    "earning_rule",
    "EarningRule",
    "earning_rule.saved",
    "earningRuleSave",
    {
        "per_unit": Decimal(0), "fixed": 0, "multiplier": None, "uses_tier_multiplier": True, "conditions": {},
        "expiry": ExpiryKind.NEVER, "expiry_count": None, "expiry_date": None, "pending_days": 0,
        "limit_per_day": None, "limit_per_member": None, "priority": 0, "stacking_group": None, "campaign_id": None,
        "valid_from": None, "valid_until": None, "is_active": True, "also_referred": False,
    },
)  # fmt: skip
RULES = "SELECT * FROM earning_rule WHERE is_active AND trigger = $1 ORDER BY code"
EARNERS = """
    SELECT member.id, member.member_no, member.status, member.birthday, member.points_account_id AS account,
           member.growth_account_id AS growth, tier.id AS tier_id, tier.code AS tier, tier.name AS tier_name,
           tier.discount_percent, tier.points_multiplier,
           EXISTS (SELECT FROM tier asking WHERE asking.points_threshold IS NOT NULL) AS decides
    FROM member LEFT JOIN tier ON tier.id = member.tier_id
    WHERE member.id = ANY($1) ORDER BY member.id FOR NO KEY UPDATE OF member
"""
GIVEN = """
    SELECT posted.earning_rule_id AS rule, sum(entry.delta)::bigint AS ever,
           coalesce(sum(entry.delta) FILTER (WHERE posted.at >= $3), 0)::bigint AS today
    FROM ledger_entry entry JOIN ledger_transaction posted ON posted.id = entry.transaction_id
    WHERE entry.account_id IN (SELECT id FROM ledger_account WHERE member_id = $1) AND posted.earning_rule_id = ANY($2)
      AND entry.kind = 'EARN' AND posted.reverses_id IS NULL AND entry.delta > 0
    GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What happened. `amount` (minor units) is what was paid, for rules per unit of money."""

    trigger: EarningTrigger
    at: datetime
    source: str
    currency: str
    zone: ZoneInfo
    amount: int = 0
    streak: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What an occasion gave, and the last entry that it made."""

    points: int = 0
    growth: int = 0
    entry: UUID | None = None


async def save(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    campaign: str | None,
    expected: int | None,
    currency: str,
    at: datetime,
) -> Written:
    """`given` are columns; those that are missing stay, or have their default; `campaign` is a code, "" for none, None
    as it is. Raises Refused by `check_rule`."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    if campaign is not None:
        wanted["campaign_id"] = await saving.found(connection, "campaign", campaign or None, "campaignCode")
    check_rule(wanted, currency)
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"rule": saved.key, "changeSet": await saving.keep(connection, by, KIND, given["code"], saved.steps, at)}


async def earners(connection: Connection, members: Sequence[UUID]) -> dict[UUID, Record]:
    """Locked until the end, in the order of their keys: what they earn is counted against limits."""
    return {row["id"]: row for row in await connection.fetch(EARNERS, list(members))}


async def rules_of(connection: Connection, trigger: EarningTrigger) -> list[dict[str, Any]]:
    return [dict(row) | {"conditions": loads(row["conditions"])} for row in await connection.fetch(RULES, trigger)]


async def give(
    connection: Connection, by: Viewer, earner: Record, rules: Sequence[Mapping[str, Any]], occasion: Occasion
) -> Given:
    """Posts what the rules give to one of `earners`: a transaction for each rule that gave something."""
    by_code = {rule["code"]: rule for rule in rules}
    allowed = await treatments(connection, earner["status"])
    points = growth = 0
    entry = None
    for earned in await _earned(connection, earner, rules, occasion, allowed):
        rule = by_code[earned.rule.source.code]
        treatment = allowed[MATTERS[earned.rule.asset]]
        if treatment is not Treatment.ALLOW:
            await _keep(connection, earner, rule, earned, occasion, treatment)
            continue
        entry = await _post(connection, by, earner, rule, earned, occasion)
        points += earned.amount if earned.rule.asset is Asset.POINTS else 0
        growth += earned.amount if earned.rule.asset is Asset.GROWTH else 0
    return Given(points, growth, entry)


async def _earned(
    connection: Connection,
    earner: Record,
    rules: Sequence[Mapping[str, Any]],
    occasion: Occasion,
    allowed: Mapping[Matter, Treatment],
) -> Sequence[Earned]:
    """The same arithmetic as on orders, with one line for what was paid; what is not allowed too."""
    at = occasion.at.astimezone(occasion.zone)
    limited = [rule["id"] for rule in rules if rule["limit_per_day"] or rule["limit_per_member"]]
    given = await _given(connection, earner["id"], limited, at) if limited else {}
    spent = {rule["code"]: given.get(rule["id"], (0, 0)) for rule in rules}
    benefits = {Matter.BENEFITS: allowed[Matter.BENEFITS]}
    buyer = Buyer(earner["id"], earner["tier"], birthday=earner["birthday"], earned=spent, treatments=benefits)
    terms = {earner["tier"]: _terms(earner)} if earner["tier"] else {}
    read = tuple(earning_rule(rule, occasion.currency) for rule in rules)
    program = Program(occasion.currency, occasion.zone, terms, earnings=read)
    line = conditions.Line("", frozenset(), occasion.amount, Decimal(1))
    situation = conditions.Situation(at, None, earner["tier"], earner["birthday"], occasion.streak)
    return earnings(program, Cart((), at, buyer=buyer), buyer, [line], [occasion.amount], situation).earned


async def _given(
    connection: Connection, member: UUID, rules: Sequence[UUID], at: datetime
) -> dict[UUID, tuple[int, int]]:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = await connection.fetch(GIVEN, member, list(rules), midnight)
    return {row["rule"]: (row["today"], row["ever"]) for row in rows}


async def _keep(
    connection: Connection,
    earner: Record,
    rule: Mapping[str, Any],
    earned: Earned,
    occasion: Occasion,
    treatment: Treatment,
) -> None:
    """For the day on which the member is active again."""
    until = expires_at(earned.rule.expiry, occasion.at, occasion.zone)
    told = {"reason": rule["name"], "source": occasion.source, "expiresAt": until}
    matter = MATTERS[earned.rule.asset]
    await hold(connection, earner["id"], matter, treatment, earned.amount, occasion.at, details=told)


async def _post(
    connection: Connection, by: Viewer, earner: Record, rule: Mapping[str, Any], earned: Earned, occasion: Occasion
) -> UUID:
    why = Why(
        "points.earned", by.name, rule["name"], occasion.source, occasion.at,
        campaign_id=rule["campaign_id"], earning_rule_id=rule["id"],
    )  # fmt: skip
    if earned.rule.asset is Asset.GROWTH:
        issued = await ledger.outside(connection, Asset.GROWTH)
        kind = PointsEntryKind.EARN
        return (
            await ledger.post(
                connection, why, [Side(earner["growth"], kind, earned.amount), Side(issued, kind, -earned.amount)]
            )
        )[0]
    until = expires_at(earned.rule.expiry, occasion.at, occasion.zone)
    since = available_at(rule["pending_days"], occasion.at, occasion.zone)
    return await lots.credit(connection, earner, why, PointsEntryKind.EARN, earned.amount, until, since)


def _terms(earner: Record) -> TierTerms:
    source = Source(SourceKind.TIER, earner["tier"], earner["tier_name"])
    return TierTerms(source, earner["discount_percent"], earner["points_multiplier"])
