"""Two callers of one name choose their keys freely: a key is at most once for each of them."""

import asyncio
from dataclasses import replace
from importlib import import_module
from typing import Any

import asyncpg
import pytest

from rules.viewer import Viewer
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_points import EARN

MIGRATION = import_module("migrations.models.28_ledger_identity")
KEYED = """
    INSERT INTO ledger_transaction (operation, actor, reason, source, at, idempotency_key)
    VALUES ('points.earned', $1, '', 'test', now(), $2)
"""


async def namesakes(teller: Teller) -> list[Viewer]:
    """Two staff who are both called admin."""
    found = []
    for number in range(2):
        about = {"username": f"lin{number}", "name": "admin", "password_hash": "-"}
        found.append(replace(teller.admin, staff_id=str(await make.insert(teller.connection, "staff", **about))))
    return found


async def earn(teller: Teller, by: Viewer, key: str) -> Any:
    answer = await teller.desk.ask(by, EARN, {"no": "M1", "points": 10, "key": key})
    assert not answer.errors, answer.errors
    return answer.data["pointsEarn"]["entry"]["id"]


async def test_namesakes_use_one_key_for_two_effects(teller: Teller) -> None:
    first, second = await namesakes(teller)
    assert await earn(teller, first, "k1") != await earn(teller, second, "k1")
    assert await teller.balance() == 120
    rows = await teller.connection.fetch(
        "SELECT actor, identity FROM ledger_transaction WHERE idempotency_key = 'k1' ORDER BY id"
    )
    assert [tuple(row) for row in rows] == [("admin", by.identity) for by in (first, second)]


async def test_each_of_them_has_an_effect_once_however_often_at_once(teller: Teller) -> None:
    people = await namesakes(teller)
    entries = await asyncio.gather(*(earn(teller, by, "k1") for by in people * 5))
    assert len(set(entries)) == 2
    assert await teller.balance() == 120


async def test_what_was_posted_before_identities_were_kept_keeps_its_keys(connection: asyncpg.Connection) -> None:
    await connection.execute(await MIGRATION.downgrade(None))
    await connection.execute(KEYED, "Lin", "k1")
    await connection.execute(await MIGRATION.upgrade(None))
    assert await connection.fetchval("SELECT count(*) FROM ledger_transaction WHERE identity IS NULL") == 1
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute(KEYED, "Lin", "k1")
    await connection.execute(KEYED, "Wu", "k1")
