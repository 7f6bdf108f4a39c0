"""Money is an integer number of minor units (cents, fen) of one currency."""

from decimal import ROUND_HALF_UP, Decimal

from rules.refusals import Detail, ErrorCode, Refused

CURRENCY_DIGITS = {
    "AUD": 2, "BHD": 3, "CAD": 2, "CHF": 2, "CNY": 2, "EUR": 2, "GBP": 2, "HKD": 2, "INR": 2, "JPY": 0, "KRW": 0,
    "KWD": 3, "MOP": 2, "MYR": 2, "NZD": 2, "SEK": 2, "SGD": 2, "THB": 2, "TWD": 2, "USD": 2,
}  # fmt: skip
"Decimal places of each supported currency, by ISO 4217 code."
MOST_MINOR = 10**14
"In one booking."


def to_minor(amount: Decimal, currency: str) -> int:
    """Minor units of an amount in major units; half a minor unit rounds away from zero."""
    return int(amount.scaleb(CURRENCY_DIGITS[currency]).to_integral_value(ROUND_HALF_UP))


def to_major(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-CURRENCY_DIGITS[currency])


def exact_minor(amount: Decimal, currency: str, name: str) -> int:
    """Minor units of an amount that must be more than 0 and have no more decimals than its currency. Raises Refused."""
    digits = CURRENCY_DIGITS[currency]
    exact = amount.scaleb(digits)
    said = {"amount": amount, "digits": digits, "currency": currency}
    if exact != exact.to_integral_value():
        raise Refused(ErrorCode.INVALID, "{amount} has more than the {digits} decimals of {currency}.", (name,), **said)
    if not 0 < exact <= MOST_MINOR:
        most = to_major(MOST_MINOR, currency)
        message = "{amount} {currency} cannot be booked: it must be above 0 and at most {most:,}."
        raise Refused(ErrorCode.INVALID, message, (name,), Detail(limit=str(most)), most=most, **said)
    return int(exact)
