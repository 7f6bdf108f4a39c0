"""How tiers, their history and the way to the next one are read."""

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
            "benefits": BENEFITS,
            "memberCount": count("Member", lambda member, tier: f"{member.col('tier_id')} = {tier.key}"),
        },
        filters={
            "code": Text(lambda row: row.col("code"), exact=True),
            "rank": Compare(lambda row: row.col("rank"), "int"),
        },
    ),
    Entity("Benefit", Benefit, "ben"),
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
}
