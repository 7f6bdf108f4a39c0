"""Questions about what waits for another person."""

import strawberry

from rules.permissions import Sensitivity
from schema.approvals import (
    ApprovalOperation,
    ApprovalPolicy,
    ApprovalPolicyPreview,
    ApprovalPolicySaveInput,
    ApprovalPreview,
    ApprovalRequest,
    ApprovalRequestWhere,
    ApprovalStatus,
)
from schema.fields import argument, field, kind
from schema.paging import Connection, root_page, where


@kind("Questions about what waits for another person.")
class ApprovalQueries:
    approval_requests: list[ApprovalRequest] = field(
        "Requests for approval, newest first, 1,000 at most.",
        arguments={"status": argument(ApprovalStatus | None, "Only those of this status.")},
    )
    approval_request: ApprovalRequest | None = field(
        "One request for approval.", arguments={"id": argument(strawberry.ID, "The id.")}
    )
    approval_request_list: Connection[ApprovalRequest] = field(
        "Requests for approval page by page, newest first.",
        arguments=root_page(where=where(ApprovalRequestWhere | None)),
    )
    approval_preview: ApprovalPreview = field(
        "What a request for approval would do now: it is tried and taken back.",
        Sensitivity.INTERNAL,
        about="ApprovalRequest",
        arguments={"id": argument(strawberry.ID, "The request.")},
    )
    approval_policy_preview: ApprovalPolicyPreview = field(
        "What a policy would have meant in the last 30 days, by the roles that people have today.",
        Sensitivity.INTERNAL,
        arguments={"input": argument(ApprovalPolicySaveInput, "The policy as it would be saved.")},
    )
    approval_operations: list[ApprovalOperation] = field("What policies can be about, by name.")
    approval_policies: list[ApprovalPolicy] = field("All policies of approval, by code.")
    approval_policy: ApprovalPolicy | None = field(
        "One policy of approval.", arguments={"code": argument(str, "The code.")}
    )
