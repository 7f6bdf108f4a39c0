"""The steps of an import, done two at a time: while one is being made ready, another is being written."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass

from asyncpg import Connection

from actions.imports.reports import Progress
from actions.imports.runs import Run


@dataclass(frozen=True, slots=True)
class Step:
    """A part of an import: `add` writes it, in the transaction that marks it as done. `rows` is for the progress."""

    name: str
    rows: int
    add: Callable[[Connection], Awaitable[None]]


async def do(
    run: Run, title: str, steps: Iterable[Step], progress: Progress, total: int | None = None, writers: int = 2
) -> None:
    """Does the steps that are not done yet, `writers` at a time. The steps are made one after the other, in a thread.

    The first error stops all of them and is raised.
    """
    waiting, turn, done = iter(steps), asyncio.Lock(), 0
    progress(title, 0, total)

    async def write() -> None:
        nonlocal done
        while (step := await _next(waiting, turn)) is not None:
            if step.name not in run.steps:
                async with run.step(step.name, step.rows) as connection:
                    await step.add(connection)
            done += step.rows
            progress(title, done, total)

    try:
        async with asyncio.TaskGroup() as tasks:
            for _ in range(writers):
                tasks.create_task(write())
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from None


async def _next(waiting: Iterator[Step], turn: asyncio.Lock) -> Step | None:
    async with turn:
        return await asyncio.to_thread(next, waiting, None)
