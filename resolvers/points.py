"""How points and growth value are read from the ledger."""

from actions import points, tiers
from actions.cards import check_presented
from actions.growth import adjust as adjust_growth
from actions.once import Written
from models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction, PointsLot
from models.outbox import MemberNotice
from resolvers import goodwill
from resolvers.cards import shown
from resolvers.planner.answers import Asked, Column, Computed, Embedded, One, Through
from resolvers.planner.catalog import Entity
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import Compare
from resolvers.planner.formats import as_is
from resolvers.planner.lists import Connection, Many
from resolvers.planner.orders import OrderBy
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.approvals import ApprovalMeasure
from rules.goodwill import GoodwillAsset

LONGEST_DAYS = 3_650


def available(member: Row, *, inner: bool = False) -> Row:
    return member.one("PointsBalance", "points_account_id", inner=inner)


def growth(member: Row, *, inner: bool = False) -> Row:
    return member.one("GrowthBalance", "growth_account_id", inner=inner)


def _in_bucket(bucket: str) -> Computed:
    return Computed(
        lambda member: (
            f"coalesce((SELECT balance FROM ledger_account WHERE member_id = {member.key}"
            f" AND asset = 'POINTS' AND bucket = '{bucket}'), 0)"
        )
    )


def _expiring(member: Row, selected: Selected) -> str:
    days = selected.arguments()["withinDays"].value
    if not 0 <= days <= LONGEST_DAYS:
        raise BadRequest(f"withinDays must be from 0 to {LONGEST_DAYS}, not {days}.")
    return (
        f"(SELECT coalesce(sum(remaining), 0)::bigint FROM points_lot"
        f" WHERE account_id = {member.col('points_account_id')}"
        f" AND remaining > 0 AND available_at <= now() AND expires_at < now() + make_interval(days => {days}))"
    )


ACCOUNT = Embedded(
    {
        "available": Computed(lambda member: available(member).col("balance")),
        "pending": _in_bucket("PENDING"),
        "held": _in_bucket("HELD"),
        "lifetimeEarned": Computed(lambda member: available(member).col("total_in")),
        "lifetimeSpent": Computed(lambda member: available(member).col("total_out")),
        "expiring": Asked(_expiring),
    }
)


def _balance_of(asset: str) -> object:
    """Lets the index of balances see that only this asset is meant."""
    return lambda row: (
        f"{row.col('asset')} = '{asset}' AND {row.col('bucket')} = 'AVAILABLE' AND {row.col('member_id')} IS NOT NULL"
    )


def _entries_of(asset: str) -> object:
    return lambda row: f"EXISTS (SELECT FROM ledger_account a WHERE a.id = {row.col('account_id')} AND {_kind(asset)})"


def _kind(asset: str) -> str:
    """What is held is told by the entry that took it out of reach."""
    return f"a.asset = '{asset}' AND a.bucket IN ('AVAILABLE', 'PENDING') AND a.member_id IS NOT NULL"


def _transaction(entry: Row) -> Row:
    return entry.one("LedgerTransaction", "transaction_id")


def _of_transaction(column: str) -> Through:
    return Through(_transaction, Column(column, as_is))


def _member_key(row: Row) -> str:
    return row.one("AnyAccount", "account_id").col("member_id")


WHY = {
    "balanceAfter": Computed(lambda entry: f"coalesce({entry.col('balance_after')}, 0)"),
    "reason": _of_transaction("reason"),
    "source": _of_transaction("source"),
    "actor": _of_transaction("actor"),
    "order": Through(_transaction, One("Order", "order_id")),
}
LATEST = {"orders": {"AT": OrderBy(lambda row: row.col("at"), "timestamptz")}, "default_order": (("AT", "DESC"),)}
OWNED = {"memberKey": Compare(_member_key, "uuid")}

ENTITIES = [
    Entity("PointsBalance", LedgerAccount, only=_balance_of("POINTS"), is_inner=True),
    Entity("GrowthBalance", LedgerAccount, only=_balance_of("GROWTH"), is_inner=True),
    Entity("AnyAccount", LedgerAccount, is_inner=True),
    Entity("LedgerTransaction", LedgerTransaction, is_inner=True),
    Entity(
        "PointsEntry",
        LedgerEntry,
        "pts",
        fields=WHY | {"reverses": One("PointsEntry", "reverses_id")},
        filters=OWNED,
        only=_entries_of("POINTS"),
        **LATEST,
    ),
    Entity("GrowthEntry", LedgerEntry, "gro", fields=WHY, filters=OWNED, only=_entries_of("GROWTH"), **LATEST),
    Entity(
        "PointsLot",
        PointsLot,
        "lot",
        fields={"entry": One("PointsEntry", "entry_id")},
        filters=OWNED,
        orders={"EXPIRES_AT": OrderBy(lambda row: f"coalesce({row.col('expires_at')}, 'infinity')", "timestamptz")},
        default_order=(("EXPIRES_AT", "ASC"),),
    ),
    Entity(
        "MemberNotice",
        MemberNotice,
        "ntc",
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"DUE_AT": OrderBy(lambda row: row.col("due_at"), "timestamptz")},
        default_order=(("DUE_AT", "DESC"),),
    ),
]

