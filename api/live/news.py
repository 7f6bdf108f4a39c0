"""What the database tells when a transaction commits."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import orjson

CHANNEL = "memberdesk_live"
ACCESS = "access"
"The type that says that somebody's rights changed."
_SERIAL = count(1)


@dataclass(frozen=True, slots=True)
class News:
    """That a row was written. `fields` are the columns that changed; None if the row is new.

    `key` is None if so many rows were written at once that they are not told one by one. The serial number grows with
    each piece of news that is heard, so that an answer can be shared by those who ask for it later.
    """

    type_name: str
    key: UUID | None
    fields: frozenset[str] | None = None
    member: str | None = None
    serial: int = 0

    def and_then(self, later: "News") -> "News":
        """Both in one: the row is read when it is told, so the later one tells what the earlier one would."""
        fields = None if self.fields is None or later.fields is None else self.fields | later.fields
        return News(self.type_name, self.key, fields, later.member, later.serial)


def read(payload: str) -> News:
    told: dict[str, Any] = orjson.loads(payload)
    fields = told.get("fields")
    key = told.get("id")
    return News(
        told["type"], UUID(key) if key else None, None if fields is None else frozenset(fields), told.get("member"),
        next(_SERIAL),
    )  # fmt: skip


def missed(type_name: str, key: UUID, member: UUID | None) -> News:
    """What may have been written while nobody listened."""
    return News(type_name, key, None, str(member) if member else None, next(_SERIAL))
