"""How something is made good from a ticket, and how that is read."""

from typing import Any

from actions import goodwill
from actions.making_good import Making, make_good
from actions.once import Written
from models.making_good import MakeGood
from resolvers.goodwill import in_words
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from resolvers.points import risen
from rules.approvals import ApprovalMeasure
from rules.goodwill import GoodwillAsset
from rules.making_good import WAYS, Gift, read_gift


def _asset(row: Row) -> str:
    return row.col("asset")


def _of(column: str) -> Any:
    return lambda made, whole: f"{made.col(column)} = {whole.key}"


OF_TICKET = Connection("MakeGood", _of("ticket_id"))
OF_MEMBER = Connection("MakeGood", _of("member_id"))

ENTITIES = [
    Entity(
        "MakeGood",
        MakeGood,
        "mgd",
        fields={"amount": in_words(_asset, "amount")},
        filters={
            "asset": Compare(lambda row: row.col("asset"), "text"),
            "at": Compare(lambda row: row.col("at"), "timestamptz"),
            "actor": Text(lambda row: row.col("actor")),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    )
]
QUERIES = {"makeGoods": Connection("MakeGood")}


async def _make(call: Call) -> Written:
    given = call.given["input"]
    gift = read_gift(given, call.currency)
    path = next(("input", name) for name, asset in WAYS.items() if asset is gift.asset)
    spent = await goodwill.take(
        call.connection, call.by, gift.asset, gift.amount, call.at, call.zone, call.currency, path,
        is_approved=call.is_approved,
    )  # fmt: skip
    making = Making(
        call.by, gift, given["reason"], given.get("answer"), bool(given.get("isAgain")), call.at, call.zone,
        call.currency, call.key, spent, risen(call), given.get("proposal"),
    )  # fmt: skip
    return await make_good(call.connection, making, call.found["id"], call.given.get("expectedVersion"))


def _gift(call: Call) -> Gift:
    return read_gift(call.given["input"], call.currency)


async def _over(call: Call) -> int:
    gift = _gift(call)
    return await goodwill.over(call.connection, call.by, gift.asset, gift.amount, call.at, call.zone)


async def _points(call: Call) -> int:
    gift = _gift(call)
    return gift.amount if gift.asset is GoodwillAsset.POINTS else 0


async def _money(call: Call) -> int:
    gift = _gift(call)
    return gift.amount if gift.asset is GoodwillAsset.MONEY else 0


MUTATIONS = {
    "ticketMakeGood": Verb(
        _make,
        "tickets.make_good",
        {"id": "Ticket"},
        {"ticket": "Ticket", "member": "Member", "makeGood": "MakeGood", "changeSet": "ChangeSet"},
        measures={
            ApprovalMeasure.OVER_BUDGET: _over, ApprovalMeasure.POINTS: _points, ApprovalMeasure.MONEY: _money,
        },
    )
}  # fmt: skip
