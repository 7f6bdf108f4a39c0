"""What verbs build on: lots that are credited, used, given back and taken back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from actions import lots
from actions.ledger import Why
from actions.lots import Credit, Debit
from actions.reclaiming import take_back
from models.invariants import INVARIANTS
from rules.points import PointsEntryKind, TakingBack
from rules.refusals import Refused
from tests import make

AT = make.NOW
WHY = Why("test", "test", "Because", "test", AT)
EARN, SPEND = PointsEntryKind.EARN, PointsEntryKind.SPEND
BALANCES = "SELECT bucket, balance FROM ledger_account WHERE asset = 'POINTS' AND member_id IS NOT NULL"


class Book:
    """One member without points."""

    def __init__(self, connection: asyncpg.Connection, owner: asyncpg.Record) -> None:
        self.connection = connection
        self.owner = owner

    async def earn(self, points: int, days: int | None = None, pending: int | None = None) -> UUID:
        until = None if days is None else AT + timedelta(days=days)
        since = None if pending is None else AT + timedelta(days=pending)
        return await lots.credit(self.connection, self.owner, WHY, EARN, points, until, since)

    async def spend(self, points: int) -> UUID:
        return await lots.debit(self.connection, self.owner, WHY, SPEND, points)

    async def give_back(self, entry: UUID, points: int | None = None) -> UUID | None:
        return await lots.give_back(self.connection, self.owner, WHY, entry, points)

    async def take_back(self, entry: UUID, points: int, reach: TakingBack | None = None) -> int:
        return (await take_back(self.connection, self.owner, WHY, entry, points, reach))[1]

    async def balances(self) -> dict[str, int]:
        return {row["bucket"]: row["balance"] for row in await self.connection.fetch(BALANCES)}

    async def left(self) -> list[int]:
        rows = await self.connection.fetch("SELECT remaining FROM points_lot ORDER BY expires_at NULLS LAST, id")
        return [row[0] for row in rows]


@pytest_asyncio.fixture
async def book(connection: asyncpg.Connection) -> AsyncIterator[Book]:
    async with connection.transaction():
        member = await make.member(connection, "M1")
    yield Book(
        connection,
        await connection.fetchrow("SELECT id, points_account_id AS account FROM member WHERE id = $1", member),
    )
    for name, query in INVARIANTS.items():
        assert await connection.fetch(query) == [], name


async def test_pending_points_are_no_available_points(book: Book) -> None:
    await book.earn(50, pending=7)
    assert await book.balances() == {"AVAILABLE": 0, "PENDING": 50}
    with pytest.raises(Refused):
        await book.spend(1)


async def test_several_credits_are_one_transaction_with_running_balances(book: Book) -> None:
    given = [Credit(30, AT + timedelta(days=9)), Credit(20), Credit(5, None, AT + timedelta(days=2))]
    entries = await lots.credit_each(book.connection, book.owner, WHY, EARN, given)
    asked = "SELECT balance_after, count(*) OVER (PARTITION BY transaction_id) FROM ledger_entry"
    rows = await book.connection.fetch(f"{asked} WHERE id = ANY($1) ORDER BY id", entries)
    assert [tuple(row) for row in rows] == [(30, 3), (50, 3), (5, 3)]
    assert await book.left() == [30, 20, 5]


async def test_several_debits_share_the_lots_in_order(book: Book) -> None:
    await book.earn(30, days=9)
    await book.earn(30, days=5)
    await lots.debit_each(book.connection, book.owner, WHY, SPEND, [Debit(20), Debit(20)])
    uses = await book.connection.fetch("SELECT amount FROM lot_use ORDER BY entry_id, amount DESC")
    assert [row[0] for row in uses] == [20, 10, 10]
    assert await book.left() == [0, 20]


async def test_a_debit_goes_back_in_parts_and_never_more_than_it_took(book: Book) -> None:
    await book.earn(30, days=5)
    await book.earn(30)
    spent = await book.spend(50)
    await book.give_back(spent, 25)
    assert await book.left() == [5, 30]
    await book.give_back(spent)
    assert await book.left() == [30, 30]
    assert await book.give_back(spent, 1) is None


async def test_a_pending_credit_is_taken_back_where_it_lies(book: Book) -> None:
    await book.earn(40)
    entry = await book.earn(50, pending=7)
    assert await book.take_back(entry, 20) == 20
    assert await book.balances() == {"AVAILABLE": 40, "PENDING": 30}


async def test_what_was_spent_is_taken_as_far_as_the_policy_goes(book: Book) -> None:
    first, second = await book.earn(50), await book.earn(10)
    await book.spend(45)
    assert await book.take_back(second, 10, TakingBack.ONLY_PENDING) == 0
    assert await book.take_back(first, 50, TakingBack.WITHIN_BALANCE) == 15
    assert await book.balances() == {"AVAILABLE": 0}


async def test_a_debt_is_paid_by_what_comes_next(book: Book) -> None:
    entry = await book.earn(50)
    await book.spend(45)
    assert await book.take_back(entry, 50, TakingBack.ALLOW_DEBT) == 50
    assert await book.balances() == {"AVAILABLE": -45}
    await book.earn(60)
    assert await book.balances() == {"AVAILABLE": 15}
    assert await book.left() == [0, 15]


async def test_what_comes_back_pays_a_debt_first(book: Book) -> None:
    entry = await book.earn(50)
    spent = await book.spend(50)
    await book.take_back(entry, 30, TakingBack.ALLOW_DEBT)
    await book.give_back(spent)
    assert await book.balances() == {"AVAILABLE": 20}
    assert await book.left() == [20]


async def test_a_whole_credit_that_was_spent_is_refused(book: Book) -> None:
    entry = await book.earn(50)
    await book.spend(1)
    with pytest.raises(Refused):
        await book.take_back(entry, 50)
