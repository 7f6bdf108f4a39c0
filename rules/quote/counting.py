"""How a rule came to what it gave, step by step, in words whose last number is what was given."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from rules.earning import available_at, expires_at
from rules.explaining import Told, tells
from rules.money import to_major
from rules.quote.answer import Earned
from rules.quote.program import Program


def counted(earned: Earned, program: Program, at: datetime) -> Iterator[Told]:
    """`at` is when it was earned, in the zone of the program."""
    rule, working, currency = earned.rule, earned.working, program.currency
    if rule.per_unit:
        paid = to_major(working.paid, currency)
        message = "{paid:,} {currency} paid for what it is good for, {rate} for each {currency}"
        yield tells(message, paid=paid, currency=currency, rate=as_decimal(Fraction(rule.per_unit)))
    if rule.fixed:
        yield tells("{points:,} once for the order", points=rule.fixed)
    if working.tier is not None and working.tier.multiplier != 1:
        factor = as_decimal(Fraction(working.tier.multiplier))
        yield tells("Tier {name} multiplies by {factor}", name=working.tier.source.name, factor=factor)
    for each in working.multipliers:
        factor = as_decimal(Fraction(each.multiplier))
        if each.conditions.products or each.conditions.categories:
            yield tells("{name} multiplies by {factor} what it speaks of", name=each.source.name, factor=factor)
        else:
            yield tells("{name} multiplies by {factor}", name=each.source.name, factor=factor)
    yield from _ends(earned)
    yield from _times(earned, program, at)


def _ends(earned: Earned) -> Iterator[Told]:
    exact, whole = earned.working.exact, int(earned.working.exact)
    if exact != whole:
        yield tells("{exact} is rounded down to {points:,}", exact=as_decimal(exact), points=whole)
    if earned.amount < whole:
        message = "Its limit left {points:,} of {whole:,}"
        yield tells(message, points=earned.amount, whole=whole)


def _times(earned: Earned, program: Program, at: datetime) -> Iterator[Told]:
    since = available_at(earned.rule.pending_days, at, program.zone)
    until = expires_at(earned.rule.expiry, since or at, program.zone)
    if since is not None:
        yield tells("To be spent from {since:%Y-%m-%d %H:%M} on.", since=since)
    if until is not None:
        yield tells("They end at {until:%Y-%m-%d %H:%M}.", until=until)


def as_decimal(number: Fraction) -> Decimal:
    """At most four decimals, none that say nothing."""
    found = (Decimal(number.numerator) / number.denominator).quantize(Decimal("0.0001"))
    whole = found.to_integral_value()
    return whole if found == whole else found.normalize()
