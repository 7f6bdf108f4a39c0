"""What becomes of an operation: data with its cost, or why there is none."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError


@dataclass(frozen=True, slots=True)
class Answer:
    """What our own pages get: parsed data, and errors in GraphQL's form."""

    data: dict[str, Any] | None
    errors: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answered:
    """The value of `data` as JSON, what it was going to cost at most, and what it did if that was asked."""

    data: bytes
    requested: int
    actual: int | None = None

    @property
    def extensions(self) -> dict[str, Any]:
        actual = {} if self.actual is None else {"actual": self.actual}
        return {"cost": {"requested": self.requested} | actual}

    @property
    def body(self) -> bytes:
        if self.actual is None:
            return b'{"data":%b,"extensions":{"cost":{"requested":%d}}}' % (self.data, self.requested)
        return b'{"data":%b,"extensions":%b}' % (self.data, orjson.dumps(self.extensions))


class Failed(Exception):
    """An operation has no answer; `errors` are for the caller, `status` for HTTP."""

    def __init__(self, errors: list[GraphQLError], status: int) -> None:
        super().__init__(errors[0].message)
        self.errors = errors
        self.status = status
