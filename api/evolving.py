"""What differs between two forms of the schema, and what of it could break those who use it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer
from graphql import GraphQLError, GraphQLSchema, build_schema
from graphql.utilities import BreakingChange, DangerousChange, SafeChangeType, find_schema_changes
from rich.console import Console

from api.printing import schema_of
from rules.refusals import ErrorCode, Refused

DESCRIPTION = re.compile(r'^\s*"""(?:.*?)"""\n', re.DOTALL | re.MULTILINE)
said = Console(highlight=False)


class Risk(StrEnum):
    """What a change means for who wrote against the schema as it was."""

    BREAKING = "breaking"
    DANGEROUS = "dangerous"
    SAFE = "safe"


STYLES = {Risk.BREAKING: "red", Risk.DANGEROUS: "yellow", Risk.SAFE: "green"}


@dataclass(frozen=True, slots=True)
class Change:
    risk: Risk
    text: str


def changes(old: GraphQLSchema, new: GraphQLSchema) -> list[Change]:
    """Breaking ones first; each is told once. Descriptions are no part of the contract."""
    found = {Change(_risk(one), one.description) for one in find_schema_changes(old, new) if not _is_words(one)}
    found |= set(_deprecated(old, new))
    order = list(Risk)
    return sorted(found, key=lambda one: (order.index(one.risk), one.text))


def bare(sdl: str) -> str:
    """The schema without descriptions."""
    return DESCRIPTION.sub("", sdl)


def read(path: Path) -> GraphQLSchema:
    """Raises Refused for what is no schema."""
    try:
        return build_schema(bare(path.read_text()), assume_valid=True)
    except (GraphQLError, UnicodeDecodeError) as error:
        message = "{path} is no GraphQL schema: {words}"
        raise Refused(ErrorCode.INVALID, message, path=str(path), words=str(error).splitlines()[0]) from None


def compare(old: Path, new: Path | None) -> None:
    """Prints what differs. Exit status 1 if something breaks."""
    now = read(new) if new else build_schema(bare(schema_of(None)), assume_valid=True)
    found = changes(read(old), now)
    for one in found:
        said.print(f"{one.risk:<9} {one.text}", style=STYLES[one.risk], soft_wrap=True, markup=False)
    counts = ", ".join(f"{sum(one.risk is risk for one in found)} {risk}" for risk in Risk)
    said.print(counts if found else "Nothing differs.")
    raise typer.Exit(1 if any(one.risk is Risk.BREAKING for one in found) else 0)


def _is_words(change: Any) -> bool:
    return change.type is SafeChangeType.DESCRIPTION_CHANGED


def _risk(change: object) -> Risk:
    if isinstance(change, BreakingChange):
        return Risk.BREAKING
    return Risk.DANGEROUS if isinstance(change, DangerousChange) else Risk.SAFE


def _deprecated(old: GraphQLSchema, new: GraphQLSchema) -> Iterator[Change]:
    """What is going to go, so that nobody learns of it when it is gone."""
    for name, kind in new.type_map.items():
        known = getattr(old.type_map.get(name), "fields", None) or {}
        for field, spec in (getattr(kind, "fields", None) or {}).items():
            reason = getattr(spec, "deprecation_reason", None)
            if reason and field in known and not known[field].deprecation_reason:
                yield Change(Risk.DANGEROUS, f"Field {name}.{field} was deprecated: {reason}")
