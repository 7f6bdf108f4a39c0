"""What somebody sees of the values in an audit event, name by name."""

from json import loads
from typing import Any

from schema.build import GRAPHQL
from tests.resolvers.oracle.entities import snake
from tests.resolvers.oracle.rights import LEVELS, sensitivity
from tests.resolvers.oracle.rows import TYPES

MASKED_WHEN_RECORDED = {"phone", "email", "name", "latinName", "birthday", "gender", "custom", "cardNo"}
PERSONAL = ("CONTACT", "IDENTITY")
STARS = "****"


def recorded(look: Any, event: dict[str, Any]) -> Any:
    changes = None if event["changes"] is None else loads(event["changes"])
    if not isinstance(changes, dict) or look.who.is_admin:
        return changes
    kind = event["subject_type"]
    if kind in TYPES and look.who.sees_type(kind) and not _is_in_sight(look, kind, event["subject_id"]):
        return None
    levels = {name: _level(look, kind, name) for name in changes}
    shown = {name: value for name, value in changes.items() if levels[name] != "NONE"}
    return {name: value if levels[name] == "FULL" else _starred(value) for name, value in shown.items()}


def _is_in_sight(look: Any, kind: str, key: Any) -> bool:
    if look.who.scopes(kind) is None:
        return True
    row = look.rows.one(TYPES[kind][0], key) if key else None
    return row is not None and look.sees(kind, row)


def _level(look: Any, kind: str, name: str) -> str:
    if kind in TYPES:
        if not look.who.sees_type(kind):
            return "NONE"
        if (field := _field(kind, name)) is not None:
            level = look.who.facets(kind, field)["read"]
            is_kept = sensitivity(kind, field) in PERSONAL and field in MASKED_WHEN_RECORDED
            return "FULL" if level == "MASKED" and is_kept else level
    found = [
        min(look.who.facets(other, field)["read"], _of_class(look, sensitivity(other, field)), key=LEVELS.index)
        for other in TYPES
        if (field := _field(other, name)) is not None and sensitivity(other, field) != "PUBLIC"
    ]
    return min(found, key=LEVELS.index) if found else _rest(look)


def _field(kind: str, name: str) -> str | None:
    return next((field for field in GRAPHQL.type_map[kind].fields if name in (field, snake(field))), None)


def _rest(look: Any) -> str:
    whole = all(_of_class(look, c) == "FULL" for c in ("FINANCIAL", "INTERNAL"))
    known = all(_of_class(look, c) != "NONE" for c in PERSONAL)
    return "FULL" if whole and known else "MASKED"


def _of_class(look: Any, sensitivity: str) -> str:
    levels = [role.get("classes", {}).get(sensitivity, {"read": "NONE"})["read"] for role in look.who.roles.values()]
    return max(levels, key=LEVELS.index)


def _starred(value: Any) -> Any:
    if isinstance(value, list):
        return [None if part is None else STARS for part in value]
    return None if value is None else STARS
