"""What fields and values are called: their name in the schema as words, or a better one from `labels.toml`."""

import re
import tomllib
from pathlib import Path

BETTER = tomllib.loads((Path(__file__).parent / "labels.toml").read_text())
INSTANT = re.compile(r"(?<=[a-z])At$")


def field_label(type_name: str, field: str) -> str:
    """`memberNo` is Number, `joinedAt` Joined, `pointsAvailable` Points available."""
    of_type = BETTER["types"].get(type_name, {})
    return of_type.get(field) or BETTER["fields"].get(field) or words_of(INSTANT.sub("", field))


def value_label(enum: str, value: str) -> str:
    return BETTER["values"].get(enum, {}).get(value) or value.replace("_", " ").capitalize()


def words_of(camel: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: f" {m[1].lower()}", camel)
    return spaced[:1].upper() + spaced[1:]
