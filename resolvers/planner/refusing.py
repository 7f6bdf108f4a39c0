"""The payload of a mutation that was refused: nothing changed, and why."""

from typing import Any

from graphql import is_list_type, is_non_null_type

from resolvers.planner.selection import Selected
from rules.refusals import ErrorCode, Refused

KINDS = {
    ErrorCode.INVALID: "ValidationError",
    ErrorCode.REQUIRED: "ValidationError",
    ErrorCode.DUPLICATE: "ValidationError",
    ErrorCode.NOT_FOUND: "ValidationError",
    ErrorCode.FORBIDDEN: "PermissionError",
    ErrorCode.CONFLICT: "ConflictError",
}
"The type of each refusal; the rest are RuleErrors."


def refusal(root: Selected, refused: Refused, message: str) -> dict[str, Any]:
    """The payload of a mutation that changed nothing."""
    return {child.key: _refused_field(root, child, refused, message) for child in root.children()}


def _refused_field(root: Selected, child: Selected, refused: Refused, message: str) -> Any:
    if child.name == "__typename":
        return root.type.name
    if child.name == "userErrors":
        return [_error(child, refused, message)]
    is_list = is_non_null_type(child.spec.type) and is_list_type(child.spec.type.of_type)
    return [] if is_list else None


def _error(selected: Selected, refused: Refused, message: str) -> dict[str, Any]:
    kind = KINDS.get(refused.code, "RuleError")
    said = {
        "__typename": kind,
        "code": refused.code,
        "message": message,
        "path": list(refused.path),
        "limit": refused.detail.limit,
        "rule": refused.detail.rule,
        "currentVersion": refused.detail.current_version,
        "missing": list(refused.detail.missing),
    }
    return {child.key: said[child.name] for child in selected.children(kind)}
