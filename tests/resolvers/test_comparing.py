"""Two callers side by side."""

from typing import Any

import pytest

from api.answering import Desk
from tests.conftest import viewer

COMPARE = """query($a: AccessOf!, $b: AccessOf!) { accessCompare(a: $a, b: $b) {
  one other fields { typeName field one other oneFilters otherFilters oneWrites otherWrites }
  rows { typeName one other } permissions { name one other } mutations { name one other } } }"""


async def _compared(desk: Desk, a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    answer = await desk.ask(viewer("admin"), COMPARE, {"a": a, "b": b})
    assert not answer.errors, answer.errors
    return answer.data["accessCompare"]


async def test_fields_that_only_one_reads_are_told(desk: Desk) -> None:
    found = await _compared(desk, {"roleCode": "operations"}, {"roleCode": "customer_service"})
    fields = {(f["typeName"], f["field"]): f for f in found["fields"]}
    assert (fields["Member", "phone"]["one"], fields["Member", "phone"]["other"]) == ("MASKED", "READABLE")
    assert (fields["Member", "birthday"]["oneFilters"], fields["Member", "birthday"]["otherFilters"]) == (True, False)
    assert ("Member", "memberNo") not in fields


async def test_what_only_one_may_do_is_told(desk: Desk) -> None:
    found = await _compared(desk, {"roleCode": "supervisor"}, {"roleCode": "customer_service"})
    assert {"name": "memberCancel", "one": True, "other": False} in found["mutations"]
    assert {"name": "members.cancel", "one": True, "other": False} in found["permissions"]


async def test_rows_are_counted_where_a_scope_cuts_them(desk: Desk) -> None:
    found = await _compared(desk, {"me": True}, {"roleCode": "storefront"})
    rows = {row["typeName"]: row for row in found["rows"]}
    assert rows["Reward"] == {"typeName": "Reward", "one": 2, "other": 1}


async def test_who_is_alike_differs_in_nothing(desk: Desk) -> None:
    found = await _compared(desk, {"me": True}, {"roleCode": "admin"})
    assert [found[part] for part in ("fields", "rows", "permissions", "mutations")] == [[], [], [], []]


@pytest.mark.parametrize("role", ["supervisor", "auditor", "customer_service", "member"])
async def test_it_takes_the_permission(desk: Desk, role: str) -> None:
    answer = await desk.ask(viewer(role), COMPARE, {"a": {"me": True}, "b": {"roleCode": "admin"}})
    assert answer.errors[0]["extensions"]["code"] == "NOT_IN_YOUR_SCHEMA"


@pytest.mark.parametrize("other", [{"roleCode": "nobody"}, {"username": "nobody"}])
async def test_nobody_is_compared(desk: Desk, other: dict[str, str]) -> None:
    answer = await desk.ask(viewer("admin"), COMPARE, {"a": {"me": True}, "b": other})
    assert answer.errors[0]["extensions"]["code"] == "NOT_FOUND"
