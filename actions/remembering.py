"""Refusals that leave a trace: what a failed try must count for, although everything else of it is undone."""

from collections.abc import Awaitable, Callable

from asyncpg import Connection

from rules.refusals import Refused

Trace = Callable[[Connection], Awaitable[None]]


class Remembered(Refused):
    """After the rollback, `trace` runs in a transaction of its own, on the same connection. Whoever opens the verb's
    transaction sees to it."""

    def __init__(self, refused: Refused, trace: Trace) -> None:
        super().__init__(refused.code, refused.template, refused.path, refused.detail, **refused.values)
        self.trace = trace
