"""Which price a line has: given by the till, the most particular price of the day, or the list price."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rules.money import CURRENCY_DIGITS
from rules.quote.cart import Cart, CartLine
from rules.quote.program import PriceTerms
from rules.refusals import ErrorCode, Refused
from rules.standing import Matter

ALWAYS = 10**6
"Days of a price that has no beginning or no end."


def price_of(line: CartLine, cart: Cart) -> tuple[Decimal, PriceTerms | None]:
    """The regular price of one, and the particular price that is lower, if one fits. Raises Refused without any."""
    if line.unit_price is not None:
        return line.unit_price, None
    fitting = [price for price in line.prices if _fits(price, cart)]
    best = min(fitting, key=_particular) if fitting else None
    if best is None and line.list_price is None:
        message = "The product {product} has no price. Give its unitPrice."
        raise Refused(ErrorCode.REQUIRED, message, ("cart", "lines"), product=line.product)
    if best is None or line.list_price is None or best.amount > line.list_price:
        return best.amount if best else line.list_price, None
    return line.list_price, best


def gross(unit_price: Decimal, quantity: Decimal, currency: str) -> int:
    """Minor units of a whole line; half a unit rounds up."""
    return int((unit_price * quantity).scaleb(CURRENCY_DIGITS[currency]).to_integral_value(ROUND_HALF_UP))


def _fits(price: PriceTerms, cart: Cart) -> bool:
    buyer = cart.buyer if cart.buyer and cart.buyer.may(Matter.BENEFITS) else None
    today = cart.at.date()
    return (
        (price.store is None or price.store == cart.store)
        and (price.unit is None or price.unit in cart.units)
        and (price.tier is None or (buyer is not None and price.tier == buyer.tier))
        and (buyer is not None or not price.is_members_only)
        and (price.starts_on is None or price.starts_on <= today)
        and (price.ends_on is None or today <= price.ends_on)
    )


def _particular(price: PriceTerms) -> tuple[Sequence[object], Decimal]:
    """Tier before store before the lowest unit before members, then the shortest span, then the lowest amount."""
    days = _days(price.starts_on, price.ends_on)
    rank = (price.tier is None, price.store is None, -price.depth, not price.is_members_only, days)
    return rank, price.amount


def _days(starts_on: date | None, ends_on: date | None) -> int:
    return ALWAYS if starts_on is None or ends_on is None else (ends_on - starts_on).days
