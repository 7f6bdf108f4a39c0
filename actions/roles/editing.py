"""What an edit of roles works with, and what holds after every one of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, DataError

from models.access import EVERY_ROLE
from rules.callers import grants_of
from rules.granting import Known
from rules.permissions import Access, Facets, Grants
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7874356224010071)"
"What a role may do, and who has it, is looked at as a whole before it is written."
Question = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What only those can tell who read: all that can be granted, and the statements of row scopes.

    `trial` reads no row, but fails where a scope cannot be used; it raises Refused for names that are not there.
    `rows` are the keys (`key`) of a type that a viewer sees, `named` those that an id or a number means. `facets` are
    what a caller's own schema makes of his grants, `gaps` the columns and filters that he lacks of saved views, by
    their codes. `fits` raises Refused for a value that an argument does not take.
    """

    known: Known
    trial: Callable[[str, dict[str, Any], tuple[str, ...]], Question]
    rows: Callable[[Viewer, str], Question]
    named: Callable[[str, str, tuple[str, ...]], Question]
    facets: Callable[[Access, str, str], Facets]
    fits: Callable[[str, str, Any, tuple[str, ...]], None]
    gaps: Callable[[Access, Sequence[Mapping[str, Any]]], Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: its transaction, who makes it, and when."""

    connection: Connection
    by: Viewer
    sight: Sight
    at: datetime

    @property
    def known(self) -> Known:
        return self.sight.known

    @property
    def staff(self) -> UUID | None:
        return UUID(self.by.staff_id) if self.by.staff_id else None


async def begin(edit: Edit) -> None:
    await edit.connection.execute(ONE_AT_A_TIME)


async def all_grants(connection: Connection) -> dict[str, Grants]:
    """Of every role by code, read as those who sign in are."""
    return {role["code"]: grants_of(role) for role in loads(await connection.fetchval(EVERY_ROLE))}


async def try_scope(edit: Edit, type_name: str, scope: dict[str, Any], path: tuple[str, ...]) -> None:
    """Raises Refused for a scope that could not be read with."""
    sql, values = edit.sight.trial(type_name, scope, path)
    try:
        async with edit.connection.transaction():
            await edit.connection.fetch(sql, *values)
    except (DataError, ValueError, TypeError):
        message = "A value in the row scope of {type} does not fit what it is compared with."
        raise Refused(ErrorCode.INVALID, message, path, type=type_name) from None
