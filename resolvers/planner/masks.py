"""What is left of a text for those who may only recognize it."""

from collections.abc import Callable

Mask = Callable[[str], str]


def of_phone(expression: str) -> str:
    """Enough to compare with what a caller says: the first digits and the last four."""
    return f"CASE WHEN {expression} IS NOT NULL THEN left({expression}, 3) || '****' || right({expression}, 4) END"


def of_email(expression: str) -> str:
    return f"left({expression}, 1) || '****@' || split_part({expression}, '@', 2)"


def of_name(expression: str) -> str:
    """The first letter; the length is not told."""
    return f"left({expression}, 1) || '**'"


def of_text(expression: str) -> str:
    return f"CASE WHEN {expression} IS NOT NULL THEN '****' END"


def nothing(_: str) -> str:
    """Numbers, dates and objects have no recognizable part."""
    return "NULL::text"


def of_number(expression: str) -> str:
    """The last four digits."""
    return f"CASE WHEN {expression} IS NOT NULL THEN '****' || right({expression}, 4) END"
