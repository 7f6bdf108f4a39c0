"""Documents that a program has registered, and how a request names one instead of sending it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from rules.refusals import ErrorCode, Refused

MOST_AT_ONCE = 500
MOST = 2_000
"Documents of one program."
MOST_REFUSALS = 100
"Told of one call."
MOST_CHARACTERS = 5_000_000
"Of all documents of one program together: every process remembers them."
SCHEME = "sha256:"


def hash_of(text: str) -> str:
    """What a document is known by. Lone surrogates, which no sound text has, are hashed to what nobody registers."""
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def is_named(asked: Mapping[str, Any]) -> bool:
    """Whether a request names a document and does not send one."""
    extensions = asked.get("extensions")
    has_hash = isinstance(extensions, dict) and "persistedQuery" in extensions
    return asked.get("query") is None and (has_hash or "documentId" in asked)


def named(asked: Mapping[str, Any]) -> str | None:
    """The hash that such a request names; None if it is not in a form that we know."""
    if "documentId" in asked:
        name = asked["documentId"]
        return name.removeprefix(SCHEME).lower() if isinstance(name, str) and name.startswith(SCHEME) else None
    said = asked["extensions"]["persistedQuery"]
    if not isinstance(said, dict) or said.get("version") != 1 or not isinstance(said.get("sha256Hash"), str):
        return None
    return said["sha256Hash"].lower()


def check_number(count: int) -> None:
    """Raises Refused: none, or too many in one call."""
    if not 1 <= count <= MOST_AT_ONCE:
        message = "Register 1 to {most} documents at once, not {count:,}."
        raise Refused(ErrorCode.INVALID, message, ("documents",), most=MOST_AT_ONCE, count=count)


def check_room(count: int, characters: int) -> None:
    """What a program has altogether. Raises Refused."""
    if count > MOST:
        message = "A program has at most {most:,} documents; these would make it {count:,}. Remove old ones first."
        raise Refused(ErrorCode.LIMIT_REACHED, message, ("documents",), most=MOST, count=count)
    if characters > MOST_CHARACTERS:
        message = "The documents of a program have at most {most:,} characters together. Remove old ones first."
        raise Refused(ErrorCode.LIMIT_REACHED, message, ("documents",), most=MOST_CHARACTERS)
