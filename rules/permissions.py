"""Who may read, filter and write what: grants by sensitivity class, refined by field; row scopes; none by default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from functools import reduce
from hashlib import sha256
from json import dumps
from typing import Any

from rules.asking import FIELDS, UNASKED
from rules.bounds import Bounds, Limits, bounds
from rules.refusals import Detail, ErrorCode, Refused

Scope = dict[str, Any] | None
"A filter in the filter language (with `$viewer.*`); None is every row."


class Sensitivity(StrEnum):
    """How delicate a field is. A role is granted classes; single fields can be refined."""

    PUBLIC = "PUBLIC"
    CONTACT = "CONTACT"
    IDENTITY = "IDENTITY"
    FINANCIAL = "FINANCIAL"
    INTERNAL = "INTERNAL"


class ReadLevel(IntEnum):
    NONE = 0
    MASKED = 1
    FULL = 2


class Decider(StrEnum):
    """What of a role's grants decides about a field."""

    EVERYTHING = "EVERYTHING"
    TYPE = "TYPE"
    REFERENCE = "REFERENCE"
    FIELD = "FIELD"
    CLASS = "CLASS"
    ANYBODY = "ANYBODY"
    PERMISSION = "PERMISSION"


@dataclass(frozen=True, slots=True)
class Facets:
    """What may be done with one field. A value that may not be read in full may not be filtered by either."""

    read: ReadLevel = ReadLevel.NONE
    filter: bool = False
    write: bool = False

    def __or__(self, other: "Facets") -> "Facets":
        return Facets(max(self.read, other.read), self.filter or other.filter, self.write or other.write)

    @property
    def may_filter(self) -> bool:
        return self.filter and self.read is ReadLevel.FULL


NOTHING = Facets()
EVERYTHING = Facets(ReadLevel.FULL, filter=True, write=True)
REFERENCE = Facets(ReadLevel.FULL, filter=True)
"Of every `id`: whoever sees a type can refer to its rows."


@dataclass(frozen=True, slots=True)
class Grants:
    """All that one role may do. `types` names the visible types, each with its row scope."""

    role: str = ""
    types: Mapping[str, Scope] = field(default_factory=dict)
    classes: Mapping[Sensitivity, Facets] = field(default_factory=dict)
    fields: Mapping[tuple[str, str], Facets] = field(default_factory=dict)
    permissions: frozenset[str] = frozenset()
    everything: bool = False
    limits: Limits = field(default_factory=dict)
    forced: Mapping[str, Any] = field(default_factory=dict)
    "Values that are set at writing, by mutation and argument: `orderRecord.input.cart.storeCode`."

    def may(self, permission: str) -> bool:
        return self.everything or permission in self.permissions

    def forced_in(self, mutation: str) -> dict[str, Any]:
        """By argument."""
        start = f"{mutation}."
        return {name.removeprefix(start): value for name, value in self.forced.items() if name.startswith(start)}

    def facets(self, type_name: str, name: str, sensitivity: Sensitivity) -> Facets:
        return self.decide(type_name, name, sensitivity)[0]

    def decide(self, type_name: str, name: str, sensitivity: Sensitivity) -> tuple[Facets, Decider]:
        """What may be done with a field of a row, and what of the grants says so."""
        if self.everything:
            return EVERYTHING, Decider.EVERYTHING
        if type_name not in self.types:
            return NOTHING, Decider.TYPE
        if name == "id":
            return REFERENCE, Decider.REFERENCE
        refined = self.fields.get((type_name, name))
        return (refined, Decider.FIELD) if refined is not None else self.decide_class(sensitivity)

    def decide_class(self, sensitivity: Sensitivity) -> tuple[Facets, Decider]:
        """The same for figures of a class that belong to no single row."""
        if self.everything:
            return EVERYTHING, Decider.EVERYTHING
        return self.classes.get(sensitivity, NOTHING), Decider.CLASS


@dataclass(frozen=True, slots=True)
class Limit:
    """What a program may at most of what its roles allow; None is all of it."""

    types: frozenset[str] | None = None
    permissions: frozenset[str] | None = None
    reads_only: bool = False

    def holds_type(self, type_name: str) -> bool:
        return self.types is None or type_name in self.types

    def holds(self, permission: str) -> bool:
        return self.permissions is None or permission in self.permissions


