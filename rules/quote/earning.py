"""What the rules of earning give for what is paid, and how much of it each line brought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil

from rules.conditions import Failure, Line, Situation, fails
from rules.ledger import Asset
from rules.money import CURRENCY_DIGITS, to_major
from rules.quote.allocation import allocate
from rules.quote.answer import CONTROL, Earned, Effect, EffectKind, Rejection, Working
from rules.quote.cart import Buyer, Cart
from rules.quote.program import Earning, Program, TierTerms
from rules.quote.timing import standing, too_early, too_late
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
    rate: Fraction
    "For one minor unit, before multipliers."

    @property
    def sum(self) -> Fraction:
        return Fraction(sum(self.parts), self.scale)

    @property
    def whole(self) -> int:
        return sum(self.parts) // self.scale


@dataclass(frozen=True, slots=True)
class Bill:
    """The lines as conditions read them, what was paid for each, and around it."""

    lines: Sequence[Line]
    paid: Sequence[int]
    situation: Situation
    program: Program
    buyer: Buyer

    def failures(self, rule: Earning) -> Iterator[Failure]:
        """Everything that stands against a rule, the first that decides first."""
        if rule.blocked:
            yield rule.blocked
        yield from _out_of_time(rule, self.situation)
        yield from rule.conditions.failures(self.situation, self.lines, self.program.currency)
        if rule.is_control:
            yield CONTROL
        elif self.buyer.treatment(MATTERS[rule.asset]) is Treatment.IGNORE:
            yield standing(self.buyer.status)

    def tier_of(self, rule: Earning) -> TierTerms | None:
        """The tier, if it multiplies what the rule gives."""
        if not (rule.uses_tier_multiplier and self.buyer.may(Matter.BENEFITS)):
            return None
        return self.program.tiers.get(self.buyer.tier or "")


def earnings(
    program: Program, cart: Cart, buyer: Buyer, lines: Sequence[Line], paid: Sequence[int], situation: Situation
) -> Earnings:
    """`paid` is what was paid in money for each line, in minor units. A held member earns as if active."""
    bill = Bill(lines, paid, situation, program, buyer)
    failures = [next(bill.failures(rule), None) for rule in program.earnings]
    judged = list(zip(program.earnings, failures, strict=True))
    rejections = [Rejection(rule.source, failure) for rule, failure in judged if failure]
    fitting = [rule for rule, failure in judged if failure is None]
    earned: list[Earned] = []
    effects: list[Effect] = []
    for asset in MATTERS:
        for made, told in _of_asset(bill, [rule for rule in fitting if rule.asset is asset]):
            if isinstance(made, Rejection):
                rejections.append(made)
            else:
                earned.append(made)
                effects.extend(told)
    return Earnings(tuple(earned), tuple(effects), tuple(rejections))


def _of_asset(bill: Bill, rules: Sequence[Earning]) -> Iterator[tuple[Earned | Rejection, list[Effect]]]:
    bases = [rule for rule in rules if rule.multiplier is None]
    factors = [rule for rule in rules if rule.multiplier is not None]
    multipliers = _best_of_groups(factors, lambda rule: rule.multiplier)
    plain = {rule.source.code: _exact(bill, rule, ()) for rule in bases}
    chosen = _best_of_groups(bases, lambda rule: plain[rule.source.code].sum)
    for rule in chosen:
        yield _of_rule(bill, rule, multipliers, plain[rule.source.code])
    for rules, best in ((bases, chosen), (factors, multipliers)):
        yield from ((_outdone(rule, best), []) for rule in rules if rule not in best)


def _of_rule(
    bill: Bill, rule: Earning, multipliers: Sequence[Earning], plain: _Exact
) -> tuple[Earned | Rejection, list[Effect]]:
    exact = _exact(bill, rule, multipliers) if multipliers else plain
    base, room = plain.whole, _room(rule, bill.buyer)
    amount = exact.whole if room is None else min(exact.whole, room)
    if amount <= 0:
        return Rejection(rule.source, _nothing(bill, rule, exact)), []
    told = [_effect(bill, rule, min(base, amount))]
    if amount > base:
        told.append(_multiplied(rule, multipliers, amount - base))
    paid = sum(max(part, 0) for line, part in zip(bill.lines, bill.paid, strict=True) if rule.conditions.fits(line))
    working = Working(paid, bill.tier_of(rule), tuple(multipliers), plain.sum, exact.sum, room)
    return Earned(rule, amount, tuple(allocate(amount, exact.parts)), working), told


def _outdone(rule: Earning, best: Sequence[Earning]) -> Rejection:
    name = next(other.source.name for other in best if other.group == rule.group)
    message = "Of its group {name} gives more."
    return Rejection(rule.source, fails(ErrorCode.NOT_ELIGIBLE, message, name=name))


def _nothing(bill: Bill, rule: Earning, exact: _Exact) -> Failure:
    """Why a rule that fits gives nothing: its limit is reached, or too little was paid."""
    today, ever = bill.buyer.earned.get(rule.source.code, (0, 0))
    if rule.limit_per_member is not None and ever >= rule.limit_per_member:
        message = "It gives a member {limit:,} in all, and gave them."
        return fails(ErrorCode.LIMIT_REACHED, message, limit=rule.limit_per_member)
    if rule.limit_per_day is not None and today >= rule.limit_per_day:
        change = fails(ErrorCode.LIMIT_REACHED, "bought on {day}", day=bill.situation.at.date() + timedelta(days=1))
        message = "It gives a member {limit:,} a day, and gave them."
        return fails(ErrorCode.LIMIT_REACHED, message, change, limit=rule.limit_per_day)
    rate = exact.rate
    if not rate:
        return fails(ErrorCode.NOT_ELIGIBLE, "It gives nothing for what was paid.")
    currency = bill.program.currency
    missing = to_major(ceil((1 - exact.sum) / rate), currency)
    change = fails(ErrorCode.NOT_ELIGIBLE, "{missing:,} {currency} more", missing=missing, currency=currency)
    message = "What was paid gives less than one; {missing:,} {currency} more would do."
    return fails(ErrorCode.NOT_ELIGIBLE, message, change, missing=missing, currency=currency)


def _exact(bill: Bill, rule: Earning, multipliers: Sequence[Earning]) -> _Exact:
    """What is fixed is spread over the fitting lines by what was paid for them."""
    tier = bill.tier_of(rule)
    rate = _rate(rule.per_unit, tier.multiplier if tier else 1, bill.program.currency)
    paid = [max(part, 0) if rule.conditions.fits(line) else 0 for line, part in zip(bill.lines, bill.paid, strict=True)]
    fixed = allocate(rule.fixed, paid) if any(paid) else [0 if place else rule.fixed for place in range(len(paid))]
    parts = [part * rate.numerator + extra * rate.denominator for part, extra in zip(paid, fixed, strict=True)]
    scale = rate.denominator
    for each in multipliers:
        times, over = each.multiplier.as_integer_ratio()
        scale *= over
        parts = [
            part * (times if each.conditions.fits(line) else over) for part, line in zip(parts, bill.lines, strict=True)
        ]
    return _Exact(parts, scale, rate)


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


def _room(rule: Earning, buyer: Buyer) -> int | None:
    today, ever = buyer.earned.get(rule.source.code, (0, 0))
    rooms = [
        limit - given
        for limit, given in ((rule.limit_per_day, today), (rule.limit_per_member, ever))
        if limit is not None
    ]
    return min(rooms, default=None)


def _out_of_time(rule: Earning, situation: Situation) -> Iterator[Failure]:
    if rule.valid_from is not None and situation.at < rule.valid_from:
        yield too_early(rule.valid_from, situation.at)
    if rule.valid_until is not None and situation.at >= rule.valid_until:
        yield too_late(rule.valid_until, situation.at)


def _effect(bill: Bill, rule: Earning, points: int) -> Effect:
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
