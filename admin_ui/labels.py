"""What fields and values are called: their name in the schema as words, or a better one from `labels.toml`."""

import re
import tomllib
from pathlib import Path

from rules.refusals import ErrorCode

BETTER = tomllib.loads((Path(__file__).parent / "labels.toml").read_text())
INSTANT = re.compile(r"(?<=[a-z])At$")
SENTENCE = re.compile(r"(?<=[.。])\s*")
CODES = re.compile(rf"\b({'|'.join(ErrorCode)})\b")


def field_label(type_name: str, field: str) -> str:
    """`memberNo` is Number, `joinedAt` Joined, `pointsAvailable` Points available."""
    of_type = BETTER["types"].get(type_name, {})
    return of_type.get(field) or BETTER["fields"].get(field) or words_of(INSTANT.sub("", field))


def for_people(description: str) -> str:
    """Without the sentences that tell programs which codes are answered: a form says in words what is wrong."""
    kept = [sentence for sentence in SENTENCE.split(description) if not CODES.search(sentence)]
    return ("" if "。" in description else " ").join(kept).strip()


def value_label(enum: str, value: str) -> str:
    return BETTER["values"].get(enum, {}).get(value) or value.replace("_", " ").capitalize()


def words_of(camel: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: f" {m[1].lower()}", camel)
    return spaced[:1].upper() + spaced[1:]
