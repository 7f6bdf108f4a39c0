"""The state of a list, wholly in its address: search, filters, sort, page, columns. Read, changed, written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import quote, urlencode

from graphql import GraphQLInputObjectType

from admin_ui.panels.filters import RELATIVE, Condition, Misread, read

SIZES = (25, 50, 100)
USUAL_SIZE = 50
FORM_WORDS = ("op", "value", "way", "number", "unit")


@dataclass(frozen=True)
class Address:
    """Immutable: every link on the page is this address with one thing changed. Changing a filter forgets the page.

    `view` is the code of the saved view that it began with.
    """

    panel: str
    search: str = ""
    conditions: tuple[Condition, ...] = ()
    any_of: bool = False
    sort: str = ""
    after: str = ""
    before: str = ""
    row: int = 1
    size: int = USUAL_SIZE
    columns: tuple[str, ...] = ()
    view: str = ""
    misread: tuple[Misread, ...] = ()

    @classmethod
    def read(cls, panel: str, pairs: Iterable[tuple[str, str]], where: GraphQLInputObjectType | None) -> Self:
        pairs = list(pairs)
        given = dict(pairs)
        conditions, wrong = read(pairs, where)
        return cls(
            panel,
            search=given.get("q", "").strip(),
            conditions=tuple(conditions),
            any_of=given.get("match") == "any",
            sort=given.get("sort", ""),
            after=given.get("after", ""),
            before=given.get("before", ""),
            row=_whole(given.get("row", ""), 1),
            size=_size(given.get("size", "")),
            columns=tuple(c for c in given.get("columns", "").split(",") if c),
            view=given.get("view", "")[:64],
            misread=tuple(wrong),
        )

    @property
    def parameters(self) -> list[tuple[str, str]]:
        filters = [pair for c in self.conditions for pair in c.parameters]
        rest = {
            "match": "any" if self.any_of and len(self.conditions) > 1 else "",
            "sort": self.sort,
            "columns": ",".join(self.columns),
            "view": self.view,
            "size": str(self.size) if self.size != USUAL_SIZE else "",
            "after": self.after,
            "before": self.before,
            "row": str(self.row) if self.row > 1 else "",
        }
        return [*([("q", self.search)] if self.search else []), *filters, *((n, v) for n, v in rest.items() if v)]

    @property
    def query(self) -> str:
        return urlencode(self.parameters, safe=",:$")

    @property
    def url(self) -> str:
        return f"/{self.panel}?{self.query}" if self.parameters else f"/{self.panel}"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.conditions or self.search)

    def changed(self, **changes: Any) -> "Address":
        return replace(self, **{"after": "", "before": "", "row": 1} | changes)

    def without(self, *gone: Condition) -> "Address":
        return self.changed(conditions=tuple(c for c in self.conditions if c not in gone))

    def without_filter(self, path: tuple[str, ...]) -> "Address":
        return self.changed(conditions=tuple(c for c in self.conditions if c.path != path))

    def sorted_by(self, sort: str, current: str) -> "Address":
        """By this column; the other way round if it is the current one."""
        return self.changed(sort=f"-{sort.lower()}" if current == sort.lower() else sort.lower())

    def filters_of(self, path: tuple[str, ...]) -> list[Condition]:
        return [c for c in self.conditions if c.path == path]


def item_url(panel: str, key: str, **more: str) -> str:
    query = urlencode({n: v for n, v in more.items() if v})
    return f"/{panel}/{quote(str(key), safe='')}" + (f"?{query}" if query else "")


def canonical(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]] | None:
    """What a filter form sent, as an address says it; None if it already does.

    A form names the operator apart (`name.op=contains&name.value=li`, `at.way=last&at.number=30&at.unit=day`) and
    sends its empty inputs too.
    """
    pairs = list(pairs)
    columns = [value for name, value in pairs if name == "columns"]
    if len(columns) < 2 and all(value and name.rsplit(".", 1)[-1] not in FORM_WORDS for name, value in pairs):
        return None
    form: dict[str, dict[str, str]] = {}
    kept: list[tuple[str, str]] = []
    for name, value in pairs:
        front, _, last = name.rpartition(".")
        if front and last in FORM_WORDS:
            form.setdefault(front, {})[last] = value.strip()
        elif value.strip() and name != "columns":
            kept.append((name, value.strip()))
    relative = {name for name, said in form.items() if said.get("way")}
    kept = [(n, v) for n, v in kept if n.rpartition(".")[0] not in relative]
    said = [pair for name, words in form.items() for pair in _said(name, words)]
    return kept + said + ([("columns", ",".join(columns))] if columns else [])


def _said(name: str, said: dict[str, str]) -> list[tuple[str, str]]:
    if said.get("way"):
        text = f"{said['way']}-{said.get('number', '')}-{said.get('unit', 'day')}s"
        return [(name, text)] if RELATIVE.fullmatch(text) else []
    operator, value = said.get("op", ""), said.get("value", "")
    if operator in ("empty", "filled"):
        return [(f"{name}.isNull", "true" if operator == "empty" else "false")]
    return [(f"{name}.{operator}" if operator else name, value)] if value else []


def _whole(text: str, otherwise: int) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 12 else otherwise


def _size(text: str) -> int:
    return int(text) if text.isdecimal() and int(text) in SIZES else USUAL_SIZE
