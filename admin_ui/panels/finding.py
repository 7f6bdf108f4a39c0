"""Which record a person means by any of its names: a number, a phone, an address, a code."""

import re
from collections.abc import Mapping
from typing import Any

from graphql import GraphQLSchema, get_named_type

from admin_ui.panels.controls import Control

GLOBAL_ID = re.compile(r"[a-z]{2,5}_\S+")


def lookup_of(schema: GraphQLSchema, control: Control) -> tuple[str, str] | None:
    """The query that finds such a record, and its argument."""
    wanted = get_named_type(control.type).name
    for name, field in schema.query_type.fields.items() if schema.query_type else ():
        for argument, given in field.args.items():
            if get_named_type(given.type).name == wanted:
                return name, argument
    return None


def finding(schema: GraphQLSchema, control: Control, text: str) -> str | None:
    """One question that tries every name that the text could be; None if there is nothing to ask."""
    lookup, names = lookup_of(schema, control), _candidates(control, text)
    if lookup is None or not names:
        return None
    query, argument = lookup
    tried = "\n".join(f"  {name}: {query}({argument}: {{{name}: $text}}) {{ __typename }}" for name in names)
    kind = "ID" if names == ["id"] else "String"
    return f"query Find($text: {kind}!) {{\n{tried}\n}}"


def found(control: Control, text: str, data: Mapping[str, Any] | None) -> dict[str, str]:
    """The one name by which it was found, or what it most likely is, so that the API says what is wrong."""
    names = _candidates(control, text)
    name = next((n for n in names if data and data.get(n)), None) or (names[0] if names else "id")
    return {name: text}


def _candidates(control: Control, text: str) -> list[str]:
    known = [name for name in get_named_type(control.type).fields if name != "id"]
    if GLOBAL_ID.fullmatch(text) or not known:
        return ["id"]
    if "@" in text:
        return [name for name in known if name == "email"] or known
    return [name for name in known if name != "email"] or known
