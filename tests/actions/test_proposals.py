"""What was proposed is given once, and budgets hold however many give at once."""

import asyncio
from typing import Any

from tests.actions.office import Office
from tests.actions.test_goodwill import SPENT, alone, budget
from tests.actions.test_making_good import GIVEN, give, ticket

KEY = "MISSING_ORDER:1"


async def test_a_proposal_is_made_good_once(office: Office) -> None:
    given: dict[str, Any] = {"points": 5, "proposal": KEY, "isAgain": True}
    at, other = await ticket(office), await ticket(office, "T-2")
    assert (await give(office, "a", at, **given))["userErrors"] == []
    (error,) = (await give(office, "b", other, **given))["userErrors"]
    assert (error["code"], error["path"]) == ("DUPLICATE", ["input", "proposal"])
    assert await office.one(GIVEN) == 1


async def test_what_was_taken_back_can_be_given_again(office: Office) -> None:
    at = await ticket(office)
    done = await give(office, "a", at, points=5, proposal=KEY)
    undo = "mutation ($id: ID!) { r: changeSetUndo(id: $id) { userErrors { code } } }"
    await office.ask("ann", undo, id=done["changeSet"]["id"])
    assert (await give(office, "b", at, points=5, proposal=KEY))["userErrors"] == []


async def test_fifty_at_once_never_give_more_than_the_budget(office: Office) -> None:
    await alone(office)
    await budget(office)
    tickets = [await ticket(office, f"T-{number}") for number in range(50)]
    given = {"points": 7, "isAgain": True}
    payloads = await asyncio.gather(*(give(office, f"k{n}", at, **given) for n, at in enumerate(tickets)))
    refused = {payload["userErrors"][0]["code"] for payload in payloads if payload["userErrors"]}
    assert (await office.one(GIVEN), await office.one(SPENT), refused) == (14, 98, {"LIMIT_REACHED"})
