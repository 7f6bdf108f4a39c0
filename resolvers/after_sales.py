"""How cases after a sale are read and changed."""

from collections.abc import Awaitable, Callable

from actions.once import Written
from actions.orders.after_sales import decide, receive, refund, request
from actions.orders.returning import Taking
from models.after_sales import AfterSalesCase, AfterSalesLine
from resolvers.planner.answers import One, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.after_sales import AfterSalesKind, AfterSalesStatus
from rules.money import exact_minor


def _number(row: Row) -> str:
    return row.col("number")


OF_ORDER = Many(
    "AfterSalesCase",
    lambda case, order: f"{case.col('order_id')} = {order.key}",
    order="requested_at",
)
OF_MEMBER = Connection("AfterSalesCase", lambda case, member: f"{case.col('member_id')} = {member.key}")

ENTITIES = [
    Entity(
        "AfterSalesCase",
        AfterSalesCase,
        "asc",
        fields={
            "requestedAmount": money_column("requested_amount"),
            "refundedAmount": money_column("refunded_amount", null=True),
            "lines": Many(
                "AfterSalesLine",
                lambda line, case: f"{line.col('case_id')} = {case.key}",
                order="id",
            ),
        },
        filters={
            "number": Text(_number, exact=True),
            "status": Compare(lambda row: row.col("status"), "text"),
            "requestedAt": Compare(lambda row: row.col("requested_at"), "timestamptz"),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
        },
        orders={"REQUESTED_AT": OrderBy(lambda row: row.col("requested_at"), "timestamptz")},
        default_order=(("REQUESTED_AT", "DESC"),),
    ),
    Entity(
        "AfterSalesLine",
        AfterSalesLine,
        fields={"line": One("OrderLine", "order_line_id")},
        filters={"caseMemberKey": Compare(lambda row: row.one("AnyCase", "case_id").col("member_id"), "uuid")},
    ),
    Entity("AnyCase", AfterSalesCase, is_inner=True),
]

QUERIES = {"afterSalesCases": Connection("AfterSalesCase"), "afterSalesCase": Lookup("AfterSalesCase")}


async def _request(call: Call) -> Written:
    given, amount = call.given, call.given.get("amount")
    return await request(
        call.connection,
        _taking(call, given["reason"]),
        call.found["orderNumber"],
        AfterSalesKind(given["kind"]),
        given.get("lines") or [],
        None if amount is None else exact_minor(amount, call.currency, "amount"),
    )


def _decide(new: AfterSalesStatus) -> Callable[[Call], Awaitable[Written]]:
    async def act(call: Call) -> Written:
        return await decide(call.connection, _taking(call, call.given["note"]), call.found["id"], new)

    return act


async def _receive(call: Call) -> Written:
    return await receive(call.connection, _taking(call, ""), call.found["id"])


async def _refund(call: Call) -> Written:
    return await refund(call.connection, _taking(call, ""), call.found["id"])


def _taking(call: Call, reason: str) -> Taking:
    return Taking(call.by, reason, call.at, call.key, call.programs)


_CASE = {"id": "AfterSalesCase"}
_SHOWN = {"case": "AfterSalesCase", "order": "Order", "member": "Member"}

MUTATIONS = {
    "afterSalesRequest": Verb(_request, "after_sales.request", {"orderNumber": "Order.number"}, _SHOWN),
    "afterSalesApprove": Verb(_decide(AfterSalesStatus.APPROVED), "after_sales.decide", _CASE, _SHOWN),
    "afterSalesRefuse": Verb(_decide(AfterSalesStatus.REFUSED), "after_sales.decide", _CASE, _SHOWN),
    "afterSalesWithdraw": Verb(_decide(AfterSalesStatus.WITHDRAWN), "after_sales.request", _CASE, _SHOWN),
    "afterSalesReceive": Verb(_receive, "after_sales.receive", _CASE, _SHOWN),
    "afterSalesRefund": Verb(_refund, "after_sales.decide", _CASE, _SHOWN),
}
