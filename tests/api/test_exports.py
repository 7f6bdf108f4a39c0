"""Lists as files: whole, safe to open, noted once, and broken off when rights change."""

import csv
from io import StringIO
from typing import Any

import asyncpg
import pytest

from actions.staff import create
from admin_ui.pages import export
from rules.exports import cell
from tests.api.conftest import PASSWORD, House, sign_in

END = "UPDATE staff_session SET ended_at = now() FROM staff WHERE staff.id = staff_id AND username = $1"
NOTED = "SELECT count(*) FROM audit_event WHERE action = 'list.exported'"


async def person(house: House, role: str) -> str:
    """Somebody new with the role."""
    username = f"{role}-{await house.tell('SELECT count(*) FROM staff')}"
    connection = await asyncpg.connect(house.url)
    await create(connection, "test", username, role, PASSWORD)
    await connection.close()
    return username


async def exported(house: House, role: str, path: str) -> Any:
    async with house.client() as client:
        await sign_in(client, await person(house, role))
        return await client.get(path)


async def test_a_list_comes_whole_and_as_it_is_filtered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "PAGE", 1)
    answer = await exported(house, "operations", "/exports/members?status=ACTIVE&columns=memberNo&columns=status")
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    active = await house.tell("SELECT count(*) FROM member WHERE status = 'ACTIVE'")
    assert len(rows) == active + 1
    assert answer.headers["content-disposition"].startswith('attachment; filename="members-')


async def test_what_is_masked_on_the_page_is_masked_in_the_file(house: House) -> None:
    answer = await exported(house, "operations", "/exports/members?columns=phone")
    phones = await house.tell("SELECT array_agg(phone) FROM member WHERE phone IS NOT NULL")
    assert "****" in answer.text
    assert not [phone for phone in phones if phone in answer.text]


async def test_an_export_is_noted_once_with_names_and_no_values(house: House) -> None:
    before = await house.tell(NOTED)
    await exported(house, "operations", "/exports/orders?status=COMPLETED")
    assert await house.tell(NOTED) == before + 1
    told = await house.tell(f"{NOTED.replace('count(*)', 'changes::text')} ORDER BY id DESC LIMIT 1")
    assert '"filteredBy": ["status"]' in told
    assert "COMPLETED" not in told


TOLD = "SELECT array_agg(member_id::text) FROM disclosure WHERE kind = 'EXPORT' AND reason = $1"


@pytest.mark.parametrize(("path", "reason", "those"), [
    ("/exports/members?columns=memberNo", "members: name", "SELECT count(*) FROM member WHERE archived_at IS NULL"),
    ("/exports/orders?columns=number&columns=member", "orders: number, member",
     "SELECT count(DISTINCT member_id) FROM orders"),
])  # fmt: skip
async def test_every_member_in_a_file_is_told_once(
    path: str, reason: str, those: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PAGE", 1)
    await exported(house, "operations", path)
    told = await house.tell(TOLD, reason)
    assert len(told) == len(set(told)) == await house.tell(those)


@pytest.mark.parametrize("role", ["customer_service", "cashier", "auditor"])
async def test_who_may_not_export_gets_no_file_and_no_button(house: House, role: str) -> None:
    before = await house.tell(NOTED)
    answer = await exported(house, role, "/exports/orders")
    assert (answer.status_code, "text/csv" in answer.headers["content-type"]) == (404, False)
    assert await house.tell(NOTED) == before
    assert "/exports/" not in (await exported(house, role, "/orders")).text


async def test_an_export_breaks_off_when_its_reader_loses_the_right(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "PAGE", 1)
    username, asked = await person(house, "operations"), export._page

    async def revoking(page: Any, after: str | None, witness: Any) -> Any:
        if after:
            await house.tell(END, username)
            house.front.state.callers.forget()
        return await asked(page, after, witness)

    monkeypatch.setattr(export, "_page", revoking)
    async with house.client() as client:
        await sign_in(client, username)
        with pytest.raises(export.Revoked):
            await client.get("/exports/orders")


@pytest.mark.parametrize(("value", "text"), [
    ("=1+1", "'=1+1"), ("@sum", "'@sum"), ("+86 138", "'+86 138"), ("-5.20", "-5.20"), (-5, "-5"), ("-a", "'-a"),
    (None, ""), (True, "true"), ({"amount": "9.90", "currency": "USD"}, "9.90"), (["a", "=b"], "a; '=b"),
])  # fmt: skip
def test_a_spreadsheet_runs_nothing_of_it(value: Any, text: str) -> None:
    assert cell(value) == text
