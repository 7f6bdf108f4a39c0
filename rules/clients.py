"""What a program that comes in over the API may be given."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from rules.permissions import Access, Sensitivity
from rules.refusals import Detail, ErrorCode, Refused

PREFIX = "mdk_"
SHOWN = 8
"First letters of a token by which people recognize it."
LONGEST_NAME = 200
MOST_ORIGINS, LONGEST_ORIGIN = 50, 300
MOST_HOURS = 24 * 90
"How long an old token may live beside its successor."
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
Fields = Mapping[tuple[str, str], Sensitivity]


def check_origins(given: list[str]) -> list[str]:
    """Origins as browsers send them, each once. Raises Refused."""
    if len(given) > MOST_ORIGINS:
        message = "A program has at most {most} origins."
        raise Refused(ErrorCode.INVALID, message, ("input", "origins"), Detail(str(MOST_ORIGINS)), most=MOST_ORIGINS)
    return list(dict.fromkeys(map(_origin, given)))


def _origin(text: str) -> str:
    origin = text.strip().lower().removesuffix("/")
    try:
        parts = urlsplit(origin)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    is_plain = origin == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc and "*" not in origin
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.netloc.removesuffix(f":{port}") in LOOPBACK)
    if not (host and is_plain and is_safe and len(origin) <= LONGEST_ORIGIN and origin.isascii()):
        message = (
            "'{origin}' is no origin. It looks like https://shop.example.com, without a path; http only for localhost."
        )
        raise Refused(ErrorCode.INVALID, message, ("input", "origins"), origin=text[:100])
    return origin


def check_end(end: datetime | None, at: datetime, most: datetime | None, path: tuple[str, ...]) -> None:
    """An end lies ahead, and not behind that of the whole."""
    if end is not None and end <= at:
        raise Refused(ErrorCode.INVALID, "The end has to lie ahead.", path)
    if end is not None and most is not None and end > most:
        message = "The program itself ends before, on {end}. Choose an earlier end."
        raise Refused(ErrorCode.INVALID, message, path, Detail(most.isoformat()), end=most)


def check_name(name: str, path: tuple[str, ...]) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refused(ErrorCode.REQUIRED, "A name has 1 to {most} characters.", path, most=LONGEST_NAME)
    return name


def check_scopes(whole: Access, types: list[str] | None, permissions: list[str] | None, fields: Fields) -> None:
    """What a program is limited to has to be there and to be its roles'."""
    known = {type_name for type_name, _ in fields}
    for name in types or ():
        if name not in known or not whole.sees(name):
            message = "Its roles do not see a type '{name}'."
            raise Refused(ErrorCode.INVALID, message, ("input", "types"), name=name[:80])
    for name in permissions or ():
        if not whole.permits(name):
            message = "Its roles do not have the permission '{name}'."
            raise Refused(ErrorCode.INVALID, message, ("input", "permissions"), name=name[:80])


def beyond(own: Access, wanted: Access, fields: Fields, permissions: Iterable[str]) -> list[str]:
    """What somebody with the rights `own` would hand out without having it: permissions, types and fields by name.

    `fields` are all fields of all types with their classes, `permissions` all that there are.
    """
    if own.is_everything:
        return []
    missing = sorted(name for name in permissions if wanted.permits(name) and not own.permits(name))
    for type_name in sorted({name for name, _ in fields}):
        if wanted.sees(type_name) and not (own.sees(type_name) and _covers(own, wanted, type_name)):
            missing.append(type_name)
    return missing + [
        f"{type_name}.{name}" for (type_name, name), kind in sorted(fields.items())
        if type_name not in missing and _exceeds(own, wanted, type_name, name, kind)
    ]  # fmt: skip


def _covers(own: Access, wanted: Access, type_name: str) -> bool:
    """Whether every row scope that is wanted is one of one's own."""
    mine, theirs = own.scopes(type_name), wanted.scopes(type_name)
    return mine is None or (theirs is not None and all(scope in mine for scope in theirs))


def _exceeds(own: Access, wanted: Access, type_name: str, name: str, kind: Sensitivity) -> bool:
    mine, theirs = own.facets(type_name, name, kind), wanted.facets(type_name, name, kind)
    return (mine | theirs) != mine
