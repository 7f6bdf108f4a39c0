"""What a saved view is for one reader: the conditions, order and columns that his schema has, and the document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    validate_input_value,
)
from graphql.pyutils import Undefined

from rules.saved_views import joined, meant, names, parts, speaks_of_me

STEP = re.compile(r"(\w+)(?:\(([^()]*)\))?")
PATH = re.compile(r"\w+(\([^()]*\))?(\.\w+(\([^()]*\))?)*")
SOMEBODY = "stf_00000000-0000-0000-0000-000000000000"
UNKNOWN = re.compile(r"unknown field '(\w+)'")
NAMING = ("name", "label", "number", "code", "memberNo", "username", "value")
"Of an object that is a column: what names it."
PAGING = {"first": "Int = 50", "after": "String", "last": "Int", "before": "String"}
PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount { value isCapped isEstimate }"


@dataclass(frozen=True)
class List:
    """A field of Query that lists a type."""

    name: str
    field: GraphQLField

    @property
    def is_page(self) -> bool:
        return get_named_type(self.field.type).name.endswith("Connection")

    @cached_property
    def type(self) -> Any:
        named = get_named_type(self.field.type)
        return get_named_type(named.fields["nodes"].type) if self.is_page else named

    def argument(self, name: str) -> Any:
        found = self.field.args.get(name)
        return found and found.type


def lists(schema: GraphQLSchema) -> dict[str, List]:
    """By type; of several the one that can be filtered."""
    found: dict[str, List] = {}
    for name, field in schema.query_type.fields.items() if schema.query_type else ():
        needed = [a for a in field.args.values() if isinstance(a.type, GraphQLNonNull) and a.default_value is Undefined]
        one = List(name, field)
        if needed or is_leaf_type(get_named_type(field.type)) or not (one.is_page or _is_list(field.type)):
            continue
        known = found.get(one.type.name)
        if known is None or (one.argument("where") and not known.argument("where")):
            found[one.type.name] = one
    return found


def _is_list(kind: Any) -> bool:
    return isinstance(kind.of_type if isinstance(kind, GraphQLNonNull) else kind, GraphQLList)


@dataclass(frozen=True)
class Shown:
    """A view as a reader has it. `me` is his id as the API writes it, if he is a person who works here."""

    listed: List
    where: dict[str, Any]
    order: list[Any]
    columns: list[str]
    hidden_columns: list[str]
    hidden_filters: list[str]
    me: str | None

    @classmethod
    def to(cls, listed: List, view: Mapping[str, Any], me: str | None) -> "Shown":
        kept, lost = [], set()
        for part in parts(view["conditions"]):
            if _fits(part, listed.argument("where")) and (me is not None or not speaks_of_me(part)):
                kept.append(part)
            else:
                lost |= names(part)
        columns = [path for path in view["shown"] if fits(listed.type, path)]
        order = [one for one in view["ordering"].get("rows", []) if _fits([one], listed.argument("orderBy"))]
        hidden = [path for path in view["shown"] if path not in columns]
        return cls(listed, joined(kept), order, columns, hidden, sorted(lost), me)

    @property
    def variables(self) -> dict[str, Any]:
        found: dict[str, Any] = {"first": 50} if self.listed.argument("first") else {}
        if self.where:
            found["where"] = meant(self.where, self.me or "")
        return found | ({"orderBy": self.order} if self.order else {})

    @property
    def document(self) -> str:
        listed = self.listed
        kinds = {n: t for n, t in PAGING.items() if listed.argument(n)}
        kinds |= {n: str(listed.argument(n)) for n in ("where", "orderBy") if listed.argument(n)}
        heads = f"({', '.join(f'${name}: {kind}' for name, kind in kinds.items())})" if kinds else ""
        passed = f"({', '.join(f'{name}: ${name}' for name in kinds)})" if kinds else ""
        row = " ".join(_selection(listed.type, self.columns))
        rows = f"nodes {{ {row} }} {PAGE}" if listed.is_page else row
        return f"query SavedView{heads} {{ {listed.name}{passed} {{ {rows} }} }}"


def gaps(schema: GraphQLSchema, views: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """By the code of each view: columns and filters that a person with this schema lacks."""
    known = lists(schema)
    found = {}
    for view in views:
        listed = known.get(view["type_name"])
        shown = listed and Shown.to(listed, view, SOMEBODY)
        found[view["code"]] = [*shown.hidden_columns, *shown.hidden_filters] if shown else list(view["shown"])
    return found


def fits(kind: Any, path: str) -> bool:
    """Whether a column is in the schema that the type is of, and needs no more than it says."""
    if not PATH.fullmatch(path):
        return False
    found = kind
    for name, given in _steps(path):
        field = (getattr(found, "fields", None) or {}).get(name)
        if field is None or (not given and any(isinstance(a.type, GraphQLNonNull) and a.default_value is Undefined
                                               for a in field.args.values())):  # fmt: skip
            return False
        found = get_named_type(field.type)
    return True


def wrong_condition(conditions: Any, kind: Any) -> tuple[tuple[str, ...], str] | None:
    """Where a condition does not fit the type of a `where`, and why in the words of the schema. A name that is not
    there is the end of the place."""
    wrong: list[tuple[tuple[str, ...], str]] = []

    def noted(error: Any, path: Sequence[str | int]) -> None:
        unknown = UNKNOWN.search(error.message)
        steps = [str(step) for step in path]
        wrong.append(((*steps, *([unknown[1]] if unknown else [])), error.message.partition(", found")[0]))

    validate_input_value(conditions, kind, noted, True)
    return wrong[0] if wrong else None


def _fits(given: Any, kind: Any) -> bool:
    return kind is not None and wrong_condition(given, kind) is None


def _steps(path: str) -> Iterator[tuple[str, str]]:
    yield from ((name, given) for name, given in STEP.findall(path))


def _selection(kind: Any, columns: Sequence[str]) -> list[str]:
    """What is asked of a row: its id, and each column; what is an object by what names it."""
    tree: dict[str, Any] = {"id": {}} if "id" in kind.fields else {"__typename": {}}
    for path in columns:
        branch, found = tree, kind
        for name, given in _steps(path):
            found = get_named_type(found.fields[name].type)
            branch = branch.setdefault(_asked(name, given), {})
        if not is_leaf_type(found):
            for name in _named(found):
                branch.setdefault(name, {})
    return [_written(name, inner) for name, inner in tree.items()]


def _asked(name: str, given: str) -> str:
    key = re.sub(r"\W+", "_", f"{name} {given}").rstrip("_")
    return f"{key}: {name}({given})" if given else name


def _named(kind: Any) -> list[str]:
    """The leaves of a small object, or what names a large one."""
    leaves = [n for n, f in (getattr(kind, "fields", None) or {}).items() if is_leaf_type(get_named_type(f.type))
              and not any(isinstance(a.type, GraphQLNonNull) for a in f.args.values())]  # fmt: skip
    naming = [name for name in NAMING if name in leaves]
    return naming[:2] or leaves[:3] or ["__typename"]


def _written(name: str, inner: Mapping[str, Any]) -> str:
    return f"{name} {{ {' '.join(_written(n, i) for n, i in inner.items())} }}" if inner else name
