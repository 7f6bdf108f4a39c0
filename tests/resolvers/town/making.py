"""What is used to make the town: dates, and a memory of the rows made so far."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from asyncpg import Connection

from tests.make import LONG_AGO, NOW, insert

JOINED = [LONG_AGO + timedelta(days=d, microseconds=m) for d, m in ((0, 0), (0, 0), (1, 500000), (2, 1), (400, 123456))]
RECENT = [NOW - timedelta(days=d, hours=7) for d in (1, 4, 12, 40, 200, 700)]


@dataclass
class Town:
    """Keys of what was made, for those who make more of it."""

    c: Connection
    chance: Random
    rows: dict[str, list[Any]] = field(default_factory=dict)

    async def add(self, table: str, **values: Any) -> Any:
        key = await insert(self.c, table, **values)
        self.rows.setdefault(table, []).append(key)
        return key

    def one(self, table: str) -> Any:
        return self.chance.choice(self.rows[table])

    def maybe(self, table: str) -> Any:
        return self.one(table) if self.chance.random() < 0.7 else None

    def or_none(self, *values: Any) -> Any:
        return self.chance.choice((*values, None))
