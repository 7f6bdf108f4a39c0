"""What can be imported from a file of anybody's making."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import polars as pl
from asyncpg import Connection

from actions.imports.general import members, orders
from actions.imports.general.checking import Checked, Checker
from actions.imports.general.fields import Field
from rules.refusals import ErrorCode, Refused


class Kind(Protocol):
    """`unique` fields may stand in one row of a file only; rows of one `grouped` value belong together.

    `writers` is how many transactions may write rows at once without waiting for each other.
    """

    name: str
    unique: Sequence[str]
    grouped: str | None
    writers: int

    def fields(self) -> list[Field]: ...

    async def compare(self, connection: Connection, checker: Checker, checked: Checked) -> tuple[Checked, int]:
        """What is left after a look at the database, and how many rows were there already."""
        ...

    async def write(self, connection: Connection, rows: pl.DataFrame) -> dict[str, int]:
        """Adds the rows; says how many of what."""
        ...


Maker = Callable[[Connection, str, datetime, ZoneInfo], Coroutine[Any, Any, Kind]]
KINDS: Mapping[str, Maker] = {"members": members.members, "orders": orders.orders}


async def kind_of(name: str, connection: Connection, currency: str, now: datetime, zone: ZoneInfo) -> Kind:
    """The kind, with the words of this installation. Raises Refused if there is none of that name."""
    if name not in KINDS:
        message = "'{name}' cannot be imported. Kinds: {kinds}, complete-journey."
        raise Refused(ErrorCode.INVALID, message, name=name, kinds=", ".join(KINDS))
    return await KINDS[name](connection, currency, now, zone)
