"""Cursors: where a page begins, as the values it is ordered by, signed so that nobody makes one up to probe."""

from base64 import b64decode
from binascii import Error
from hashlib import sha256
from json import JSONDecodeError, loads
from typing import Any

from resolvers.planner.errors import BadRequest

SIGNATURE = 16


def in_sql(secret: str, spec: str, parts: list[str]) -> str:
    """The cursor of a row. `cursor_of` is the SQL twin of `read`."""
    return f"cursor_of({secret}, '{spec}', {', '.join(f'({part})::text' for part in parts)})"


def read(cursor: Any, secret: str, spec: str, count: int) -> list[str]:
    """The values in a cursor that belongs to a list with this order. Raises BadRequest for any other text."""
    try:
        text = b64decode(cursor, validate=True).decode()
        payload, signature = text[:-SIGNATURE], text[-SIGNATURE:]
        found = loads(payload)
    except (Error, ValueError, TypeError, JSONDecodeError):
        raise _foreign(cursor) from None
    if signature != sign(secret, payload) or not isinstance(found, list) or found[0] != spec or len(found) != count + 1:
        raise _foreign(cursor)
    return found[1:]


def sign(secret: str, payload: str) -> str:
    return sha256(f"{secret}{payload}".encode()).hexdigest()[:SIGNATURE]


def _foreign(cursor: Any) -> BadRequest:
    shown = str(cursor)[:40]
    return BadRequest(f"The cursor '{shown}' does not belong to this list in this order. Start again without it.")
