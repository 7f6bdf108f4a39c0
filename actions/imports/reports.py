"""What an importer tells: how far it is, what it found wrong, what came of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

KEPT = 1000
"So many problems are kept in a summary; all of them are in `import_problem`."
SHOWN = 25


class Progress(Protocol):
    """Called after each piece of work: what is being done, how much of it is done, and of how much if that is known."""

    def __call__(self, step: str, done: int, total: int | None) -> None: ...


def silent(step: str, done: int, total: int | None) -> None:
    """Progress for a caller who does not look."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that was not as it should be: in one `line` (the header is 1), or found `rows` times."""

    file: str
    reason: str
    treatment: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    rows: int = 1

    def __str__(self) -> str:
        where = f"line {self.line:,}" if self.line else f"{self.rows:,} rows"
        cell = f", {self.column}" if self.column else ""
        value = f" ({shortened(self.value, 40)})" if self.value else ""
        return f"{self.file}, {where}{cell}{value}: {self.reason} - {self.treatment}"


@dataclass(slots=True)
class Summary:
    """What an import did.

    `read` counts the file's rows, `added` the rows of each kind that are in the database because of this import, and
    `known` those that were there before. `moved_days` is by how much dates were moved.
    """

    kind: str
    file: str
    digest: str
    dry_run: bool = False
    job_id: UUID | None = None
    was_done_before: bool = False
    read: int = 0
    refused: int = 0
    known: int = 0
    moved_days: int = 0
    seconds: float = 0.0
    added: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    def note(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.problem_count += 1
            if len(self.problems) < KEPT:
                self.problems.append(problem)

    def __str__(self) -> str:
        """The report that a person reads at the end."""
        return "\n".join([self._headline(), *self._counts(), *self._found()])

    def _headline(self) -> str:
        what = " This was a dry run: nothing was written." if self.dry_run else ""
        what = " It was imported before; nothing changed." if self.was_done_before else what
        moved = f" Dates moved by {self.moved_days} days." if self.moved_days else ""
        return f"{self.file}: {self.read:,} rows read in {self.seconds:.1f} s.{what}{moved}"

    def _counts(self) -> list[str]:
        counts = dict(self.added) | {"refused": self.refused, "already there": self.known}
        return [f"  {name.replace('_', ' '):<24} {count:>12,}" for name, count in counts.items() if count]

    def _found(self) -> list[str]:
        if not self.problem_count:
            return []
        shown = [f"  {problem}" for problem in self.problems[:SHOWN]]
        more = self.problem_count - len(shown)
        tail = [f"  ... and {more:,} more" + (" (all are kept with the job)" if self.job_id else "")] if more else []
        return ["What was not as it should be, and what was done about it:", *shown, *tail]


def shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
