"""Each shipped role sees what its grants allow and nothing else: on every page, in every answer, by every way round."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any
from urllib.parse import quote

import asyncpg
import httpx
import pytest
import pytest_asyncio
from graphql import build_schema

from actions.staff import create, create_token
from admin_ui.panels.seen import Seen
from app import Front, create_app
from rules.permissions import ReadLevel
from rules.roles import shipped
from settings import Settings
from tests.admin_ui import canaries
from tests.admin_ui.tours import Tour
from tests.conftest import database

STAFF = [role for role in shipped() if role not in ("storefront", "member")]
ROLES = list(shipped())
PASSWORD = "a long password"
KEYS = {
    "members": ["M-0000001", "M-0000002"], "orders": ["A-1"], "tickets": ["T-000001"], "coupons": ["CODE1"],
    "campaigns": ["SPRING", "SECRET"], "tiers": ["GOLD"], "templates": ["TEN"], "stores": ["S1"], "products": ["P1"],
    "staff": ["ana"], "roles": ["admin"], "segments": ["gold"],
}  # fmt: skip
"Records to open; the keys of jobs are asked for."
PATIENT = """UPDATE role SET limits = limits || '{"POINTS_PER_MINUTE": 100000000}'"""


@dataclass
class House:
    front: Front
    url: str
    tokens: dict[str, str]
    job: str
    tours: dict[str, dict[str, httpx.Response]] = field(default_factory=dict)

    @asynccontextmanager
    async def signed_in(self, role: str) -> AsyncIterator[httpx.AsyncClient]:
        """A browser of somebody with one role."""
        async with self._client() as client:
            await client.post("/login", data={"username": role, "password": PASSWORD})
            yield client

    async def ask(self, role: str, query: str, variables: dict[str, Any] | None = None) -> httpx.Response:
        async with self._client() as client:
            headers = {"authorization": f"Bearer {self.tokens[role]}"}
            return await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.front), base_url="http://127.0.0.1")

    def keys(self, panel: str) -> list[str]:
        return [self.job] if panel == "jobs" else KEYS.get(panel, [])

    async def seen(self, role: str) -> Seen:
        """The panels as the role sees them."""
        caller = await self.front.state.callers.by_token(self.tokens[role])
        return self.front.state.admin_ui.seen_by(caller.viewer)


@pytest_asyncio.fixture(scope="session")
async def house(settings: Settings, empty_url: str) -> AsyncIterator[House]:
    async with database(empty_url, empty_url) as url:
        connection = await asyncpg.connect(url)
        await canaries.world(connection)
        await connection.execute(PATIENT)
        tokens = {}
        for role in ROLES:
            await create(connection, "test", role, role, PASSWORD, role.title())
            own = canaries.OWN if role == "member" else None
            tokens[role] = await create_token(connection, "test", role, role, "S1", own)
        job = await connection.fetchval("SELECT id FROM job LIMIT 1")
        await connection.close()
        app = create_app(replace(settings, database_url=url))
        yield House(Front(app), url, tokens, f"job_{job}")
        for part in (app.state.desk.planner, app.state.callers, app.state.writes):
            await part.close()


def check(role: str, text: str, where: str) -> None:
    leaked = canaries.found(text, canaries.forbidden(role))
    assert not leaked, f"{role} sees {sorted(leaked)} at {where}"


def lists_of(seen: Seen) -> Iterator[str]:
    """Every list with every column, sort, view, filter and form of the role."""
    for name, panel in seen.panels.items():
        if panel.list is None:
            continue
        columns = ",".join(c.field.text for c in panel.list.columns)
        yield f"/{name}"
        yield f"/{name}?columns={quote(columns)}"
        yield from (
            f"/{name}?sort={sign}{s.lower()}" for s in seen.shape(panel.list.source).sorts for sign in ("", "-")
        )
        yield from (f"/{name}?{view.query}" for view in panel.list.views)
        yield f"/parts/{name}/filters"
        yield from (f"/parts/{name}/filter?filter={'.'.join(f.field)}" for f in panel.list.filters)
        yield from (f"/{name}?q={word}" for word in ("a", "quillo", "4711081") if panel.list.search)


def items_of(house: House, seen: Seen) -> Iterator[str]:
    """Every record with every tab, whole and in parts."""
    for name, panel in seen.panels.items():
        for key in house.keys(name) if panel.item else ():
            yield f"/{name}/{quote(key)}"
            for tab in panel.item.tabs:
                yield f"/{name}/{quote(key)}?tab={tab.id}"
                yield f"/parts/{name}/tab?key={quote(key)}&tab={tab.id}"
            yield f"/parts/{name}/side?key={quote(key)}"


OTHERS = [
    "/",
    "/?tab=today",
    "/explorer",
    "/palette?q=a",
    *(f"/palette?q={w}" for w in ("quillo", "4711081", "A-1", "subject")),
]


@pytest.mark.parametrize("role", STAFF)
async def test_every_page_opens_and_shows_only_what_the_role_may_see(house: House, role: str) -> None:
    seen = await house.seen(role)
    paths = [*OTHERS, *lists_of(seen), *items_of(house, seen)]
    async with house.signed_in(role) as client:
        for path in paths:
            answer = await client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[-2000:]}"
            assert "notice-bad" not in answer.text, path
            assert "Part of this page could not be read" not in answer.text, path
            check(role, unescape(answer.text), path)
    assert len(paths) > 60


@pytest.mark.parametrize("role", STAFF)
async def test_what_is_not_in_the_roles_menu_is_not_there(house: House, role: str) -> None:
    seen = await house.seen(role)
    closed = [name for name, panel in seen.panels.items() if panel.list is None and name != "home"]
    async with house.signed_in(role) as client:
        front = (await client.get("/")).text
        for name in closed:
            assert f'href="/{name}"' not in front
            for path in (f"/{name}", f"/parts/{name}/rows", f"/parts/{name}/filters", f"/{name}/1", f"/{name}?q=a"):
                answer = await client.get(path)
                assert answer.status_code == 404, path
                assert "Nothing here" in answer.text
                check(role, unescape(answer.text), path)
    assert bool(closed) is (role not in ("admin", "auditor"))


@pytest.mark.parametrize("role", ROLES)
async def test_every_field_of_the_roles_schema_answers_with_what_it_may_see(house: House, role: str) -> None:
    answers = await toured(house, role)
    for query, answer in answers.items():
        assert "errors" not in answer.json(), f"{query}: {answer.text}"
        check(role, answer.text, query)
    everything = "".join(answer.text for answer in answers.values())
    if role in ("storefront", "member"):
        assert canaries.found(everything, canaries.NOT_ITS_OWN) == set()
    # Whatever is allowed is found somewhere: the check above would notice what is not.
    assert canaries.found(everything, canaries.CANARIES) == {p for p in canaries.CANARIES if canaries.sees(role, p)}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "admin"])
async def test_what_only_others_can_ask_is_refused_and_tells_nothing(house: House, role: str) -> None:
    """The whole schema's tour, on every path from one thing to another."""
    own = (await toured(house, role)).keys()
    refused = 0
    for query in (await toured(house, "admin")).keys() - own:
        answer = await house.ask(role, query)
        check(role, answer.text, query)
        if "errors" in answer.json():
            refused += 1
            assert answer.json()["data"] is None
            assert answer.json()["errors"][0]["extensions"]["code"] in ("NOT_IN_YOUR_SCHEMA", "INVALID"), query
    assert refused > 3


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("place", "guess"), canaries.GUESSES, ids=str)
async def test_nobody_guesses_a_value_that_he_may_not_filter_by(
    house: House, role: str, place: str, guess: str
) -> None:
    answer = (await house.ask(role, f"{{ {guess} }}")).json()
    if canaries.facets(role, place).may_filter and canaries.has_way(role, guess):
        assert "errors" not in answer
    else:
        assert answer["data"] is None
        assert answer["errors"][0]["extensions"]["code"] == "NOT_IN_YOUR_SCHEMA"


