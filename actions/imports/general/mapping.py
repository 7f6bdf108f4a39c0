"""Which column of a file is which of our fields: as told, else by name."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from actions.imports.general.fields import Field
from actions.imports.general.origin import Origin
from actions.imports.reports import Problem
from rules.refusals import ErrorCode, Refused

NOT_A_WORD = re.compile(r"[\s\-_./()（）]+")


def read_mapping(path: Path) -> dict[str, str]:
    """A TOML or JSON file of `our_field = "the file's column"`. Raises Refused if it is neither."""
    try:
        told = path.read_text(encoding="utf-8")
        found = json.loads(told) if path.suffix.lower() == ".json" else tomllib.loads(told)
    except (OSError, ValueError) as error:
        message = "{file} cannot be read as a mapping: {why}"
        raise Refused(ErrorCode.INVALID, message, file=path, why=error) from error
    if not isinstance(found, dict) or not all(isinstance(column, str) for column in found.values()):
        raise Refused(ErrorCode.INVALID, '{file}: each line must be our_field = "the file\'s column".', file=path)
    return found


def columns_of(origin: Origin, fields: Sequence[Field], mapping: Mapping[str, str]) -> dict[str, str]:
    """Our field to the file's column. Raises Refused if the mapping names what is not there, or a field is missing."""
    known = {field.name for field in fields}
    for name, column in mapping.items():
        if name not in known:
            raise _no_field(name, known)
        if column not in origin.columns:
            raise _no_column(origin, column)
    found = dict(mapping) | _by_name(
        origin, [field for field in fields if field.name not in mapping], set(mapping.values())
    )
    if not found:
        message = "{file} has no column that we know. Map one: FIELD=COLUMN. Fields: {fields}."
        raise Refused(ErrorCode.REQUIRED, message, file=origin.name, fields=", ".join(sorted(known)))
    for field in fields:
        if field.is_needed and field.name not in found:
            message = "{file} has no column for '{field}'. Map one: {field}=COLUMN."
            raise Refused(ErrorCode.REQUIRED, message, file=origin.name, field=field.name)
    return found


def unused(origin: Origin, columns: Mapping[str, str]) -> list[Problem]:
    left = [name for name in origin.columns if name not in columns.values()]
    reason = "the column is not one that we know"
    return [Problem(origin.name, reason, "left out; map it if it is needed", line=1, column=name) for name in left]


def _by_name(origin: Origin, fields: Sequence[Field], taken: set[str]) -> dict[str, str]:
    names = {_folded(column): column for column in reversed(origin.columns) if column not in taken}
    found = {}
    for field in fields:
        match = next((names[alias] for alias in (field.name, *field.aliases) if alias in names), None)
        if match is not None:
            found[field.name] = match
    return found


def _folded(name: str) -> str:
    return NOT_A_WORD.sub("_", name.strip().lower()).strip("_")


def _no_field(name: str, known: set[str]) -> Refused:
    close, fields = get_close_matches(name, list(known), 1), ", ".join(sorted(known))
    if close:
        message = "'{name}' is not a field; did you mean '{close}'? Fields: {fields}."
        return Refused(ErrorCode.INVALID, message, name=name, close=close[0], fields=fields)
    return Refused(ErrorCode.INVALID, "'{name}' is not a field. Fields: {fields}.", name=name, fields=fields)


def _no_column(origin: Origin, column: str) -> Refused:
    close = get_close_matches(column, origin.columns, 1)
    if close:
        message = "{file} has no column '{column}'; did you mean '{close}'?"
        return Refused(ErrorCode.INVALID, message, file=origin.name, column=column, close=close[0])
    return Refused(ErrorCode.INVALID, "{file} has no column '{column}'.", file=origin.name, column=column)
