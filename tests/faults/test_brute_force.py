import random
from collections import Counter
from dataclasses import replace

import asyncpg

from actions.staff import create_token
from settings import Settings
from tests import make
from tests.api.conftest import opened
from tests.faults.brute_force import DOORS, distance, guess, logins_of_many, prepared


async def test_guessing_comes_to_an_end_at_every_door(settings: Settings, fresh_url: str) -> None:
    connection = await asyncpg.connect(fresh_url)
    await make.world(connection)
    token = await create_token(connection, "test", "a program", "admin")
    doors = set(DOORS) - {logins_of_many}  # fifty passwords are looked at there, which takes its time
    async with opened(replace(settings, database_url=fresh_url), fresh_url, token) as house:
        attack = await prepared(house, connection, settings.signing_key().decode(), random.Random(22))
        found = {name: answers async for name, answers, _ in guess(attack, 60, doors)}
    await connection.close()
    assert set(found) == {door.__name__ for door in doors}
    assert sum(found.values(), Counter[str]())["WAIT"] > 200


def test_distributions_that_differ_are_noticed() -> None:
    assert distance([1, 2, 3, 4], [1, 2, 3, 4]) == 0
    assert distance([1, 2, 3, 4], [5, 6, 7, 8]) == 1
