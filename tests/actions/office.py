"""An office where changes wait for another person, and the operations that are used there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from actions.approvals.requests import expire
from api.answering import Desk
from rules.viewer import Viewer
from tests import make
from tests.conftest import viewer

SHOWN = """userErrors { code message path ... on ApprovalRequired { request {
    id status summary kind reason requestedBy { name } preview { kind subject field before after } } } }"""
TIER = f"""mutation ($id: ID!, $tier: String!) {{
    r: memberTierSet(id: $id, input: {{ tierCode: $tier, floorTierCode: $tier, reason: "A good customer" }}) {{
        member {{ tier {{ code }} }} {SHOWN} }} }}"""
POINTS = f"""mutation ($delta: Points!, $key: String!) {{ r: pointsAdjust(member: {{memberNo: "M1"}}, delta: $delta,
    reason: "Lost", idempotencyKey: $key) {{ entry {{ delta }} {SHOWN} }} }}"""
DECIDED = "request { status note decidedBy { name } } changeSet { isUndoable } userErrors { code message path }"
APPROVE = f"mutation ($id: ID!, $note: String) {{ r: approvalApprove(id: $id, note: $note) {{ {DECIDED} }} }}"
REJECT = f'mutation ($id: ID!) {{ r: approvalReject(id: $id, note: "No") {{ {DECIDED} }} }}'
WITHDRAW = f"mutation ($id: ID!) {{ r: approvalWithdraw(id: $id) {{ {DECIDED} }} }}"
PREVIEW = """query ($id: ID!) { r: approvalPreview(id: $id) {
    changes { kind subject field before after isHidden } refusal isChangedSince } }"""
SAVE = """mutation ($input: ApprovalPolicySaveInput!, $version: Int) { r: approvalPolicySave(
    input: $input, expectedVersion: $version) { policy { code threshold roles isActive version } changeSet { id }
    userErrors { code message path } } }"""
LATER = make.NOW + timedelta(days=365)
EVENTS = "SELECT count(*) FROM audit_event WHERE action = $1"


class Office:
    """Ann asks, Bob and Sue decide; M1 has 100 points and the tier BASE."""

    def __init__(self, desk: Desk, connection: asyncpg.Connection, people: dict[str, Viewer], member: UUID) -> None:
        self.desk = desk
        self.connection = connection
        self.people = people
        self.member = f"mem_{member}"

    async def ask(self, who: str, document: str, **given: Any) -> dict[str, Any]:
        answer = await self.desk.ask(self.people[who], document, given)
        assert not answer.errors, answer.errors
        return answer.data["r"]

    async def tier(self, who: str = "ann", tier: str = "GOLD") -> str:
        """A request for a tier by hand; its id."""
        return request_of(await self.ask(who, TIER, id=self.member, tier=tier))["id"]

    async def code(self, who: str, document: str, **given: Any) -> str:
        (error,) = (await self.ask(who, document, **given))["userErrors"]
        return error["code"]

    async def one(self, question: str, *values: Any) -> Any:
        return await self.connection.fetchval(question, *values)

    async def statuses(self) -> list[str]:
        return [row[0] for row in await self.connection.fetch("SELECT status FROM approval_request ORDER BY id")]

    async def now_tier(self) -> str:
        return await self.one("SELECT code FROM tier JOIN member ON tier_id = tier.id WHERE member_no = 'M1'")

    async def end(self) -> int:
        """What the clock does, a year from now."""
        async with self.connection.transaction():
            return await expire(self.connection, LATER)

    async def policy(self, **given: Any) -> None:
        """Changes a policy, and makes it known at once."""
        payload = await self.ask("root", SAVE, input=given)
        assert payload["userErrors"] == [], payload
        self.desk.planner.surroundings.gate.forget()


def request_of(payload: dict[str, Any]) -> dict[str, Any]:
    (error,) = payload["userErrors"]
    assert error["code"] == "APPROVAL_REQUIRED", error
    return error["request"]


PEOPLE = {"ann": "supervisor", "bob": "supervisor", "sue": "supervisor", "root": "admin", "cara": "customer_service"}


async def furnish(connection: asyncpg.Connection) -> tuple[dict[str, Viewer], UUID]:
    """The people by name, and M1."""
    people = {}
    base, _ = [
        await make.insert(connection, "tier", code=code, name=code.title(), rank=rank)
        for rank, code in enumerate(("BASE", "GOLD"))
    ]
    member = await make.member(connection, "M1", points=100, tier_id=base)
    for name, role in PEOPLE.items():
        key = await make.insert(connection, "staff", username=name, name=name.title())
        held = await connection.fetchval("SELECT id FROM role WHERE code = $1", role)
        await make.insert(connection, "staff_role", staff_id=key, role_id=held)
        people[name] = replace(viewer(role), name=name.title(), staff_id=str(key))
    return people, member
