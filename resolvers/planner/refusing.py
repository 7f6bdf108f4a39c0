"""The payload of a mutation that was refused: nothing changed, and why."""

from collections.abc import Callable, Iterator, Mapping
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
    ErrorCode.APPROVAL_REQUIRED: "ApprovalRequired",
}
"The type of each refusal; the rest are RuleErrors."


Said = Callable[[Refused], str]
Shown = Mapping[tuple[str, str], Any]
"""What was planned for a refusal: by the keys of the errors and of the field inside them."""


def refusal(root: Selected, refused: Refused, say: Said, shown: Shown | None = None) -> dict[str, Any]:
    """The payload of a mutation that changed nothing."""
    return {child.key: _refused_field(root, child, refused, say, shown or {}) for child in root.children()}


def errors_of(root: Selected, kind: str, name: str) -> Iterator[tuple[tuple[str, str], Selected]]:
    """Where a field of a kind of error is asked for."""
    for child in root.children():
        if child.name == "userErrors" and kind in child.operation.schema.type_map:
            yield from (((child.key, inner.key), inner) for inner in child.children(kind) if inner.name == name)


def _refused_field(root: Selected, child: Selected, refused: Refused, say: Said, shown: Shown) -> Any:
    if child.name == "__typename":
        return root.type.name
    if child.name == "userErrors":
        return [_error(child, one, say(one), shown) for one in (refused, *refused.also)]
    is_list = is_non_null_type(child.spec.type) and is_list_type(child.spec.type.of_type)
    return [] if is_list else None


def _error(selected: Selected, refused: Refused, message: str, shown: Shown) -> dict[str, Any]:
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
    return {child.key: shown.get((selected.key, child.key), said.get(child.name)) for child in selected.children(kind)}
