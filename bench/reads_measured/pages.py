"""Keyset pages at the beginning, in the middle and deep in a list of all members."""

import asyncio
from dataclasses import dataclass

import asyncpg

from bench.reads_measured.asking import Asker
from bench.reads_measured.ground import Ground
from bench.serving import memberdesk
from bench.statistics import median, percentile

PAGE = """query Page($after: String, $where: MemberWhere, $orderBy: [MemberOrder!]) {
  members(first: 20, after: $after, where: $where, orderBy: $orderBy) {
    nodes { memberNo name phone status joinedAt } pageInfo { hasNextPage endCursor } } }"""
JOINED = [{"field": "JOINED_AT", "direction": "DESC"}]
SPENT = [{"field": "TOTAL_SPEND", "direction": "DESC"}]
DEPTHS = {"first": 0.0, "middle": 0.5, "deep": 0.99}
PLACES = """
    SELECT percentile_disc($1::float8[]) WITHIN GROUP (ORDER BY joined_at DESC)::text[] AS joined,
           percentile_disc($1::float8[]) WITHIN GROUP (ORDER BY total_spend DESC) AS spent
    FROM member JOIN member_metrics ON member_id = id
"""


@dataclass(frozen=True, slots=True)
class Page:
    order: str
    depth: str
    p50: float
    p95: float


def measure(ground: Ground) -> list[Page]:
    """Latency of whole requests over one connection, in ms."""
    url = ground.world(ground.largest)
    joined, spent = asyncio.run(_places(url))
    starts = {"JOINED_AT": [None, *joined], "TOTAL_SPEND": [None, *spent]}
    found = []
    with memberdesk(url, ground.folder) as (address, _):
        asker = Asker(address, ground.token(url))
        for order, places in starts.items():
            for depth, place in zip(DEPTHS, places, strict=True):
                found.append(_page(asker, order, depth, place, 100 if ground.quick else 400))
        asker.close()
    return found


def _page(asker: Asker, order: str, depth: str, place: str | None, times: int) -> Page:
    """Pages on from the place, each after the cursor of the one before it."""
    by = JOINED if order == "JOINED_AT" else SPENT
    after = _cursor(asker, order, by, place) if place else None
    for _ in range(20):
        asker.ask(PAGE, after=after, orderBy=by)
    spent = []
    for _ in range(times // 10):
        spent += [asker.milliseconds(PAGE, after=after, orderBy=by) for _ in range(10)]
        after = asker.ask(PAGE, after=after, orderBy=by)["members"]["pageInfo"]["endCursor"] if place else after
    return Page(order, depth, median(spent), percentile(spent, 0.95))


def _cursor(asker: Asker, order: str, by: list[dict[str, str]], place: str) -> str:
    """The same list, begun in the middle by a filter, gives a cursor that is good without the filter."""
    where = {"joinedAt": {"lt": place}} if order == "JOINED_AT" else {"totalSpend": {"lte": place}}
    return asker.ask(PAGE, where=where, orderBy=by)["members"]["pageInfo"]["endCursor"]


async def _places(url: str) -> tuple[list[str], list[str]]:
    connection = await asyncpg.connect(url, server_settings={"timezone": "UTC"})
    row = await connection.fetchrow(PLACES, [share for share in DEPTHS.values() if share])
    await connection.close()
    joined = [text.replace(" ", "T").replace("+00", "Z") for text in row["joined"]]
    return joined, [f"{cents / 100:.2f}" for cents in row["spent"]]
