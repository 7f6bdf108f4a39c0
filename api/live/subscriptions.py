"""Those who listen: each piece of news is planned, scoped and masked for each of them at the moment it is told."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from api.answering import Desk, Failed
from api.callers import Caller, Callers
from api.live.listening import Subscription
from api.live.news import ACCESS, CHANNEL, News, missed, read
from api.trusted import Trusted
from database.listening import Listener
from database.reading import ReadConnections
from resolvers.planner.errors import BadRequest
from resolvers.planner.live import seen_columns
from resolvers.planner.plans import View

Again = Callable[[], Awaitable[Caller | None]]
READERS = 2
"Connections that read for those who listen, so that no request waits for them."
SHARED = 512
"Answers kept for those who ask the same of the same news."
MARGIN = timedelta(minutes=1)
"A transaction that was committed late has told its time long before."
MOST_MISSED = 1_000
MISSED = f"SELECT id, member_id FROM ticket WHERE updated_at >= $1 ORDER BY updated_at LIMIT {MOST_MISSED + 1}"
RECENT = """
    SELECT json_agg(id)::text FROM (
        SELECT id FROM ticket WHERE member_id = $1 AND updated_at >= now() - interval '2 minutes' LIMIT 1000) recent
"""
MISSED_INCIDENTS = "SELECT id FROM incident WHERE updated_at >= $1 ORDER BY updated_at LIMIT 100"
MOST = 5_000
MOST_OF_PROGRAM = 2_000
MOST_OF_PERSON = 100
"Open subscriptions: of a process, of a program (which speaks for many), of a person or member."


class Live:
    """One connection hears for the whole process; nothing is asked of the database while nobody listens."""

    def __init__(self, desk: Desk, callers: Callers, url: str, trusted: Trusted) -> None:
        self.desk = desk
        self.trusted = trusted
        self._callers = callers
        self._reads = ReadConnections(url, READERS, "force_generic_plan")
        self._turn = asyncio.Semaphore(READERS)
        self._listener = Listener(url, CHANNEL, self._heard, self._back)
        self._open: set[Subscription] = set()
        self._of_caller: Counter[str] = Counter()
        self._answers: OrderedDict[Any, asyncio.Future[bytes]] = OrderedDict()
        self._columns: OrderedDict[tuple[str, str], frozenset[str]] = OrderedDict()

    async def open(self, again: Again, query: str, name: str | None, given: dict[str, Any]) -> Subscription:
        """Raises Failed: nobody is asking, the operation is no subscription or asks too much, too many are open."""
        subscription = Subscription(self, again, query, name, given)
        await subscription.look_again()
        viewer = subscription.caller.viewer
        most = MOST_OF_PROGRAM if viewer.kind == "CLIENT" else MOST_OF_PERSON
        if self._of_caller[viewer.identity] >= most or len(self._open) >= MOST:
            message = f"{self._of_caller[viewer.identity]} subscriptions are open; end one of them first."
            raise Failed([BadRequest(message, "COST_EXCEEDED")], 400)
        subscription.identity = viewer.identity
        self._of_caller[viewer.identity] += 1
        self._open.add(subscription)
        try:
            with self.desk.worded(query):
                self.desk.rates.charge(viewer, subscription.caller.view.bounds, subscription.cost)
                await self._listener.ready()
        except Failed:
            self.leave(subscription)
            raise
        return subscription

    def leave(self, subscription: Subscription) -> None:
        if subscription in self._open:
            self._open.discard(subscription)
            self._of_caller[subscription.identity] -= 1
            self._of_caller += Counter()

    @property
    def listeners(self) -> int:
        return len(self._open)

    @property
    def hears(self) -> bool:
        return self._listener.is_up

    async def close(self) -> None:
        for subscription in list(self._open):
            subscription.end()
        await self._listener.close()
        await self._reads.close()

    def columns(self, view: View, type_name: str) -> frozenset[str]:
        known = (view.fingerprint, type_name)
        if known not in self._columns:
            self._columns[known] = seen_columns(self.desk.planner.catalog, view, type_name)
            if len(self._columns) > SHARED:
                self._columns.popitem(last=False)
        return self._columns[known]

    async def answer(self, statement: str, values: list[Any], serial: int) -> bytes:
        """Read once for all whose statement has the same values: their rights are part of both. Raises Unavailable."""
        known = (serial, statement, repr(values))
        found = self._answers.get(known)
        if found is None:
            found = self._answers[known] = asyncio.ensure_future(self._read(statement, values))
            found.add_done_callback(partial(self._keep_or_forget, known))
            if len(self._answers) > SHARED:
                self._answers.popitem(last=False)
        return await asyncio.shield(found)

    def _keep_or_forget(self, known: Any, answer: "asyncio.Future[bytes]") -> None:
        """What could not be read is asked again, not remembered."""
        if answer.cancelled() or answer.exception() is not None:
            self._answers.pop(known, None)

    async def _read(self, statement: str, values: list[Any]) -> bytes:
        async with self._turn:
            return await self._reads.fetch(statement, values)

    async def recent(self, member: str) -> list[News]:
        """What may have happened to a member's rows among more than is told one by one. Raises Unavailable."""
        rows = orjson.loads(await self._reads.fetch(RECENT, [UUID(member)]) or "[]")
        return [missed("Ticket", UUID(key), UUID(member)) for key in rows]

    def _heard(self, payload: str) -> None:
        news = read(payload)
        if news.type_name == ACCESS:
            self._callers.forget()
        for subscription in self._open:
            subscription.hear(news)

    async def _back(self, connection: asyncpg.Connection, since: datetime) -> None:
        """Whatever was written meanwhile is told now; if it is too much, that it is."""
        self._callers.forget()
        rows = await connection.fetch(MISSED, since - MARGIN)
        is_all = len(rows) <= MOST_MISSED
        found = [missed("Ticket", *row) for row in rows] if is_all else [News("Ticket", None)]
        incidents = [
            missed("Incident", row["id"], None) for row in await connection.fetch(MISSED_INCIDENTS, since - MARGIN)
        ]
        for news in [News(ACCESS, None), *found, *incidents]:
            for subscription in self._open:
                subscription.hear(news)
