"""What a mutation would do: told by the mutation itself, and nothing of it stays."""

from dataclasses import replace
from typing import Any

import pytest

from rules.permissions import Access, Sensitivity
from tests.actions.office import Office
from tests.conftest import viewer

TRY = """query ($mutation: String!, $arguments: JSON!) { r: changePreview(mutation: $mutation, arguments: $arguments) {
    waitsFor changes { kind subject field before after isHidden } refusals { code message path } } }"""
GIVE = {"member": {"memberNo": "M1"}, "delta": 60, "reason": "Sorry", "idempotencyKey": "k1"}
DO = """mutation ($member: MemberBy!, $delta: Points!, $reason: String!, $idempotencyKey: String!) { r: pointsAdjust(
    member: $member, delta: $delta, reason: $reason, idempotencyKey: $idempotencyKey) {
    entry { delta } userErrors { code } } }"""
KEPT = ("ledger_entry", "points_lot", "audit_event", "idempotency_key", "approval_request", "coupon_guess")


async def tried(office: Office, who: str, mutation: str, **given: Any) -> dict[str, Any]:
    """The answer; proves that nothing was written but guesses of codes."""
    before = [await office.one(f"SELECT count(*) FROM {table}") for table in KEPT[:-1]]
    answer = await office.ask(who, TRY, mutation=mutation, arguments=given)
    assert [await office.one(f"SELECT count(*) FROM {table}") for table in KEPT[:-1]] == before
    return answer


async def refused(office: Office, who: str, mutation: str, **given: Any) -> tuple[str, list[str]]:
    answer = await tried(office, who, mutation, **given)
    (refusal,) = answer["refusals"]
    assert answer["changes"] == []
    assert refusal["message"]
    return refusal["code"], refusal["path"]


async def test_a_preview_tells_the_balance_before_and_after(office: Office) -> None:
    answer = await tried(office, "ann", "pointsAdjust", **GIVE)
    points = {"kind": "Member", "subject": "M1", "field": "points", "before": "100", "after": "160", "isHidden": False}
    assert points in answer["changes"]
    assert answer["waitsFor"] is None
    assert answer["refusals"] == []


async def test_what_was_tried_can_be_done_with_the_same_key(office: Office) -> None:
    await tried(office, "ann", "pointsAdjust", **GIVE)
    assert await office.ask("ann", DO, **GIVE) == {"entry": {"delta": 60}, "userErrors": []}


async def test_a_preview_says_why_it_would_be_refused(office: Office) -> None:
    code, path = await refused(office, "ann", "pointsAdjust", **GIVE | {"delta": -500})
    assert (code, path) == ("INSUFFICIENT_BALANCE", ["delta"])


async def test_a_preview_says_whose_word_is_needed(office: Office) -> None:
    given = {"id": office.member, "input": {"tierCode": "GOLD", "floorTierCode": "GOLD", "reason": "A good customer"}}
    answer = await tried(office, "ann", "memberTierSet", **given)
    assert answer["waitsFor"] == "Tier set by hand"
    assert await office.now_tier() == "BASE"


@pytest.mark.parametrize(
    ("mutation", "given", "expected"),
    [
        ("tierSave", {}, ("NOT_FOUND", ["mutation"])),
        ("noSuch", {}, ("NOT_FOUND", ["mutation"])),
        ("memberPinSet", {}, ("INVALID", ["mutation"])),
        ("approvalApprove", {"id": "apr_1"}, ("INVALID", ["mutation"])),
        ("pointsAdjust", {"member": {"memberNo": "M1"}}, ("INVALID", ["arguments"])),
        ("pointsAdjust", GIVE | {"points": 5}, ("INVALID", ["arguments"])),
        ("pointsAdjust", GIVE | {"member": {"memberNo": "M9"}}, ("NOT_FOUND", ["member"])),
    ],
)
async def test_what_cannot_be_tried_says_why(office: Office, mutation: str, given: Any, expected: Any) -> None:
    assert await refused(office, "ann", mutation, **given) == expected


async def test_arguments_that_are_no_object_are_refused(office: Office) -> None:
    answer = await office.ask("ann", TRY, mutation="pointsAdjust", arguments=[1])
    assert [refusal["path"] for refusal in answer["refusals"]] == [["arguments"]]


async def test_codes_cannot_be_guessed_by_trying(office: Office) -> None:
    given = {"code": "AAAA-BBBB-CCCC", "reference": "cart-1"}
    codes = [(await refused(office, "root", "couponReserve", **given))[0] for _ in range(11)]
    assert (codes[0], codes[-1]) == ("NOT_FOUND", "LIMIT_REACHED")


async def test_a_value_that_may_not_be_read_is_not_told(office: Office) -> None:
    (grant,) = office.people["ann"].access.grants
    seen = {name: facets for name, facets in grant.classes.items() if name is not Sensitivity.FINANCIAL}
    grant = replace(grant, classes=seen, permissions=grant.permissions | {"wallet.recharge"})
    office.people["blind"] = replace(office.people["ann"], access=Access((grant,)))
    given = {"member": {"memberNo": "M1"}, "amount": "50", "idempotencyKey": "k"}
    answer = await tried(office, "blind", "walletRecharge", **given)
    (wallet,) = [each for each in answer["changes"] if each["field"] == "wallet"]
    assert wallet["isHidden"]
    assert wallet["before"] is wallet["after"] is None


async def test_who_may_not_preview_has_no_such_question(office: Office) -> None:
    answer = await office.desk.ask(viewer("auditor"), TRY, {"mutation": "pointsAdjust", "arguments": {}})
    assert answer.errors
    assert "changePreview" in answer.errors[0]["message"]
