"""How tiers, their history and the way to the next one are read."""

from actions import tiers
from actions.once import Written
from models.tiers import Benefit, Tier, TierChange
from resolvers.counting import count
from resolvers.planner.answers import Computed, Embedded, One, Through, amount, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.formats import as_instant
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.tiers import TierMode

BENEFITS = Many(
    "Benefit",
    lambda benefit, tier: (
        f"EXISTS (SELECT FROM tier_benefit b WHERE b.benefit_id = {benefit.key} AND b.tier_id = {tier.key})"
    ),
    order=lambda benefit: benefit.col("name"),
)


def _progress(member: Row) -> Row:
    """One row with the next tier and what is missing, against the spend of the last 12 months."""

    def select() -> str:
        growth = member.one("GrowthBalance", "growth_account_id").col("balance")
        return f"""
            SELECT next.id AS next_id,
                   {_missing("next.growth_threshold", growth)} AS growth_needed,
                   {_missing("next.spend_threshold", "spent.total")} AS spend_needed,
                   {_missing("own.growth_threshold", growth)} AS keep_growth_needed,
                   {_missing("own.spend_threshold", "spent.total")} AS keep_spend_needed
            FROM (SELECT coalesce(sum(total), 0)::bigint AS total FROM orders
                  WHERE member_id = {member.key} AND at >= now() - interval '12 months' AND status <> 'CANCELLED') spent
            LEFT JOIN tier own ON own.id = {member.col("tier_id")}
            LEFT JOIN LATERAL (SELECT * FROM tier WHERE is_active AND rank > coalesce(own.rank, -1)
                               ORDER BY rank LIMIT 1) next ON true"""

    alias = member.lateral("progress", select)
    return Row(member.statement, None, alias, member.source, member.factor)


def _missing(needed: str, reached: str) -> str:
    """Null if nothing is asked for; `greatest` alone would make that 0."""
    return f"CASE WHEN {needed} IS NOT NULL THEN greatest({needed} - {reached}, 0) END"


def _from_progress(answer: object) -> Through:
    return Through(_progress, answer)


PROGRESS = Embedded(
    {
        "nextTier": _from_progress(One("Tier", "next_id")),
        "growthNeeded": _from_progress(Computed(lambda row: row.col("growth_needed"))),
        "spendNeeded": _from_progress(money_column("spend_needed", null=True)),
        "keepUntil": Computed(lambda member: as_instant(member.col("tier_expires_at"))),
        "keepGrowthNeeded": _from_progress(Computed(lambda row: row.col("keep_growth_needed"))),
        "keepSpendNeeded": _from_progress(money_column("keep_spend_needed", null=True)),
    }
)

ENTITIES = [
    Entity(
        "Tier",
        Tier,
        "tie",
        fields={
            "spendThreshold": amount("spend_threshold"),
            "keepSpend": amount("keep_spend"),
            "benefits": BENEFITS,
            "memberCount": count("Member", lambda member, tier: f"{member.col('tier_id')} = {tier.key}"),
        },
        filters={
            "code": Text(lambda row: row.col("code"), exact=True),
            "rank": Compare(lambda row: row.col("rank"), "int"),
        },
    ),
    Entity(
        "Benefit",
        Benefit,
        "ben",
        fields={
            "granted": Computed(lambda row: f"(SELECT count(*) FROM benefit_grant g WHERE g.benefit_id = {row.key})"),
            "used": Computed(
                lambda row: (
                    "(SELECT count(*) FROM benefit_grant g JOIN coupon c ON c.id = g.coupon_id"
                    f" WHERE g.benefit_id = {row.key} AND c.status = 'REDEEMED')"
                )
            ),
        },
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "TierChange",
        TierChange,
        "tch",
        fields={"from": One("Tier", "from_tier_id"), "to": One("Tier", "to_tier_id")},
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]

QUERIES = {
    "tiers": Many("Tier", order=lambda row: row.col("rank")),
    "tier": Lookup("Tier"),
    "benefits": Many("Benefit", order=lambda row: row.col("name")),
    "benefit": Lookup("Benefit"),
}


async def _save(call: Call) -> Written:
    given, expected = call.given["input"], call.given.get("expectedVersion")
    return await tiers.save(call.connection, call.by, given, expected, call.currency, call.at)


async def _save_benefit(call: Call) -> Written:
    return await tiers.save_benefit(
        call.connection, call.by, call.given["input"], call.given.get("expectedVersion"), call.at
    )


async def _evaluate(call: Call) -> Written:
    return await tiers.ask(call.connection, call.by, call.at)


async def _set(call: Call) -> Written:
    return await tiers.set_tier(call.connection, call.by, call.found["id"], call.given["input"], call.at, call.zone)


async def _set_mode(call: Call) -> Written:
    mode = TierMode(call.given["mode"])
    return await tiers.set_mode(call.connection, call.by, call.found["id"], mode, call.at, call.zone, call.currency)


_MEMBER, _MEMBER_SHOWN = {"id": "Member"}, {"member": "Member", "changeSet": "ChangeSet"}

MUTATIONS = {
    "tierSave": Verb(_save, "program.edit", {}, {"tier": "Tier", "changeSet": "ChangeSet"}),
    "benefitSave": Verb(_save_benefit, "program.edit", {}, {"benefit": "Benefit", "changeSet": "ChangeSet"}),
    "tierEvaluate": Verb(_evaluate, "program.edit", {}, {"job": "Job"}),
    "memberTierSet": Verb(_set, "members.tier", _MEMBER, _MEMBER_SHOWN),
    "memberTierModeSet": Verb(_set_mode, "members.tier", _MEMBER, _MEMBER_SHOWN),
}
