"""The buttons beside a record or a row, and what is said when one of them was used."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from admin_ui.pages.undo import MUTATION, may_undo
from admin_ui.panels.grammar import Act, Panel
from admin_ui.visits import Visit, local_path

WAITS = "waits"
"Said instead of an act's name if another person has to decide."


@dataclass(frozen=True)
class Offer:
    title: str
    icon: str
    href: str


@dataclass(frozen=True)
class Done:
    """`undo` is what takes it back, `made` the address of what it made elsewhere."""

    text: str
    undo: str = ""
    made: str = ""


def offers(panel: Panel, key: str, acts: Iterable[Act], one: Any, row: Any = None) -> list[Offer]:
    """Those that make sense as it stands; `row` is what stands in a block of the record."""
    stands = one if row is None else row
    icon = "pencil"
    fitting = [a for a in acts if all(stands.get(name) in values for name, values in a.when.items())]
    return [Offer(a.title, a.icon or icon, f"/acts/{panel.name}/{a.name}?{_said(a, key, row)}") for a in fitting]


def _said(act: Act, key: str, row: Any) -> str:
    filled = {f"row.{name}": row[name] for name in act.row.values()} if row else {}
    opened = {f"set.{argument}": row[name] for argument, name in act.suggested.items()} if row else {}
    return urlencode({"key": key} | filled | opened)


def new_offers(panel: Panel, acts: Iterable[Act]) -> list[Offer]:
    icon = "plus"
    return [Offer(a.title, a.icon or icon, f"/{panel.name}/new/{a.name}") for a in acts]


def done(visit: Visit, panel: Panel) -> Done | None:
    """What the address says was done, in the panel's words."""
    given, _ = visit.request.query_params, visit.words.gettext
    if given.get("done") == MUTATION:
        return Done(_("Taken back."))
    if given.get("done") == WAITS:
        made = given.get("made", "")
        return Done(_("Sent for approval. Nothing was changed yet."), made=local_path(made) if made else "")
    acts = (*panel.acts, *(panel.list.acts if panel.list else ()))
    act = next((a for a in acts if a.name == given.get("done")), None)
    if act is None:
        return None
    text = _(act.done) if act.done else _(act.title) + _(": done.")
    made = given.get("made", "")
    undo = given.get("undo", "") if may_undo(visit) else ""
    return Done(text, undo, local_path(made) if made else "")
