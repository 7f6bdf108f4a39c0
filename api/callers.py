"""Who is asking: a token or a session cookie becomes a viewer, remembered for half a second."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from time import monotonic
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from actions import devices, tokens
from actions.sessions import touch
from database.reading import ReadConnections, Unavailable
from database.writing import WriteConnections
from models.access import BY_DEVICE, BY_SESSION, BY_TOKEN, EXAMPLES, LISTS_ORIGIN
from resolvers.planner.plans import Planner, View
from rules.callers import viewer_of
from rules.logins import ACCESS
from rules.viewer import Viewer

REMEMBERED_SECONDS = 0.5
"A changed role, an ended session and a revoked token take effect within this time."
REMEMBERED = 10_000
Used = Callable[[asyncpg.Connection], Awaitable[Any]]
log = logging.getLogger("memberdesk.api")


@dataclass(frozen=True, slots=True)
class Program:
    """Whose token it is. `stamp` counts how often its trusted documents changed; 0 if it never had one."""

    key: UUID
    only_trusted: bool
    stamp: int


@dataclass(frozen=True, slots=True)
class Caller:
    viewer: Viewer
    view: View
    by_cookie: bool
    origins: frozenset[str] = frozenset()
    "Of other sites, whose pages may use the token."
    is_to_renew: bool = False
    needs_address: bool = False
    program: Program | None = None


class Callers:
    """Finds the caller of a request; nobody is None."""

    def __init__(self, planner: Planner, url: str) -> None:
        self._planner = planner
        self._connections = ReadConnections(url, 2, "force_generic_plan")
        self._notes = WriteConnections(url, 1)
        self.being_noted: set[asyncio.Task[None]] = set()
        self._known: OrderedDict[tuple[bool, str], tuple[float, Caller | None]] = OrderedDict()
        self._origins: OrderedDict[str, tuple[float, bool]] = OrderedDict()

    async def by_token(self, token: str, address: str = "") -> Caller | None:
        """`address` is where the request comes from."""
        return await self._find((False, token), address)

    async def by_cookie(self, token: str) -> Caller | None:
        return await self._find((True, token))

    async def lists_origin(self, origin: str) -> bool:
        """Whether any program may be used from pages of this origin. Raises Unavailable."""
        known = self._origins.get(origin)
        if known is None or known[0] <= monotonic():
            found = bool(await self._connections.fetch(LISTS_ORIGIN, [origin]))
            known = (monotonic() + REMEMBERED_SECONDS, found)
            _remember(self._origins, origin, known)
        return known[1]

    async def examples(self, most: int) -> list[Viewer]:
        """One of the staff for each set of roles; also makes ready what finds the next caller. Raises Unavailable."""
        await self.by_cookie("")
        found = await self._connections.fetch(EXAMPLES, [most])
        return [viewer_of(row) for row in orjson.loads(found or "[]")]

    async def ask(self, question: str, values: list[Any]) -> Any:
        """Something about a program that came in. Raises Unavailable."""
        return await self._connections.fetch(question, values)

    async def close(self) -> None:
        await asyncio.gather(*self.being_noted, return_exceptions=True)
        await self._connections.close()
        await self._notes.close()

    def forget(self) -> None:
        self._known.clear()

    async def _find(self, key: tuple[bool, str], address: str = "") -> Caller | None:
        known = self._known.get(key)
        if known is not None and known[0] > monotonic():
            return known[1]
        by_cookie, token = key
        question = BY_SESSION if by_cookie else BY_DEVICE if token.startswith(ACCESS) else BY_TOKEN
        found = await self._connections.fetch(question, [sha256(token.encode()).digest()])
        caller = self._caller(orjson.loads(found), key, address) if found else None
        _remember(self._known, key, (monotonic() + REMEMBERED_SECONDS, caller))
        return caller

    def _caller(self, row: dict[str, Any], key: tuple[bool, str], address: str) -> Caller:
        by_cookie, token = key
        unseen, origins = row.pop("unseen", None), frozenset(row.pop("origins", None) or ())
        session = row.pop("session", {})
        if unseen is not None:
            seen = devices.seen if "device_id" in row else tokens.seen
            self.note(partial(seen, key=UUID(unseen), address=address))
        if session.get("is_to_touch"):
            self.note(partial(touch, token=token))
        program = row.pop("program", None)
        viewer = viewer_of(row)
        is_door, is_to_renew = viewer.access.permits("self.offer"), session.get("is_to_renew", False)
        return Caller(viewer, self._planner.view(viewer), by_cookie, origins, is_to_renew, is_door, _program(program))

    def note(self, used: Used) -> None:
        """That a token or a session is used: beside the request, which does not wait for it."""
        task = asyncio.create_task(self._noted(used))
        self.being_noted.add(task)
        task.add_done_callback(self.being_noted.discard)

    async def _noted(self, used: Used) -> None:
        try:
            async with self._notes.transaction() as connection:
                await used(connection)
        except (Unavailable, OSError, asyncpg.PostgresError) as error:
            log.warning("a use was not noted: %s", type(error).__name__)


def _program(row: dict[str, Any] | None) -> Program | None:
    return None if row is None else Program(UUID(row["key"]), row["only_trusted"], row["stamp"])


def _remember(known: "OrderedDict[Any, Any]", key: Any, value: Any) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > REMEMBERED:
        known.popitem(last=False)
