"""Every mutation leaves one event of what it did, and nothing goes unrecorded."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from actions.once import Written
from actions.recording import record
from resolvers.planner.verbs import Call
from resolvers.registry import MUTATIONS
from tests.api.conftest import House

SAID = "\n".join(file.read_text() for file in Path(__file__).parent.parent.rglob("*.py"))
COMPOSED = {
    "afterSalesApprove", "afterSalesReceive", "afterSalesRefuse", "afterSalesWithdraw", "pointsHoldRelease",
    "tierEvaluate", "exportStart", "staffInviteAgain", "ticketReopen",
}  # fmt: skip
"Mutations whose name a test puts together."
COUNT = "SELECT count(*) FROM audit_event"
TAG = 'mutation { memberTag(id: "%s", tag: "%s") { member { id } userErrors { code } } }'


async def _nothing(call: Call) -> Written:
    await call.connection.execute("UPDATE member SET version = version + 1 WHERE id = $1", call.found["id"])
    return {"member": call.found["id"]}


async def _twice(call: Call) -> Written:
    for _ in range(2):
        await record(call.connection, "tester", "member.tagged", "Member", call.found["id"])
    return {"member": call.found["id"]}


async def _member(house: House) -> tuple[str, int]:
    key = await house.tell("SELECT id FROM member WHERE status = 'ACTIVE' ORDER BY member_no LIMIT 1")
    return f"mem_{key}", await house.tell("SELECT version FROM member WHERE id = $1", key)


@pytest.mark.parametrize("act", [_nothing, _twice])
async def test_a_verb_that_does_not_leave_one_event_leaves_nothing(
    house: House, act: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MUTATIONS, "memberTag", replace(MUTATIONS["memberTag"], act=act))
    member, before = await _member(house), await house.tell(COUNT)
    answer = (await house.post({"query": TAG % (member[0], "x")})).json()
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert (await _member(house), await house.tell(COUNT)) == (member, before)


async def test_a_change_is_recorded_once_and_none_or_a_refused_one_not_at_all(house: House) -> None:
    member, before = (await _member(house))[0], await house.tell(COUNT)
    counts = []
    for tag in ("Recorded", "Recorded", " "):
        assert "errors" not in (await house.post({"query": TAG % (member, tag)})).json()
        counts.append(await house.tell(COUNT) - before)
    assert counts == [1, 1, 1]


@pytest.mark.parametrize("verb", ['staffSignOut(id: "stf_%s")', 'staffUpdate(id: "stf_%s", input: {locale: "en"})'])
async def test_what_is_done_to_an_account_is_recorded(house: House, verb: str) -> None:
    key, before = await house.tell("SELECT id FROM staff WHERE username = 'olga'"), await house.tell(COUNT)
    query = "mutation { done: " + verb % key + " { userErrors { code } } }"
    assert (await house.post({"query": query})).json()["data"]["done"]["userErrors"] == []
    assert await house.tell(COUNT) == before + 1


@pytest.mark.parametrize("mutation", sorted(set(MUTATIONS) - COMPOSED))
def test_every_mutation_is_called_by_some_test(mutation: str) -> None:
    """Which fails if it leaves no event, because the answer is then a fault."""
    assert re.search(rf"\b{mutation}\b", SAID), f"no test calls {mutation}"
