"""The hash that chains audit events, so that none can be altered or taken out unseen."""

from collections.abc import Mapping
from hashlib import sha256
from json import dumps, loads
from typing import Any

GENESIS = bytes(32)
"The previous hash of the first event."


def plain(value: Any) -> Any:
    """The value as JSON keeps it: ids, instants, decimals as text, whole floats as integers. NaN raises ValueError."""
    return _whole(loads(dumps(value, default=str, allow_nan=False)))


def event_hash(previous: bytes, event: Mapping[str, Any]) -> bytes:
    """SHA-256 over the previous hash and the event in canonical JSON (sorted keys, no spaces, UTF-8)."""
    canonical = dumps(plain(dict(event)), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(previous + canonical.encode()).digest()


def _whole(value: Any) -> Any:
    """PostgreSQL keeps 1e22 as an integer, so a whole float must hash like the integer that is read back."""
    if isinstance(value, dict):
        return {name: _whole(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
