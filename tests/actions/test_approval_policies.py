"""Which calls wait, and for whom: policies as data."""

from dataclasses import replace
from typing import Any

import pytest

from actions.approvals import policies
from tests.actions.office import SAVE, SHOWN, Office, request_of


async def test_a_supervisor_cancels_without_asking_and_others_ask(office: Office) -> None:
    cancel = f'mutation ($id: ID!) {{ r: memberCancel(id: $id, reason: "Left") {{ member {{ status }} {SHOWN} }} }}'
    cara = office.people["cara"]
    (grants,) = cara.access.grants
    access = replace(cara.access, grants=(replace(grants, permissions=grants.permissions | {"members.cancel"}),))
    office.people["cara"] = replace(cara, access=access, fingerprint=access.fingerprint())
    request_of(await office.ask("cara", cancel, id=office.member))
    assert (await office.ask("ann", cancel, id=office.member))["member"] == {"status": "CANCELLED"}


@pytest.mark.parametrize("operation", ["pointsSpend", "memberPinSet", "approvalApprove", "nothing"])
async def test_what_takes_secrets_or_decides_cannot_wait(office: Office, operation: str) -> None:
    given = {"code": "x", "name": "X", "operation": operation, "measure": "ALWAYS"}
    assert await office.code("root", SAVE, input=given) == "INVALID"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"measure": "MONEY", "threshold": "5"}, "INVALID"),
        ({"measure": "POINTS"}, "REQUIRED"),
        ({"measure": "POINTS", "threshold": "-1"}, "INVALID"),
        ({"measure": "ALWAYS", "hours": 0}, "INVALID"),
        ({"measure": "ALWAYS", "roles": ["nobody"]}, "NOT_FOUND"),
        ({"measure": "ALWAYS", "roleCode": "nobody"}, "NOT_FOUND"),
    ],
)
async def test_a_policy_that_makes_no_sense_is_refused(office: Office, given: dict[str, Any], code: str) -> None:
    wanted = {"code": "x", "name": "X", "operation": "pointsAdjust"} | given
    before = await office.one("SELECT count(*) FROM approval_policy")
    assert await office.code("root", SAVE, input=wanted) == code
    assert await office.one("SELECT count(*) FROM approval_policy") == before


async def test_an_edit_over_anothers_edit_is_refused_and_an_edit_can_be_undone(office: Office) -> None:
    wanted = {
        "code": "tier-by-hand",
        "name": "Tier",
        "operation": "memberTierSet",
        "measure": "ALWAYS",
        "isActive": False,
    }
    saved = await office.ask("root", SAVE, input=wanted, version=1)
    assert saved["policy"]["version"] == 2
    assert await office.code("root", SAVE, input=wanted | {"hours": 5}, version=1) == "CONFLICT"
    undo = "mutation ($id: ID!) { r: changeSetUndo(id: $id) { skipped userErrors { code } } }"
    assert await office.ask("root", undo, id=saved["changeSet"]["id"]) == {"skipped": [], "userErrors": []}
    assert await office.one("SELECT is_active FROM approval_policy WHERE code = 'tier-by-hand'")


async def test_a_policy_is_shipped_once_and_edits_of_it_stay(office: Office) -> None:
    await office.connection.execute("UPDATE approval_policy SET is_active = false")
    assert await policies.ship(office.connection) == []
    assert not await office.one("SELECT bool_or(is_active) FROM approval_policy")
