"""What a caller may not read in full changes nothing that he is told: whatever he asks, both towns answer the same."""

import os
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from api.planning import desk_for
from rules.roles import shipped
from settings import Settings
from tests.conftest import database
from tests.resolvers.asking import answer
from tests.resolvers.differential import write
from tests.resolvers.operations.coverage import documents
from tests.resolvers.operations.writer import Operation
from tests.resolvers.oracle.rows import TYPES
from tests.resolvers.people import CLASSES, Person, Place, invite, open_place, roles_of
from tests.resolvers.scrambling import scramble
from tests.resolvers.town import build

GUESSES = int(os.environ.get("TEST_GUESSES", "15"))
FULL = {"read": "FULL", "filter": True}
WIDE = {"name": "Strict", "permissions": ["members.unasked"], "types": sorted(TYPES)}
STRICT = {
    "masked": {"classes": {name: {"read": "MASKED", "filter": True} for name in CLASSES}},
    "public": {"classes": {"PUBLIC": FULL}},
}
"Roles that see every type, and of it as little as there is."
SOME = ["operations", "customer_service", "member", "masked"]
OPEN = ["operations", "customer_service"]
LIMITED = [*shipped(), *STRICT] if os.environ.get("TEST_EVERYBODY") else SOME


@pytest_asyncio.fixture(scope="module")
async def first(settings: Settings, empty_url: str) -> AsyncIterator[tuple[Place, str]]:
    """A town, and a copy that nobody is connected to."""
    async with database(empty_url, empty_url) as url:
        connection = await asyncpg.connect(url)
        await build(connection)
        await connection.close()
        roles = {code: {code: WIDE | said} for code, said in STRICT.items()} | roles_of(0, 0)
        tokens = await invite(url, roles)
        async with database(url, url) as twin, open_place(settings, url, roles, tokens) as place:
            yield place, twin


@pytest.mark.parametrize("title", LIMITED)
async def test_nobody_can_tell_what_he_may_not_read(first: tuple[Place, str], settings: Settings, title: str) -> None:
    place, template = first
    person = place.person(title)
    async with database(template, template) as url:
        connection = await asyncpg.connect(url)
        changed = await scramble(connection, person.look.who)
        await connection.close()
        desk = desk_for(settings, url)
        for operation in _guesses(person):
            here = await answer(place, person, operation.query, operation.variables)
            there = await desk.answer(
                desk.planner.view(person.viewer), person.viewer, operation.query, None, operation.variables
            )
            assert here == there, f"{operation.query}\n{operation.variables}\n{here}\n{there}"
        await desk.close()
    assert changed or title == "admin"


async def test_views_are_not_picked_by_what_one_may_not_read_of_them(first: tuple[Place, str]) -> None:
    place, _ = first
    queries = {who: place.person(who).look.schema.query_type for who in ("masked", *OPEN)}
    arguments = {who: list(query.fields["savedViews"].args) for who, query in queries.items()}
    assert arguments == {"masked": []} | {who: ["typeName", "archived"] for who in OPEN}


def _guesses(person: Person) -> list[Operation]:
    tour = [Operation(query, {}) for query in documents(person.look, deepest=3).values()]
    return tour + [write(person, f"guess/{number}") for number in range(GUESSES)]
