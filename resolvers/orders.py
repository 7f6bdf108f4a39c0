"""How orders are read and changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.cards import check_presented
from actions.once import Written
from actions.orders.recording import Till, record_order
from actions.orders.returning import Taking, cancel, return_goods
from models.orders import Order, OrderLine, OrderReturn
from resolvers import after_sales, effects
from resolvers.audit import events_of
from resolvers.cards import shown
from resolvers.planner.answers import Column, Through, money, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Among, Compare, Related, Text, in_minor_units
from resolvers.planner.formats import as_is
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.searching import Ends
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.money import CURRENCY_DIGITS


def number(row: Row) -> str:
    return row.col("number")


def _order(returned: Row) -> Row:
    return returned.one("AnyOrder", "order_id")


def _unit_price(line: Row) -> str:
    """Kept to four places for what is sold by weight or volume; shown in whole minor units."""
    digits = CURRENCY_DIGITS[line.statement.surroundings.currency]
    return f"round({line.col('unit_price')} * {10**digits})"


ENTITIES = [
    Entity(
        "Order",
        Order,
        "ord",
        fields={
            "subtotal": money_column("subtotal"),
            "discountTotal": money_column("discount_total"),
            "reimbursed": money_column("reimbursed"),
            "total": money_column("total"),
            "lines": Many(
                "OrderLine",
                lambda line, order: f"{line.col('order_id')} = {order.key}",
                order="position",
            ),
            "auditEvents": events_of("Order"),
            "effects": effects.OF_ORDER,
            "afterSales": after_sales.OF_ORDER,
            "payable": money(lambda row: f"({row.col('total')} - {row.col('points_value')})"),
            "pointsValue": money_column("points_value"),
            "paidByWallet": money(lambda row: f"({row.col('paid_by_principal')} + {row.col('paid_by_bonus')})"),
            "returnedTotal": money_column("returned_total"),
            "returns": Many(
                "OrderReturn",
                lambda returned, order: f"{returned.col('order_id')} = {order.key}",
                order="at",
            ),
        },
        filters={
            "number": Text(number, exact=True),
            "status": Compare(lambda row: row.col("status"), "text"),
            "at": Compare(lambda row: row.col("at"), "timestamptz"),
            "total": Compare(lambda row: row.col("total"), "bigint", in_minor_units),
            "store": Among(lambda row: f"FROM store s WHERE s.id = {row.col('store_id')}", "s.code", exact=True),
            "productCode": Among(
                lambda row: f"FROM order_line l JOIN product p ON p.id = l.product_id WHERE l.order_id = {row.key}",
                "p.code",
                ("lines",),
                exact=True,
            ),
            "member": Related("Member", "member_id"),
            "memberKey": Compare(lambda row: row.col("member_id"), "uuid"),
            "storeKey": Compare(lambda row: row.col("store_id"), "uuid"),
        },
        orders={
            "AT": OrderBy(lambda row: row.col("at"), "timestamptz", governed_by=("at",)),
            "TOTAL": OrderBy(lambda row: row.col("total"), "bigint", governed_by=("total",)),
            "NUMBER": OrderBy(number, "text", governed_by=("number",)),
        },
        default_order=(("AT", "DESC"),),
        search=Ends(number, ("number",)),
    ),
    Entity(
        "OrderLine",
        OrderLine,
        fields={
            "productCode": Through(lambda line: line.one("AnyProduct", "product_id"), Column("code", as_is)),
            "unitPrice": money(_unit_price),
            "discount": money_column("discount"),
            "reimbursed": money_column("reimbursed"),
            "total": money_column("total"),
        },
    ),
    Entity(
        "OrderReturn",
        OrderReturn,
        "ret",
        fields={"amount": money_column("amount")},
        filters={
            "orderMemberKey": Compare(lambda row: _order(row).col("member_id"), "uuid"),
            "orderStoreKey": Compare(lambda row: _order(row).col("store_id"), "uuid"),
        },
    ),
    Entity("AnyOrder", Order, is_inner=True),
]

QUERIES = {"orders": Connection("Order"), "order": Lookup("Order")}


async def _record(call: Call) -> Written:
    till = Till(call.by, call.programs, call.at, call.key)
    given = call.given["input"]
    named = given | {"member": given["cart"].get("member") or {}}
    card = shown(named) if _takes(given) else replace(shown(named), is_confirmed=True)
    await check_presented(call.connection, card, ("input", "cart"), ("input",))
    return await record_order(call.connection, till, given, call.found.get("input.cart.member"))


def _takes(given: Mapping[str, Any]) -> bool:
    """Whether the order uses something of the member's; whoever shows a card may earn for its member."""
    cart = given["cart"]
    return bool(given.get("payWithWallet") or cart.get("pointsToSpend") or cart.get("couponCodes"))


async def _return(call: Call) -> Written:
    return await return_goods(call.connection, _taking(call), call.found["number"], call.given["lines"])


async def _cancel(call: Call) -> Written:
    return await cancel(call.connection, _taking(call), call.found["number"])


def _taking(call: Call) -> Taking:
    return Taking(call.by, call.given["reason"], call.at, call.key, call.programs)


_SHOWN = {"order": "Order", "member": "Member", "orderReturn": "OrderReturn"}
_NUMBERED = {"number": "Order.number"}

MUTATIONS = {
    "orderRecord": Verb(_record, "orders.record", {"input.cart.member": "Member"}, _SHOWN),
    "orderReturn": Verb(_return, "orders.return", _NUMBERED, _SHOWN),
    "orderCancel": Verb(_cancel, "orders.return", _NUMBERED, _SHOWN),
}
