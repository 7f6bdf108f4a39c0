"""Calls, visits and follow-ups that staff noted, some of them about a ticket."""

import tomllib
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from asyncpg import Connection, Record

from actions.demo.chance import Chance
from actions.demo.tickets.cast import Cast, assemble, products_of
from actions.demo.tickets.rhythm import by_day, later, moment
from actions.demo.tickets.slots import About, language_of
from actions.imports.copying import append, keys

TEXTS = Path(__file__).parent / "interactions.toml"
KINDS = {"CALL": 5, "FOLLOW_UP": 3, "MESSAGE": 2, "VISIT": 2, "CONSULTATION": 2, "COMPLAINT": 1}
SECONDS = {
    "CALL": (40, 420),
    "FOLLOW_UP": (50, 240),
    "CONSULTATION": (120, 900),
    "VISIT": (120, 1500),
    "COMPLAINT": (90, 600),
}
ABOUT_TICKET = 0.3
CALLED = """
    SELECT id, member_id, order_id, assignee_id, opened_at FROM ticket
    WHERE is_demo AND assignee_id IS NOT NULL AND order_id IS NOT NULL AND channel IN ('PHONE', 'STORE')
    ORDER BY opened_at, id
"""
SHAPE = {
    "kind": pl.String, "member_id": pl.String, "staff_id": pl.String, "ticket_id": pl.String, "summary": pl.String,
    "at": pl.Datetime("us", "UTC"), "duration_seconds": pl.Int64,
}  # fmt: skip


async def note_interactions(connection: Connection, count: int, now: datetime, currency: str) -> int:
    """Adds so many interactions of the members and the demo's staff; returns how many."""
    cast = await assemble(connection)
    if not cast.orders or not cast.teams:
        return 0
    called = await connection.fetch(CALLED)
    orders = {order["id"]: order for order in cast.orders}
    chosen = [_chosen(cast, orders, called, number, now) for number in range(count)]
    products = await products_of(connection, (order["id"] for _, order, _ in chosen))
    rows = [_row(cast, number, *choice, products, currency) for number, choice in enumerate(chosen)]
    frame = pl.DataFrame(rows, schema=SHAPE, orient="row").sort("at")
    return await append(connection, "interaction", frame.with_columns(id=keys(frame["at"])))


def _chosen(
    cast: Cast, orders: dict[Any, Record], called: list[Record], number: int, now: datetime
) -> tuple[datetime, Record, Record | None]:
    """When it was, the order that the member had in mind, and the ticket if it was about one."""
    chance = Chance("interaction", number)
    ticket = chance.pick(called) if called and chance.happens(ABOUT_TICKET) else None
    if ticket is not None and ticket["order_id"] in orders:
        at = later(ticket["opened_at"], chance.between(0.1, 30))
        return min(at, now - timedelta(minutes=5)), orders[ticket["order_id"]], ticket
    at = moment(chance, cast.times[0] + timedelta(days=2), min(now, cast.times[-1] + timedelta(days=14)))
    return by_day(chance, at, at), cast.order_before(chance, at), None


def _row(
    cast: Cast, number: int, at: datetime, order: Record, ticket: Record | None, products: dict[Any, str], currency: str
) -> tuple[Any, ...]:
    chance, member = Chance("noted", number), cast.members[order["member_id"]]
    staff = cast.staff_for(chance, "CARE", language_of(member))
    about = About(
        member, order, cast.stores.get(order["store_id"], ""), products.get(order["id"]), None, staff["name"], currency
    )
    kind = "CALL" if ticket else chance.weighed(KINDS)
    summary = chance.pick(_texts()[language_of(member)][kind]).format(**about.slots(chance))
    seconds = int(chance.between(*SECONDS[kind])) if kind in SECONDS else None
    writer = ticket["assignee_id"] if ticket else staff["id"]
    return kind, str(member["id"]), str(writer), ticket and str(ticket["id"]), summary, at.astimezone(UTC), seconds


@cache
def _texts() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))
