"""What a case after a sale may be, and how it goes from the request to the money."""

from collections.abc import Mapping
from enum import StrEnum

from rules.refusals import Detail, ErrorCode, Refused


class AfterSalesKind(StrEnum):
    RETURN = "RETURN"
    REFUND_ONLY = "REFUND_ONLY"
    EXCHANGE = "EXCHANGE"


class AfterSalesStatus(StrEnum):
    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    RECEIVED = "RECEIVED"
    REFUNDED = "REFUNDED"
    WITHDRAWN = "WITHDRAWN"


_WITH_GOODS: Mapping[AfterSalesStatus, frozenset[AfterSalesStatus]] = {
    AfterSalesStatus.REQUESTED: frozenset(
        {AfterSalesStatus.APPROVED, AfterSalesStatus.REFUSED, AfterSalesStatus.WITHDRAWN}
    ),
    AfterSalesStatus.APPROVED: frozenset({AfterSalesStatus.RECEIVED, AfterSalesStatus.WITHDRAWN}),
    AfterSalesStatus.RECEIVED: frozenset({AfterSalesStatus.REFUNDED}),
}
_MONEY_ONLY = _WITH_GOODS | {
    AfterSalesStatus.APPROVED: frozenset({AfterSalesStatus.REFUNDED, AfterSalesStatus.WITHDRAWN})
}


def has_goods(kind: str) -> bool:
    return kind != AfterSalesKind.REFUND_ONLY


def check_step(kind: str, status: str, new: AfterSalesStatus) -> None:
    """Raises Refused unless a case of this kind can go from one to the other."""
    ways = _WITH_GOODS if has_goods(kind) else _MONEY_ONLY
    if new not in ways.get(AfterSalesStatus(status), frozenset()):
        message = "The case is {status} and cannot become {new}."
        raise Refused(ErrorCode.STATE, message, ("id",), status=AfterSalesStatus(status), new=new)


def check_amount(amount: int, left: int, shown: str) -> None:
    """Minor units; `shown` is what is left, in words."""
    if amount > left:
        message = "Only {left} of the order was paid and not yet given back."
        raise Refused(ErrorCode.LIMIT_REACHED, message, ("amount",), Detail(limit=shown), left=shown)


def check_what(kind: AfterSalesKind, has_lines: bool, has_amount: bool) -> None:
    """Goods that come back are told by their lines; money alone by its amount."""
    if has_goods(kind) and not has_lines:
        raise Refused(ErrorCode.REQUIRED, "Say what comes back.", ("lines",))
    if not has_goods(kind) and not has_amount:
        raise Refused(ErrorCode.REQUIRED, "Say how much money is asked for.", ("amount",))
