"""Values that a role sets at writing: which arguments can be set, to what, and that the roles of one person agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from json import dumps
from typing import Any

from rules.permissions import Access, Grants
from rules.refusals import ErrorCode, Refused

Path = tuple[str, ...]
LONGEST = 2_000
"Characters of one value, as JSON."
NAMED = 12
"How many arguments a refusal names."


@dataclass(frozen=True, slots=True)
class Forcible:
    """A mutation whose arguments can be set: what it needs, and the arguments (`input.name`), each with its type."""

    permission: str
    arguments: Mapping[str, str]


Mutations = Mapping[str, Forcible]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or a program, and the codes of the roles."""

    name: str
    roles: Sequence[str]


def split(name: str) -> tuple[str, str]:
    """The mutation and the argument that `orderRecord.input.cart.storeCode` names."""
    mutation, _, argument = name.partition(".")
    return mutation, argument


def said(value: Any) -> str:
    """As people read it."""
    return value if isinstance(value, str) else dumps(value, ensure_ascii=False)


def check_argument(known: Mutations, mutation: str, argument: str, path: Path) -> None:
    if mutation not in known:
        message = "There is no mutation '{mutation}' whose arguments can be set."
        raise Refused(ErrorCode.INVALID, message, (*path, "mutation"), mutation=mutation[:80])
    arguments = known[mutation].arguments
    if argument not in arguments:
        names = ", ".join(list(arguments)[:NAMED]) + (" …" if len(arguments) > NAMED else "")
        message = "{mutation} has no argument '{argument}' that can be set. It has: {names}."
        where = (*path, "argument")
        raise Refused(ErrorCode.INVALID, message, where, mutation=mutation, argument=argument[:80], names=names)


def check_value(value: Any, path: Path) -> None:
    if value is None:
        raise Refused(ErrorCode.INVALID, "A value that is always set cannot be null. Leave it out.", (*path, "value"))
    if len(dumps(value)) > LONGEST:
        message = "A value that is always set has at most {most:,} characters."
        raise Refused(ErrorCode.INVALID, message, (*path, "value"), most=LONGEST)


def check_apart(names: Iterable[str], path: Path) -> None:
    """No value may stand inside another one."""
    for one, other in combinations(sorted(names), 2):
        if _overlap(one, other):
            message = "{inner} is a part of {outer}, which is set as a whole. Set one of them."
            raise Refused(ErrorCode.INVALID, message, path, inner=other, outer=one)


def check_agree(holders: Iterable[Holder], roles: Mapping[str, Grants], path: Path) -> None:
    """Raises Refused that names the first one of whom two roles set different values."""
    for holder in holders:
        for one, other in combinations([roles[code] for code in holder.roles if code in roles], 2):
            found = _difference(one, other)
            if found is None:
                continue
            mine, others = (said(grants.forced[name]) for grants, name in zip((one, other), found, strict=True))
            message = (
                "{person} would have the roles {one} and {other}, which set {argument} to {mine} and to {others}. "
                "Let both set the same, or leave one of the roles out."
            )
            raise Refused(
                ErrorCode.CONFLICT, message, path, person=holder.name, one=one.role, other=other.role,
                argument=found[0], mine=mine, others=others,
            )  # fmt: skip


def freed(known: Mutations, by: Access, was: Access, then: Access) -> Iterable[str]:
    """Arguments that could be chosen from then on, or be set otherwise, which the giver himself cannot."""
    for mutation, one in known.items():
        if not then.permits(one.permission):
            continue
        before, after = was.forced(mutation, one.permission), then.forced(mutation, one.permission)
        own, was_able = by.forced(mutation, one.permission), was.permits(one.permission)
        lost = {
            name for name in before if was_able and not by.permits(one.permission) and not _same(name, before, after)
        }
        kept = {name for name in own if was_able and _same(name, before, after)}
        beyond = {name for name in own if name not in kept and not _same(name, own, after)}
        yield from (f"{mutation}.{name}" for name in sorted(lost | beyond))


def _same(name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return (name in one) == (name in other) and one.get(name) == other.get(name)


def _difference(one: Grants, other: Grants) -> tuple[str, str] | None:
    """The arguments, of each, that cannot both be set."""
    for name, value in one.forced.items():
        for another, theirs in other.forced.items():
            if (name == another and value != theirs) or _overlap(name, another) or _overlap(another, name):
                return name, another
    return None


def _overlap(one: str, other: str) -> bool:
    return other.startswith(f"{one}.")
