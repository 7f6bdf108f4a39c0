"""The desk over many tickets, small: no question of its queues looks at every ticket."""

import json
from collections.abc import Iterator
from typing import Any

import asyncpg

from api.planning import desk_for
from bench.desk import PAGE, SEARCHES, counting, fill, queues, somebody
from settings import Settings

MANY = 20_000


async def test_no_queue_counter_or_search_reads_every_ticket(
    settings: Settings, fresh_url: str, connection: asyncpg.Connection
) -> None:
    await fill(connection, MANY)
    viewer = await somebody(connection)
    desk = desk_for(settings, fresh_url)
    wheres = await queues(desk, viewer)
    assert len(wheres) == 5
    asked = [(PAGE, {"where": said["where"], "order": said["orderBy"]}) for said in wheres.values()]
    asked += [counting(wheres), *((PAGE, {"search": text}) for text in SEARCHES)]
    view = desk.planner.view(viewer)
    for document, given in asked:
        read = view.document(document, None)
        plan = desk.planner.plan(view, read, read.coerce(given))
        values = [bind(read.coerce(given), viewer) for bind in plan.binds]
        found = json.loads(await connection.fetchval(f"EXPLAIN (FORMAT json) {plan.statement}", *values))
        assert whole(found[0]["Plan"]) == [], given
    await desk.close()


def whole(plan: dict[str, Any]) -> list[str]:
    return [node["Node Type"] for node in nodes(plan)
            if node.get("Relation Name") == "ticket" and node["Node Type"] == "Seq Scan"]  # fmt: skip


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)
