"""Short ways to ask, and to compare with the oracle."""

from typing import Any

import orjson

from tests.resolvers.oracle.execute import canonical
from tests.resolvers.people import Person, Place


async def ask(place: Place, who: Person | str, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """The whole answer, data and errors."""
    person = place.person(who) if isinstance(who, str) else who
    body, _ = await answer(place, person, query, variables)
    return orjson.loads(body)


async def data(place: Place, who: Person | str, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = await ask(place, who, query, variables)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


async def refusal(
    place: Place, who: Person | str, query: str, variables: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The one error of an operation that has no answer."""
    answer = await ask(place, who, query, variables)
    assert answer["data"] is None
    assert len(answer["errors"]) == 1, answer
    return answer["errors"][0]


async def answer(
    place: Place, person: Person, query: str, variables: dict[str, Any] | None = None
) -> tuple[bytes, int]:
    view = place.desk.planner.view(person.viewer)
    return await place.desk.answer(view, person.viewer, query, None, variables or {})


async def agree(place: Place, person: Person, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """The data of the answer, which is the oracle's as well."""
    body, _ = await answer(place, person, query, variables)
    slow = {"data": person.look.answer(query, variables), "extensions": orjson.loads(body)["extensions"]}
    assert canonical(body) == canonical(orjson.dumps(slow)), f"{query}\n{variables}\n{body.decode()}\n{slow}"
    return orjson.loads(body)["data"]
