"""What the rules of a campaign may say: everything in them is used, or refused with its path."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from rules import conditions
from rules.campaigns import CampaignKind
from rules.money import CURRENCY_DIGITS
from rules.quote.reading import ON_ORDERS
from rules.refusals import ErrorCode, Refused

Path = tuple[str, ...]
TAKES_OFF = ("steps", "percent", "amount", "price")
"Of these a campaign has at most one."
GIVES = frozenset({*TAKES_OFF, "multiplier", "gift", "template"})
MOST_STEPS = 20
MOST_AMOUNT = Decimal(1_000_000_000)
MOST_TIMES = 100
LONGEST_GROUP = 64
HIGHEST_PRIORITY = 1_000
NOT_ON_ORDERS = {"streak"}
"Conditions that no order can meet."


def check_rules(kind: CampaignKind, rules: Any, currency: str, path: Path = ("input", "rules")) -> None:
    """Raises Refused at the first part that cannot be used; `path` leads to the rules."""
    if not isinstance(rules, dict):
        raise Refused(ErrorCode.INVALID, "The rules of a campaign are an object.", path)
    if kind not in ON_ORDERS:
        _check_empty(kind, rules, path)
        return
    for name, value in rules.items():
        check = PARTS.get(name)
        if check is None:
            message = "There is no rule '{name}'. There are: {known}."
            raise Refused(ErrorCode.INVALID, message, (*path, name), name=name[:60], known=", ".join(PARTS))
        check(value, currency, (*path, name))
    _check_together(rules, path)
    _check_gives(kind, rules, path)


def _check_empty(kind: CampaignKind, rules: Mapping[str, Any], path: Path) -> None:
    if rules:
        message = (
            "A campaign of kind {name} does nothing on orders, so it has no such rules: leave them out. What it gives "
            "are rules of earning that name it, or coupons that are issued for it."
        )
        raise Refused(ErrorCode.INVALID, message, (*path, next(iter(rules))), name=kind)


def _check_gives(kind: CampaignKind, rules: Mapping[str, Any], path: Path) -> None:
    if kind is CampaignKind.POINTS_MULTIPLIER and "multiplier" not in rules:
        message = "A campaign of kind {name} needs a multiplier."
        raise Refused(ErrorCode.REQUIRED, message, (*path, "multiplier"), name=kind)
    if kind is not CampaignKind.COUPON_GIVEAWAY and GIVES.isdisjoint(rules):
        message = "A campaign of kind {name} gives something: one of {known}."
        raise Refused(ErrorCode.REQUIRED, message, path, name=kind, known=", ".join(sorted(GIVES)))


def _check_together(rules: Mapping[str, Any], path: Path) -> None:
    given = [name for name in TAKES_OFF if name in rules]
    if len(given) > 1:
        message = "Only one of {known} takes money off; a gift, a coupon and more points can go with it."
        raise Refused(ErrorCode.INVALID, message, (*path, given[1]), known=", ".join(TAKES_OFF))
    for name, needed in (("cap", "percent"), ("repeats", "steps")):
        if rules.get(name) and needed not in rules:
            message = "'{name}' says something about {needed}, which is not there."
            raise Refused(ErrorCode.INVALID, message, (*path, name), name=name, needed=needed)
    if rules.get("repeats") and len(rules["steps"]) > 1:
        message = "A step that repeats is the only one: every full spend saves the same again."
        raise Refused(ErrorCode.INVALID, message, (*path, "repeats"))


def _number(value: Any, path: Path, most: Decimal | int, digits: int) -> Decimal:
    try:
        if isinstance(value, bool):
            raise ValueError
        number = Decimal(str(value))
    except (ValueError, InvalidOperation):
        number = Decimal("NaN")
    if not number.is_finite() or not 0 < number <= most or number != round(number, digits):
        message = "{name} must be above 0 and at most {most:,}, with at most {digits} decimals, not '{value}'."
        raise Refused(
            ErrorCode.INVALID, message, path, name=path[-1], most=Decimal(most), digits=digits, value=str(value)[:60]
        )
    return number


def _money(value: Any, currency: str, path: Path) -> Decimal:
    return _number(value, path, MOST_AMOUNT, CURRENCY_DIGITS[currency])


def _percent(value: Any, _: str, path: Path) -> None:
    _number(value, path, 100, 2)


def _multiplier(value: Any, _: str, path: Path) -> None:
    _number(value, path, MOST_TIMES, 2)


def _steps(value: Any, currency: str, path: Path) -> None:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_STEPS:
        message = "Steps are a list of 1 to {most}, each with spend and off."
        raise Refused(ErrorCode.INVALID, message, path, most=MOST_STEPS)
    read = [_step(step, currency, (*path, str(place))) for place, step in enumerate(value)]
    for place, (spend, off) in enumerate(read[1:], start=1):
        before = read[place - 1]
        if spend <= before[0] or off <= before[1]:
            message = "Each step asks for more than the one before, and saves more."
            raise Refused(ErrorCode.INVALID, message, (*path, str(place)))


def _step(step: Any, currency: str, path: Path) -> tuple[Decimal, Decimal]:
    if not isinstance(step, dict) or set(step) != {"spend", "off"}:
        raise Refused(ErrorCode.INVALID, "A step has spend and off, and nothing else.", path)
    spend, off = (_money(step[name], currency, (*path, name)) for name in ("spend", "off"))
    if off > spend:
        message = "A step cannot save more than is spent for it."
        raise Refused(ErrorCode.INVALID, message, (*path, "off"))
    return spend, off


def _flag(value: Any, _: str, path: Path) -> None:
    if not isinstance(value, bool):
        raise Refused(ErrorCode.INVALID, "{name} is true or false.", path, name=path[-1])


def _text(value: Any, _: str, path: Path) -> None:
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_GROUP:
        message = "{name} is a text of 1 to {most} characters."
        raise Refused(ErrorCode.INVALID, message, path, name=path[-1], most=LONGEST_GROUP)


def _priority(value: Any, _: str, path: Path) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > HIGHEST_PRIORITY:
        message = "A priority is a whole number from {least:,} to {most:,}."
        raise Refused(ErrorCode.INVALID, message, path, least=-HIGHEST_PRIORITY, most=HIGHEST_PRIORITY)


def _conditions(value: Any, currency: str, path: Path) -> None:
    conditions.read(value, currency, path)
    for name in value:
        if name in NOT_ON_ORDERS:
            message = "'{name}' is for activities; no order can meet it."
            raise Refused(ErrorCode.INVALID, message, (*path, name), name=name)
    for place, span in enumerate(value.get("hours", ())):
        if set(span) != {"from", "to"}:
            message = "Hours have from and to, and nothing else."
            raise Refused(ErrorCode.INVALID, message, (*path, "hours", str(place)))


PARTS: dict[str, Callable[[Any, str, Path], Any]] = {
    "steps": _steps,
    "repeats": _flag,
    "percent": _percent,
    "cap": _money,
    "amount": _money,
    "price": _money,
    "multiplier": _multiplier,
    "gift": _text,
    "template": _text,
    "conditions": _conditions,
    "group": _text,
    "stacks": _flag,
    "priority": _priority,
}
"What the rules of a campaign on orders may say, and how each is checked."
