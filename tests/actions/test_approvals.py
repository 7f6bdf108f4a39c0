"""Calls that wait for another person: asked for once, decided once, done with the original input."""

import asyncio
from dataclasses import replace
from json import loads
from uuid import UUID

import asyncpg
import pytest

from tests.actions.office import APPROVE, EVENTS, POINTS, PREVIEW, REJECT, TIER, WITHDRAW, Office, request_of
from tests.conftest import viewer


async def test_a_tier_by_hand_becomes_a_request_and_changes_nothing(office: Office) -> None:
    request = request_of(await office.ask("ann", TIER, id=office.member, tier="GOLD"))
    assert (request["status"], request["kind"]) == ("PENDING", "memberTierSet")
    assert request["summary"] == "Tier set by hand · M1"
    assert (request["reason"], request["requestedBy"]) == ("A good customer", {"name": "Ann"})
    assert await office.now_tier() == "BASE"
    assert await office.one("SELECT count(*) FROM tier_change") == 0
    assert await office.one(EVENTS, "approval.requested") == 1


async def test_a_request_says_what_it_would_change(office: Office) -> None:
    request = request_of(await office.ask("ann", TIER, id=office.member, tier="GOLD"))
    assert {"kind": "Member", "subject": "M1", "field": "tier", "before": "BASE", "after": "GOLD"} in request["preview"]


async def test_another_person_approves_and_it_is_done_in_the_name_of_who_asked(office: Office) -> None:
    payload = await office.ask("bob", APPROVE, id=await office.tier(), note="Fine")
    assert payload["request"] == {"status": "APPROVED", "note": "Fine", "decidedBy": {"name": "Bob"}}
    assert payload["changeSet"] == {"isUndoable": True}
    assert await office.now_tier() == "GOLD"
    assert await office.one("SELECT actor FROM audit_event WHERE action = 'member.tierSet'") == "Ann"
    told = await office.one("SELECT changes::text FROM audit_event WHERE action = 'approval.approved'")
    assert {"requestedBy": "Ann", "decidedBy": "Bob"}.items() <= loads(told).items()


@pytest.mark.parametrize("document", [APPROVE, REJECT])
async def test_nobody_decides_about_what_he_asked_himself(office: Office, document: str) -> None:
    request = await office.tier()
    assert await office.code("ann", document, id=request) == "FORBIDDEN"
    as_admin = replace(viewer("admin"), name="Ann", staff_id=office.people["ann"].staff_id)
    office.people["ann as admin"] = as_admin
    assert await office.code("ann as admin", document, id=request) == "FORBIDDEN"
    assert (await office.statuses(), await office.now_tier()) == (["PENDING"], "BASE")


async def test_nobody_decides_by_another_account_of_his(office: Office) -> None:
    request = await office.tier()
    await office.connection.execute("UPDATE staff SET email = 'Ann@example.com' WHERE username = 'ann'")
    await office.connection.execute("UPDATE staff SET email = 'ann@example.com' WHERE username = 'bob'")
    assert await office.code("bob", APPROVE, id=request) == "FORBIDDEN"


async def test_a_program_can_neither_ask_nor_decide(office: Office) -> None:
    request = await office.tier()
    office.people["program"] = replace(viewer("admin"), kind="CLIENT")
    assert await office.code("program", APPROVE, id=request) == "FORBIDDEN"
    assert await office.code("program", TIER, id=office.member, tier="GOLD") == "FORBIDDEN"
    assert await office.statuses() == ["PENDING"]


async def test_a_rejection_needs_a_note_and_changes_nothing(office: Office) -> None:
    request = await office.tier()
    assert await office.code("bob", REJECT.replace('"No"', '" "'), id=request) == "REQUIRED"
    payload = await office.ask("bob", REJECT, id=request)
    assert payload["request"] == {"status": "REJECTED", "note": "No", "decidedBy": {"name": "Bob"}}
    assert await office.now_tier() == "BASE"


async def test_what_was_decided_stays(office: Office) -> None:
    request = await office.tier()
    await office.ask("bob", REJECT, id=request)
    for who, document in (("bob", APPROVE), ("sue", REJECT), ("ann", WITHDRAW)):
        assert await office.code(who, document, id=request) == "STATE"
    with pytest.raises(asyncpg.CheckViolationError):
        await office.connection.execute("UPDATE approval_request SET status = 'PENDING', decided_at = NULL")
    assert await office.statuses() == ["REJECTED"]


async def test_only_who_asked_withdraws(office: Office) -> None:
    request = await office.tier()
    assert await office.code("bob", WITHDRAW, id=request) == "FORBIDDEN"
    assert (await office.ask("ann", WITHDRAW, id=request))["request"]["status"] == "WITHDRAWN"


