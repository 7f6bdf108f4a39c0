"""How a rule says no, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum


class ErrorCode(StrEnum):
    INVALID = "INVALID"
    REQUIRED = "REQUIRED"
    NOT_FOUND = "NOT_FOUND"
    DUPLICATE = "DUPLICATE"
    CONFLICT = "CONFLICT"
    FORBIDDEN = "FORBIDDEN"
    APPROVAL_REQUIRED = "APPROVAL_REQUIRED"
    INSUFFICIENT_BALANCE = "INSUFFICIENT_BALANCE"
    LIMIT_REACHED = "LIMIT_REACHED"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    EXPIRED = "EXPIRED"
    NOT_STARTED = "NOT_STARTED"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    STATE = "STATE"
    IDEMPOTENCY_MISMATCH = "IDEMPOTENCY_MISMATCH"
    PIN_REQUIRED = "PIN_REQUIRED"


@dataclass(frozen=True, slots=True)
class Detail:
    """What a program can do something with, beside the words."""

    limit: str | None = None
    rule: str | None = None
    current_version: int | None = None
    missing: tuple[str, ...] = ()


class Refused(Exception):
    """A rule refuses. `message` names the thing and what would have to change; `path` leads to the argument."""

    def __init__(self, code: ErrorCode, message: str, path: tuple[str, ...] = (), detail: Detail | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.path = path
        self.detail = detail or Detail()
