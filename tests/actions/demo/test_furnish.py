from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from actions.demo import furnish
from actions.imports import complete_journey
from tests.actions.imports.journey import write_journey
from tests.conftest import database

UNFINISHED = "status NOT IN ('RESOLVED', 'CLOSED', 'MERGED')"


@pytest_asyncio.fixture(scope="session")
async def demo(empty_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[asyncpg.Connection]:
    """A small journey, furnished as a sample; furnished twice, which must change nothing."""
    folder: Path = write_journey(tmp_path_factory.mktemp("demo"))
    async with database(empty_url, empty_url) as url:
        await complete_journey.load(url, folder, until=date.today() - timedelta(days=1))
        await furnish.furnish(url, sample=True)
        await furnish.furnish(url, sample=True)
        connection = await asyncpg.connect(url)
        yield connection
        await connection.close()


async def test_no_two_tickets_read_alike(demo: asyncpg.Connection) -> None:
    told = await demo.fetch("SELECT string_agg(body, '|' ORDER BY at, id) FROM ticket_message GROUP BY ticket_id")
    assert len(told) >= 500
    assert len({row[0] for row in told}) == len(told)


async def test_every_slot_was_filled(demo: asyncpg.Connection) -> None:
    assert await demo.fetchval("SELECT count(*) FROM ticket_message WHERE body ~ '[{}@]|None' OR body = ''") == 0
    assert await demo.fetchval("SELECT count(*) FROM interaction WHERE summary ~ '[{}@]|None'") == 0


async def test_members_write_their_own_language(demo: asyncpg.Connection) -> None:
    mixed = """
        SELECT count(*) FROM ticket_message m JOIN ticket ON ticket.id = ticket_id JOIN member ON member.id = member_id
        WHERE is_from_member AND (body ~ '[一-龥]') <> (latin_name IS NOT NULL) AND length(body) > 20"""
    assert await demo.fetchval(mixed) == 0


async def test_a_share_is_not_finished_and_some_of_it_is_late(demo: asyncpg.Connection) -> None:
    row = await demo.fetchrow(f"""
        SELECT count(*) AS open, count(*) FILTER (WHERE next_due_at < now()) AS late,
            count(*) FILTER (WHERE status = 'NEW' AND assignee_id IS NULL) AS unassigned
        FROM ticket WHERE {UNFINISHED}""")
    assert 25 <= row["open"] <= 70
    assert row["late"] > 2
    assert row["unassigned"] > 2


async def test_nothing_is_answered_before_it_was_asked_or_after_now(demo: asyncpg.Connection) -> None:
    wrong = """
        SELECT count(*) FROM ticket JOIN ticket_message m ON ticket_id = ticket.id
        WHERE m.at < opened_at OR m.at > now() OR first_responded_at < opened_at OR resolved_at < first_responded_at"""
    assert await demo.fetchval(wrong) == 0


async def test_a_merged_ticket_names_the_other_one(demo: asyncpg.Connection) -> None:
    merged = await demo.fetch("""
        SELECT other.number, m.body FROM ticket JOIN ticket other ON other.id = ticket.merged_into_id
        JOIN ticket_message m ON m.ticket_id = ticket.id AND is_internal WHERE ticket.status = 'MERGED'""")
    assert merged
    assert all(row["number"] in row["body"] for row in merged)


async def test_the_company_is_there(demo: asyncpg.Connection) -> None:
    staff = await demo.fetch("SELECT password_hash, is_demo FROM staff")
    assert len(staff) == 10
    assert all(row["password_hash"] is None and row["is_demo"] for row in staff)
    assert await demo.fetchval("SELECT count(*) FROM segment") >= 4
    assert await demo.fetchval("SELECT count(*) FROM member_metrics WHERE rfm_group IS NULL") == 0


async def test_the_second_time_adds_nothing(demo: asyncpg.Connection) -> None:
    assert await demo.fetchval("SELECT count(*) FROM job WHERE kind = 'import:demo'") == 1
    tickets = await demo.fetchval("SELECT count(*) FROM ticket")
    assert await demo.fetchval("SELECT max(number) FROM ticket") == f"T-{tickets:06d}"
