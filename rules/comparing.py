"""What people gain and lose when a role changes: counted over all the roles that each of them has."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from json import dumps
from typing import Any

from rules.granting import Known
from rules.permissions import Access, Facets, ReadLevel


class FieldChange(StrEnum):
    """What becomes of a field for somebody."""

    READS = "READS"
    RECOGNIZES = "RECOGNIZES"
    MASKED = "MASKED"
    LOSES = "LOSES"
    FILTERS = "FILTERS"
    FILTERS_NO_MORE = "FILTERS_NO_MORE"
    WRITES = "WRITES"
    WRITES_NO_MORE = "WRITES_NO_MORE"


@dataclass(frozen=True, slots=True)
class Group:
    """People (and programs) with the same roles, before and after."""

    before: Access
    after: Access
    people: int
    programs: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    people: int
    programs: int


def fields_changed(known: Known, groups: Iterable[Group]) -> dict[tuple[str, str, FieldChange], Count]:
    """By type, field and what becomes of it."""
    people: Counter[tuple[str, str, FieldChange]] = Counter()
    programs: Counter[tuple[str, str, FieldChange]] = Counter()
    for group in groups:
        for kind, name, _ in known.fields():
            was, then = known.facets(group.before, kind, name), known.facets(group.after, kind, name)
            for change in _of_facets(was, then):
                people[kind, name, change] += group.people
                programs[kind, name, change] += group.programs
    return {key: Count(people[key], programs[key]) for key in people}


def permissions_changed(groups: Iterable[Group]) -> dict[tuple[str, bool], Count]:
    """By permission, and whether it is gained."""
    people: Counter[tuple[str, bool]] = Counter()
    programs: Counter[tuple[str, bool]] = Counter()
    for group in groups:
        was, then = group.before.permissions, group.after.permissions
        for name in was ^ then:
            people[name, name in then] += group.people
            programs[name, name in then] += group.programs
    return {key: Count(people[key], programs[key]) for key in sorted(people)}


Forced = tuple[str, str, str | None, str | None]
"Mutation, argument, what it was set to and what it will be, as JSON; None is free."


def forced_changed(known: Known, groups: Iterable[Group]) -> dict[Forced, Count]:
    """Arguments that are set otherwise from then on, or not any more; of what somebody may do before and after."""
    people: Counter[Forced] = Counter()
    programs: Counter[Forced] = Counter()
    for group in groups:
        for key in _forced_of(known, group):
            people[key] += group.people
            programs[key] += group.programs
    return {key: Count(people[key], programs[key]) for key in people}


def _forced_of(known: Known, group: Group) -> Iterable[Forced]:
    for mutation, one in known.mutations.items():
        if not (group.before.permits(one.permission) and group.after.permits(one.permission)):
            continue
        was, then = (a.forced(mutation, one.permission) for a in (group.before, group.after))
        told = ((mutation, name, _plain(was, name), _plain(then, name)) for name in sorted({*was, *then}))
        yield from (one for one in told if one[2] != one[3])


def _plain(forced: Mapping[str, Any], name: str) -> str | None:
    return dumps(forced[name], sort_keys=True, ensure_ascii=False) if name in forced else None


def _of_facets(was: Facets, then: Facets) -> Iterable[FieldChange]:
    if was.read is not then.read:
        yield _of_reading(was.read, then.read)
    if was.may_filter != then.may_filter:
        yield FieldChange.FILTERS if then.may_filter else FieldChange.FILTERS_NO_MORE
    if was.write != then.write:
        yield FieldChange.WRITES if then.write else FieldChange.WRITES_NO_MORE


def _of_reading(was: ReadLevel, then: ReadLevel) -> FieldChange:
    if then is ReadLevel.NONE:
        return FieldChange.LOSES
    if then is ReadLevel.FULL:
        return FieldChange.READS
    return FieldChange.RECOGNIZES if was is ReadLevel.NONE else FieldChange.MASKED
