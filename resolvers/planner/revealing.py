"""A masked field that is shown for a minute: the condition that the statement asks, at no cost for all other rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from resolvers.planner.statement import Row, Statement
from resolvers.planner.verbs import WRITTEN
from rules.disclosures import PERMISSION, REVEALABLE
from rules.permissions import Access
from rules.viewer import Viewer


def may_reveal(access: Access, type_name: str) -> bool:
    return type_name in REVEALABLE and access.permits(PERMISSION)


def is_revealed(row: Row, type_name: str, field: str) -> str:
    """A condition on the row: this viewer was shown this field less than a minute ago, by the database's clock."""
    keys, until = _bound(row.statement, f"{type_name}.{field}")
    return f"({row.key} = ANY({keys}) AND now() < ({until})[array_position({keys}, {row.key})])"


def _bound(statement: Statement, name: str) -> tuple[str, str]:
    def part(place: int, cast: str) -> str:
        return statement.bind(lambda variables, viewer: [one[place] for one in shown(variables, viewer, name)], cast)

    return statement.once(("revealed", name), lambda: (part(0, "uuid[]"), part(1, "timestamptz[]")))


def shown(variables: dict[str, Any], viewer: Viewer, name: str) -> list[tuple[UUID, datetime]]:
    """What the viewer was shown of a field: the rows, the newest first, each until when."""
    return [(key, until) for revealed, key, until in all_shown(variables, viewer) if revealed == name]


def all_shown(variables: dict[str, Any], viewer: Viewer) -> list[tuple[str, UUID, datetime]]:
    """Fields with their rows, the newest first; one that this very operation reveals is among them."""
    written = (variables.get(WRITTEN) or {}).get("revealed")
    return [*([written] if written else []), *viewer.revealed]
