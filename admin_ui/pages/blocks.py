"""A block as it is drawn: rows, facts, tiles."""

from dataclasses import dataclass, field
from typing import Any

from admin_ui.pages.offers import Offer
from admin_ui.panels.cells import Cell
from admin_ui.panels.grammar import Block, Tile
from admin_ui.panels.headings import Heading


@dataclass(frozen=True)
class Fact:
    heading: Heading
    cell: Cell
    access: dict[str, Any] | None = None

    @property
    def revealed_until(self) -> str:
        """Until when it is shown for a reason, though it is masked every day."""
        return (self.access or {}).get("revealedUntil") or ""

    @property
    def is_masked(self) -> bool:
        return self.access is not None and self.access["visibility"] != "READABLE"


@dataclass(frozen=True)
class TileDrawn:
    tile: Tile
    label: str
    cell: Cell
    href: str
    notes: tuple[str, ...]
    share: int | None
    "How full its bar is, in hundredths; None where there is no bar."
    why: str = ""


@dataclass
class BlockDrawn:
    """A block with its rows (of a list) or its facts (of one thing)."""

    block: Block
    headings: tuple[Heading, ...]
    nodes: list[dict[str, Any]]
    rows: list[tuple[str, tuple[Cell, ...]]]
    facts: list[Fact]
    tiles: list[TileDrawn]
    count: str = ""
    total: int = 0
    next: str = ""
    is_later: bool = False
    href: str = ""
    one_href: str = ""
    offers: list[list[Offer]] = field(default_factory=list)

    @property
    def has_acts(self) -> bool:
        return any(self.offers)

    def leave_out_empty(self) -> None:
        """Columns that hold nothing in any row here only take room."""
        kept = [
            i for i in range(len(self.headings)) if i == 0 or any(not cells[i].is_missing for _, cells in self.rows)
        ]
        if self.rows:
            self.headings = tuple(self.headings[i] for i in kept)
            self.rows = [(href, tuple(cells[i] for i in kept)) for href, cells in self.rows]

    @property
    def is_flat(self) -> bool:
        """Whether a chart would show nothing."""
        return not any(float(cells[1].raw or 0) for _, cells in self.rows)

    @property
    def unit(self) -> str:
        """The currency of a chart's bars, if they are money."""
        bars = self.block.chart.bars.field.value(self.nodes[0]) if self.block.chart and self.nodes else None
        return bars["currency"] if isinstance(bars, dict) else ""


def share(tile: Tile, row: Any) -> int | None:
    """The first number of a bar out of the sum of all."""
    numbers = [float(v) for p in tile.bar if (v := p.value(row)) is not None]
    if not tile.bar or len(numbers) < len(tile.bar) or sum(numbers) <= 0:
        return None
    return max(0, min(100, round(100 * numbers[0] / sum(numbers))))
