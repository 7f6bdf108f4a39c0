"""What waits for another person: the requests, and the policies that make them."""

import strawberry

from rules.approvals import ApprovalMeasure, ApprovalStatus
from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, DateTimeFilter, IdFilter, StringFilter
from schema.paging import Node
from schema.scalars import DateTime, Decimal
from schema.staff import Role, Staff

INTERNAL = Sensitivity.INTERNAL

words(
    ApprovalStatus,
    "How far a request is.",
    PENDING="Waits for somebody to decide.",
    APPROVED="Granted, and done.",
    REJECTED="Not granted.",
    EXPIRED="Nobody decided in time.",
    WITHDRAWN="Taken back by the one who asked.",
)
words(
    ApprovalMeasure,
    "What of a call is measured against the threshold.",
    ALWAYS="Nothing: every call needs approval.",
    POINTS="How many points it moves.",
    MONEY="How much money it moves.",
    MEMBERS="How many members it is about.",
    COUPONS="How many coupons it makes.",
    OVER_BUDGET="How far it goes beyond the goodwill budgets of the one who asks.",
)


@kind("One value that a request would change.")
class ApprovalChange:
    kind: str = field("The type of what would be changed.", INTERNAL)
    subject: str = field("What it is called.", INTERNAL)
    before: str | None = field("What it is; null if it is empty, or you may not read it.", INTERNAL)
    after: str | None = field("What it would be; null if it would be empty, or you may not read it.", INTERNAL)
    is_hidden: bool = field("True if you may not read this value.", INTERNAL)
    field: str = field("Which of its values.", INTERNAL)


@kind("Which calls need another person's word, and whose.")
class ApprovalPolicy(Node):
    code: str = field("The policy's code.")
    name: str = field("What staff call it; requests begin with it.")
    operation: str = field("The mutation that it is about.")
    measure: ApprovalMeasure = field("What of a call is measured.")
    threshold: Decimal | None = field("Calls above this need approval; null if every call does.")
    permission: str | None = field("The permission that decides, beside approvals.decide.")
    role: Role | None = field("The role that decides; null for everybody who has the permission.")
    hours: int = field("After how many hours a request expires.")
    roles: list[str] = field("Codes of the roles that have to ask; empty for everybody.")
    exempt: list[str] = field("Codes of the roles that never have to ask.")
    is_active: bool = field("False if it is switched off.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("A call that waits for another person, with what it would do.")
class ApprovalRequest(Node):
    kind: str = field("The mutation that was called.")
    status: ApprovalStatus = field("How far the request is.")
    summary: str = field("What is asked for, without personal data.")
    reason: str = field("Why, in the words of the one who asks.", INTERNAL)
    policy: ApprovalPolicy | None = field("Why it has to wait.")
    requested_by: Staff = field("Who asks.")
    decided_by: Staff | None = field("Who decided.")
    note: str = field("What was said to it.")
    created_at: DateTime = field("When it was asked for.")
    expires_at: DateTime = field("Until when somebody has to decide.")
    decided_at: DateTime | None = field("When it was decided, withdrawn or expired.")
    failure: str | None = field("Why the last approval could not be carried out.", INTERNAL)
    failed_at: DateTime | None = field("When that was.", INTERNAL)
    preview: list[ApprovalChange] = field("What it would have changed when it was asked for.", INTERNAL)


@kind("Another person has to approve it first; nothing was changed.")
class ApprovalRequired(UserError):
    request: ApprovalRequest = field("The request that it became.")


@kind("What a request would do now: it is tried and taken back.")
class ApprovalPreview:
    changes: list[ApprovalChange] = field("The values that would change.", INTERNAL)
    refusal: str | None = field("Why it could not be carried out now; null if it could.", INTERNAL)
    is_changed_since: bool = field("True if what it is about was changed after it was asked for.", INTERNAL)


@kind("What a policy can be about.")
class ApprovalOperation:
    operation: str = field("The mutation.")
    measures: list[ApprovalMeasure] = field("What of it can be measured.")


@kind("What a policy would have meant in the last 30 days.")
class ApprovalPolicyPreview:
    calls: int = field("How often this was done.", INTERNAL)
    needing: int | None = field("How many of these calls would have needed approval; null if nothing tells.", INTERNAL)
    people: int | None = field("How many people would have had to ask; null if nothing tells.", INTERNAL)


@given("Conditions on the status of a request.")
class ApprovalStatusFilter:
    eq: ApprovalStatus | None = operand(EQ)
    in_: list[ApprovalStatus] | None = operand(IN, "in")


@given("Conditions on requests.")
class ApprovalRequestWhere:
    and_: list["ApprovalRequestWhere"] | None = operand(AND, "and")
    or_: list["ApprovalRequestWhere"] | None = operand(OR, "or")
    not_: "ApprovalRequestWhere | None" = operand(NOT, "not")
    kind: StringFilter | None = operand("The mutation that was called.")
    status: ApprovalStatusFilter | None = operand("How far the request is.")
    requested_by: IdFilter | None = operand("Who asks.")
    created_at: DateTimeFilter | None = operand("When it was asked for.")


@given("A policy of approval. What is not given stays as it is; null empties it.")
class ApprovalPolicySaveInput:
    code: str = required("The policy's code; a new one makes a new policy.")
    name: str = required("What staff call it; requests begin with it.")
    operation: str = required("The mutation that it is about, such as pointsAdjust.")
    measure: ApprovalMeasure = required("What of a call is measured.")
    threshold: Decimal | None = operand("Calls above this need approval; not for ALWAYS. Money in whole units.")
    permission: str | None = operand("The permission that decides, beside approvals.decide.")
    role_code: str | None = operand("The role that decides; null for everybody who has the permission.")
    hours: int | None = operand("After how many hours a request expires; 1 to 2,160, 72 at first.")
    roles: list[str] | None = operand("Codes of the roles that have to ask; empty for everybody.")
    exempt: list[str] | None = operand("Codes of the roles that never have to ask.")
    is_active: bool | None = operand("Whether it is in force.")


@kind("What became of a request.")
class ApprovalPayload:
    request: ApprovalRequest | None = field("The request; null if nothing was changed.")
    change_set: ChangeSet | None = field(
        "Takes back what was approved; null if that cannot be, or nothing was changed."
    )
    user_errors: list[UserError] = user_errors()


@kind("What became of a policy of approval.")
class ApprovalPolicyPayload:
    policy: ApprovalPolicy | None = field("The policy; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


REQUEST = argument(strawberry.ID, "The request.")


@kind("Deciding what waits for another person.")
class ApprovalMutations:
    approval_approve: ApprovalPayload = field(
        "Approves a request, never one's own, and does what it asks for, with the rights of the one who asked.",
        arguments={"id": REQUEST, "note": argument(str | None, "What is said to it; 1 to 500 characters.")},
    )
    approval_reject: ApprovalPayload = field(
        "Rejects a request, never one's own. Nothing is changed.",
        arguments={"id": REQUEST, "note": argument(str, "Why, for the one who asked; 1 to 500 characters.")},
    )
    approval_withdraw: ApprovalPayload = field("Takes one's own request back.", arguments={"id": REQUEST})
    approval_policy_save: ApprovalPolicyPayload = field(
        "Makes or changes a policy of approval. It is in force for everybody within a second.",
        arguments={"input": argument(ApprovalPolicySaveInput, "The policy."), "expected_version": VERSION},
    )
