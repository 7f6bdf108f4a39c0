"""One subscription: what waits to be told, and to whom."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

import orjson

from api.answering import Failed
from api.callers import Caller
from api.live.news import ACCESS, News
from resolvers.planner.errors import BadRequest
from resolvers.planner.live import SUBJECT, Changed
from resolvers.planner.plans import Plan, View

if TYPE_CHECKING:
    from api.live.subscriptions import Live

BEAT_SECONDS = 5.0
"So often the rights are looked at though nothing happens, and the other side is told that we are there."
DEAF_SECONDS = 0.4
"So often while nobody tells us of changed rights."
MOST_WAITING = 1_000
"Rows. Whoever reads more slowly than so many change is told that he missed something."
MISSED = "More has changed than is told one by one. Read again what you show, and subscribe again."
ENDED = "The session or the token has ended. Sign in again."


class Subscription:
    """Iterate over it for lists of `data` as JSON; an empty list is a beat. Raises Failed when it ends for a reason."""

    def __init__(
        self, live: "Live", again: Callable[[], Awaitable[Caller | None]], query: str, name: str | None,
        given: dict[str, Any],
    ) -> None:  # fmt: skip
        self._live = live
        self._again = again
        self._asked = (query, name, given)
        self._waiting: dict[Any, News] = {}
        self._wake = asyncio.Event()
        self._is_over = False
        self._has_missed = False
        self._view: View | None = None
        self.caller: Caller
        self.identity = ""
        self._plan: Plan
        self._changed: Changed
        self._variables: dict[str, Any]

    def hear(self, news: News) -> None:
        """Never waits. Of several pieces of news of one row the last is kept."""
        if news.type_name == ACCESS:
            self._wake.set()
        elif news.type_name == self._changed.type_name:
            if news.key is None or len(self._waiting) >= MOST_WAITING:
                self._has_missed = True
            else:
                earlier = self._waiting.get(news.key)
                self._waiting[news.key] = earlier.and_then(news) if earlier else news
            self._wake.set()

    @property
    def cost(self) -> int:
        """Of what is read at each piece of news; known once `look_again` was there."""
        return self._plan.cost

    def end(self) -> None:
        self._is_over = True
        self._wake.set()

    async def look_again(self) -> None:
        """Who is listening now; what he asked is checked anew when his rights are others. Raises Failed."""
        live, (query, name, given) = self._live, self._asked
        with live.desk.worded(query):
            caller = await self._again()
        if caller is None:
            raise Failed([BadRequest(ENDED, "UNAUTHENTICATED")], 401)
        await live.trusted.check(caller, query)
        self.caller = caller
        if caller.viewer.acting is not None:
            live.desk.check_unseen(caller.view, query, name)
        if caller.view is not self._view:
            self._plan, self._variables, root = live.desk.watched(caller.view, query, name, given)
            self._changed, self._view = root, caller.view

    async def __aiter__(self) -> AsyncIterator[list[bytes]]:
        beat = monotonic() + BEAT_SECONDS
        try:
            while not self._is_over:
                await self._woken(beat)
                await self._look_or_wait()
                if told := await self._told():
                    yield told
                if monotonic() >= beat:
                    yield []
                    beat += BEAT_SECONDS
        finally:
            self._live.leave(self)

    async def _woken(self, beat: float) -> None:
        """Beats come at fixed times, whatever happens: they tell nothing of rows that are out of sight."""
        patience = max(0.0, beat - monotonic())
        with suppress(TimeoutError):
            async with asyncio.timeout(patience if self._live.hears else min(patience, DEAF_SECONDS)):
                await self._wake.wait()
        self._wake.clear()

    async def _look_or_wait(self) -> None:
        """While the database is away nothing is told and nobody is sent away."""
        try:
            await self.look_again()
        except Failed as failed:
            if failed.status != 503:
                raise
            await asyncio.sleep(DEAF_SECONDS)

    async def _told(self) -> list[bytes]:
        if self._has_missed:
            await self._catch_up()
        told = []
        while self._waiting:
            key = next(iter(self._waiting))
            news = self._waiting.pop(key)
            try:
                await self.look_again()
                data = await self._read(news) if self._concerns(news) else None
            except Failed as failed:
                if failed.status != 503:
                    raise
                self._waiting.setdefault(key, news)
                await asyncio.sleep(DEAF_SECONDS)
                break
            if data is not None:
                told.append(data)
        return told

    async def _catch_up(self) -> None:
        """A member is told of the own rows alone: that much happened to others is not his to know."""
        viewer = self.caller.viewer
        if viewer.kind != "MEMBER":
            raise Failed([BadRequest(MISSED, "MISSED")], 400)
        with self._live.desk.worded(self._asked[0]):
            found = await self._live.recent(viewer.member_id)
        self._has_missed = False
        self._waiting = {news.key: news for news in found}

    def _concerns(self, news: News) -> bool:
        viewer = self.caller.viewer
        if viewer.kind == "MEMBER" and news.member != viewer.member_id:
            return False
        if news.fields is None:
            return True
        if news.fields <= {"viewers"} and not news.fields <= self._changed.besides:
            return False
        return bool(news.fields & self._live.columns(self._view, news.type_name))

    async def _read(self, news: News) -> bytes | None:
        """None for a row that the caller may not see (any more), or that is not what he asked for."""
        variables, viewer = self._variables | {SUBJECT: news.key}, self.caller.viewer
        values = [bind(variables, viewer) for bind in self._plan.binds]
        with self._live.desk.worded(self._asked[0]):
            data = await self._live.answer(self._plan.statement, values, news.serial)
        is_empty = len(data) < 200 and orjson.loads(data)[self._plan.keys[0]] is None
        return None if is_empty else data
