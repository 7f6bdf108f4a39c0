"""Settings of the program: what each may say, and what it says until somebody changes it."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from rules.refusals import ErrorCode, Refused
from rules.standing import SHIPPED, Matter, Treatment

Value = dict[str, Any]
Check = Callable[[Any], bool]


def whole(least: int, most: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def number(least: int, most: int) -> Check:
    """A decimal number, as text or number."""

    def fits(value: Any) -> bool:
        try:
            return not isinstance(value, bool) and least <= Decimal(str(value)) <= most
        except InvalidOperation:
            return False

    return fits


def one_of(*words: str) -> Check:
    return lambda value: value in words


def days_ahead(value: Any) -> bool:
    """A list of numbers of days, such as [30, 7]."""
    return isinstance(value, list) and len(value) <= 10 and all(map(whole(0, 3_650), value))


def amount_or_none(value: Any) -> bool:
    return value is None or number(0, 10**12)(value)


def code_or_none(value: Any) -> bool:
    return value is None or (isinstance(value, str) and 1 <= len(value) <= 64)


def text(most: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= most


def origins(value: Any) -> bool:
    """A list of sites, such as ["https://shop.example.com"]."""
    return (
        isinstance(value, list)
        and len(value) <= 50
        and all(isinstance(one, str) and re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", one) for one in value)
    )


def limits_by_role(value: Any) -> bool:
    """Per code of a role: the most points at once, and in a day."""
    parts, most = {"atOnce", "perDay"}, whole(0, 10**9)
    return isinstance(value, dict) and all(
        isinstance(limits, dict) and set(limits) <= parts and all(map(most, limits.values()))
        for limits in value.values()
    )


def yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def by_matter(value: Any) -> bool:
    """Treatments by matter; matters that are left out are as shipped."""
    return isinstance(value, dict) and set(value) <= set(Matter) and set(map(str, value.values())) <= set(Treatment)


DEFAULTS: dict[str, Value] = {
    "POINTS_AS_CASH": {"isOn": True, "pointsPerUnit": 100, "mostPercent": 100},
    "STACKING": {"floorPercent": "0"},
    "RETURNS": {"spentPoints": "WITHIN_BALANCE", "windowDays": 30},
    "POINTS_EXPIRY": {"daysAhead": [30, 7]},
    "LIMITS": {"roles": {}},
    "WALLET": {"payFirst": "PRINCIPAL", "mostUnnamed": None, "mostNamed": None},
    "STATUS": SHIPPED,
    "PIN": {"mostFailures": 5, "lockedMinutes": 15, "openMinutes": 5},
    "CARDS": {"confirmHolder": True},
    "REVEALS": {"mostPerHour": 30},
    "MEMBER_SIGN_IN": {"isOpen": True, "accessMinutes": 15, "refreshDays": 30},
    "ARCHIVE": {"isOn": False, "inactiveMonths": 36},
    "ELIMINATION": {"isOn": False, "inactiveMonths": 60, "upToTier": None},
    "WEB_FORM": {"isOpen": False, "origins": []},
    "MAIL": {"mostPerHour": 30, "acknowledges": True, "signature": ""},
}
"""POINTS_AS_CASH: how many points are one unit of money. STACKING: no line gets cheaper than this percent. RETURNS:
what happens to points that were spent already, and for how many days an order can be returned. POINTS_EXPIRY: how many
days ahead members are reminded. LIMITS: per role the most points booked by hand at once and in a day. WALLET: what is
used first, and how much may be stored by members without and with a name. STATUS: what counts for members who are
frozen or cancelled. PIN: how many wrong ones lock it, for how long; for how long one
shows what its member wants to be asked for. CARDS: whether somebody has to say that who shows a named card is its
member. REVEALS: how many masked fields one person may be shown in an hour. MEMBER_SIGN_IN: whether people may register
by themselves, and for how long an app may go on without and with asking for new tokens. ARCHIVE: whether members
without any purchase or change for so many months are archived. ELIMINATION: whether the memberships of such members
end, up to which tier (null: of those without one). MAIL: how many mails of one sender an hour go into tickets by
themselves, whether a new ticket is acknowledged by mail, and what stands below answers. WEB_FORM: whether
anybody may write to us at /contact, and from the pages of which other sites."""
CHECKS: dict[str, Mapping[str, Check]] = {
    "POINTS_AS_CASH": {"isOn": yes_or_no, "pointsPerUnit": whole(1, 10**9), "mostPercent": whole(0, 100)},
    "STACKING": {"floorPercent": number(0, 100)},
    "RETURNS": {
        "spentPoints": one_of("ONLY_PENDING", "WITHIN_BALANCE", "ALLOW_DEBT"),
        "windowDays": whole(0, 36_500),
    },
    "POINTS_EXPIRY": {"daysAhead": days_ahead},
    "LIMITS": {"roles": limits_by_role},
    "WALLET": {
        "payFirst": one_of("PRINCIPAL", "BONUS", "PROPORTIONAL"),
        "mostUnnamed": amount_or_none,
        "mostNamed": amount_or_none,
    },
    "STATUS": {"FROZEN": by_matter, "CANCELLED": by_matter},
    "PIN": {"mostFailures": whole(1, 100), "lockedMinutes": whole(1, 10_080), "openMinutes": whole(1, 1_440)},
    "CARDS": {"confirmHolder": yes_or_no},
    "REVEALS": {"mostPerHour": whole(0, 10_000)},
    "MEMBER_SIGN_IN": {"isOpen": yes_or_no, "accessMinutes": whole(1, 1_440), "refreshDays": whole(1, 3_650)},
    "ARCHIVE": {"isOn": yes_or_no, "inactiveMonths": whole(1, 1_200)},
    "ELIMINATION": {"isOn": yes_or_no, "inactiveMonths": whole(1, 1_200), "upToTier": code_or_none},
    "WEB_FORM": {"isOpen": yes_or_no, "origins": origins},
    "MAIL": {"mostPerHour": whole(1, 100_000), "acknowledges": yes_or_no, "signature": text(2_000)},
}


def check_policy(code: str, value: Any, path: tuple[str, ...] = ("value",)) -> Value:
    """The whole value: what is not given has its default. Raises Refused that names the part that cannot be used."""
    if code not in DEFAULTS:
        known = ", ".join(sorted(DEFAULTS))
        raise Refused(
            ErrorCode.NOT_FOUND, "There is no policy '{code}'. There are: {known}.", ("code",), code=code, known=known
        )
    if not isinstance(value, dict):
        raise Refused(ErrorCode.INVALID, "The value of a policy is an object.", path)
    for name, part in value.items():
        if name not in CHECKS[code]:
            raise Refused(ErrorCode.INVALID, "{code} has no part '{name}'.", (*path, name), code=code, name=name)
        if not CHECKS[code][name](part):
            message = "'{value}' cannot be used for {name} of {code}."
            raise Refused(ErrorCode.INVALID, message, (*path, name), value=str(part)[:60], name=name, code=code)
    return DEFAULTS[code] | value
