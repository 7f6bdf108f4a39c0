"""What the rules of earning give for what is paid, and how much of it each line brought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from rules.conditions import Failure, Line, Situation, fails
from rules.ledger import Asset
from rules.money import CURRENCY_DIGITS
from rules.quote.allocation import allocate
from rules.quote.answer import CONTROL, Earned, Effect, EffectKind, Rejection
from rules.quote.cart import Buyer, Cart
from rules.quote.program import Earning, Program
from rules.refusals import ErrorCode
from rules.standing import Matter, Treatment

MATTERS = {Asset.POINTS: Matter.EARN_POINTS, Asset.GROWTH: Matter.EARN_GROWTH}
KINDS = {Asset.POINTS: EffectKind.POINTS, Asset.GROWTH: EffectKind.GROWTH}


@dataclass(frozen=True, slots=True)
class Earnings:
    earned: tuple[Earned, ...]
    effects: tuple[Effect, ...]
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class _Exact:
    """By line and not rounded, in parts of which `scale` make one."""

    parts: Sequence[int]
    scale: int

    @property
    def sum(self) -> Fraction:
        return Fraction(sum(self.parts), self.scale)

    @property
    def whole(self) -> int:
        return sum(self.parts) // self.scale


@dataclass(frozen=True, slots=True)
class _Bill:
    """The lines as conditions read them, what was paid for each, and around it."""

    lines: Sequence[Line]
    paid: Sequence[int]
    situation: Situation
    program: Program
    buyer: Buyer

    def failure(self, rule: Earning) -> Failure | None:
        return (
            rule.blocked
            or _out_of_time(rule, self.situation)
            or rule.conditions.failure(self.situation, self.lines, self.program.currency)
            or (CONTROL if rule.is_control else None)
        )


def earnings(
    program: Program, cart: Cart, buyer: Buyer, lines: Sequence[Line], paid: Sequence[int], situation: Situation
) -> Earnings:
    """`paid` is what was paid in money for each line, in minor units. A held member earns as if active."""
    bill = _Bill(lines, paid, situation, program, buyer)
    failures = [bill.failure(rule) for rule in program.earnings]
    judged = list(zip(program.earnings, failures, strict=True))
    rejections = [Rejection(rule.source, failure) for rule, failure in judged if failure]
    fitting = [rule for rule, failure in judged if failure is None]
    earned: list[Earned] = []
    effects: list[Effect] = []
    for asset in MATTERS:
        if buyer.treatment(MATTERS[asset]) is Treatment.IGNORE:
            continue
        for made, told in _of_asset(bill, [rule for rule in fitting if rule.asset is asset]):
            earned.append(made)
            effects.extend(told)
    return Earnings(tuple(earned), tuple(effects), tuple(rejections))


def _of_asset(bill: _Bill, rules: Sequence[Earning]) -> Iterator[tuple[Earned, list[Effect]]]:
    bases = [rule for rule in rules if rule.multiplier is None]
    multipliers = _best_of_groups([rule for rule in rules if rule.multiplier is not None], lambda rule: rule.multiplier)
    plain = {rule.source.code: _exact(bill, rule, ()) for rule in bases}
    for rule in _best_of_groups(bases, lambda rule: plain[rule.source.code].sum):
        yield from _of_rule(bill, rule, multipliers, plain[rule.source.code])


def _of_rule(
    bill: _Bill, rule: Earning, multipliers: Sequence[Earning], plain: _Exact
) -> Iterator[tuple[Earned, list[Effect]]]:
    exact = _exact(bill, rule, multipliers) if multipliers else plain
    base = plain.whole
    amount = min(exact.whole, _room(rule, bill.buyer))
    if amount <= 0:
        return
    shares = allocate(amount, exact.parts)
    told = [_effect(bill, rule, min(base, amount))]
    if amount > base:
        told.append(_multiplied(rule, multipliers, amount - base))
    yield Earned(rule, amount, tuple(shares)), told


def _exact(bill: _Bill, rule: Earning, multipliers: Sequence[Earning]) -> _Exact:
    """What is fixed is spread over the fitting lines by what was paid for them."""
    tier = bill.program.tiers.get(bill.buyer.tier or "") if bill.buyer.may(Matter.BENEFITS) else None
    rate = _rate(rule.per_unit, tier.multiplier if tier and rule.uses_tier_multiplier else 1, bill.program.currency)
    paid = [max(part, 0) if rule.conditions.fits(line) else 0 for line, part in zip(bill.lines, bill.paid, strict=True)]
    fixed = allocate(rule.fixed, paid) if any(paid) else [rule.fixed] + [0] * (len(paid) - 1)
    parts = [part * rate.numerator + extra * rate.denominator for part, extra in zip(paid, fixed, strict=True)]
    scale = rate.denominator
    for each in multipliers:
        times, over = each.multiplier.as_integer_ratio()
        scale *= over
        parts = [
            part * (times if each.conditions.fits(line) else over) for part, line in zip(parts, bill.lines, strict=True)
        ]
    return _Exact(parts, scale)


@cache
def _rate(per_unit: Decimal, multiplier: Decimal | int, currency: str) -> Fraction:
    """For one minor unit. There are as many as rules and tiers."""
    return Fraction(per_unit) * Fraction(multiplier) / 10 ** CURRENCY_DIGITS[currency]


def _best_of_groups(rules: Sequence[Earning], worth: object) -> list[Earning]:
    """All without a group, and of each group the one that is worth most (then of the highest priority)."""
    best: dict[str, Earning] = {}
    for rule in sorted(rules, key=lambda rule: (worth(rule), rule.priority, rule.source.code)):
        best[rule.group or f" {rule.source.kind}{rule.source.code}"] = rule
    return sorted(best.values(), key=lambda rule: (-rule.priority, rule.source.code))


def _room(rule: Earning, buyer: Buyer) -> int:
    today, ever = buyer.earned.get(rule.source.code, (0, 0))
    rooms = [
        limit - given
        for limit, given in ((rule.limit_per_day, today), (rule.limit_per_member, ever))
        if limit is not None
    ]
    return min(rooms, default=10**15)


def _out_of_time(rule: Earning, situation: Situation) -> Failure | None:
    if rule.valid_from is not None and situation.at < rule.valid_from:
        return fails(ErrorCode.NOT_STARTED, "It starts at {start}.", start=rule.valid_from)
    if rule.valid_until is not None and situation.at >= rule.valid_until:
        return fails(ErrorCode.EXPIRED, "It ended at {end}.", end=rule.valid_until)
    return None


def _effect(bill: _Bill, rule: Earning, points: int) -> Effect:
    template = "{points:,} points by {name}" if rule.asset is Asset.POINTS else "{points:,} growth value by {name}"
    return Effect(KINDS[rule.asset], rule.source, template, {"points": points, "name": rule.source.name}, points=points)


def _multiplied(rule: Earning, multipliers: Sequence[Earning], extra: int) -> Effect:
    names = ", ".join(each.source.name for each in multipliers)
    source = multipliers[0].source if multipliers else rule.source
    return Effect(
        KINDS[rule.asset],
        source,
        "{points:,} more by {name}",
        {"points": extra, "name": names or rule.source.name},
        points=extra,
    )
