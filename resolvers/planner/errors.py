"""What a request can be told when it cannot be answered."""

from typing import Any

from graphql import GraphQLError


class BadRequest(GraphQLError):
    """The request is at fault. `code` is what programs read; the message says what to do instead."""

    def __init__(self, message: str, code: str = "INVALID", **where: Any) -> None:
        super().__init__(message, extensions={"code": code}, **where)
