from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from actions.imports import general
from actions.imports.general import reading
from actions.imports.reports import Summary
from tests import make
from tests.actions.imports.figures import counts, wrongs
from tests.actions.imports.files import written

HEADER = ("Order number", "Date", "Member No", "Product", "Quantity", "Unit price", "Discount", "Total", "Order total")
Import = Callable[..., Awaitable[Summary]]


@pytest.fixture
async def imported(fresh_url: str, connection: asyncpg.Connection, tmp_path: Path) -> Import:
    """Imports rows of HEADER, where there are a member A1 and products P1 and P2."""
    async with connection.transaction():
        await make.member(connection, "A1")
    await connection.execute("INSERT INTO product (code, name) VALUES ('P1', 'Tea'), ('P2', 'Milk')")

    async def run(*rows: tuple[object, ...], **options: object) -> Summary:
        path = written(tmp_path / "orders.csv", [HEADER, *rows])
        return await general.load(fresh_url, "orders", path, **options)

    return run


TEA = ("X1", "2024-05-01 10:00", "A1", "P1", 2, "10.00", "1.00", "19.00", "24.00")
MILK = ("X1", "2024-05-01 10:00", "A1", "P2", 1, "5.00", "", "5.00", "24.00")


def _but(row: tuple[object, ...], **cells: object) -> tuple[object, ...]:
    return tuple(cells.get(name.replace(" ", "_"), value) for name, value in zip(HEADER, row, strict=True))


async def test_rows_of_one_number_are_one_order(connection: asyncpg.Connection, imported: Import) -> None:
    summary = await imported(TEA, MILK)
    assert (summary.added["orders"], summary.added["order_line"]) == (1, 2)
    order = await connection.fetchrow("SELECT * FROM orders")
    assert (order["subtotal"], order["discount_total"], order["total"]) == (2500, 100, 2400)
    assert await wrongs(connection) == []


async def test_completed_orders_count_in_the_figures(connection: asyncpg.Connection, imported: Import) -> None:
    await imported(TEA, MILK, _but(MILK, Order_number="X2", Order_total=""))
    row = await connection.fetchrow("SELECT order_count, total_spend FROM member_metrics")
    assert tuple(row) == (2, 2900)


BAD = [
    ({"Quantity": "-1"}, "Quantity", "is negative"),
    ({"Unit_price": "ten"}, "Unit price", "is not a number such as 12.50"),
    ({"Discount": "0.505"}, "Discount", "has more than 2 decimals"),
    ({"Discount": "99.00", "Total": ""}, "Discount", "is more than the price"),
    ({"Date": "2023-02-30"}, "Date", "is not a time such as 2024-05-01 13:45"),
    ({"Member_No": "nobody"}, "Member No", "is not a member's number"),
    ({"Product": "P9"}, "Product", "is not the code of a product"),
    ({"Product": ""}, "Product", "is empty"),
    ({"Total": "18.00"}, "Total", "is not quantity x price - discount + reimbursed"),
    ({"Order_total": "99"}, "Order total", "the rows of this order do not agree"),
    ({"Date": "2024-05-02"}, "Date", "the rows of this order do not agree"),
]


@pytest.mark.parametrize(("cells", "column", "reason"), BAD)
async def test_an_order_is_taken_whole_or_not_at_all(imported: Import, cells: dict, column: str, reason: str) -> None:
    summary = await imported(_but(TEA, **cells), MILK, dry_run=True)
    assert (2, column, reason) in [(p.line, p.column, p.reason) for p in summary.problems]
    assert (3, "another row of this order is wrong") in [(p.line, p.reason) for p in summary.problems]
    assert (summary.refused, summary.added["row"]) == (2, 0)


async def test_a_total_that_is_not_the_sum_is_refused(imported: Import) -> None:
    summary = await imported(_but(TEA, Order_total="25"), _but(MILK, Order_total="25"))
    assert [p.reason for p in summary.problems] == [
        "is not the sum of the order's rows",
        "another row of this order is wrong",
    ]


async def test_an_order_that_comes_again_later_is_refused(imported: Import) -> None:
    other = _but(MILK, Order_number="X2", Order_total="")
    summary = await imported(TEA, other, MILK)
    assert (4, "is also in line 2") in [(p.line, p.reason) for p in summary.problems]
    assert summary.added["orders"] == 1


async def test_an_order_may_lie_across_two_batches(imported: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH", 2)
    orders = [_but(row, Order_number=f"X{n}", Order_total="") for n in range(5) for row in (TEA, MILK, MILK)]
    summary = await imported(*orders)
    assert (summary.added["orders"], summary.added["order_line"], summary.refused) == (5, 15, 0)


async def test_orders_that_are_there_already_are_left(connection: asyncpg.Connection, imported: Import) -> None:
    await imported(TEA, MILK)
    before = await counts(connection)
    summary = await imported(TEA, MILK, _but(MILK, Order_number="X2", Order_total=""))
    assert (summary.known, summary.added["orders"]) == (2, 1)
    assert (await counts(connection))["orders"] == before["orders"] + 1
