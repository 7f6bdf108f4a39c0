"""The role that the processes sign in with, where it is not the owner of the tables."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from actions import expiry
from actions.recording import broken_links, seal
from database.granting import NoRole, grant
from settings import Settings
from tests.faults import documents as say
from tests.faults.ground import Ground, ground, order

FORBIDDEN = [
    "UPDATE ledger_entry SET delta = delta", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry CASCADE",
    "UPDATE ledger_transaction SET reason = ''", "DELETE FROM ledger_transaction", "DELETE FROM audit_event",
    "UPDATE audit_event SET actor = 'x'", "TRUNCATE audit_event", "DELETE FROM aerich",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL", "DROP TABLE audit_event",
    "SET session_replication_role = 'replica'",
]  # fmt: skip


@pytest_asyncio.fixture
async def granted_url(fresh_url: str) -> AsyncIterator[str]:
    """The address of a fresh database as a role that may no more than it must."""
    role = f"memberdesk_{uuid4().hex[:12]}"
    owner = await asyncpg.connect(fresh_url)
    await owner.execute(f"CREATE ROLE {role} LOGIN")
    await grant(owner, role)
    yield fresh_url.replace("//postgres:", f"//{role}:", 1)
    await owner.execute(f"DROP OWNED BY {role} CASCADE; DROP ROLE {role}")
    await owner.close()


@pytest_asyncio.fixture
async def shop(settings: Settings, granted_url: str) -> AsyncIterator[Ground]:
    async with ground(settings, granted_url) as found:
        yield found


async def test_everything_that_behaves_like_money_works(shop: Ground) -> None:
    await shop.must(say.RECHARGE, amount="20", bonus="5")
    await shop.must(say.EARN, points=40, until="2099-01-01T00:00:00Z")
    code = (await shop.must(say.ISSUE, template="TEN"))["coupon"]["code"]
    given = order("O1", payment={"payWithWallet": "22.00"}, couponCodes=[code], pointsToSpend=100)
    await shop.must(say.RECORD, input=given)
    await shop.must(say.RETURN, number="O1", lines=[{"productCode": "MILK", "quantity": "2"}])
    spent = (await shop.must(say.SPEND, points=30))["entry"]["id"]
    await shop.must(say.REVERSE, id=spent)
    await shop.check()


async def test_events_are_sealed_and_lots_expire(shop: Ground) -> None:
    await shop.must(say.EARN, points=40, until="2099-01-01T00:00:00Z")
    accounts = [row[0] for row in await shop.connection.fetch("SELECT DISTINCT account_id FROM points_lot")]
    assert await expiry.expire(shop.connection, datetime(2999, 1, 1, tzinfo=UTC), accounts) == (2, 1_040)
    await seal(shop.connection)
    assert [link async for link in broken_links(shop.connection)] == []
    assert await shop.one("SELECT count(*) FROM audit_event WHERE sequence IS NOT NULL") > 0


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_what_has_happened_cannot_be_changed(granted_url: str, statement: str) -> None:
    connection = await asyncpg.connect(granted_url)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)
    await connection.close()


async def test_a_role_that_is_not_there_is_named(connection: asyncpg.Connection) -> None:
    with pytest.raises(NoRole, match="'nobody_here'"):
        await grant(connection, "nobody_here")


async def test_granting_twice_changes_nothing(fresh_url: str, granted_url: str) -> None:
    role = granted_url.split("//")[1].split(":")[0]
    privileges = "SELECT relname, relacl::text FROM pg_class WHERE relacl::text LIKE $1 ORDER BY relname"
    owner = await asyncpg.connect(fresh_url)
    before = await owner.fetch(privileges, f"%{role}%")
    await grant(owner, role)
    assert before
    assert await owner.fetch(privileges, f"%{role}%") == before
    await owner.close()
