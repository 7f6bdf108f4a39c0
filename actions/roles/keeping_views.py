"""What becomes of saved views when a role changes: columns and filters that their readers lose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from json import loads
from typing import Any

from actions.roles.editing import Edit
from models.saved_views import ACTIVE
from rules.permissions import Access
from rules.saved_views import EDIT, SavedViewSharing

Holder = Mapping[str, Any]


@dataclass(slots=True)
class ViewLoss:
    """`lost` are columns and filters, `people` how many lack them from then on."""

    code: str
    name: str
    people: int = 0
    lost: set[str] = field(default_factory=set)


async def view_losses(edit: Edit, groups: Sequence[tuple[Access, Access, Sequence[Holder]]]) -> list[ViewLoss]:
    """`groups` are people with the same roles, and what they may before and after."""
    rows = [dict(row) for row in await edit.connection.fetch(ACTIVE)]
    views = [row | {name: loads(row[name]) for name in ("conditions", "ordering")} for row in rows]
    found: dict[str, ViewLoss] = {}
    for before, after, holders in groups:
        theirs = [(view, count) for view in views if (count := _readers(view, before, after, holders))]
        asked = [view for view, _ in theirs]
        had, has = edit.sight.gaps(before, asked), edit.sight.gaps(after, asked)
        for view, count in theirs:
            lost = set(has[view["code"]]) - set(had[view["code"]])
            if lost:
                loss = found.setdefault(view["code"], ViewLoss(view["code"], view["name"]))
                loss.people += count
                loss.lost |= lost
    return sorted(found.values(), key=lambda loss: loss.code)


def _readers(view: Mapping[str, Any], before: Access, after: Access, holders: Sequence[Holder]) -> int:
    """How many of them have the view, before and after."""
    if not (before.sees("SavedView") and after.sees("SavedView")):
        return 0
    if view["sharing"] == SavedViewSharing.EVERYBODY:
        return len(holders)
    is_theirs = before.permits(EDIT) or bool({*view["roles"]} & {*holders[0]["roles"]})
    if view["sharing"] == SavedViewSharing.ROLES and is_theirs:
        return len(holders)
    return sum(1 for one in holders if str(one["staff_id"]) == str(view["owner_id"]))
