from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from actions.imports import general
from actions.imports.bulk import relax
from tests import make
from tests.actions.imports.figures import wrongs
from tests.actions.imports.files import members_file

ENTRY = "INSERT INTO ledger_entry (transaction_id, account_id, kind, delta, at) VALUES ($1, $2, 'EARN', 5, now())"
CHECKED_AT_ONCE = "SET LOCAL memberdesk.ledger_check = 'statement'"


async def _one_sided(connection: asyncpg.Connection, *settings: str) -> None:
    """Writes an entry without its other side, and commits."""
    async with connection.transaction():
        for setting in settings:
            await connection.execute(setting)
        account = await make.insert(
            connection, "ledger_account", id=uuid4(), asset="POINTS", bucket="OUTSIDE", code=f"x:{uuid4()}"
        )
        why = {"operation": "test", "actor": "test", "reason": "test", "source": "test", "at": make.NOW}
        await connection.execute(ENTRY, await make.insert(connection, "ledger_transaction", id=uuid4(), **why), account)


@pytest.mark.parametrize(
    "so",
    [(), (CHECKED_AT_ONCE,), (CHECKED_AT_ONCE, "SET LOCAL session_replication_role = 'replica'")],
    ids=["at the commit", "at the statement", "in bulk"],
)
async def test_the_ledger_balances_in_every_way_of_writing(connection: asyncpg.Connection, so: tuple[str, ...]) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="does not sum to zero"):
        await _one_sided(connection, *so)


async def test_bulk_writing_leaves_no_reference_dangling(
    fresh_url: str, connection: asyncpg.Connection, tmp_path: Path
) -> None:
    await general.load(fresh_url, "members", members_file(tmp_path, 300))
    assert await wrongs(connection) == []


async def test_a_trigger_that_is_not_known_is_not_switched_off(connection: asyncpg.Connection) -> None:
    async with connection.transaction():
        assert await relax(connection, ["member"])
    await connection.execute("""
        CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER tell_others AFTER INSERT ON member FOR EACH ROW EXECUTE FUNCTION tell()""")
    async with connection.transaction():
        assert not await relax(connection, ["member"])


async def test_without_the_right_to_bulk_members_come_out_the_same(
    fresh_url: str, connection: asyncpg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actions.imports.bulk.MAY", "SELECT false")
    summary = await general.load(fresh_url, "members", members_file(tmp_path, 300))
    assert summary.added["member"] == 300
    assert await wrongs(connection) == []