@dataclass(frozen=True, slots=True)
class Access:
    """The union of the grants of a caller's roles: the weakest mask, the widest scope. A limit takes away from it."""

    grants: tuple[Grants, ...]
    limit: Limit | None = None
    most: Limits = field(default_factory=dict)
    "How much a program may ask at most, whatever its roles may."

    @property
    def bounds(self) -> Bounds:
        """How much the caller may ask; grants that come from no role say nothing about it."""
        return bounds((g.limits for g in self.grants if g.role), self.most)

    def facets(self, type_name: str, name: str, sensitivity: Sensitivity) -> Facets:
        if self.limit is not None and not self.limit.holds_type(type_name):
            return NOTHING
        found = reduce(Facets.__or__, (g.facets(type_name, name, sensitivity) for g in self.grants), NOTHING)
        if self.reads_only:
            found = replace(found, write=False)
        return replace(found, filter=False) if self.asks(type_name, name) else found

    def asks(self, type_name: str, name: str) -> bool:
        """Whether members may want the PIN before the caller sees this field."""
        return (type_name, name) in FIELDS and not self.permits(UNASKED)

    def of_class(self, sensitivity: Sensitivity) -> Facets:
        """What may be done with figures of a class that belong to no single row."""
        return reduce(Facets.__or__, (g.decide_class(sensitivity)[0] for g in self.grants), NOTHING)

    def sees(self, type_name: str) -> bool:
        if self.limit is not None and not self.limit.holds_type(type_name):
            return False
        return any(g.everything or type_name in g.types for g in self.grants)

    def scopes(self, type_name: str) -> list[dict[str, Any]] | None:
        """The row scopes of a type, of which a row must meet one; None if every row may be seen."""
        found: list[dict[str, Any]] = []
        for grants in self.grants:
            if grants.everything:
                return None
            if type_name in grants.types:
                scope = grants.types[type_name]
                if scope is None:
                    return None
                found.append(scope)
        return found

    @property
    def permissions(self) -> frozenset[str]:
        named = frozenset[str]().union(*(g.permissions for g in self.grants))
        return named if self.limit is None or self.limit.permissions is None else named & self.limit.permissions

    @property
    def is_everything(self) -> bool:
        return self.limit is None and any(g.everything for g in self.grants)

    @property
    def reads_only(self) -> bool:
        return self.limit is not None and self.limit.reads_only

    def permits(self, permission: str) -> bool:
        if self.limit is not None and not self.limit.holds(permission):
            return False
        return any(g.may(permission) for g in self.grants)

    def forced(self, mutation: str, permission: str) -> dict[str, Any]:
        """Arguments of a mutation that are set for the caller: by every role that lets him use it."""
        found = [g.forced_in(mutation) for g in self.grants if g.may(permission)]
        first, *others = found or [{}]
        return {name: value for name, value in first.items() if all(name in other for other in others)}

    @property
    def forces(self) -> bool:
        """Whether any role sets a value at all."""
        return any(g.forced for g in self.grants)

    def check(self, permission: str, path: tuple[str, ...] = ()) -> None:
        if not self.permits(permission):
            message = "Your roles do not allow this; it needs {permission}."
            detail = Detail(missing=(permission,))
            raise Refused(ErrorCode.FORBIDDEN, message, path, detail, permission=permission)

    def fingerprint(self) -> str:
        """Equal for callers who may do the same; names a pruned schema and its plans."""
        told: list[Any] = [_plain(g) for g in self.grants]
        told += [] if self.limit is None else [_plain_limit(self.limit)]
        told += [sorted(self.most.items())] if self.most else []
        return sha256(dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _plain(grants: Grants) -> list[Any]:
    return [
        grants.role,
        grants.everything,
        sorted(grants.types.items(), key=lambda item: item[0]),
        sorted((c, *_facets(f)) for c, f in grants.classes.items()),
        sorted((t, n, *_facets(f)) for (t, n), f in grants.fields.items()),
        sorted(grants.permissions),
        sorted(grants.limits.items()),
        sorted(grants.forced.items()),
    ]


def _plain_limit(limit: Limit) -> list[Any]:
    return [None if part is None else sorted(part) for part in (limit.types, limit.permissions)] + [limit.reads_only]


def _facets(facets: Facets) -> tuple[int, bool, bool]:
    return int(facets.read), facets.filter, facets.write


def union(grants: Iterable[Grants], limit: Limit | None = None, most: Limits | None = None) -> Access:
    return Access(tuple(grants), None if limit == Limit() else limit, most or {})
