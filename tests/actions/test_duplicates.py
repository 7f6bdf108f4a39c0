"""Files of one person are found by what they have in common, and a merge is seen before it is made."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests import make
from tests.actions.teller import Teller
from tests.actions.test_merging import MERGE, RECHARGE, _second
from tests.conftest import viewer

ALIKE = "query($id: ID!) { memberDuplicates(id: $id) { memberId score reasons member { memberNo } } }"
ALL = "query { duplicateMembers { member { memberNo } other { memberNo } score reasons } }"
WITHIN = "query($no: String!) { member(by: {memberNo: $no}) { duplicates(first: 3) { member { memberNo } reasons } } }"
PREVIEW = """query($keep: ID!, $merge: ID!) { memberMergePreview(keepId: $keep, mergeId: $merge) {
  kept { memberNo } merged { memberNo } pointsAvailable growthValue storedValue { amount } tier { code } orderCount
  moved { kind count } differences { field kept merged outcome } } }"""
BORN = date(1990, 5, 4)


async def _member(teller: Teller, number: str, **facts: Any) -> UUID:
    async with teller.connection.transaction():
        return await make.member(teller.connection, number, **facts)


async def _found(teller: Teller, key: UUID) -> list[tuple[str, list[str]]]:
    return [(f["member"]["memberNo"], f["reasons"]) for f in await teller(ALIKE, id=f"mem_{key}")]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"phone": "+8613912345678"}, {"phone": "13912345678"}, "SAME_PHONE"),
        ({"email": "li.wei+tea@example.com"}, {"email": "liwei@example.com"}, "SAME_MAILBOX"),
        ({"name": "Li Wei", "birthday": BORN}, {"name": "li wei", "birthday": BORN}, "SAME_NAME_AND_BIRTHDAY"),
        ({"name": "Li Wei", "birthday": BORN}, {"name": "Wei-Li", "birthday": BORN}, "SIMILAR_NAME_AND_BIRTHDAY"),
    ],
)
async def test_files_with_a_sign_in_common_are_found(
    teller: Teller, one: dict[str, Any], other: dict[str, Any], reason: str
) -> None:
    first, second = await _member(teller, "A", **one), await _member(teller, "B", **other)
    await _member(teller, "C", name="Somebody", birthday=BORN, phone="+8613900000000", email="wei@example.com")
    assert await _found(teller, first) == [("B", [reason])]
    assert await _found(teller, second) == [("A", [reason])]
    pairs = [(p["member"]["memberNo"], p["other"]["memberNo"], p["reasons"]) for p in await teller(ALL)]
    assert [sorted(pair[:2]) for pair in pairs] == [["A", "B"]]
    assert pairs[0][2] == [reason]


async def test_an_address_counts_with_a_name_alone(teller: Teller) -> None:
    keys = [await _member(teller, number, name=name) for number, name in (("A", "Ann"), ("B", "ANN"), ("C", "Bob"))]
    for key in keys:
        address = {"label": "Home", "country": "CN", "city": "Wuxi", "street": "1 Road"}
        await make.insert(teller.connection, "member_address", member_id=key, is_default=False, **address)
    assert await _found(teller, keys[0]) == [("B", ["SIMILAR_NAME_AND_ADDRESS"])]


async def test_signs_add_up(teller: Teller) -> None:
    first = await _member(teller, "A", name="Li Wei", birthday=BORN, phone="+8613912345678")
    await _member(teller, "B", name="Li Wei", birthday=BORN, phone="13912345678")
    (found,) = await teller(ALIKE, id=f"mem_{first}")
    assert (found["score"], found["reasons"]) == (91, ["SAME_NAME_AND_BIRTHDAY", "SAME_PHONE"])


async def test_closed_files_are_no_duplicates(teller: Teller) -> None:
    first = await _member(teller, "A", phone="+8613912345678")
    await _member(teller, "B", phone="13912345678", status="ERASED")
    assert await _found(teller, first) == []
    assert await teller(ALL) == []


async def test_what_is_masked_tells_nothing(teller: Teller) -> None:
    await _member(teller, "A", name="Li Wei", birthday=BORN, phone="+8613912345678")
    await _member(teller, "B", name="Li Wei", birthday=BORN, phone="13912345678")
    for role, reasons in (("customer_service", [["SAME_PHONE"]]), ("operations", [])):
        answer = await teller.desk.ask(viewer(role), WITHIN, {"no": "A"})
        assert [found["reasons"] for found in answer.data["member"]["duplicates"]] == reasons, role


async def test_a_preview_says_what_the_merge_then_does(teller: Teller) -> None:
    await _second(teller, name="Wu")
    await teller(RECHARGE, no="M1")
    await teller.connection.execute("UPDATE member SET name = 'Wu Li' WHERE member_no = 'M1'")
    keep, merge = [f"mem_{await make_id(teller, number)}" for number in ("M1", "M2")]
    before = await teller.state()
    seen = await teller(PREVIEW, keep=keep, merge=merge)
    assert await teller.state() == before
    made = (await teller(MERGE, keep=keep, merge=merge))["member"]
    assert (seen["pointsAvailable"], seen["growthValue"]) == (made["points"]["available"], made["growthValue"])
    assert seen["storedValue"] == made["wallet"]["total"] == {"amount": "25.00"}
    assert seen["orderCount"] == made["metrics"]["orderCount"]
    assert {m["kind"]: m["count"] for m in seen["moved"]} == {"ORDERS": 1, "MEMBER_CARD": 1, "MEMBER_TAG": 1}
    assert {d["field"]: (d["kept"], d["merged"], d["outcome"]) for d in seen["differences"]} == {
        "name": ("Wu Li", "Wu", "CONFLICT"), "phone": (None, "+49151", "TAKEN_OVER"),
    }  # fmt: skip


async def test_a_preview_refuses_what_the_merge_would(teller: Teller) -> None:
    key = f"mem_{await make_id(teller, 'M1')}"
    answer = await teller.desk.ask(teller.admin, PREVIEW, {"keep": key, "merge": key})
    assert [error["extensions"]["code"] for error in answer.errors] == ["INVALID"]


async def make_id(teller: Teller, number: str) -> UUID:
    return await teller.connection.fetchval("SELECT id FROM member WHERE member_no = $1", number)
