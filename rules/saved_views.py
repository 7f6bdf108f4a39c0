"""Saved views: what may be kept, for whom, and what is left of one for a reader who may see less."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from json import dumps
from typing import Any

from rules.refusals import ErrorCode, Refused
from rules.saving import check_named, check_range

EDIT = "views.edit"
ME = "$me"
"In conditions: whoever looks."
MOST_COLUMNS = 60
MOST_CHARACTERS = 20_000
MOST_OF_A_PERSON = 200
QUEUES_OF = "Ticket"
Conditions = Mapping[str, Any]


class SavedViewSharing(StrEnum):
    MINE = "MINE"
    ROLES = "ROLES"
    EVERYBODY = "EVERYBODY"


def check_view(wanted: Mapping[str, Any]) -> None:
    """Raises Refused that names what cannot be kept. Conditions, order and columns are checked by who can read them."""
    check_named(wanted["code"], wanted["name"])
    check_range(wanted["position"], 0, 1_000_000, "position")
    if len(wanted["shown"]) > MOST_COLUMNS:
        message = "A view has at most {most} columns."
        raise Refused(ErrorCode.LIMIT_REACHED, message, ("input", "columns"), most=MOST_COLUMNS)
    for name, path in (("conditions", "where"), ("layout", "layout")):
        if len(dumps(wanted[name])) > MOST_CHARACTERS:
            message = "This is more than {most:,} characters. Make it shorter."
            raise Refused(ErrorCode.LIMIT_REACHED, message, ("input", path), most=MOST_CHARACTERS)
    if (wanted["sharing"] == SavedViewSharing.ROLES) != bool(wanted["roles"]):
        message = "Say with which roles it is shared, or share it with nobody or everybody."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "roleCodes"))
    if wanted["is_queue"] and wanted["type_name"] != QUEUES_OF:
        message = "Only a view of tickets can be a queue of the desk."
        raise Refused(ErrorCode.INVALID, message, ("input", "isQueue"))


def check_changeable(kept: Mapping[str, Any], staff: str | None, *, may_edit: bool, path: tuple[str, ...]) -> None:
    """People change their own; what is shared, who may edit views of others. Raises Refused."""
    if staff is not None and str(kept["owner_id"]) == staff:
        return
    if kept["sharing"] == SavedViewSharing.MINE:
        message = "The code '{code}' is taken. Choose another one."
        raise Refused(ErrorCode.CONFLICT, message, path, code=kept["code"])
    if not may_edit:
        message = "The view {name} belongs to others. Save it under another code, or ask who may edit shared views."
        raise Refused(ErrorCode.FORBIDDEN, message, path, name=kept["name"])


def parts(conditions: Conditions) -> Iterator[dict[str, Any]]:
    """The conditions that must all be met, one by one: what a reader may not use is left out by whole parts."""
    for name, value in conditions.items():
        if name == "and" and isinstance(value, list):
            for each in value:
                yield from parts(each) if isinstance(each, dict) else ()
        else:
            yield {name: value}


def joined(kept: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The parts as one condition."""
    names = [name for part in kept for name in part]
    if len(set(names)) == len(names):
        return {name: value for part in kept for name, value in part.items()}
    return {"and": list(kept)}


def names(conditions: Any) -> set[str]:
    """What is filtered by, as paths: `member.tier.code`."""
    found: set[str] = set()
    for name, value in conditions.items() if isinstance(conditions, dict) else ():
        if name in ("and", "or"):
            found |= {inner for each in value if isinstance(value, list) for inner in names(each)}
        elif name == "not":
            found |= names(value)
        else:
            found |= {f"{name}.{inner}" for inner in names(_inside(value))} or {name}
    return found


def speaks_of_me(conditions: Any) -> bool:
    return ME in dumps(conditions)


def meant(conditions: Any, me: str) -> Any:
    """The conditions as they are for one person."""
    if isinstance(conditions, dict):
        return {name: meant(value, me) for name, value in conditions.items()}
    if isinstance(conditions, list):
        return [meant(each, me) for each in conditions]
    return me if conditions == ME else conditions


def _inside(value: Any) -> dict[str, Any]:
    """The filters of another type; operators hold plain values, `relative` apart."""
    if not isinstance(value, dict):
        return {}
    return {
        name: inner
        for name, inner in value.items()
        if name != "relative" and (isinstance(inner, dict) or name in ("and", "or"))
    }
