"""How a payment is taken from what was paid in and from what was given on top."""

from rules.money import to_major
from rules.refusals import Detail, ErrorCode, Refused


def split(amount: int, principal: int, bonus: int, currency: str) -> tuple[int, int]:
    """Minor units to take from principal and bonus: what was paid in goes first. Raises Refused if it is too little."""
    if amount > principal + bonus:
        there, missing = (to_major(minor, currency) for minor in (principal + bonus, amount - principal - bonus))
        raise Refused(
            ErrorCode.INSUFFICIENT_BALANCE,
            "The stored value is {there:,} {currency}; {missing:,} more would be needed.",
            ("amount",),
            Detail(limit=str(there)),
            there=there,
            missing=missing,
            currency=currency,
        )
    from_principal = min(amount, principal)
    return from_principal, amount - from_principal
