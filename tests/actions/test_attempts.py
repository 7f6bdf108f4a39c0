"""Guessing comes to an end, and nobody is kept out for ever."""

import asyncio
from datetime import datetime, timedelta

import asyncpg
import pytest

from actions import attempts
from actions.remembering import Remembered
from database.writing import WriteConnections
from rules.attempts import BY_ACCOUNT, Counted, Limit, network
from rules.refusals import ErrorCode, Refused
from tests.make import NOW

LIMIT = Limit(3, timedelta(seconds=30), timedelta(minutes=2), timedelta(hours=1))
LI = [Counted("sign-in", "li", LIMIT)]
WRONG = Refused(ErrorCode.FORBIDDEN, "The PIN is wrong.", ("pin",))


async def begun(connection: asyncpg.Connection, at: datetime = NOW, counted: list[Counted] = LI) -> bool:
    try:
        await attempts.begin(connection, counted, at)
    except Refused:
        return False
    return True


async def test_after_the_free_tries_one_has_to_wait(connection: asyncpg.Connection) -> None:
    assert [await begun(connection) for _ in range(5)] == [True, True, True, False, False]
    assert await begun(connection, NOW + timedelta(seconds=30))


async def test_the_wait_grows_to_its_longest_and_no_further(connection: asyncpg.Connection) -> None:
    waits, at = [], NOW
    for _ in range(7):
        await attempts.begin(connection, LI, at)
        until = await connection.fetchval("SELECT blocked_until FROM attempt")
        waits.append((until - at).total_seconds() if until else 0)
        at = until or at
    assert waits == [0, 0, 30, 60, 120, 120, 120]


async def test_tries_in_a_wait_do_not_make_it_longer(connection: asyncpg.Connection) -> None:
    for _ in range(100):
        await begun(connection)
    assert await begun(connection, NOW + timedelta(seconds=30))


async def test_a_right_try_begins_anew(connection: asyncpg.Connection) -> None:
    for _ in range(20):
        assert await begun(connection)
        await attempts.forgive(connection, LI)


async def test_old_tries_are_forgotten(connection: asyncpg.Connection) -> None:
    assert [await begun(connection) for _ in range(3)] == [True] * 3
    later = NOW + timedelta(hours=1, seconds=1)
    assert [await begun(connection, later) for _ in range(4)] == [True, True, True, False]


async def test_a_name_is_counted_however_it_is_written(connection: asyncpg.Connection) -> None:
    names = ["li", "LI", " li ", "Li"]
    assert [await begun(connection, counted=[Counted("sign-in", n, LIMIT)]) for n in names] == [True, True, True, False]


async def test_others_are_not_counted_with_it(connection: asyncpg.Connection) -> None:
    for _ in range(4):
        await begun(connection)
    assert await begun(connection, counted=[Counted("sign-in", "ana", LIMIT)])
    assert await begun(connection, counted=[Counted("recovery", "li", LIMIT)])


async def test_of_many_at_once_no_more_than_the_free_ones_are_looked_at(fresh_url: str) -> None:
    writes = WriteConnections(fresh_url, 8)

    async def one() -> bool:
        async with writes.transaction() as own:
            return await begun(own)

    looked_at = await asyncio.gather(*(one() for _ in range(60)))
    await writes.close()
    assert looked_at.count(True) == 3


async def test_inside_a_verb_a_wrong_try_outlives_its_rollback(fresh_url: str, connection: asyncpg.Connection) -> None:
    writes = WriteConnections(fresh_url, 8)

    async def traced(own: asyncpg.Connection, failure: BaseException) -> None:
        if isinstance(failure, Remembered):
            await failure.trace(own)

    async def one() -> ErrorCode:
        with pytest.raises(Refused) as error:
            async with writes.transaction(traced) as own:
                await attempts.tried(own, LI, NOW, never, WRONG)
        return error.value.code

    codes = await asyncio.gather(*(one() for _ in range(12)))
    await writes.close()
    assert (codes.count(ErrorCode.FORBIDDEN), codes.count(ErrorCode.LIMIT_REACHED)) == (3, 9)
    assert await connection.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0


async def never() -> bool:
    return False


async def test_the_table_does_not_tell_which_names_were_tried(connection: asyncpg.Connection) -> None:
    await attempts.begin(connection, [Counted("sign-in", "canary", BY_ACCOUNT)], NOW)
    assert "canary" not in await connection.fetchval("SELECT string_agg(a::text, ' ') FROM attempt a")


async def test_what_is_too_old_is_forgotten(connection: asyncpg.Connection) -> None:
    await begun(connection)
    await attempts.forget(connection, NOW + timedelta(days=2))
    assert await connection.fetchval("SELECT count(*) FROM attempt") == 0


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8::1", "2001:db8::ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("testclient", "testclient", True),
    ],
)
def test_a_place_is_an_address_or_its_network(one: str, other: str, are_one: bool) -> None:
    assert (network(one) == network(other)) is are_one
