"""Duplicates among very many members are found by indexes and hashes, never by comparing each with each."""

from time import perf_counter

import asyncpg

from api.planning import desk_for
from settings import Settings
from tests.conftest import viewer

MEMBERS = 40_000
FILL = """
    INSERT INTO member (id, member_no, name, phone, email, birthday, joined_at, points_account_id, growth_account_id)
    SELECT gen_random_uuid(), 'M' || n, 'Name ' || chr(97 + n % 26) || chr(97 + n / 26 % 26) || ' ' || n % 5000,
        '+86' || (13000000000 + n), 'user' || n || '@example.com', date '1950-01-01' + n % 20000, now(),
        gen_random_uuid(), gen_random_uuid()
    FROM generate_series(1, $1::int) n
"""
TWIN = """
    INSERT INTO member (id, member_no, name, phone, birthday, joined_at, points_account_id, growth_account_id)
    SELECT gen_random_uuid(), 'T' || member_no, name, substr(phone, 4), birthday, now(), gen_random_uuid(),
        gen_random_uuid()
    FROM member WHERE member_no LIKE 'M%77'
"""
ONE = 'query { member(by: {memberNo: "M77"}) { duplicates { score member { memberNo } } } }'
ALL = "query { duplicateMembers(first: 100) { score member { memberNo } other { memberNo } } }"


async def test_duplicates_of_many_members_are_found_at_once(settings: Settings, fresh_url: str) -> None:
    connection = await asyncpg.connect(fresh_url)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(FILL, MEMBERS)
    await connection.execute(TWIN)
    await connection.execute("ANALYZE")
    await connection.close()
    desk = desk_for(settings, fresh_url)
    taken = {}
    for name, query, limit in (("one", ONE, 1), ("all", ALL, 5)):
        start = perf_counter()
        answer = await desk.ask(viewer("admin"), query, {})
        taken[name] = perf_counter() - start
        assert not answer.errors, answer.errors
        assert taken[name] < limit, taken
    assert len(answer.data["duplicateMembers"]) == 100
    await desk.close()
