"""A link lets somebody in once, for a time."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from actions import links
from rules.links import LASTS, LinkPurpose
from rules.refusals import ErrorCode, Refused
from tests.make import NOW

INVITE, RECOVERY = LinkPurpose.STAFF_INVITE, LinkPurpose.STAFF_RECOVERY


async def refused(connection: asyncpg.Connection, token: str, purpose: LinkPurpose = INVITE, at=NOW) -> ErrorCode:
    with pytest.raises(Refused) as error:
        await links.use(connection, purpose, token, at)
    return error.value.code


async def test_a_link_works_once(connection: asyncpg.Connection) -> None:
    subject = uuid4()
    token = await links.make(connection, INVITE, subject, NOW)
    assert await links.whose(connection, INVITE, token, NOW) == subject
    assert await links.use(connection, INVITE, token, NOW) == subject
    assert await refused(connection, token) is ErrorCode.EXPIRED


async def test_a_link_works_for_its_purpose_only(connection: asyncpg.Connection) -> None:
    token = await links.make(connection, INVITE, uuid4(), NOW)
    assert await refused(connection, token, RECOVERY) is ErrorCode.EXPIRED


@pytest.mark.parametrize("purpose", LinkPurpose)
async def test_a_link_works_for_a_time(connection: asyncpg.Connection, purpose: LinkPurpose) -> None:
    token = await links.make(connection, purpose, uuid4(), NOW)
    assert await refused(connection, token, purpose, NOW + LASTS[purpose]) is ErrorCode.EXPIRED
    await links.use(connection, purpose, token, NOW + LASTS[purpose] - timedelta(seconds=1))


async def test_a_new_link_ends_the_one_before(connection: asyncpg.Connection) -> None:
    subject = uuid4()
    first = await links.make(connection, INVITE, subject, NOW)
    second = await links.make(connection, INVITE, subject, NOW)
    assert await refused(connection, first) is ErrorCode.EXPIRED
    assert await links.use(connection, INVITE, second, NOW) == subject


async def test_the_table_has_only_the_hash(connection: asyncpg.Connection) -> None:
    token = await links.make(connection, INVITE, uuid4(), NOW)
    assert token not in await connection.fetchval("SELECT string_agg(l::text, ' ') FROM single_use_link l")


async def test_of_two_at_once_one_is_let_in(fresh_url: str, connection: asyncpg.Connection) -> None:
    token = await links.make(connection, INVITE, uuid4(), NOW)
    others = [await asyncpg.connect(fresh_url) for _ in range(4)]
    tried = [links.use(other, INVITE, token, NOW) for other in others]
    found = await asyncio.gather(*tried, return_exceptions=True)
    for other in others:
        await other.close()
    assert [isinstance(one, UUID) for one in found].count(True) == 1
