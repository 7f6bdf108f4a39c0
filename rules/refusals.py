"""How a rule says no, and the words for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


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


class Saying(Protocol):
    """What a condition says when it fails: words with the values left out, and the values."""

    @property
    def code(self) -> ErrorCode: ...

    @property
    def template(self) -> str: ...

    @property
    def values(self) -> Mapping[str, Any]: ...


class Refused(Exception):
    """A rule refuses. The message names the thing and what would have to change; `path` leads to the argument.

    `template` is the message in English with its values left out (`{missing:,} points are missing.`), so that it can be
    said in other languages; `values` fill it. A value that is a word of ours (a StrEnum), a day or an instant is said
    in the language too, and so is `kind`, the name of a type. `also` are further refusals of the same call.
    """

    def __init__(
        self,
        code: ErrorCode,
        template: str,
        path: tuple[str, ...] = (),
        detail: Detail | None = None,
        /,
        **values: Any,
    ) -> None:
        super().__init__(template)
        self.code = code
        self.template = template
        self.values = values
        self.path = path
        self.detail = detail or Detail()
        self.also: tuple[Refused, ...] = ()

    @classmethod
    def because(cls, failure: "Saying", path: tuple[str, ...], detail: Detail | None = None) -> "Refused":
        """Of a condition that failed."""
        return cls(failure.code, failure.template, path, detail, **failure.values)

    @property
    def message(self) -> str:
        """In English."""
        return filled(self.template, {name: english(value, name) for name, value in self.values.items()})

    def __str__(self) -> str:
        return self.message


class Outrun(Refused):
    """Somebody was faster. The transaction is tried again from its start; only after several tries is it a refusal."""


def filled(template: str, values: Mapping[str, Any]) -> str:
    return template.format(**values) if values else template


def english(value: Any, name: str = "") -> Any:
    if isinstance(value, StrEnum):
        return value.value.lower().replace("_", " ")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", value).lower() if name == "kind" else value


def check_version(current: int, expected: int | None) -> None:
    """`expected` is the version that the writer has seen, if the writer says so."""
    if expected is not None and expected != current:
        raise Refused(
            ErrorCode.CONFLICT,
            "Somebody else changed it in between: it has version {current} now, not {expected}. Read it again.",
            ("expectedVersion",),
            Detail(current_version=current),
            current=current,
            expected=expected,
        )
