"""One statement per operation; each is made once and kept, within bounds."""

from collections import Counter
from typing import Any

import pytest

from database.reading import ReadConnections
from resolvers.planner import documents as kept_documents
from resolvers.planner import plans
from resolvers.planner.plans import Planner
from tests.resolvers.asking import answer, data
from tests.resolvers.operations.coverage import documents
from tests.resolvers.people import Place
from tests.resolvers.wire import Wire

BIG = """query Q($no: String!, $first: Int!) {
  viewer { name roles } tiers { code memberCount { value } }
  member(by: {memberNo: $no}) { name orders(first: $first) { edges { cursor node { lines { product { name } } } } } }
  tickets(first: $first) { nodes { messages { nodes { body } totalCount { value } } member { tags { name } } } }
}"""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often something was asked of the database, or compiled."""
    counts: Counter[str] = Counter()

    def count(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def counting(self: Any, *given: Any) -> Any:
            counts[name] += 1
            return real(self, *given)

        monkeypatch.setattr(owner, name, counting)

    count(ReadConnections, "fetch")
    count(Planner, "compile")
    return counts


@pytest.mark.parametrize("title", ["admin", "member", "random1"])
async def test_every_root_field_asks_the_database_once(place: Place, counted: Counter[str], title: str) -> None:
    person = place.person(title)
    for name, query in documents(person.look).items():
        counted.clear()
        await answer(place, person, query)
        assert counted["fetch"] == 1, name


async def test_an_operation_with_many_parts_asks_the_database_once(place: Place, counted: Counter[str]) -> None:
    await data(place, "admin", BIG, {"no": "M-0000001", "first": 3})
    assert counted["fetch"] == 1


async def test_postgresql_executes_one_statement(place: Place, world_url: str) -> None:
    async with Wire(world_url) as wire:
        connections = ReadConnections(wire.url, 1, "force_generic_plan")
        person = place.person("admin")
        view = place.desk.planner.view(person.viewer)
        document = view.document(BIG, None)
        given = document.coerce({"no": "M-0000001", "first": 3})
        plan = place.desk.planner.plan(view, document, given)
        for _ in range(5):
            await connections.fetch(plan.statement, [bind(given, person.viewer) for bind in plan.binds])
        await connections.close()
    assert wire.executed == 5


async def test_the_same_operation_is_compiled_once(place: Place, counted: Counter[str]) -> None:
    query = "query Once($no: String!) { member(by: {memberNo: $no}) { name once: memberNo } }"
    for number in ("M-0000001", "M-0000002", "nobody"):
        await data(place, "admin", query, {"no": number})
    assert counted["compile"] == 1
    assert counted["fetch"] == 3


async def test_what_changes_the_statement_is_compiled_apart(place: Place, counted: Counter[str]) -> None:
    query = (
        "query($all: Boolean!, $first: Int) { apart: members(first: $first) { nodes { id name @include(if: $all) } } }"
    )
    for is_all, first in ((True, 1), (False, 1), (False, 2), (True, 1)):
        await data(place, "admin", query, {"all": is_all, "first": first})
    assert counted["compile"] == 3


async def test_callers_with_other_rights_get_plans_of_their_own(place: Place, counted: Counter[str]) -> None:
    for title in ("admin", "finance", "admin"):
        await data(place, title, "{ apart: tiers { code } }")
    assert counted["compile"] == 2


async def test_the_forms_of_one_document_are_bounded(place: Place) -> None:
    query = "query Forms($first: Int) { forms: members(first: $first) { nodes { id } } }"
    for first in range(1, 81):
        await data(place, "admin", query, {"first": first})
    view = place.desk.planner.view(place.person("admin").viewer)
    assert len(view.document(query, None).plans) == kept_documents.FORMS


async def test_the_documents_of_one_view_are_bounded(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "DOCUMENTS", 20)
    person = place.person("auditor")
    view = place.desk.planner.view(person.viewer)
    view.documents.clear()
    for number in range(30):
        await data(place, person, f"{{ many{number}: tiers {{ code }} }}")
    assert len(view.documents) == 20


async def test_a_document_that_is_refused_is_not_kept(place: Place) -> None:
    view = place.desk.planner.view(place.person("finance").viewer)
    before = len(view.documents)
    await answer(place, place.person("finance"), "{ refused }")
    assert len(view.documents) == before
