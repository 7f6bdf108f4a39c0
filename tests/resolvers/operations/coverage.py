"""One operation for every root field, that asks every field of every type on its way once."""

from random import Random
from typing import Any

from graphql import GraphQLField, GraphQLNonNull, GraphQLSchema, get_named_type, is_leaf_type

from tests.resolvers.operations.values import Values, literal
from tests.resolvers.oracle.execute import Look

DEEPEST = 6
WORKED_OUT = {
    "quote", "campaignPreview", "memberDuplicates", "duplicateMembers", "memberMergePreview", "eligibleCustomers",
    "explainAccess", "explainPermission", "accessCompare",
    "rolePreview", "roleCompare", "accessCatalog", "accessExamples",
    "approvalPreview", "approvalPolicyPreview", "changePreview", "approvalOperations", "goodwillMine",
    "calendarDays", "calendarPreview", "slaPolicyPreview", "explainTicketClocks", "incidentReplyPreview",
    "cannedRepliesFor", "macroPreview", "ticketTags", "ticketReport",
    "careSeriesPreview",
    "explainPoints", "makeGoodProposals", "explainTier", "explainCoupon", "explainCampaign",
}  # fmt: skip
WORKED_OUT_TYPES = {
    "Quote", "Rejection", "MemberDuplicate", "DuplicateMembers", "MemberMergePreview", "MergeMove", "MergeDifference",
    "EligibleCustomer", "ChangePreview", "ChangedValue", "ChangeRefusal", "CampaignPreview", "CampaignExample",
    "AccessDecision", "AccessReason",
    "AccessComparison", "FieldDifference", "RowDifference", "RightDifference",
    "ClassGrant", "TypeGrant", "RolePreview", "RoleFieldChange", "RolePermissionChange", "RoleRowsChange",
    "RoleViewChange", "RoleForcedChange", "ForcibleArgument",
    "RoleDifference", "RoleComparison",
    "AccessCatalog", "AccessExample", "GrantableScope", "GrantableField", "GrantableType", "GrantablePermission",
    "ApprovalPreview", "ApprovalRequired", "ApprovalPolicyPreview", "ApprovalOperation", "GoodwillLeft",
    "TicketViewer", "PromiseStep", "IncidentReplyPreview", "IncidentAnswer",
    "FilledReply", "MacroPreview", "MacroChange", "TicketTag", "TicketLink",
    "TicketReport", "TicketFigures", "TicketGroup", "TicketDay", "PromiseFigures",
    "CareSeriesPreview", "CareDay",
    "CalendarDay", "SlaPreview", "SlaChange", "TicketClock", "ClockSegment", "ClockAlarm",
    "PointsDecision", "AppliedRule", "RefusedRule", "FailedCondition", "LinePoints",
    "TierDecision", "TierStep", "MakeGoodProposal", "CouponDecision", "CampaignDecision",
}  # fmt: skip
"What rules work out and no table keeps; it has tests of its own."
LEFT_OUT = {
    ("Role", "classes"),
    ("Role", "types"),
    ("Role", "refinements"),
    ("FieldAccess", "reason"),
    ("FieldAccess", "revealedUntil"),
    ("Member", "duplicates"),
    ("Ticket", "viewers"),
    ("Promise", "steps"),
}


def roots(schema: GraphQLSchema) -> list[str]:
    return [name for name in schema.query_type.fields if name not in WORKED_OUT]


def documents(look: Look, seed: int = 0, deepest: int = DEEPEST) -> dict[str, str]:
    """By the name of the root field."""
    return {name: _Tour(look, Random(seed), deepest).document(name) for name in roots(look.schema)}


class _Tour:
    def __init__(self, look: Look, chance: Random, deepest: int) -> None:
        self._look = look
        self._deepest = deepest
        self._values = Values(chance, look)
        self._seen: set[str] = set()

    def document(self, root: str) -> str:
        return f"{{ {self._field(self._look.schema.query_type, root, 0)} }}"

    def _field(self, kind: Any, name: str, depth: int) -> str:
        spec = kind.fields[name]
        return f"{name}{self._arguments(spec)}{self._below(get_named_type(spec.type), depth)}"

    def _arguments(self, spec: GraphQLField) -> str:
        if "first" in spec.args:
            return "(first: 2)"
        target = get_named_type(spec.type).name
        given = {
            name: literal(self._value(name, argument, target), argument.type)
            for name, argument in spec.args.items()
            if isinstance(argument.type, GraphQLNonNull) and name not in ("days", "withinDays")
        }
        return f"({', '.join(f'{name}: {text}' for name, text in given.items())})" if given else ""

    def _value(self, name: str, argument: Any, target: str) -> Any:
        if name == "by":
            return self._values.lookup(get_named_type(argument.type))
        if name == "where":
            return {}
        if name == "tiers":
            return []
        return self._values.identifier() if target == "Node" else self._values.named(target, name)

    def _below(self, kind: Any, depth: int) -> str:
        if is_leaf_type(kind):
            return ""
        if depth > self._deepest or kind.name in self._seen:
            return " { __typename }"
        if kind.name == "Node":
            return " { __typename id }"
        self._seen.add(kind.name)
        parts = [self._field(kind, name, depth + 1) for name in kind.fields if (kind.name, name) not in LEFT_OUT]
        return f" {{ __typename {' '.join(parts)} }}"
