"""How much callers ask in a minute: counted here, settled with the other processes once a second."""

import asyncio
import logging
from collections import OrderedDict
from time import monotonic

import asyncpg
from graphql import GraphQLError

from actions.rates import settle
from database.reading import Unavailable
from database.writing import WriteConnections
from resolvers.planner.errors import BadRequest
from rules.bounds import Bounds
from rules.rates import Bucket
from rules.viewer import Viewer

SETTLED_SECONDS = 1.0
"Between two settlings: what each process may let through before it hears of the others."
KEPT = 20_000
REFUSED_COST = 5
"Of a document that cannot be run: it was read all the same."
UNKNOWN_COST, UNKNOWN_PER_MINUTE = 1, 600
"Of a request that nobody is known to make, and what one address may spend on such."
log = logging.getLogger("memberdesk.api")


class RateLimited(Exception):
    """The points of this minute are spent. `seconds` is when to try again."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, int(seconds) + 1)
        self.error: GraphQLError = BadRequest(
            f"You have asked too much in this minute. Try again in {self.seconds} s.", "RATE_LIMITED"
        )
        self.error.extensions["retryAfter"] = self.seconds
        super().__init__(self.error.message)


class Rates:
    """A bucket for each caller, those used last at the end."""

    def __init__(self, url: str) -> None:
        self._writes = WriteConnections(url, 1)
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._task: asyncio.Task[None] | None = None

    def check(self, viewer: Viewer, bounds: Bounds) -> None:
        """Before anything is read. Raises RateLimited if nothing is left."""
        self._take(viewer.identity, bounds.points_per_minute, 1, keeps=True)

    def charge(self, viewer: Viewer, bounds: Bounds, cost: int) -> None:
        """Raises RateLimited, and takes nothing then."""
        self._take(viewer.identity, bounds.points_per_minute, cost)

    def charge_unknown(self, address: str) -> None:
        """Raises RateLimited."""
        self._take(f"ADDRESS:{address}", UNKNOWN_PER_MINUTE, UNKNOWN_COST)

    def headers(self, viewer: Viewer, bounds: Bounds) -> dict[str, str]:
        """What is left, and in how many seconds everything is back, as the IETF's draft on rate limits says it."""
        bucket = self._bucket(viewer.identity, bounds.points_per_minute)
        left = bucket.left(monotonic())
        return {
            "ratelimit-policy": f'"cost";q={bucket.capacity};w=60',
            "ratelimit": f'"cost";r={left};t={int(bucket.until_full()) + 1}',
        }

    async def settle(self) -> None:
        """Tells what was used here and hears what is left. While the database is away each process counts alone."""
        used = {name: (one.capacity, one.used) for name, one in self._buckets.items() if one.used}
        if not used:
            return
        try:
            async with self._writes.transaction() as connection:
                left = await settle(connection, used)
        except (Unavailable, OSError, asyncpg.PostgresError) as error:
            log.warning("the use of this second was not settled: %s", type(error).__name__)
            return
        now = monotonic()
        for name, level in left.items():
            if name in self._buckets:
                self._buckets[name].settle(level, used[name][1], now)

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._writes.close()

    def _take(self, name: str, capacity: int, cost: int, *, keeps: bool = False) -> None:
        bucket, now = self._bucket(name, capacity), monotonic()
        if keeps:
            if bucket.left(now) < cost:
                raise RateLimited(60 / capacity)
            return
        wait = bucket.take(cost, now)
        if wait:
            raise RateLimited(wait)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._settle_soon())

    def _bucket(self, name: str, capacity: int) -> Bucket:
        found = self._buckets.get(name)
        if found is None:
            found = self._buckets[name] = Bucket(capacity, float(capacity), monotonic())
            if len(self._buckets) > KEPT:
                self._buckets.popitem(last=False)
            return found
        self._buckets.move_to_end(name)
        if found.capacity != capacity:
            found.resize(capacity)
        return found

    async def _settle_soon(self) -> None:
        await asyncio.sleep(SETTLED_SECONDS)
        await self.settle()
