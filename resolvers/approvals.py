"""How requests for approval and their policies are read, decided and saved."""

from dataclasses import dataclass
from json import dumps
from typing import Any

from actions.approvals import requests
from actions.approvals.policies import save as save_policy
from actions.once import Written
from models.approvals import ApprovalPolicy, ApprovalRequest
from resolvers.audit_changes import is_there, levels
from resolvers.ids import STAFF_KEY, by_id
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.formats import as_amount
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from resolvers.planner.verbs import Call, Verb
from resolvers.saving import columns_of
from rules.approvals import ApprovalMeasure
from rules.money import to_minor

MOST = 1_000
CHANGE = {
    "kind": "kind",
    "subject": "subject",
    "field": "field",
    "before": "before",
    "after": "after",
    "isHidden": "is_hidden",
}


LEVEL = """coalesce(
    {levels} #>> ARRAY[c.kind, c.field], {levels} #>> ARRAY[c.kind, ''], {levels} #>> ARRAY['', c.field],
    {levels} #>> ARRAY['', ''])"""


def changes_in(row: Row, expression: str) -> str:
    """The changes that a JSON list tells, without the values that the viewer may not read in full."""
    is_hidden = _hidden(row.statement)
    shown = ", ".join(f"CASE WHEN NOT {is_hidden} THEN c.{name} END AS {name}" for name in ("before", "after"))
    return (
        f"SELECT c.kind, c.subject, c.field, {shown}, {is_hidden} AS is_hidden FROM jsonb_to_recordset({expression})"
        " AS c(kind text, key uuid, subject text, field text, before text, after text)"
    )


def _hidden(statement: Statement) -> str:
    """Of one change `c`: whether its value is kept from the viewer."""
    if statement.access.is_everything:
        return "false"
    given = statement.constant(dumps(levels(statement.catalog, statement.access)), "jsonb")
    is_readable = f"{LEVEL.format(levels=given)} = 'FULL'"
    return f"(NOT {is_readable} OR NOT ({is_there(statement, 'c.kind', 'c.key')}))"


def _threshold(policy: Row) -> str:
    above, money = policy.col("above"), as_amount(policy.col("above"), policy.statement.surroundings.currency)
    return f"CASE WHEN {policy.col('measure')} = 'MONEY' THEN {money} ELSE {above}::text END"


def _listed(column: str) -> Computed:
    return Computed(lambda policy: f"to_json({policy.col(column)})")


@dataclass(frozen=True, slots=True)
class _ByStatus:
    """The newest requests, of one status if one is given."""

    def sql(self, row: Row, selected: Selected) -> str:
        status = selected.arguments().get("status")
        wanted = status is not None and status.is_given and status.value is not None
        conditions = (
            (lambda request, _: f"{request.col('status')} = {row.statement.argument(status, 'text')}")
            if wanted
            else None
        )
        listed = Many("ApprovalRequest", conditions, "-created_at", MOST)
        return listed.sql(row, selected)


def _requester(row: Row) -> str:
    return row.col("requested_by_id")


ENTITIES = [
    Entity(
        "ApprovalPolicy",
        ApprovalPolicy,
        "apo",
        fields={"threshold": Computed(_threshold), "roles": _listed("roles"), "exempt": _listed("exempt")},
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "ApprovalRequest",
        ApprovalRequest,
        "apr",
        fields={
            "kind": Computed(lambda row: row.col("operation")),
            "preview": Rows(lambda row, _: changes_in(row, row.col("preview")), CHANGE),
        },
        filters={
            "id": by_id(Entity("ApprovalRequest", ApprovalRequest, "apr")),
            "kind": Text(lambda row: row.col("operation"), exact=True),
            "status": Compare(lambda row: row.col("status"), "text"),
            "requestedBy": by_id(STAFF_KEY, _requester),
            "requesterKey": Compare(_requester, "uuid"),
            "createdAt": Compare(lambda row: row.col("created_at"), "timestamptz"),
        },
        orders={"CREATED_AT": OrderBy(lambda row: row.col("created_at"), "timestamptz", governed_by=("createdAt",))},
        default_order=(("CREATED_AT", "DESC"),),
    ),
]

QUERIES = {
    "approvalRequests": _ByStatus(),
    "approvalRequest": Lookup("ApprovalRequest"),
    "approvalRequestList": Connection("ApprovalRequest"),
    "approvalPolicies": Many("ApprovalPolicy", order="code"),
    "approvalPolicy": Lookup("ApprovalPolicy"),
}


async def _approve(call: Call) -> Written:
    return await call.gate.approve(call, call.given.get("note"))


async def _reject(call: Call) -> Written:
    return await requests.reject(call.connection, call.by, call.found["id"], call.given["note"], call.at)


async def _withdraw(call: Call) -> Written:
    return await requests.withdraw(call.connection, call.by, call.found["id"], call.at)


async def _save(call: Call) -> Written:
    given: dict[str, Any] = dict(call.given["input"])
    role = given.pop("roleCode", "") or "" if "roleCode" in given else None
    if "threshold" in given:
        given["above"] = above_of(given.pop("threshold"), given["measure"], call.currency)
    return await save_policy(
        call.connection,
        call.by,
        columns_of(given, call.currency),
        role,
        call.gate.measures(),
        call.given.get("expectedVersion"),
        call.at,
    )


def above_of(threshold: Any, measure: str, currency: str) -> int | None:
    """In minor units if it is money; what is less than one counts as nothing."""
    if threshold is None:
        return None
    return to_minor(threshold, currency) if measure == ApprovalMeasure.MONEY else int(threshold)


_ONE = {"id": "ApprovalRequest"}
_SHOWN = {"request": "ApprovalRequest", "changeSet": "ChangeSet"}

MUTATIONS = {
    "approvalApprove": Verb(_approve, "approvals.decide", _ONE, _SHOWN, changes_callers=True),
    "approvalReject": Verb(_reject, "approvals.decide", _ONE, _SHOWN),
    "approvalWithdraw": Verb(_withdraw, "approvals.withdraw", _ONE, _SHOWN),
    "approvalPolicySave": Verb(_save, "approvals.edit", {}, {"policy": "ApprovalPolicy", "changeSet": "ChangeSet"}),
}