async def test_who_may_not_decide_has_no_such_mutation(office: Office) -> None:
    answer = await office.desk.ask(office.people["cara"], APPROVE, {"id": await office.tier()})
    assert answer.errors


async def test_others_requests_are_not_seen_by_those_who_only_ask(office: Office) -> None:
    await office.tier()
    assert await office.ask("cara", "{ r: approvalRequests { id } }") == []
    assert len(await office.ask("bob", "{ r: approvalRequests(status: PENDING) { id } }")) == 1


async def test_a_call_without_a_key_waits_once_however_often_it_is_sent(office: Office) -> None:
    ids = await asyncio.gather(*(office.tier() for _ in range(5)))
    assert len(set(ids)) == 1
    assert await office.one("SELECT count(*) FROM approval_request") == 1


async def test_one_key_is_one_request_and_then_its_effect(office: Office) -> None:
    await office.policy(code="points-by-hand", name="Many points", operation="pointsAdjust", measure="POINTS",
                        threshold="50", isActive=True)  # fmt: skip
    asked = [request_of(await office.ask("ann", POINTS, delta=60, key="k"))["id"] for _ in range(2)]
    assert len(set(asked)) == 1
    await office.ask("bob", APPROVE, id=asked[0])
    before = await office.one("SELECT count(*) FROM ledger_entry")
    again = await office.ask("ann", POINTS, delta=60, key="k")
    assert (again["entry"], again["userErrors"]) == ({"delta": 60}, [])
    assert await office.one("SELECT count(*) FROM ledger_entry") == before
    assert await office.code("ann", POINTS, delta=61, key="k") == "IDEMPOTENCY_MISMATCH"


async def test_one_key_fifty_times_at_once_is_onerequest_of(office: Office) -> None:
    await office.policy(code="points-by-hand", name="Many points", operation="pointsAdjust", measure="POINTS",
                        threshold="50", isActive=True)  # fmt: skip
    payloads = await asyncio.gather(*(office.ask("ann", POINTS, delta=60, key="k") for _ in range(50)))
    assert len({request_of(payload)["id"] for payload in payloads}) == 1
    assert await office.statuses() == ["PENDING"]


async def test_below_the_threshold_nobody_is_asked(office: Office) -> None:
    await office.policy(code="points-by-hand", name="Many points", operation="pointsAdjust", measure="POINTS",
                        threshold="50", isActive=True)  # fmt: skip
    assert (await office.ask("ann", POINTS, delta=50, key="a"))["entry"] == {"delta": 50}
    request_of(await office.ask("ann", POINTS, delta=-51, key="b"))


async def test_a_rejected_key_tells_so_for_ever(office: Office) -> None:
    await office.policy(code="points-by-hand", name="Many points", operation="pointsAdjust", measure="ALWAYS",
                        isActive=True)  # fmt: skip
    request = request_of(await office.ask("ann", POINTS, delta=1, key="k"))
    await office.ask("bob", REJECT, id=request["id"])
    again = await office.ask("ann", POINTS, delta=1, key="k")
    assert request_of(again)["status"] == "REJECTED"
    assert "rejected" in again["userErrors"][0]["message"]


async def test_what_the_verb_would_refuse_is_refused_at_once(office: Office) -> None:
    assert await office.code("ann", TIER, id=office.member, tier="NONE") == "NOT_FOUND"
    assert await office.statuses() == []


async def test_a_try_leaves_nothing_behind(office: Office) -> None:
    request = await office.tier()
    counted = "SELECT count(*) FROM {}"
    tables = ("audit_event", "tier_change", "change_set", "ledger_entry", "coupon")
    before = [await office.one(counted.format(table)) for table in tables]
    preview = await office.ask("bob", PREVIEW, id=request)
    assert {"tier", "GOLD"} <= {text for each in preview["changes"] for text in each.values()}
    assert (preview["refusal"], preview["isChangedSince"]) == (None, False)
    assert [await office.one(counted.format(table)) for table in tables] == before


async def test_a_preview_says_that_the_record_was_changed_since(office: Office) -> None:
    request = await office.tier()
    await office.connection.execute("UPDATE member SET version = version + 1")
    assert (await office.ask("bob", PREVIEW, id=request))["isChangedSince"] is True


async def test_what_is_refused_at_approval_is_told_and_stays_open(office: Office) -> None:
    request = await office.tier()
    await office.connection.execute("UPDATE member SET status = 'CANCELLED'")
    assert "cancelled" in (await office.ask("bob", PREVIEW, id=request))["refusal"]
    assert await office.code("bob", APPROVE, id=request) == "STATE"
    assert await office.statuses() == ["PENDING"]
    assert "cancelled" in await office.one("SELECT failure FROM approval_request")
    await office.connection.execute("UPDATE member SET status = 'ACTIVE'")
    assert (await office.ask("bob", APPROVE, id=request))["request"]["status"] == "APPROVED"


