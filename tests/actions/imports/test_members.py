from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import polars as pl
import pytest

from actions.imports import general
from actions.imports.reports import Summary
from tests import make
from tests.actions.imports.figures import counts, wrongs
from tests.actions.imports.files import HEADER, member_row, members_file, written

Import = Callable[..., Awaitable[Summary]]


@pytest.fixture
def imported(fresh_url: str, tmp_path: Path) -> Import:
    """Imports rows of HEADER from a CSV file."""

    async def run(*rows: list[object], **options: object) -> Summary:
        path = written(tmp_path / "members.csv", [HEADER, *rows])
        return await general.load(fresh_url, "members", path, **options)

    return run


async def test_a_member_is_added_with_all_that_belongs_to_it(connection: asyncpg.Connection, imported: Import) -> None:
    await imported(member_row(1))
    row = await connection.fetchrow("SELECT * FROM member")
    assert (row["member_no"], row["phone"], row["email"]) == ("A000001", "+15550000001", "ann1@example.com")
    assert (row["gender"], str(row["birthday"]), row["card_numbers"]) == ("FEMALE", "1980-02-29", "60000001")
    assert await wrongs(connection) == []


async def test_opening_points_are_booked_with_both_sides(connection: asyncpg.Connection, imported: Import) -> None:
    summary = await imported(*(member_row(n) for n in range(1, 100)))
    assert summary.added["opening_balance"] == 98
    assert await connection.fetchval("SELECT sum(balance) FROM ledger_account WHERE code IS NULL") == sum(
        n % 50 for n in range(1, 100)
    )
    assert await wrongs(connection) == []


BAD = [
    ({"Birthday": "2023-02-30"}, "Birthday", "is not a date such as 1990-05-01"),
    ({"Birthday": "2999-01-01"}, "Birthday", "is in the future"),
    ({"Birthday": "1066-10-14"}, "Birthday", "is before 1900"),
    ({"Phone": "call me"}, "Phone", "is not a phone number"),
    ({"E_mail": "ann at example"}, "E-mail", "is not an e-mail address"),
    ({"Gender": "yes"}, "Gender", "is not a gender (female, male, other, undisclosed)"),
    ({"Points": "-5"}, "Points", "is negative"),
    ({"Points": "1.5"}, "Points", "is not a whole number"),
    ({"Name": "x" * 201}, "Name", "is longer than 200 characters"),
    ({"Name": '=HYPERLINK("http://x")'}, "Name", "looks like a spreadsheet formula"),
    ({"Name": "a\0b"}, "Name", "has a NUL character"),
    ({"Joined_at": "soon"}, "Joined at", "is not a time such as 2024-05-01 13:45"),
    ({"Phone": "+1 555 0000001"}, "Phone", "is also in line 2"),
    ({"E_mail": "ANN1@example.com"}, "E-mail", "is also in line 2"),
    ({"Member_No": "A000001"}, "Member No", "is also in line 2"),
]


@pytest.mark.parametrize(("cells", "column", "reason"), BAD)
async def test_a_bad_row_is_reported_and_left_out(imported: Import, cells: dict, column: str, reason: str) -> None:
    summary = await imported(member_row(1), member_row(2), member_row(3, **cells), dry_run=True)
    assert [(p.line, p.column, p.reason) for p in summary.problems] == [(4, column, reason)]
    assert (summary.added["row"], summary.refused) == (2, 1)


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"Phone": "+49 30 1"}, "Phone"), ({"E_mail": "a@b.de"}, "E-mail"), ({"Member_No": "OLD"}, "Member No")],
)
async def test_what_another_member_has_is_refused(
    connection: asyncpg.Connection, imported: Import, cells: dict, column: str
) -> None:
    async with connection.transaction():
        await make.member(connection, "OLD", phone="+49301", email="a@b.de")
    summary = await imported(member_row(1, **cells))
    assert [(p.line, p.column, p.reason) for p in summary.problems] == [(2, column, "belongs to another member")]


async def test_who_was_imported_before_is_left_as_is(connection: asyncpg.Connection, imported: Import) -> None:
    await imported(member_row(1))
    summary = await imported(member_row(1, Name="Somebody Else"), member_row(2))
    assert (summary.known, summary.refused, summary.added["member"]) == (1, 0, 1)
    assert await connection.fetchval("SELECT name FROM member WHERE member_no = 'A000001'") == "Ann 1"


async def test_a_row_without_any_identity_is_refused(imported: Import) -> None:
    empty = {"Member_No": "", "Phone": "", "E_mail": "", "External_ID": "", "Card_No": ""}
    summary = await imported(member_row(1, **empty))
    assert "to know the member by" in summary.problems[0].reason


async def test_a_dry_run_writes_nothing(connection: asyncpg.Connection, imported: Import) -> None:
    before = await counts(connection)
    summary = await imported(member_row(1), member_row(2, Birthday="no"), dry_run=True)
    assert (summary.added["row"], summary.refused, summary.job_id) == (1, 1, None)
    assert await counts(connection) == before


async def test_the_same_file_again_changes_nothing(
    fresh_url: str, connection: asyncpg.Connection, tmp_path: Path
) -> None:
    path = members_file(tmp_path, 50, bad=3)
    first = await general.load(fresh_url, "members", path)
    before = await counts(connection)
    again = await general.load(fresh_url, "members", path)
    assert again.was_done_before
    assert (again.added, again.problem_count) == (first.added, 3)
    assert await counts(connection) == before


async def test_a_mapping_names_the_columns(fresh_url: str, connection: asyncpg.Connection, tmp_path: Path) -> None:
    path = written(tmp_path / "m.csv", [("Kundin", "Nr"), ("Ann", "X1")])
    await general.load(fresh_url, "members", path, {"name": "Kundin", "member_no": "Nr"})
    assert await connection.fetchval("SELECT name FROM member WHERE member_no = 'X1'") == "Ann"


async def test_parquet_reads_the_same(fresh_url: str, connection: asyncpg.Connection, tmp_path: Path) -> None:
    frame = pl.DataFrame([member_row(n) for n in (1, 2)], schema=list(HEADER), orient="row")
    frame.with_columns(pl.col("Birthday").str.to_date()).write_parquet(tmp_path / "m.parquet")
    summary = await general.load(fresh_url, "members", tmp_path / "m.parquet")
    assert (summary.added["member"], summary.refused) == (2, 0)


async def test_the_import_is_recorded(connection: asyncpg.Connection, imported: Import) -> None:
    summary = await imported(member_row(1))
    job = await connection.fetchrow("SELECT * FROM job WHERE id = $1", summary.job_id)
    assert (job["kind"], job["status"], job["done"], job["total"]) == ("import:members", "SUCCEEDED", 1, 1)
    events = await connection.fetch("SELECT action FROM audit_event WHERE subject_id = $1 ORDER BY id", summary.job_id)
    assert [row["action"] for row in events] == ["import.started", "import.finished"]
