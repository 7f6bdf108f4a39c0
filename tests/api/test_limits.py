"""How much may be asked is data: by role and by program, on every process within a second."""

import asyncio
from typing import Any

import asyncpg
import orjson
import pytest

from rules.bounds import USUAL
from settings import Settings
from tests.api.conftest import House, opened

SAVE = """mutation($input: RoleSaveInput!) { roleSave(input: $input) {
    role { code limits { name value } } userErrors { code path message ... on PermissionError { missing } } } }"""
CLIENT = """mutation($input: ApiClientSaveInput!) { apiClientSave(input: $input) {
    client { limits { name value } } userErrors { code path } } }"""
LIMITS = "{ viewer { limits { name value } } }"
TIERS = "{ tiers { code } }"
DEEP = '{ ticket(by: {number: "x"}) { member { tier { benefits { name } } } } }'
LIST = "{{ members(first: {n}) {{ nodes {{ id }} }} }}"
CHANGE = "mutation { %s }"
NOBODY = "mem_0190a5d1-0000-7000-8000-000000000000"
FREEZE = f'm%d: memberFreeze(id: "{NOBODY}", reason: "r") {{ member {{ id }} userErrors {{ code }} }}'
TWO, THREE = (CHANGE % " ".join(FREEZE % n for n in range(count)) for count in (2, 3))


async def save_role(house: House, code: str, **limits: int) -> dict[str, Any]:
    given = {
        "code": code, "name": code, "permissions": ["members.freeze"],
        "types": [{"typeName": name} for name in ("Member", "Tier", "Benefit", "Ticket")],
        "classes": [{"sensitivity": "PUBLIC", "read": "FULL", "filter": True}],
        "limits": [{"name": name, "value": value} for name, value in limits.items()],
    }  # fmt: skip
    answer = await house.post({"query": SAVE, "variables": {"input": given}})
    return answer.json()["data"]["roleSave"]


async def ask(house: House, token: str, body: Any, **headers: str) -> Any:
    sent = {"query": body} if isinstance(body, str) else body
    return (await house.post(sent, authorization=f"Bearer {token}", **headers)).json()


def told(answer: dict[str, Any]) -> str:
    (error, *_) = answer["errors"]
    return error["extensions"]["code"]


async def strict(house: House, code: str, **limits: int) -> str:
    assert (await save_role(house, code, **limits))["userErrors"] == []
    return await house.new_token(code)


@pytest.mark.parametrize(
    ("limit", "value", "within", "beyond"),
    [
        ("DEPTH", 3, "{ members(first: 1) { nodes { id } } }", DEEP),
        ("TOKENS", 100, TIERS, "{ tiers { " + "code " * 100 + "} }"),
        ("ALIASES", 1, "{ a: tiers { code } }", "{ a: tiers { code } b: tiers { code } }"),
        ("CHARACTERS", 1000, TIERS, TIERS + " " * 1000),
        ("COST", 10, LIST.format(n=8), LIST.format(n=9)),
        ("CHANGE_COST", 25, TWO, THREE),
        ("BATCH", 1, [{"query": TIERS}], [{"query": TIERS}] * 2),
    ],
)  # fmt: skip
async def test_a_role_may_ask_so_much_and_no_more(
    house: House, limit: str, value: int, within: Any, beyond: Any
) -> None:
    token = await strict(house, f"strict_{limit.lower()}", **{limit: value})
    answer = await ask(house, token, within)
    assert all("errors" not in one for one in (answer if isinstance(answer, list) else [answer])), answer
    assert told(await ask(house, token, beyond)) == ("INVALID" if limit == "BATCH" else "COST_EXCEEDED")


async def test_an_answer_tells_so_many_errors(house: House) -> None:
    wrong = "{ " + " ".join(f"unknown{n}" for n in range(9)) + " }"
    assert len((await ask(house, house.token, wrong))["errors"]) == USUAL.errors
    token = await strict(house, "terse", ERRORS=2)
    assert len((await ask(house, token, wrong))["errors"]) == 2


async def test_the_database_works_so_long(house: House) -> None:
    token = await strict(house, "hasty", SECONDS=1)
    locker = await asyncpg.connect(house.url)
    async with locker.transaction():
        await locker.execute("LOCK TABLE tier IN ACCESS EXCLUSIVE MODE")
        answer = await asyncio.wait_for(ask(house, token, TIERS), 3)
    await locker.close()
    assert told(answer) == "TIMEOUT"
    assert "errors" not in await ask(house, token, TIERS), "the connection is of use again"


async def test_the_costs_of_a_batch_are_summed_for_reads_and_for_changes(house: House) -> None:
    token = await strict(house, "batcher", COST=20, CHANGE_COST=25)
    reads, changes = {"query": LIST.format(n=8)}, {"query": CHANGE % (FREEZE % 1)}
    assert "errors" not in (await ask(house, token, [reads, reads, changes, changes]))[0]
    for batch in ([reads] * 3, [changes] * 3):
        assert told(await ask(house, token, batch)) == "COST_EXCEEDED"


async def test_a_program_narrows_what_its_roles_may_within_a_second_everywhere(
    house: House, settings: Settings
) -> None:
    token = await strict(house, "narrowed", COST=50)
    code = await house.tell("SELECT c.code FROM api_client c JOIN api_token t ON t.client_id = c.id ORDER BY t.id DESC")
    async with opened(settings, house.url) as other:
        for each in (house, other):
            assert "errors" not in await ask(each, token, LIST.format(n=40))
        limits = [{"name": "COST", "value": 10}, {"name": "DEPTH", "value": 30}]
        given = {"code": code, "name": "Narrow", "limits": limits}
        saved = await house.post({"query": CLIENT, "variables": {"input": given}})
        assert saved.json()["data"]["apiClientSave"] == {"client": {"limits": limits}, "userErrors": []}
        await asyncio.sleep(0.6)
        for each in (house, other):
            assert told(await ask(each, token, LIST.format(n=40))) == "COST_EXCEEDED"
            holding = {
                one["name"]: one["value"] for one in (await ask(each, token, LIMITS))["data"]["viewer"]["limits"]
            }
            assert (holding["COST"], holding["DEPTH"]) == (10, USUAL.depth)


async def test_an_edit_of_limits_is_recorded_and_refused_beyond_reason(house: House) -> None:
    assert (await save_role(house, "recorded", COST=77))["role"]["limits"] == [{"name": "COST", "value": 77}]
    changes = await house.tell("SELECT changes::text FROM audit_event WHERE action = 'role.created' ORDER BY id DESC")
    assert orjson.loads(changes)["limits.COST"] == [None, 77]
    payload = await save_role(house, "recorded", COST=0)
    assert payload["userErrors"][0]["path"] == ["input", "limits", "0", "value"]
    assert await house.tell("SELECT limits::text FROM role WHERE code = 'recorded'") == '{"COST": 77}'