async def test_a_variable_is_no_way_round(house: House) -> None:
    taken = "($where: MemberWhere, $by: [MemberOrder!])"
    query = f"query Q{taken} {{ members(first: 1, where: $where, orderBy: $by) {{ nodes {{ id }} }} }}"
    for variables in ({"where": {"phone": {"contains": "4711"}}}, {"by": [{"field": "NAME"}]}):
        answer = (await house.ask("auditor", query, variables)).json()
        assert answer["data"] is None
        assert answer["errors"][0]["extensions"]["code"] == "NOT_IN_YOUR_SCHEMA"
        assert "errors" not in (await house.ask("admin", query, variables)).json()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("place", "text"), canaries.SEARCHES.items())
async def test_a_search_finds_nobody_by_what_may_not_be_filtered_by(
    house: House, role: str, place: str, text: str
) -> None:
    query = "query Q($text: String) { members(first: 5, search: $text) { nodes { memberNo } totalCount { value } } }"
    answer = (await house.ask(role, query, {"text": text})).json()
    found = [node["memberNo"] for node in answer["data"]["members"]["nodes"]] if answer["data"] else []
    assert found == ([canaries.OWN] if canaries.facets(role, place).may_filter else [])
    if not found and answer["data"]:
        assert answer["data"]["members"]["totalCount"]["value"] == 0


@pytest.mark.parametrize("role", ["storefront", "member"])
async def test_an_id_opens_nothing_that_is_not_ones_own(house: House, role: str) -> None:
    foreign = 'members: members(first: 5, where: {memberNo: {ne: "M-0000001"}}) { nodes { id } }'
    others = 'tickets(first: 5, where: {number: {ne: "T-000001"}}) { nodes { id } }'
    found = (await house.ask("admin", f"{{ {foreign} {others} auditEvents(first: 2) {{ nodes {{ id }} }} }}")).json()
    ids = [node["id"] for page in found["data"].values() for node in page["nodes"]]
    own = (await house.ask(role, "{ tiers { id } }")).json()["data"]["tiers"][0]["id"]
    query = "query Q($id: ID!) { node(id: $id) { __typename id } }"
    assert len(ids) > 7
    assert (await house.ask(role, query, {"id": own})).json()["data"]["node"]["id"] == own
    for key in ids:
        assert (await house.ask(role, query, {"id": key})).json()["data"] == {"node": None}


@pytest.mark.parametrize("role", ROLES)
async def test_the_printed_schema_names_only_what_the_role_may_read(house: House, role: str) -> None:
    printed = build_schema(await _printed(house, role))
    for place in canaries.CANARIES:
        type_name, name = place.split(".")
        shown = type_name in printed.type_map and name in printed.type_map[type_name].fields
        allowed = canaries.facets(role, place).read is not ReadLevel.NONE
        assert not shown or allowed, f"{role} has {place} in its schema"
        assert shown or not allowed or type_name not in printed.type_map, f"{role} lacks {place}"


async def _printed(house: House, role: str) -> str:
    caller = await house.front.state.callers.by_token(house.tokens[role])
    return house.front.state.desk.sdl(caller.viewer)


async def toured(house: House, role: str) -> dict[str, httpx.Response]:
    """The answers to everything that the role's own schema has, by question; asked once."""
    if role not in house.tours:
        schema = build_schema(await _printed(house, role))
        house.tours[role] = {query: await house.ask(role, query) for query in Tour(schema, house.job).operations()}
    return house.tours[role]
