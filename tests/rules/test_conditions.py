from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from rules.conditions import Line, Situation, read
from rules.refusals import Refused

NOON = datetime.fromisoformat("2026-03-02T12:00:00+08:00")
MONDAY_OF_GOLD = Situation(NOON, store="S1", tier="GOLD", birthday=date(1990, 3, 5), units=frozenset({"HQ", "SOUTH"}))
CART = [
    Line("MILK", frozenset({"DAIRY", "FOOD"}), 700, Decimal(2)),
    Line("SOAP", frozenset({"HOME"}), 500, Decimal(1)),
]
HOLD = [
    {},
    {"products": ["MILK"]},
    {"categories": ["FOOD"], "minSpend": "7"},
    {"units": ["HQ"]},
    {"units": ["NORTH", "SOUTH"]},
    {"stores": ["S2"], "units": ["SOUTH"]},
    {"stores": ["S1"], "units": ["NORTH"]},
    {"stores": ["S1"], "tiers": ["GOLD"], "weekdays": [1], "days": ["2026-03-02"]},
    {"hours": [{"from": "09:00", "to": "12:00"}, {"from": "12:00", "to": "24:00"}]},
    {"birthday": "MONTH"},
    {"birthday": "WEEK"},
    {"minQuantity": "3"},
]
FAIL = [
    ({"stores": ["S2", "S3"]}, "It is good in S2, S3 only."),
    ({"stores": ["S2"], "units": ["NORTH"]}, "It is good in NORTH, S2 only."),
    ({"tiers": ["SILVER"]}, "It is for members of SILVER only."),
    ({"birthday": "DAY"}, "It is for the member's birthday (day) only."),
    ({"days": ["2026-03-03"]}, "It is good on 2026-03-03 only."),
    ({"weekdays": [6, 7]}, "It is good on these days of the week only: 6, 7 (1 is Monday)."),
    ({"hours": [{"from": "09:00", "to": "12:00"}]}, "It is good at these hours only: 09:00\u201312:00."),
    ({"products": ["TEA"]}, "Nothing in the cart is of TEA."),
    ({"categories": ["FOOD"], "minSpend": "10"}, "It needs 10.00 CNY; 3.00 more would do."),
    ({"products": ["SOAP"], "minQuantity": 3}, "It needs 2 more pieces."),
]
UNUSABLE: list[tuple[Any, str]] = [
    ([], "Conditions are an object."),
    ({"product": []}, "There is no condition 'product'."),
    ({"products": "MILK"}, "'MILK' cannot be used for products."),
    ({"weekdays": [0]}, "'[0]' cannot be used for weekdays."),
    ({"hours": [{"from": "12:00", "to": "09:00"}]}, "cannot be used for hours."),
    ({"minSpend": "-1"}, "'-1' cannot be used for minSpend."),
    ({"birthday": "YEAR"}, "'YEAR' cannot be used for birthday."),
]


@pytest.mark.parametrize("given", HOLD, ids=str)
def test_conditions_hold(given: dict[str, Any]) -> None:
    assert read(given, "CNY").failure(MONDAY_OF_GOLD, CART, "CNY") is None


@pytest.mark.parametrize(("given", "told"), FAIL, ids=lambda value: str(value)[:40])
def test_the_first_failure_says_what_would_have_to_change(given: dict[str, Any], told: str) -> None:
    failure = read(given, "CNY").failure(MONDAY_OF_GOLD, CART, "CNY")
    assert failure is not None
    assert failure.message == told


@pytest.mark.parametrize(("given", "told"), UNUSABLE, ids=lambda value: str(value)[:40])
def test_what_cannot_be_used_is_named(given: Any, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read(given, "CNY")
    assert told in refused.value.message


@pytest.mark.parametrize(("today", "is_kept"), [("2027-02-28", True), ("2028-02-28", False), ("2028-02-29", True)])
def test_who_was_born_on_29_february_has_a_birthday_each_year(today: str, is_kept: bool) -> None:
    born = Situation(datetime.fromisoformat(f"{today}T12:00:00+08:00"), birthday=date(2000, 2, 29))
    assert (read({"birthday": "DAY"}, "CNY").failure(born, CART, "CNY") is None) == is_kept
