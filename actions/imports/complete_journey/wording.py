"""Readable names from the source's capitals and shorthand."""

import re
import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words.toml"
LETTERS = re.compile(r"[A-Z]+")
CUT_SHORT = re.compile(r"\([^)]*$| - \w$|/\w$")
UNITS = {
    "OZ": "oz",
    "LB": "lb",
    "LBS": "lb",
    "CT": "ct",
    "ML": "ml",
    "LTR": "l",
    "GAL": "gal",
    "PK": "pack",
    "QT": "qt",
    "PT": "pt",
}
CODE = re.compile(r"[^a-z0-9]+")


@cache
def readable(text: str) -> str:
    """ "FRZN MEAT/MEAT DINNERS" as "Frozen Meat / Meat Dinners". The source cuts long texts short."""
    known = _table("phrases").get(text)
    if known is not None:
        return known
    spaced = CUT_SHORT.sub("", text).replace("/", " / ").replace("&", " & ").replace(":", ": ")
    words = _table("words")
    spelled = LETTERS.sub(lambda found: words.get(found[0], found[0].capitalize()), spaced)
    return " ".join(spelled.replace(" - ", ", ").replace(" And ", " and ").split()).strip(" -/,&")


def product_name(kind: str | None, category: str | None, department: str | None, size: str | None) -> str:
    """The most exact of the three descriptions, with the size of the package."""
    name = next((readable(text) for text in (kind, category, department) if text and readable(text)), "Product")
    return f"{name}, {package(size)}" if size else name


def package(size: str) -> str:
    """ "14.5 OZ" as "14.5 oz"."""
    return LETTERS.sub(lambda found: UNITS.get(found[0], found[0].lower()), size.strip())


def slug(text: str) -> str:
    return CODE.sub("-", text.lower()).strip("-")


@cache
def _table(name: str) -> dict[str, str]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))[name]
