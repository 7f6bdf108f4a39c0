"""What a column may hold: how its text is read, and the words for what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

Reading = Callable[[pl.Expr], pl.Expr]
Fault = tuple[Callable[[pl.Expr, pl.Expr], pl.Expr], str]
"A condition on the text and on the value that was read from it, and what is then wrong."

MOMENT, PLACED_MOMENT = "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f%:z"
AS_WRITTEN = (
    (r"^(\d{4})(\d{2})(\d{2})$", "$1-$2-$3"),
    (r"^(\d{4})[年/.](\d{1,2})[月/.](\d{1,2})日?", "$1-$2-$3"),
    (r"^(\d+-\d+-\d+)[T ]+", "$1 "),
    (r"^(\d+-\d+-\d+)$", "$1 00:00:00"),
    (r" (\d{1,2}:\d{2})($|Z$|[+-])", " $1:00$2"),
    (r"Z$", "+00:00"),
    (r"([+-]\d\d):?(\d\d)$", "$1:$2"),
)
"How people write dates and times, and how we read them."
FIRST_YEAR = 1900
EXCEL_TEXT = r'^="(.*)"$'
NEGATIVE: Fault = (lambda text, _: text.str.contains(r"^-[\d.]"), "is negative")
TOO_EARLY: Fault = (lambda _, value: value.dt.year() < FIRST_YEAR, f"is before {FIRST_YEAR}")


@dataclass(frozen=True, slots=True)
class Field:
    """`read` gives null for a text it does not understand, which is then refused with `reason`; `faults` come first.

    `aliases` are other names of the column in files, in lower case with underscores.
    """

    name: str
    aliases: tuple[str, ...]
    read: Reading
    reason: str
    faults: tuple[Fault, ...] = ()
    is_needed: bool = False

    def why_not(self, text: pl.Expr, value: pl.Expr) -> pl.Expr:
        """Why the text is refused; null if it is not. An empty cell is fine unless the field is needed."""
        verdict = pl.when(text.str.contains("\0", literal=True)).then(pl.lit("has a NUL character"))
        for is_wrong, reason in self.faults:
            verdict = verdict.when(is_wrong(text, value)).then(pl.lit(reason))
        verdict = verdict.when(text.is_not_null() & value.is_null()).then(pl.lit(self.reason))
        return verdict.when(text.is_null()).then(pl.lit("is empty")) if self.is_needed else verdict


def cell(name: str) -> pl.Expr:
    """A cell as text: without spaces around it, unwrapped from a spreadsheet's =\"...\"; null if nothing is left."""
    text = pl.col(name).str.strip_chars().str.replace(EXCEL_TEXT, "$1")
    return pl.when(text != "").then(text)


def text(name: str, aliases: tuple[str, ...], limit: int, is_needed: bool = False) -> Field:
    """Any text that a spreadsheet would not take for a formula when it is exported again."""
    faults = (too_long(limit), (lambda text, _: text.str.contains(r"^[=+@\t-]"), "looks like a spreadsheet formula"))
    return Field(name, aliases, lambda value: value, "", faults, is_needed)


def one_of(name: str, aliases: tuple[str, ...], words: Mapping[str, str], reason: str) -> Field:
    """One of the words (given in lower case), kept as what it stands for."""
    known, values = list(words), list(words.values())

    def read(text: pl.Expr) -> pl.Expr:
        return text.str.to_lowercase().replace_strict(known, values, default=None, return_dtype=pl.String)

    return Field(name, aliases, read, reason)


def whole_number(name: str, aliases: tuple[str, ...]) -> Field:
    reason = "is not a whole number"
    return Field(name, aliases, lambda text: _matching(text, r"^\d{1,15}$").cast(pl.Int64), reason, (NEGATIVE,))


def decimal(name: str, aliases: tuple[str, ...], places: int, is_needed: bool = False) -> Field:
    """A number of 0 or more with a decimal point, as a float; exact for amounts below 10^13."""
    pattern = rf"^\d{{1,11}}(\.\d{{1,{places}}})?$" if places else r"^\d{1,11}$"
    too_exact = (lambda text, _: text.str.contains(rf"^\d+\.\d{{{places + 1},}}$"), f"has more than {places} decimals")
    reason = "is not a number such as 12.50"
    return Field(
        name, aliases, lambda text: _matching(text, pattern).cast(pl.Float64), reason, (NEGATIVE, too_exact), is_needed
    )


def day(name: str, aliases: tuple[str, ...], today: datetime) -> Field:
    """A date not before 1900 and not to come, as 1990-05-01, 1990/5/1, 1990.5.1, 19900501 or 1990年5月1日."""
    faults = ((lambda _, value: value > today.date(), "is in the future"), TOO_EARLY)
    return Field(name, aliases, _day, "is not a date such as 1990-05-01", faults)


def moment(
    name: str, aliases: tuple[str, ...], now: datetime, zone: ZoneInfo, is_needed: bool = False, may_come: bool = False
) -> Field:
    """A date, or a date with a time, with an offset or in `zone`; not in the future unless it may. Read as UTC."""
    to_come: Fault = (lambda _, value: value > now + timedelta(days=1), "is in the future")
    faults = (TOO_EARLY,) if may_come else (to_come, TOO_EARLY)
    return Field(
        name, aliases, lambda text: _moment(text, zone), "is not a time such as 2024-05-01 13:45", faults, is_needed
    )


def too_long(limit: int) -> Fault:
    return lambda text, _: text.str.len_chars() > limit, f"is longer than {limit} characters"


def _matching(text: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(text.str.contains(pattern)).then(text)


def _written(text: pl.Series) -> pl.Series:
    for pattern, written in AS_WRITTEN:
        text = text.str.replace(pattern, written)
    return text


def _tried(*readings: Callable[[pl.Series], pl.Series]) -> Callable[[pl.Series], pl.Series]:
    """The first way of reading that works; the later ones, which are slow, are only tried where it does not."""

    def read(text: pl.Series) -> pl.Series:
        found = readings[0](text)
        for reading in readings[1:]:
            left = found.is_null() & text.is_not_null()
            if left.any():
                found = found.zip_with(~left, reading(text))
        return found

    return read


def _day(text: pl.Expr) -> pl.Expr:
    plain = _tried(
        lambda text: text.str.to_date("%Y-%m-%d", strict=False),
        lambda text: _written(text).str.to_date("%Y-%m-%d 00:00:00", strict=False),
    )
    return text.map_batches(plain, return_dtype=pl.Date)


def _moment(text: pl.Expr, zone: ZoneInfo) -> pl.Expr:
    def local(text: pl.Series) -> pl.Series:
        found = text.str.to_datetime(MOMENT, time_unit="us", strict=False)
        found = found.dt.replace_time_zone(str(zone), ambiguous="earliest", non_existent="null")
        return found.dt.convert_time_zone("UTC")

    def placed(text: pl.Series) -> pl.Series:
        return text.str.to_datetime(PLACED_MOMENT, time_unit="us", time_zone="UTC", strict=False)

    read = _tried(local, lambda text: local(_written(text)), lambda text: placed(_written(text)))
    return text.map_batches(read, return_dtype=pl.Datetime("us", "UTC"))
