"""What of a list may leave the house as a file, and in which form."""

import re
from collections.abc import Mapping
from typing import Any

from rules.refusals import ErrorCode, Refused

NAME = re.compile(r"[A-Za-z][\w.]{0,120}(\([^()]{0,200}\))?[\w.]{0,120}")
MOST_NAMES = 100
NUMBER = re.compile(r"-?\d+(\.\d+)?")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def check_export(given: Mapping[str, Any]) -> None:
    """Names of fields, and nothing that could be a value."""
    for part in ("fields", "filteredBy"):
        names = given.get(part) or []
        if len(names) > MOST_NAMES or not all(NAME.fullmatch(name) for name in names):
            message = "'{part}' takes up to {most} names of fields."
            raise Refused(ErrorCode.INVALID, message, ("input", part), part=part, most=MOST_NAMES)
    if not given["fields"]:
        raise Refused(ErrorCode.REQUIRED, "Name the fields that are exported.", ("input", "fields"))


def cell(value: Any) -> str:
    """As a spreadsheet takes it: text that would be run as a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return cell(value["amount"]) if "amount" in value else " · ".join(filter(None, map(cell, value.values())))
    if isinstance(value, list):
        return "; ".join(filter(None, map(cell, value)))
    text = str(value)
    is_formula = text.startswith(FORMULA) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text
