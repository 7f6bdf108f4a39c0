"""Clients that write all the time, remember what was acknowledged, and ask again with the same key until it is."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from uuid import uuid4

import asyncpg

from tests import make
from tests.faults.ground import Away, check

MEMBERS = 8
PAUSE = 0.4
"Before somebody asks again, in seconds: long enough that 32 who wait leave the processor alone."
POSTED = """
    SELECT idempotency_key AS key, count(*) AS times FROM ledger_transaction
    WHERE idempotency_key IS NOT NULL GROUP BY idempotency_key"""
BALANCES = """
    SELECT sum(balance)::int FROM ledger_account WHERE asset = 'POINTS' AND bucket = 'AVAILABLE'
        AND member_id IN (SELECT id FROM member WHERE member_no LIKE 'W%')"""
Earn = Callable[[str, str], Awaitable[None]]
"""Gives one point to the member of this number under this key. Raises Away unless it was acknowledged."""


async def enroll(connection: asyncpg.Connection) -> None:
    for n in range(MEMBERS):
        await make.member(connection, f"W{n}")


class Writers:
    """`acknowledged` are keys in the order of their answers; `gaps` the longest silence after each kill, seconds."""

    def __init__(self, earn: Earn, count: int = 32) -> None:
        self._earn = earn
        self._goes_on = True
        self._tasks = [asyncio.create_task(self._write(n)) for n in range(count)]
        self.acknowledged: list[str] = []
        self.again = 0

    async def _write(self, number: int) -> None:
        while self._goes_on:
            key = uuid4().hex
            while not await self._is_done(f"W{number % MEMBERS}", key):
                self.again += 1
                await asyncio.sleep(PAUSE)
            self.acknowledged.append(key)

    async def _is_done(self, no: str, key: str) -> bool:
        try:
            await self._earn(no, key)
        except Away:
            return False
        return True

    async def answered(self, more: int, seconds: float = 60) -> float:
        """Waits for so many further answers; how long it took to the first."""
        began, had, first = time.monotonic(), len(self.acknowledged), 0.0
        while len(self.acknowledged) < had + more:
            assert time.monotonic() - began < seconds, f"no answer for {seconds} s"
            await asyncio.sleep(0.005)
            if not first and len(self.acknowledged) > had:
                first = time.monotonic() - began
        return first or time.monotonic() - began

    async def end(self) -> None:
        """Each finishes what it began."""
        self._goes_on = False
        await asyncio.wait_for(asyncio.gather(*self._tasks), 60)

    async def compare(self, connection: asyncpg.Connection) -> None:
        """Raises AssertionError if something acknowledged is lost, or something is there twice."""
        posted = {row["key"]: row["times"] for row in await connection.fetch(POSTED)}
        assert set(self.acknowledged) - set(posted) == set(), "lost"
        assert set(posted.values()) == {1}, "doubled"
        assert set(posted) == set(self.acknowledged), "never acknowledged"
        assert await connection.fetchval(BALANCES) == len(self.acknowledged)
        await check(connection)
