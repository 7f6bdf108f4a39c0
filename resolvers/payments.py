"""How members pay in online, and how that is read."""

from typing import Any
from uuid import UUID

from actions import payments
from actions.once import Written
from actions.payments.starting import Asked
from models.payments import Payment, PaymentProvider
from resolvers.ids import by_id
from resolvers.planner.answers import Computed, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Related, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.approvals import ApprovalMeasure
from rules.money import exact_minor
from rules.refusals import ErrorCode, Refused

OF_MEMBER = Connection("Payment", lambda payment, member: f"{payment.col('member_id')} = {member.key}")
_PROVIDER = Entity("PaymentProvider", PaymentProvider, "ppr")


def _has_problem(payment: Row) -> str:
    return f"({payment.col('problem')} <> '')"


def _column(name: str) -> Any:
    return lambda row: row.col(name)


ENTITIES = [
    Entity(
        "PaymentProvider",
        PaymentProvider,
        "ppr",
        filters={
            "code": Text(_column("code"), exact=True),
            "isActive": Compare(_column("is_active"), "bool"),
        },
    ),
    Entity(
        "Payment",
        Payment,
        "pay",
        fields={"amount": money_column("amount"), "hasProblem": Computed(_has_problem)},
        filters={
            "number": Text(_column("number"), exact=True),
            "status": Compare(_column("status"), "text"),
            "provider": by_id(_PROVIDER, _column("provider_id")),
            "member": Related("Member", "member_id"),
            "memberKey": Compare(_column("member_id"), "uuid"),
            "at": Compare(_column("at"), "timestamptz"),
            "hasProblem": Compare(_has_problem, "bool"),
        },
        orders={"AT": OrderBy(_column("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
]
QUERIES = {
    "paymentProviders": Many("PaymentProvider", order="code"),
    "paymentProvider": Lookup("PaymentProvider"),
    "payment": Lookup("Payment"),
    "payments": Connection("Payment"),
}


async def _save(call: Call) -> Written:
    given, expected = call.given["input"], call.given.get("expectedVersion")
    return await payments.set_up(call.connection, call.by, given, expected, call.at, call.secret)


async def _start(call: Call) -> Written:
    amount = exact_minor(call.given["amount"], call.currency, "amount")
    asked = Asked(_payer(call), amount, call.given.get("providerCode"), call.at, call.currency)
    return await payments.start(call.connection, call.by, asked)


def _payer(call: Call) -> UUID:
    """The member who is named, else the one who asks."""
    own = call.by.member_id and UUID(call.by.member_id)
    member = call.found.get("member") or own
    if member is None:
        raise Refused(ErrorCode.REQUIRED, "Say which member pays in.", ("member",))
    return member


async def _refund(call: Call) -> Written:
    given = call.given["reason"], call.at, call.currency
    return await payments.refund(call.connection, call.by, call.found["id"], *given)


async def _money(call: Call) -> int:
    """What would be paid back."""
    amount = await call.connection.fetchval("SELECT amount FROM payment WHERE id = $1", call.found["id"])
    if amount is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no such payment.", ("id",))
    return amount


_SHOWN = {"payment": "Payment", "member": "Member"}
MUTATIONS = {
    "paymentProviderSave": Verb(_save, "payments.edit", {}, {"provider": "PaymentProvider"}),
    "walletTopUpStart": Verb(_start, "wallet.top_up", {"member": "Member"}, _SHOWN),
    "paymentRefund": Verb(
        _refund,
        "payments.refund",
        {"id": "Payment"},
        _SHOWN | {"entry": "WalletEntry"},
        measures={ApprovalMeasure.MONEY: _money},
    ),
}
