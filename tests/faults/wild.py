"""Operations with values that nobody means: each argument of a schema valid, nearly valid, or wild."""

from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_object_type,
)

TEXTS = [
    "", " ", "\t\n", "\0", "a\0b", "x" * 300, "x" * 20_000, "é", "e\u0301", "😀", "\u202eabc", "李雷", "１２３", "'",
    '"', "\\", "%", "_", "'; DROP TABLE member; --", "{{7*7}}", "$viewer.id", "null", "true", "0", "-1", "1e999", "NaN",
    "../../etc", "\ufeff", "\uffff", "\U0010ffff", "İ", "ß", "a@b.co", "a@b", "+8613900000000", "https://a.example",
]  # fmt: skip
NUMBERS = [
    0,
    1,
    -1,
    2,
    7,
    100,
    101,
    2**31 - 1,
    2**31,
    -(2**31),
    -(2**31) - 1,
    2**53,
    2**63,
    10**30,
    1.5,
    0.1,
    -0.0,
    1e308,
]
DECIMALS = [
    "0", "-0", "1", "0.01", "0.001", "-1", "1e5", "1e400", "-1e-400", "99999999999999999999", "9" * 400, "NaN", "sNaN",
    "Infinity", "１", " 1 ", "1,5", "0x1", "92233720368547758.07", "92233720368547758.08", 1, 1.5, 10**40,
]  # fmt: skip
DATES = [
    "2026-11-22", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2024-02-29", "-4713-01-01",
    "2026-1-1", "infinity", "today", "20261122",
]  # fmt: skip
TIMES = [
    "2026-11-22T10:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T10:00:60Z", "2026-11-22",
    "2026-11-22T10:00:00", "1970-01-01T00:00:00.1234567Z", "now", "-infinity", "294277-01-01T00:00:00Z",
]  # fmt: skip
OF_SCALARS: dict[str, list[Any]] = {
    "Int": NUMBERS, "Points": NUMBERS, "Float": NUMBERS, "Decimal": DECIMALS, "Date": DATES, "DateTime": TIMES,
    "Boolean": [True, False, 0, 1, "true"],
}  # fmt: skip
TAME: dict[str, list[Any]] = {
    "Int": [0, 1, 2, 5, 20], "Points": [1, 10, 50], "Decimal": ["1.00", "10", "2.5"], "Date": ["2026-11-22"],
    "DateTime": ["2026-11-22T10:00:00Z", "2030-01-01T00:00:00Z"], "Boolean": [True, False], "Float": [0.5, 1.0],
}  # fmt: skip
MISSING = object()


class Wild:
    """`known` are ids, codes and numbers of rows that are there."""

    def __init__(self, chance: Random, schema: GraphQLSchema, known: list[str]) -> None:
        self.chance = chance
        self.schema = schema
        self.known = known

    def operation(self, kind: str) -> tuple[str, dict[str, Any]]:
        """A document with one root field and its variables; `kind` is query or mutation."""
        root = self.schema.query_type if kind == "query" else self.schema.mutation_type
        assert root is not None
        name = self.chance.choice(sorted(root.fields))
        return self.of_field(kind, name, root.fields[name])

    def of_field(self, kind: str, name: str, field: GraphQLField) -> tuple[str, dict[str, Any]]:
        tameness = self.chance.choice((0.5, 0.9, 0.98))
        given = {key: self.argument(arg, tameness) for key, arg in field.args.items()}
        variables = {key: value for key, value in given.items() if value is not MISSING}
        declared = ", ".join(f"${key}: {field.args[key].type}" for key in field.args)
        passed = ", ".join(f"{key}: ${key}" for key in field.args)
        around = f"({declared})" if declared else ""
        call = f"{name}({passed})" if passed else name
        return f"{kind} Wild{around} {{ {call} {self.selection(field, 3)} }}", variables

    def argument(self, argument: GraphQLArgument, tameness: float) -> Any:
        if not isinstance(argument.type, GraphQLNonNull) and self.chance.random() < 0.4:
            return MISSING
        return self.value(argument.type, tameness, 0)

    def value(self, kind: Any, tameness: float, depth: int) -> Any:
        chance = self.chance
        if isinstance(kind, GraphQLNonNull):
            return None if chance.random() > tameness + 0.015 else self.value(kind.of_type, tameness, depth)
        if chance.random() < 0.04:
            return None
        if isinstance(kind, GraphQLList):
            many = chance.choice((0, 1, 1, 2, 3) if chance.random() < tameness else (0, 40))
            return [self.value(kind.of_type, tameness, depth + 1) for _ in range(many if depth < 3 else min(many, 1))]
        if isinstance(kind, GraphQLInputObjectType):
            return self.record(kind, tameness, depth)
        if isinstance(kind, GraphQLEnumType):
            return chance.choice(sorted(kind.values)) if chance.random() < tameness else chance.choice(TEXTS[:8])
        return self.scalar(kind.name, tameness)

    def record(self, kind: GraphQLInputObjectType, tameness: float, depth: int) -> dict[str, Any]:
        fields = list(kind.fields.items())
        if kind.is_one_of and self.chance.random() < tameness:
            name, field = self.chance.choice(fields)
            return {name: self.value(field.type, tameness, depth + 1)}
        found = {}
        for name, field in fields:
            likely = 1.0 if isinstance(field.type, GraphQLNonNull) else 0.35 if depth < 2 else 0.1
            if depth < 5 and self.chance.random() < likely:
                found[name] = self.value(field.type, tameness, depth + 1)
        return found

    def scalar(self, name: str, tameness: float) -> Any:
        chance, is_tame = self.chance, self.chance.random() < tameness
        if name == "JSON":
            return self.json(0)
        if name in OF_SCALARS:
            return chance.choice(TAME[name] if is_tame else OF_SCALARS[name] + TEXTS[:3])
        if is_tame and chance.random() < 0.8:
            return chance.choice(self.known)
        if name == "ID" and chance.random() < 0.5:
            return chance.choice(self.known).partition("_")[0] + "_" + chance.choice(TEXTS)[:50]
        return chance.choice(TEXTS)

    def json(self, depth: int) -> Any:
        chance = self.chance
        if depth > 4 or chance.random() < 0.3:
            return chance.choice([*TEXTS[:20], *NUMBERS, None, True, {}, []])
        if chance.random() < 0.1:
            found: Any = "deep"
            for _ in range(60):
                found = {"and": [found]}
            return found
        keys = ["status", "eq", "in", "and", "or", "not", "steps", "spend", "off", "percent", "", "a\0", "amount"]
        return {chance.choice(keys): self.json(depth + 1) for _ in range(chance.randint(0, 3))}

    def selection(self, field: GraphQLField, depth: int) -> str:
        kind = get_named_type(field.type)
        if is_leaf_type(kind):
            return ""
        parts = ["__typename"]
        for name, child in kind.fields.items() if is_object_type(kind) else ():
            if any(isinstance(arg.type, GraphQLNonNull) for arg in child.args.values()):
                continue
            is_leaf = is_leaf_type(get_named_type(child.type))
            if is_leaf and len(parts) < 8:
                parts.append(name)
            elif not is_leaf and depth > 0 and (name in ("nodes", "userErrors") or self.chance.random() < 0.08):
                parts.append(f"{name} {self.selection(child, depth - 1)}")
        return "{ " + " ".join(parts) + " }"
