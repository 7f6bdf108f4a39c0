"""Refusals that leave a trace: what a failed try must count for, although everything else of it is undone."""

from collections.abc import Awaitable, Callable
from typing import Any

from asyncpg import Connection

from rules.refusals import ErrorCode, Refused

Trace = Callable[[Connection], Awaitable[None]]


class Remembered(Refused):
    """After the rollback, `trace` runs in a transaction of its own. Whoever opens the verb's transaction sees to it."""

    def __init__(
        self, trace: Trace, code: ErrorCode, template: str, path: tuple[str, ...] = (), /, **values: Any
    ) -> None:
        super().__init__(code, template, path, **values)
        self.trace = trace
