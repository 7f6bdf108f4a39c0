"""Random values for arguments: drawn from the rows, so that conditions are met now and then."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from json import dumps
from random import Random
from typing import Any
from uuid import UUID

from graphql import GraphQLInputObjectType, GraphQLList, GraphQLNonNull, get_named_type

from tests.resolvers.oracle.conditions import Related
from tests.resolvers.oracle.entities import EVER, NEVER, ORDERS, SEARCHES, condition
from tests.resolvers.oracle.execute import Look
from tests.resolvers.oracle.paging import steps_of
from tests.resolvers.oracle.rows import TYPES

LISTS = ("in", "notIn")
NOBODY = "00000000-0000-0000-0000-000000000000"
ABSENT = ("ZZZ", "%", "_", "'", "\\", "", "晓", "É")


class Values:
    def __init__(self, chance: Random, look: Look) -> None:
        self.chance = chance
        self.look = look

    def row(self, type_name: str) -> Any:
        return self.chance.choice(list(self.look.rows.of_type(type_name)) or [None])

    def known(self, type_name: str, name: str) -> Any:
        """What some row of the type has under a name of its `where`; None if it has nothing."""
        row = self.row(type_name)
        value = condition(self.look, type_name, name).get(row) if row else None
        if value in (EVER, NEVER):
            return None
        if isinstance(value, list):
            return self.chance.choice(value or [None])
        return f"{self._prefix(type_name, name)}_{value}" if isinstance(value, UUID) else value

    def _prefix(self, type_name: str, name: str) -> str:
        staff = dict.fromkeys(("assignee", "requestedBy", "owner"), "stf")
        named = staff | {"ticket": "tkt", "incident": "inc", "provider": "ppr"}
        return named.get(name, TYPES[type_name][1])

    def where(self, kind: GraphQLInputObjectType, depth: int = 2) -> dict[str, Any]:
        """Conditions on a type; `{}` is one of them."""
        type_name = kind.name.removesuffix("Where")
        names = self.chance.sample(list(kind.fields), min(self.chance.choice((0, 1, 1, 2, 3)), len(kind.fields)))
        return {
            name: self._condition(kind, type_name, name, depth)
            for name in names
            if depth or name not in ("and", "or", "not")
        }

    def _condition(self, kind: GraphQLInputObjectType, type_name: str, name: str, depth: int) -> Any:
        if name in ("and", "or"):
            return [self.where(kind, depth - 1) for _ in range(self.chance.randint(0, 2))]
        if name == "not":
            return self.where(kind, depth - 1)
        if name == "isNull":
            return self.chance.random() < 0.5
        operators = get_named_type(kind.fields[name].type)
        if isinstance(condition(self.look, type_name, name), Related):
            return self.where(operators, depth - 1) if depth else {}
        chosen = self.chance.sample(
            list(operators.fields), self.chance.choice((1, 1, 1, 2)) if len(operators.fields) > 1 else 1
        )
        return {operator: self.operand(operators, operator, type_name, name) for operator in chosen}

    def operand(self, operators: GraphQLInputObjectType, operator: str, type_name: str, name: str) -> Any:
        if operator == "isNull":
            return self.chance.random() < 0.5
        if operator == "relative":
            return {self.chance.choice(("last", "next")): self.chance.choice((0, 1, 3, 50)),
                    "unit": self.chance.choice(("HOUR", "DAY", "WEEK", "MONTH", "YEAR"))}  # fmt: skip
        leaf = get_named_type(operators.fields[operator].type).name
        if operator in LISTS:
            return [self._leaf(leaf, operator, type_name, name) for _ in range(self.chance.randint(0, 3))]
        return self._leaf(leaf, operator, type_name, name)

    def _leaf(self, leaf: str, operator: str, type_name: str, name: str) -> Any:
        value = as_input(self.known(type_name, name))
        if value is None:
            return f"{self._prefix(type_name, name)}_{NOBODY}" if leaf == "ID" else self.anything(leaf)
        if operator in ("contains", "startsWith"):
            start = 0 if operator == "startsWith" else self.chance.randrange(len(value) or 1)
            return self._cased(value[start : start + self.chance.randint(1, 4)])
        return value

    def _cased(self, text: str) -> str:
        return self.chance.choice((text, text.upper(), text.lower()))

    def anything(self, leaf: str) -> Any:
        """A value of a scalar that no row need have."""
        enum = self.look.schema.type_map.get(leaf)
        if hasattr(enum, "values"):
            return self.chance.choice(list(enum.values))
        return {
            "String": self.chance.choice(ABSENT), "Boolean": True,
            "Int": self.chance.choice((0, 1, -1, 2**31 - 1)), "Points": self.chance.choice((0, 5, 2**53 - 1)),
            "Decimal": self.chance.choice(("0", "1.005", "-3", "99999999999999999999")), "Date": "1990-03-14",
            "DateTime": "2024-03-05T00:00:00.5+08:00",
        }[leaf]  # fmt: skip

    def lookup(self, kind: GraphQLInputObjectType) -> dict[str, Any]:
        type_name = kind.name.removesuffix("By")
        name = self.chance.choice(list(kind.fields))
        return {name: self.named(type_name, name)}

    def named(self, type_name: str, name: str) -> Any:
        found = self.known(type_name, name) if self.chance.random() < 0.9 else None
        return found or (f"{self._prefix(type_name, name)}_{NOBODY}" if name == "id" else "nothing")

    def identifier(self) -> str:
        """An id of anything, seen or not, or of nothing."""
        type_name = self.chance.choice([name for name, (_, prefix) in TYPES.items() if prefix])
        row = self.row(type_name)
        return f"{TYPES[type_name][1]}_{row['id']}" if row and self.chance.random() < 0.95 else "zzz_1"

    def order(self, kind: GraphQLInputObjectType) -> list[dict[str, str]]:
        values = list(get_named_type(kind.fields["field"].type).values)
        chosen = self.chance.sample(values, min(self.chance.choice((0, 1, 1, 2)), len(values)))
        directions = [self.chance.choice(({}, {"direction": "ASC"}, {"direction": "DESC"})) for _ in chosen]
        return [{"field": name} | direction for name, direction in zip(chosen, directions, strict=True)]

    def cursor(self, type_name: str, order: list[dict[str, str]] | None) -> str | None:
        row = self.row(type_name)
        return (
            self.look.cursor(type_name, steps_of(self.look, type_name, order), row)
            if row and type_name in ORDERS
            else None
        )

    def search(self, type_name: str) -> str:
        """Some letters of one or two texts of a row."""
        row = self.row(type_name)
        reads = SEARCHES.get(type_name)
        texts = [part.read(self.look, row) or "" for part in reads] if reads else [row["number"]]
        words = [
            word for text in self.chance.choices(texts, k=self.chance.choice((1, 1, 2))) for word in text.split()[:1]
        ]
        pieces = []
        for word in words:
            start = self.chance.randrange(len(word))
            pieces.append(self._cased(word[start : start + self.chance.randint(1, 5)]))
        return self.chance.choice(("", "zzz", "%", " ".join(pieces), " ".join(pieces), " ".join(pieces)))


def as_input(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def literal(value: Any, kind: Any, swap: Callable[[Any, Any], str | None] = lambda value, kind: None) -> str:
    """A value as it is written in a document; `swap` may write any part of it as something else."""
    if (swapped := swap(value, kind)) is not None:
        return swapped
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if value is None:
        return "null"
    if isinstance(kind, GraphQLList):
        return f"[{', '.join(literal(element, kind.of_type, swap) for element in value)}]"
    if isinstance(kind, GraphQLInputObjectType):
        return f"{{{', '.join(f'{name}: {literal(v, kind.fields[name].type, swap)}' for name, v in value.items())}}}"
    if hasattr(kind, "values"):
        return value
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else _quoted(value)


def _quoted(value: Any) -> str:
    return dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
