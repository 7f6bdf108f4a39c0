"""The input of a rule of the program as the columns that keep it."""

import re
from collections.abc import Mapping
from typing import Any

from rules.money import exact_minor, to_minor

HUMP = re.compile(r"(?<!^)(?=[A-Z])")


def columns_of(given: Mapping[str, Any], currency: str, money: tuple[str, ...] = ()) -> dict[str, Any]:
    """`money` are amounts in major units. What may not be empty and is given as null counts as not given."""
    return {
        HUMP.sub("_", name).lower(): _minor(value, currency, name) if name in money and value is not None else value
        for name, value in given.items()
        if not name.endswith("Code")
    }


def _minor(amount: Any, currency: str, name: str) -> int:
    """Zero is an amount too."""
    return exact_minor(amount, currency, name) if amount else to_minor(amount, currency)
