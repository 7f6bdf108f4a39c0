"""What can be asked about a number: the question of a panel, and the field of Query that answers it."""

from typing import TYPE_CHECKING, Any

from admin_ui.panels.grammar import Opens

if TYPE_CHECKING:
    from admin_ui.panels.sight import Sight

QUESTIONS = {f"explain/{name}": f"explain{name.title()}" for name in ("points", "tier", "coupon", "campaign")}


def asked(sight: "Sight", why: Opens | None, parent: Any) -> Opens | None:
    """Kept for who may ask it."""
    field = QUESTIONS.get(why.panel, why.panel) if why else ""
    if why is None or field not in sight.schema.query_type.fields:
        if why is not None:
            sight.lost(f"'{field}' is not a field of Query")
        return None
    missing = [hole.missing(parent) for hole in why.holes]
    for name, owner in filter(None, missing):
        sight.lost(f"'{name}' is not a field of {owner}")
    return None if any(missing) else why
