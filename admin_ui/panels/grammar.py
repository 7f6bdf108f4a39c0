"""The words of a panel. Everything a panel file may say is a field here; docs/PANELS.md explains each."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from admin_ui.panels.paths import Path

CellKind = Literal[
    "text", "title", "person", "badge", "word", "tier", "money", "number", "signed", "decimal", "percent", "factor",
    "when", "clock", "day", "until", "due", "yes", "flag", "code", "link", "links", "long", "json", "changes",
    "abilities", "event", "kind", "days", "minutes", "stars", "count", "qr",
]  # fmt: skip
BlockKind = Literal[
    "table", "facts", "pairs", "person", "timeline", "cards", "chart", "shares", "funnel", "conversation", "grants",
    "effects", "clocks"]  # fmt: skip
Tone = Literal["good", "busy", "wait", "bad", "over"]


@dataclass(frozen=True)
class Sentence:
    """Words with holes; each hole is a path. Not drawn while a hole is empty or not for this viewer."""

    text: str
    holes: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Opens:
    """Where a number or a name leads: a panel's list with filters, one item, or a tab of this page. Holes are paths."""

    panel: str
    query: str = ""
    key: str = ""
    tab: str = ""
    holes: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Column:
    """One cell of a table or one line of facts. `under` are the smaller lines of a title or person, `why` the question
    that explains it.
    """

    field: Path
    under: tuple[Path, ...] = ()
    label: str = ""
    kind: CellKind | None = None
    sort: str = ""
    opens: Opens | None = None
    why: Opens | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Choices:
    """Where the values of a filter come from, when the schema's own type does not list them."""

    source: str
    value: str
    text: str


@dataclass(frozen=True)
class Filter:
    field: tuple[str, ...]
    label: str = ""
    choices: Choices | None = None


@dataclass(frozen=True)
class View:
    """A tab over a list: the same list with filters set."""

    title: str
    query: str = ""


@dataclass(frozen=True)
class Empty:
    title: str
    text: str = ""


@dataclass(frozen=True)
class Act:
    """A change: a button and a form for what a person has to say.

    `fill` are arguments of the mutation that the record fills: `$key` is what it is opened by, `$id` its id,
    `$record.member.memberNo` a path from it, `$row.code` a field of the row that the button stands in; anything else is
    meant as it is. `is_confirmed` asks for its name to be typed. `when` says which values fields must have for the
    button to be drawn, `masked` which field of the row must be masked; `choices` where those of an argument come from,
    `fields` which arguments are asked. `send` are the words on the form's button, `done` what is said afterwards,
    `leads` where cells of the preview lead, `tells` what of the answer is shown once, instead of the record.
    """

    mutation: str
    title: str
    fill: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)
    suggest: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    when: Mapping[str, list[Any]] = dataclasses.field(default_factory=dict, hash=False)
    choices: Mapping[str, Choices] = dataclasses.field(default_factory=dict, hash=False)
    fields: tuple[str, ...] = ()
    icon: str = ""
    id: str = ""
    send: str = ""
    done: str = ""
    preview: str = ""
    tells: str = ""
    leads: Mapping[str, Opens] = dataclasses.field(default_factory=dict, hash=False)
    prefill: bool | None = None
    is_confirmed: bool = False
    masked: str = ""

    @property
    def name(self) -> str:
        return self.id or self.mutation

    @property
    def row(self) -> dict[str, str]:
        """The fields of a row that it needs, by the argument that each fills."""
        return self._filled_by("$row.")

    @property
    def suggested(self) -> dict[str, str]:
        return {argument: text.removeprefix("$row.") for argument, text in self.suggest.items()}

    @property
    def record(self) -> dict[str, Path]:
        """The paths from the record that it needs, by the argument that each fills."""
        return {argument: Path.read(text) for argument, text in self._filled_by("$record.").items()}

    def _filled_by(self, start: str) -> dict[str, str]:
        texts = {argument: v for argument, v in self.fill.items() if isinstance(v, str) and v.startswith(start)}
        return {argument: text.removeprefix(start) for argument, text in texts.items()}


@dataclass(frozen=True)
class ListPart:
    source: str
    columns: tuple[Column, ...]
    order: str = ""
    search: str = ""
    filters: tuple[Filter, ...] = ()
    views: tuple[View, ...] = ()
    empty: Empty = Empty("Nothing here yet")
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Tile:
    """A number that matters, with up to a few sentences and a bar below it."""

    field: Path
    label: str = ""
    kind: CellKind | None = None
    notes: tuple[Sentence, ...] = ()
    bar: tuple[Path, ...] = ()
    opens: Opens | None = None
    why: Opens | None = None
    tone: Tone | None = None


@dataclass(frozen=True)
class Chart:
    """Bars over a list of rows: `x` under each bar, `bars` its height, further fields only in the table."""

    x: Column
    bars: Column
    others: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Block:
    """A box: facts of the item, a list under it (`field`), a list of its own (`source`), tiles, or a chart.

    `by` is the argument of its own list that takes what the record is opened by.
    """

    id: str
    kind: BlockKind = "table"
    title: str = ""
    field: Path | None = None
    source: str = ""
    by: str = ""
    first: int = 20
    where: Any = dataclasses.field(default=None, hash=False)
    order: str = ""
    columns: tuple[Column, ...] = ()
    tiles: tuple[Tile, ...] = ()
    chart: Chart | None = None
    opens: Opens | None = None
    empty: str = ""
    is_wide: bool = False
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Tab:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Item:
    """One record: what it is asked by, header, tiles, tabs, right column, and on the left the queue it stands in."""

    source: str
    by: tuple[str, ...] = ()
    badges: tuple[Column, ...] = ()
    facts: tuple[Column, ...] = ()
    waits: tuple[str, ...] = ()
    access: Path | None = None
    tiles: tuple[Tile, ...] = ()
    tabs: tuple[Tab, ...] = ()
    side: tuple[Block, ...] = ()
    queue: Block | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class Panel:
    name: str
    type: str
    title: str
    one: str = ""
    icon: str = "list"
    area: str = ""
    place: int = 100
    about: str = ""
    key: str = ""
    names: tuple[str, ...] = ()
    is_found: bool = False
    list: ListPart | None = None
    item: Item | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block of its item."""
        item = self.item
        if item is None:
            return ()
        return (*(b for tab in item.tabs for b in tab.blocks), *item.side, *((item.queue,) if item.queue else ()))

    @property
    def acts(self) -> tuple[Act, ...]:
        """Those of one record and of the rows below it."""
        return (*(self.item.acts if self.item else ()), *(act for block in self.blocks for act in block.acts))