ENTRIES = Connection(
    "PointsEntry", lambda entry, member: f"{entry.col('account_id')} = {member.col('points_account_id')}"
)
GROWTH_ENTRIES = Connection(
    "GrowthEntry", lambda entry, member: f"{entry.col('account_id')} = {member.col('growth_account_id')}"
)
PENDING_LOTS = Many(
    "PointsLot",
    lambda lot, member: (
        f"{lot.col('remaining')} > 0 AND {lot.col('account_id')} IN (SELECT a.id FROM ledger_account a"
        f" WHERE a.member_id = {member.key} AND a.asset = 'POINTS' AND a.bucket = 'PENDING')"
    ),
    order="available_at",
)
NOTICES = Connection("MemberNotice", lambda notice, member: f"{notice.col('member_id')} = {member.key}")
LOTS = Connection("PointsLot", lambda lot, member: f"{lot.col('account_id')} = {member.col('points_account_id')}")


def risen(call: Call) -> points.Rise:
    """What looks at the tier, if points or growth value decide about one."""
    return tiers.rising(call.connection, call.by, call.at, call.zone, call.currency)


async def _earn(call: Call) -> Written:
    given = call.given
    until = given.get("expiresAt")
    return await points.earn(
        call.connection, call.by, call.found["member"], given["points"], given["reason"], call.at, until, call.key,
        call.zone, risen(call),
    )  # fmt: skip


async def _spend(call: Call) -> Written:
    given = call.given
    pin = given.get("pin")
    await check_presented(call.connection, shown(given))
    return await points.spend(
        call.connection, call.by, call.found["member"], given["points"], given["reason"], call.at, pin, call.key,
        risen(call),
    )  # fmt: skip


async def _adjust(call: Call) -> Written:
    given = call.given
    also = await goodwill.taken(call, GoodwillAsset.POINTS, given["delta"], "delta")
    return await points.adjust(
        call.connection, call.by, call.found["member"], given["delta"], given["reason"], call.at, call.key, call.zone,
        also, risen(call),
    )  # fmt: skip


async def _reverse(call: Call) -> Written:
    return await points.reverse(
        call.connection, call.by, call.found["entryId"], call.given["reason"], call.at, call.key, risen(call)
    )


async def _grow(call: Call) -> Written:
    given = call.given
    return await adjust_growth(
        call.connection, call.by, call.found["member"], given["delta"], given["reason"], call.at, risen(call), call.key
    )


async def _points(call: Call) -> int:
    return abs(call.given.get("delta") or call.given.get("points") or 0)


async def _given(call: Call) -> int:
    return call.given["delta"]


async def _points_back(call: Call) -> int:
    return await call.connection.fetchval("SELECT abs(delta) FROM ledger_entry WHERE id = $1", call.found["entryId"])


_MEMBER = {"member": "Member"}
_POINTS = {ApprovalMeasure.POINTS: _points}
_GIFT = _POINTS | {ApprovalMeasure.OVER_BUDGET: goodwill.over_budget(GoodwillAsset.POINTS, _given)}
_BACK = {ApprovalMeasure.POINTS: _points_back}
_SHOWN = {"member": "Member", "entry": "PointsEntry", "changeSet": "ChangeSet"}

MUTATIONS = {
    "pointsEarn": Verb(_earn, "points.give", _MEMBER, _SHOWN, measures=_POINTS),
    "pointsSpend": Verb(_spend, "points.take", _MEMBER, _SHOWN),
    "pointsAdjust": Verb(_adjust, "points.adjust", _MEMBER, _SHOWN, measures=_GIFT),
    "growthAdjust": Verb(_grow, "points.adjust", _MEMBER, _SHOWN | {"entry": "GrowthEntry"}, measures=_POINTS),
    "pointsReverse": Verb(_reverse, "points.adjust", {"entryId": "PointsEntry"}, _SHOWN, measures=_BACK),
}