async def test_who_lost_the_right_meanwhile_gets_nothing_done(office: Office) -> None:
    request = await office.tier()
    await office.connection.execute(
        "UPDATE staff_role SET role_id = (SELECT id FROM role WHERE code = 'customer_service') WHERE staff_id = $1",
        UUID(office.people["ann"].staff_id),
    )
    payload = await office.ask("bob", APPROVE, id=request)
    assert payload["userErrors"][0]["code"] == "FORBIDDEN"
    assert "Ann may no longer do this" in payload["userErrors"][0]["message"]
    assert (await office.statuses(), await office.now_tier()) == (["PENDING"], "BASE")


async def test_whose_account_was_closed_gets_nothing_done(office: Office) -> None:
    request = await office.tier()
    await office.connection.execute("UPDATE staff SET is_active = false WHERE username = 'ann'")
    payload = await office.ask("bob", APPROVE, id=request)
    assert "does not work here any more" in payload["userErrors"][0]["message"]
    assert await office.now_tier() == "BASE"


async def test_who_may_not_see_the_member_cannot_decide(office: Office) -> None:
    request = await office.tier()
    bob = office.people["bob"]
    (grants,) = bob.access.grants
    blind = replace(grants, types={**grants.types, "Member": {"memberNo": {"eq": "nobody"}}})
    access = replace(bob.access, grants=(blind,))
    office.people["bob"] = replace(bob, access=access, fingerprint=access.fingerprint())
    assert await office.code("bob", APPROVE, id=request) == "FORBIDDEN"
    assert "may not see" in (await office.ask("bob", PREVIEW, id=request))["refusal"]
    assert await office.now_tier() == "BASE"


async def test_a_policy_can_want_a_role_that_decides(office: Office) -> None:
    await office.policy(code="tier-by-hand", name="Tier", operation="memberTierSet", measure="ALWAYS",
                        roleCode="finance")  # fmt: skip
    request = await office.tier()
    assert await office.code("bob", APPROVE, id=request) == "FORBIDDEN"
    assert (await office.ask("root", APPROVE, id=request))["request"]["status"] == "APPROVED"


async def test_a_policy_that_came_between_is_asked_too(office: Office) -> None:
    request = await office.tier()
    await office.policy(code="also", name="Also", operation="memberTierSet", measure="ALWAYS", permission="roles.edit")
    assert await office.code("bob", APPROVE, id=request) == "FORBIDDEN"
    assert (await office.ask("root", APPROVE, id=request))["userErrors"] == []


async def test_after_its_time_a_request_is_closed_at_the_next_decision(office: Office) -> None:
    request = await office.tier()
    await office.connection.execute("UPDATE approval_request SET expires_at = now() - interval '1 second'")
    assert await office.code("bob", APPROVE, id=request) == "EXPIRED"
    assert (await office.statuses(), await office.now_tier()) == (["EXPIRED"], "BASE")
    assert await office.one(EVENTS, "approval.expired") == 1
    assert await office.tier() != request


async def test_the_clock_closes_what_nobody_decided(office: Office) -> None:
    await office.tier()
    await office.connection.execute("UPDATE approval_request SET expires_at = now() - interval '1 second'")
    assert [await office.end() for _ in range(2)] == [1, 0]
    assert await office.statuses() == ["EXPIRED"]


@pytest.mark.parametrize(
    "race",
    [
        (("bob", APPROVE), ("sue", APPROVE), ("root", APPROVE)),
        (("bob", APPROVE), ("sue", REJECT)),
        (("bob", APPROVE), ("ann", WITHDRAW)),
        (("bob", REJECT), ("sue", REJECT), ("ann", WITHDRAW)),
    ],
)
async def test_of_several_who_decide_at_once_one_does(office: Office, race: tuple[tuple[str, str], ...]) -> None:
    for _ in range(5):
        request = await office.tier()
        payloads = await asyncio.gather(*(office.ask(who, document, id=request) for who, document in race))
        assert sum(payload["userErrors"] == [] for payload in payloads) == 1
        done = await office.one("SELECT count(*) FROM tier_change")
        assert done == (await office.statuses()).count("APPROVED")
        await office.connection.execute("UPDATE member SET tier_id = (SELECT id FROM tier WHERE code = 'BASE')")


async def test_an_approval_and_the_end_of_its_time_at_once_are_one_of_both(office: Office) -> None:
    for _ in range(5):
        request = await office.tier()
        await asyncio.gather(office.ask("bob", APPROVE, id=request), office.end())
        status = (await office.statuses())[-1]
        assert status in ("APPROVED", "EXPIRED")
        done = await office.one("SELECT count(*) FROM tier_change")
        assert done == (await office.statuses()).count("APPROVED")
        await office.connection.execute("UPDATE member SET tier_id = (SELECT id FROM tier WHERE code = 'BASE')")
