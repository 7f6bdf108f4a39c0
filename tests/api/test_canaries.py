"""Secrets and personal values that come in by any door stand in no log, no metric and no failure of a job."""

import logging
import sys
from collections.abc import Iterator
from io import StringIO
from typing import Any

import asyncpg
import pytest

from api.logs import AsJson, AsText
from jobs.running import _said
from resolvers.planner.plans import Planner
from tests.api.conftest import House, sign_in

CANARIES = {
    "password": "Kanarienvogel-7731-quiet", "token": "mdk_KanarienvogelKanarienvogel7731", "pin": "773199",
    "totp": "884422", "phone": "+8613977310042", "email": "kanarie7731@example.com", "link": "a2FuYXJpZTc3MzFrYW5hcmll",
}  # fmt: skip
GIVEN = 'name: "Kai", phone: "{phone}", email: "{email}"'
LITERAL = f"mutation {{{{ memberRegister(input: {{{{ {GIVEN} }}}}) {{{{ userErrors {{{{ code }}}} }}}} }}}}"
VARIABLE = "mutation ($input: MemberRegisterInput!) { memberRegister(input: $input) { userErrors { code message } } }"
FIND = "query ($phone: String!) { members(first: 1, search: $phone) { nodes { id } } }"


@pytest.fixture(params=[AsText("%(asctime)s %(levelname)s %(name)s: %(message)s"), AsJson()], ids=["text", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[StringIO]:
    """All that any logger says, however little it matters, the server as it is configured by us; but for the browser of
    the test."""
    text, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(text), root.level
    handler.setFormatter(request.param)
    handler.addFilter(lambda record: record.name != "httpx")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    server = logging.getLogger("uvicorn")
    kept = server.propagate, server.handlers
    server.propagate, server.handlers = True, []
    yield text
    server.propagate, server.handlers = kept
    root.setLevel(level)
    root.removeHandler(handler)


def heard(text: str) -> list[str]:
    return [name for name, value in CANARIES.items() if value in text]


async def knock(house: House) -> None:
    """At every door: forms, literals and variables, headers, addresses."""
    said = CANARIES
    async with house.client() as client:
        await client.post("/login", data={"username": said["email"], "password": said["password"]})
        await sign_in(client, password=said["password"])
        await client.post("/login/code", data={"code": said["totp"]})
        await client.post("/forgotten", data={"username": said["email"]})
        for path in ("invite", "recover"):
            await client.get(f"/{path}/{said['link']}")
            await client.post(f"/{path}/{said['link']}", data={"password": said["password"], "again": said["pin"]})
        await client.get("/graphql", params={"query": LITERAL.format(**said)})
        await client.get("/members", params={"search": said["phone"]})
    await house.post({"query": "{ tiers { code } }"}, authorization=f"Bearer {said['token']}")
    await house.post({"query": LITERAL.format(**said)})
    for query in (VARIABLE, FIND):
        given = {"input": {"name": "Kai", "phone": said["phone"], "email": said["email"]}, "phone": said["phone"]}
        await house.post({"query": query, "variables": given})


async def test_what_comes_in_is_in_no_log_and_no_metric(house: House, written: StringIO) -> None:
    await knock(house)
    async with house.client() as client:
        metrics = (await client.get("/metrics")).text
    assert heard(written.getvalue()) == []
    assert heard(metrics) == []


async def test_a_fault_tells_where_and_not_with_what(
    house: House, written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any) -> bytes:
        error = asyncpg.UniqueViolationError(f'duplicate key of "{CANARIES["email"]}"')
        error.detail = f"Key (phone)=({CANARIES['phone']}) already exists."
        raise error

    monkeypatch.setattr(Planner, "run", fails)
    literal = FIND.replace("($phone: String!)", "").replace("$phone", f'"{CANARIES["phone"]}"')
    for body in ({"query": FIND, "variables": {"phone": CANARIES["phone"]}}, {"query": literal}):
        answer = await house.post(body)
        assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
        assert heard(answer.text) == []
    assert "UniqueViolationError" in written.getvalue()
    assert "members(first: 1, search:" in written.getvalue()
    assert heard(written.getvalue()) == []


def test_a_job_that_failed_tells_no_value() -> None:
    said = _said(ValueError(f"cannot write {CANARIES['email']} and {CANARIES['phone']}"))
    assert said.startswith("ValueError: cannot write")
    assert heard(said) == []


async def test_the_outer_server_says_no_more_either(written: StringIO) -> None:
    try:
        raise RuntimeError(f"no answer for {CANARIES['token']}") from ValueError(f"'{CANARIES['password']}'")
    except RuntimeError:
        logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=sys.exc_info())
    assert "RuntimeError" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert heard(written.getvalue()) == []
