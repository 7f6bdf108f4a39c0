"""How fast the desk is over many tickets: a page of each queue, its counters, searches.

`python -m bench.desk [--quick] [--tickets N] [--json FILE]` makes a million tickets by SQL, or 50,000 with `--quick`,
of which one in fifty is unfinished, and asks as a supervisor whom some of them belong to. Exit status 1 if a figure
passes its bar.
"""

import asyncio
import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

import asyncpg

from api.answering import Desk
from api.planning import desk_for
from bench.imports import fresh
from bench.machine import machine
from bench.statistics import Bar, percentile
from bench.tables import table
from database.server import database_url
from rules.permissions import union
from rules.roles import grants_of, shipped
from rules.viewer import Viewer
from settings import Settings

TICKETS, QUICK = 1_000_000, 50_000
STAFF = 50
ROUNDS = 60
PAGE_MS, SEARCH_MS, COUNT_MS = 50, 100, 100
LOADING = "SET session_replication_role = replica; SET synchronous_commit = off; SET statement_timeout = 0"
FILL = (
    f"INSERT INTO staff (username, name) SELECT 'desk' || n, 'Desk ' || n FROM generate_series(1, {STAFF}) n",
    """CREATE TEMP TABLE desk AS SELECT id, row_number() OVER (ORDER BY username) - 1 AS place FROM staff
       WHERE username LIKE 'desk%'""",
    """INSERT INTO ticket (number, subject, status, priority, channel, assignee_id, opened_at, first_response_due_at,
           first_responded_at, resolution_due_at, resolved_at, breached_at, updated_at)
       SELECT 'B-' || lpad(n::text, 8, '0'),
           (ARRAY['Points missing', 'Coupon refused', 'Parcel late', 'Wrong size', 'Card lost'])[1 + dice % 5]
               || ' for order ' || n * 7,
           CASE WHEN NOT is_open THEN (ARRAY['RESOLVED', 'CLOSED', 'CLOSED'])[1 + dice % 3]
               ELSE (ARRAY['NEW', 'OPEN', 'PENDING_CUSTOMER', 'PENDING_INTERNAL'])[1 + dice % 4] END,
           (ARRAY['LOW', 'NORMAL', 'NORMAL', 'HIGH', 'URGENT'])[1 + dice % 5],
           (ARRAY['PHONE', 'EMAIL', 'WEB', 'CHAT'])[1 + dice % 4],
           CASE WHEN is_open AND dice % 7 = 0 THEN NULL ELSE (SELECT id FROM desk WHERE place = n % 50) END,
           at, at + interval '4 hours', CASE WHEN dice % 4 > 0 THEN at + interval '1 hour' END,
           at + interval '2 days', CASE WHEN NOT is_open THEN at + interval '1 day' END,
           CASE WHEN dice % 9 = 0 THEN at + interval '4 hours' END, at
       FROM (SELECT n, hashint8(n) & 1023 AS dice, n % 50 = 0 AS is_open,
                 now() - ($1::bigint - n) * interval '40 seconds' AS at FROM generate_series(1, $1::bigint) n) made""",
)
PAGE = """query ($where: TicketWhere, $search: String, $order: [TicketOrder!]) {
  tickets(first: 25, where: $where, search: $search, orderBy: $order) {
    nodes { id number subject status priority nextDueAt member { name } assignee { id name } }
    pageInfo { hasNextPage endCursor } } }"""
VIEWS = '{ savedViews(typeName: "Ticket") { code isQueue variables } }'
SEARCHES = ("B-00012", "parcel late", "order 70007", "card lost 4", "nothing like it")


async def fill(connection: asyncpg.Connection, tickets: int) -> None:
    await connection.execute(LOADING)
    for statement in FILL:
        await connection.execute(statement, *([tickets] if "$1" in statement else []))
    await connection.execute("RESET session_replication_role")
    await connection.execute("VACUUM ANALYZE ticket")


async def somebody(connection: asyncpg.Connection) -> Viewer:
    """A supervisor who has tickets."""
    key = await connection.fetchval("SELECT id FROM staff WHERE username = 'desk7'")
    access = union([grants_of("supervisor", shipped()["supervisor"])])
    return Viewer("STAFF", "Desk 7", ("supervisor",), access, access.fingerprint(), str(key))


async def queues(desk: Desk, viewer: Viewer) -> dict[str, dict[str, Any]]:
    """What each queue of the desk asks, by its code."""
    answer = await desk.ask(viewer, VIEWS, {})
    return {view["code"]: view["variables"] for view in answer.data["savedViews"] if view["isQueue"]}


def counting(wheres: dict[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """All counters in one question, as the desk asks it."""
    given = {f"q{n}": said["where"] for n, said in enumerate(wheres.values())}
    heads = ", ".join(f"${name}: TicketWhere" for name in given)
    count = "totalCount(cap: 999) { value isCapped }"
    asked = " ".join(f"{name}: tickets(first: 1, where: ${name}) {{ {count} }}" for name in given)
    return f"query ({heads}) {{ {asked} }}", given


async def p95(desk: Desk, viewer: Viewer, document: str, variables: dict[str, Any]) -> float:
    """Milliseconds. The first questions are not counted: they are planned."""
    times = []
    for n in range(ROUNDS + 5):
        start = perf_counter()
        answer = await desk.ask(viewer, document, variables)
        times += [(perf_counter() - start) * 1000] if n >= 5 else []
        assert not answer.errors, answer.errors
    return percentile(times, 0.95)


async def measure(desk: Desk, viewer: Viewer) -> list[Bar]:
    wheres = await queues(desk, viewer)
    bars = []
    for code, said in wheres.items():
        given = {"where": said["where"], "order": said["orderBy"]}
        bars.append(_bar(f"page of {code}", PAGE_MS, await p95(desk, viewer, PAGE, given)))
    bars.append(_bar("counters of all queues", COUNT_MS, await p95(desk, viewer, *counting(wheres))))
    for text in SEARCHES:
        bars.append(_bar(f"search {text!r}", SEARCH_MS, await p95(desk, viewer, PAGE, {"search": text})))
    return bars


def _bar(name: str, most: float, measured: float) -> Bar:
    return Bar(f"{name}, p95", most, measured, " ms", at_least=False)


async def run(settings: Settings, tickets: int) -> list[Bar]:
    url = await fresh(database_url(settings), f"bench_desk_{tickets}")
    connection = await asyncpg.connect(url)
    try:
        await fill(connection, tickets)
        viewer = await somebody(connection)
    finally:
        await connection.close()
    desk = desk_for(settings, url)
    try:
        return await measure(desk, viewer)
    finally:
        await desk.close()


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.desk", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tickets", type=int, default=TICKETS)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} tickets")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    given = parser.parse_args()
    tickets = QUICK if given.quick else given.tickets
    folder = Path(os.environ.get("MEMBERDESK_DATA", "var/bench")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{machine()}\n")
    bars = asyncio.run(run(Settings.load({"MEMBERDESK_DATA": str(folder)}, env_file=None), tickets))
    print(table(f"The desk over {tickets:,} tickets", ["", "bar", "measured", "holds", ""], [b.cells() for b in bars]))
    if given.json:
        figures = [[bar.name, bar.bar, bar.measured] for bar in bars]
        given.json.write_text(json.dumps({"tickets": tickets, "bars": figures, "machine": machine()}))
    sys.exit(not all(bar.holds for bar in bars))


if __name__ == "__main__":
    main()
