"""What a tier and a benefit may say, and what may be set by hand."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rules.refusals import Detail, ErrorCode, Refused
from rules.tiers.reaching import TierRule
from rules.tiers.words import BenefitOccasion

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
MOST = 10**12
BOUNDS: Mapping[str, tuple[int, int]] = {
    "rank": (0, 1_000_000),
    "growthThreshold": (0, MOST),
    "spendThreshold": (0, MOST),
    "orderCountThreshold": (0, 1_000_000),
    "pointsThreshold": (0, MOST),
    "periodMonths": (1, 120),
    "keepGrowth": (0, MOST),
    "keepSpend": (0, MOST),
    "keepOrders": (0, 1_000_000),
    "graceDays": (0, 366),
    "validityMonths": (1, 120),
    "pointsMultiplier": (0, 100),
    "discountPercent": (0, 100),
    "points": (1, 1_000_000_000),
    "pointsValidDays": (1, 36_500),
    "daysAhead": (0, 60),
}
"From and to, in what a person types."
DECIMALS = {"spendThreshold": 2, "keepSpend": 2, "pointsMultiplier": 3, "discountPercent": 2}
EMPTIED: Mapping[str, Any] = {
    "periodMonths": 12, "graceDays": 0, "pointsMultiplier": 1, "discountPercent": 0, "isActive": True,
    "occasion": BenefitOccasion.ALWAYS, "benefitCodes": [], "storeCodes": [], "unitCodes": [],
    "description": "", "daysAhead": 0, "tierCodes": [],
}  # fmt: skip
"What has a value even when nothing is said."


def filled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Null empties a field, or stands for what it has when nothing is said."""
    return {name: EMPTIED.get(name) if value is None else value for name, value in given.items()}


def check_fields(given: Mapping[str, Any]) -> None:
    """Of a tier or a benefit as it is sent. Raises Refused that names the field."""
    if "code" in given and not CODE.fullmatch(given["code"]):
        message = "A code has 1 to 64 letters, digits, dots, dashes and underscores, and begins with a letter or digit."
        raise Refused(ErrorCode.INVALID, message, ("input", "code"))
    if "name" in given and not 1 <= len(given["name"].strip()) <= 200:
        raise Refused(ErrorCode.REQUIRED, "Give it a name of 1 to 200 characters.", ("input", "name"))
    for name, value in given.items():
        if value is not None and name in BOUNDS:
            _check_number(name, value)


def check_benefit(given: Mapping[str, Any]) -> None:
    """As it would be after the change. Raises Refused if nothing could be given on its occasion."""
    occasion, gives = given["occasion"], given["template"] is not None or given["points"] is not None
    if occasion == BenefitOccasion.ALWAYS and gives:
        message = "A lasting benefit gives nothing at a moment. Choose an occasion, or take coupon and points away."
        raise Refused(ErrorCode.INVALID, message, ("input", "occasion"))
    if occasion != BenefitOccasion.ALWAYS and not gives:
        message = "Say what is given on the occasion: a coupon or points."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "templateCode"))
    if occasion != BenefitOccasion.BIRTHDAY and gives and given["days_ahead"]:
        message = "Only what is given for a birthday can be given ahead. Say 0 days, or choose the birthday."
        raise Refused(ErrorCode.INVALID, message, ("input", "daysAhead"))


def check_by_hand(now: TierRule | None, new: TierRule, floor: TierRule | None, cap: TierRule | None) -> None:
    """Whoever lifts a member says how low the rules may go, whoever lowers one how high. Raises Refused."""
    if not new.is_active:
        message = "{tier} is not in use. Choose another tier, or switch it on."
        raise Refused(ErrorCode.STATE, message, ("input", "tierCode"), tier=_name(new))
    rises = now is None or new.rank > now.rank
    if rises and floor is None:
        message = "Say the lowest tier that the rules may give after this upgrade, for example {tier}."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "floorTierCode"), tier=_name(new))
    if not rises and new.rank < now.rank and cap is None:
        message = "Say the highest tier that the rules may give after this downgrade, for example {tier}."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "capTierCode"), tier=_name(new))
    if now is not None and new.rank == now.rank and floor is None and cap is None:
        message = "The member has {tier} already. Say a lowest or a highest tier, or choose another one."
        raise Refused(ErrorCode.STATE, message, ("input", "tierCode"), tier=_name(new))
    _check_between(new, floor, cap)


def _check_between(new: TierRule, floor: TierRule | None, cap: TierRule | None) -> None:
    if floor is not None and floor.rank > new.rank:
        message = "The lowest tier, {floor}, is above {tier}. Choose {tier} or one below it."
        raise Refused(ErrorCode.INVALID, message, ("input", "floorTierCode"), floor=_name(floor), tier=_name(new))
    if cap is not None and cap.rank < new.rank:
        message = "The highest tier, {cap}, is below {tier}. Choose {tier} or one above it."
        raise Refused(ErrorCode.INVALID, message, ("input", "capTierCode"), cap=_name(cap), tier=_name(new))


def _check_number(name: str, value: int | Decimal) -> None:
    least, most = BOUNDS[name]
    if not least <= value <= most:
        message = "{value} cannot be used: it must be from {least:,} to {most:,}."
        detail = Detail(limit=str(most if value > most else least))
        raise Refused(ErrorCode.INVALID, message, ("input", name), detail, value=value, least=least, most=most)
    digits = DECIMALS.get(name, 0)
    exact = Decimal(value).scaleb(digits)
    if exact != exact.to_integral_value():
        message = "{value} has more than {digits} decimals."
        raise Refused(ErrorCode.INVALID, message, ("input", name), value=value, digits=digits)


def _name(tier: TierRule) -> str:
    return tier.name or tier.code
