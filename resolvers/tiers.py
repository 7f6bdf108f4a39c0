"""How tiers, their history and the way to the next one are read."""

from actions import tiers
from actions.once import Written
from models.tiering import COUNTS, ORDERS, SPEND, stores_of
from models.tiers import Benefit, Tier, TierChange
from resolvers import penalties
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
from resolvers.tier_simulating import Simulated
from rules.tiers import TierMode

BENEFITS = Many(
    "Benefit",
    lambda benefit, tier: (
        f"EXISTS (SELECT FROM tier_benefit b WHERE b.benefit_id = {benefit.key} AND b.tier_id = {tier.key})"
    ),
    order="name",
)


def _benefit_codes(tier: Row) -> str:
    return (
        "(SELECT coalesce(json_agg(b.code ORDER BY tb.position, b.code), '[]') FROM tier_benefit tb"
        f" JOIN benefit b ON b.id = tb.benefit_id WHERE tb.tier_id = {tier.key})"
    )


def _tier_codes(benefit: Row) -> str:
    return (
        "(SELECT coalesce(json_agg(t.code ORDER BY t.rank), '[]') FROM tier_benefit tb"
        f" JOIN tier t ON t.id = tb.tier_id WHERE tb.benefit_id = {benefit.key})"
    )


def _listed(column: str) -> Computed:
    return Computed(lambda row: f"to_json({row.col(column)})")


def _progress(member: Row) -> Row:
    """One row with the next tier and what is missing, against what was bought in the period that each tier looks at."""

    def select() -> str:
        growth = member.one("GrowthBalance", "growth_account_id").col("balance")
        points = member.one("PointsBalance", "points_account_id").col("balance")
        return f"""
            SELECT next.id AS next_id,
                   {member.col("tier_expires_at")} + own.grace_days * interval '24 hours' AS grace_until,
                   {_missing("next.growth_threshold", growth)} AS growth_needed,
                   {_missing("next.spend_threshold", "upward.spend")} AS spend_needed,
                   {_missing("next.order_count_threshold", "upward.orders")} AS orders_needed,
                   {_missing("next.points_threshold", points)} AS points_needed,
                   {_missing(_keeps("keep_growth", "growth_threshold"), growth)} AS keep_growth_needed,
                   {_missing(_keeps("keep_spend", "spend_threshold"), "kept.spend")} AS keep_spend_needed,
                   {_missing(_keeps("keep_orders", "order_count_threshold"), "kept.orders")} AS keep_orders_needed
            FROM (SELECT) one
            LEFT JOIN tier own ON own.id = {member.col("tier_id")}
            LEFT JOIN LATERAL (SELECT * FROM tier WHERE is_active AND rank > coalesce(own.rank, -1)
                               ORDER BY rank LIMIT 1) next ON true
            {_bought("upward", "next", member)} {_bought("kept", "own", member)}"""

    alias = member.lateral("progress", select)
    return Row(member.statement, None, alias, member.source, member.factor)


def _bought(alias: str, tier: str, member: Row) -> str:
    """What counts for the tier: in its period, and in its stores."""
    stores = stores_of(f"{tier}.store_codes", f"{tier}.unit_codes")
    return f"""LEFT JOIN LATERAL (SELECT {stores} AS keys) {alias}_in ON true
        LEFT JOIN LATERAL (
        SELECT {SPEND} AS spend, {ORDERS} AS orders FROM orders o WHERE o.member_id = {member.key} AND {COUNTS}
            AND o.at > now() - make_interval(months => {tier}.period_months) AND o.at <= now()
            AND ({alias}_in.keys IS NULL OR o.store_id = ANY({alias}_in.keys))) {alias} ON true"""


def _keeps(keep: str, entry: str) -> str:
    """The keep condition; those of entry for a tier that has none."""
    return (
        f"CASE WHEN num_nonnulls(own.keep_growth, own.keep_spend, own.keep_orders) > 0 THEN own.{keep}"
        f" ELSE own.{entry} END"
    )


def _missing(needed: str, reached: str) -> str:
    """Null if nothing is asked for; `greatest` alone would make that 0."""
    return f"CASE WHEN {needed} IS NOT NULL THEN greatest({needed} - {reached}, 0) END"


def _from_progress(answer: object) -> Through:
    return Through(_progress, answer)


def _column(name: str) -> Through:
    return _from_progress(Computed(lambda row: row.col(name)))


def _moment(name: str) -> Through:
    return _from_progress(Computed(lambda row: as_instant(row.col(name))))


PROGRESS = Embedded(
    {
        "nextTier": _from_progress(One("Tier", "next_id")),
        "growthNeeded": _column("growth_needed"),
        "spendNeeded": _from_progress(money_column("spend_needed", null=True)),
        "ordersNeeded": _column("orders_needed"),
        "pointsNeeded": _column("points_needed"),
        "keepUntil": Computed(lambda member: as_instant(member.col("tier_expires_at"))),
        "graceUntil": _moment("grace_until"),
        "keepGrowthNeeded": _column("keep_growth_needed"),
        "keepSpendNeeded": _from_progress(money_column("keep_spend_needed", null=True)),
        "keepOrdersNeeded": _column("keep_orders_needed"),
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
            "storeCodes": _listed("store_codes"),
            "unitCodes": _listed("unit_codes"),
            "benefits": BENEFITS,
            "penaltyRules": penalties.OF_TIER,
            "benefitCodes": Computed(_benefit_codes),
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
            "tierCodes": Computed(_tier_codes),
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
    "tiers": Many("Tier", order="rank"),
    "tier": Lookup("Tier"),
    "benefits": Many("Benefit", order="name"),
    "benefit": Lookup("Benefit"),
    "tierSimulate": Simulated(),
}


async def _save(call: Call) -> Written:
    given, expected = call.given["input"], call.given.get("expectedVersion")
    return await tiers.save_tier(call.connection, call.by, given, expected, call.currency, call.at)


async def _save_benefit(call: Call) -> Written:
    return await tiers.save_benefit(
        call.connection, call.by, call.given["input"], call.given.get("expectedVersion"), call.at
    )


async def _evaluate(call: Call) -> Written:
    return await tiers.ask(call.connection, call.by, call.at)


async def _remember(call: Call) -> Written:
    return await tiers.birthdays.ask(call.connection, call.by, call.at)


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
    "birthdayBenefitsGive": Verb(_remember, "program.edit", {}, {"job": "Job"}),
    "memberTierSet": Verb(_set, "members.tier", _MEMBER, _MEMBER_SHOWN),
    "memberTierModeSet": Verb(_set_mode, "members.tier", _MEMBER, _MEMBER_SHOWN),
}
