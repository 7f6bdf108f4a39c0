"""Who is asking: a token or a session cookie becomes a viewer, remembered for half a second."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from typing import Any

import orjson

from database.reading import ReadConnections
from models.access import BY_SESSION, BY_TOKEN, EXAMPLES
from resolvers.planner.plans import Planner, View
from rules.callers import viewer_of
from rules.viewer import Viewer

REMEMBERED_SECONDS = 0.5
"A changed role, an ended session and a revoked token take effect within this time."
REMEMBERED = 10_000
COOKIE = "memberdesk_session"


@dataclass(frozen=True, slots=True)
class Caller:
    viewer: Viewer
    view: View
    by_cookie: bool


class Callers:
    """Finds the caller of a request; nobody is None."""

    def __init__(self, planner: Planner, url: str) -> None:
        self._planner = planner
        self._connections = ReadConnections(url, 2, "force_generic_plan")
        self._known: OrderedDict[tuple[bool, str], tuple[float, Caller | None]] = OrderedDict()

    async def by_token(self, token: str) -> Caller | None:
        return await self._find((False, token))

    async def by_cookie(self, token: str) -> Caller | None:
        return await self._find((True, token))

    async def examples(self, most: int) -> list[Viewer]:
        """One of the staff for each set of roles; also makes ready what finds the next caller. Raises Unavailable."""
        await self.by_cookie("")
        found = await self._connections.fetch(EXAMPLES, [most])
        return [viewer_of(row) for row in orjson.loads(found or "[]")]

    async def close(self) -> None:
        await self._connections.close()

    def forget(self) -> None:
        self._known.clear()

    async def _find(self, key: tuple[bool, str]) -> Caller | None:
        known = self._known.get(key)
        if known is not None and known[0] > monotonic():
            return known[1]
        by_cookie, token = key
        found = await self._connections.fetch(BY_SESSION if by_cookie else BY_TOKEN, [sha256(token.encode()).digest()])
        caller = self._caller(orjson.loads(found), by_cookie) if found else None
        self._known[key] = (monotonic() + REMEMBERED_SECONDS, caller)
        self._known.move_to_end(key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return caller

    def _caller(self, row: dict[str, Any], by_cookie: bool) -> Caller:
        viewer = viewer_of(row)
        return Caller(viewer, self._planner.view(viewer), by_cookie)
