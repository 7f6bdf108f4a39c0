"""A file that is to be imported: can it be read, how, and what is its content called."""

import codecs
import csv
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import polars as pl

from rules.refusals import ErrorCode, Refused

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Origin:
    """`digest` is the SHA-256 of the file. `row_count` is known of Parquet only; encoding and delimiter of CSV only."""

    path: Path
    digest: str
    columns: list[str]
    encoding: str = ""
    delimiter: str = ","
    row_count: int | None = None

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def is_parquet(self) -> bool:
        return self.row_count is not None


def origin(path: Path) -> Origin:
    """Raises Refused with one clear line if it cannot be read: no file, no text, no header, two columns of one name."""
    if not path.is_file():
        raise Refused(ErrorCode.NOT_FOUND, "{file} does not exist.", file=path)
    with open(path, "rb") as file:
        start = file.read(4096)
        file.seek(0)
        digest = file_digest(file, "sha256").hexdigest()
    found = _parquet(path, digest) if start.startswith(b"PAR1") else _csv(path, digest, start)
    _check_columns(found)
    return found


def _parquet(path: Path, digest: str) -> Origin:
    try:
        scan = pl.scan_parquet(path)
        schema = scan.collect_schema()
        count = scan.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        message, why = "{file} is a broken Parquet file: {why}", str(error).splitlines()[0]
        raise Refused(ErrorCode.INVALID, message, file=path, why=why) from error
    odd = [name for name, kind in schema.items() if kind.is_nested() or kind == pl.Binary]
    if odd:
        message = "{file}: the column '{column}' holds lists, structures or bytes, not values."
        raise Refused(ErrorCode.INVALID, message, file=path, column=odd[0])
    return Origin(path, digest, list(schema), row_count=count)


def _csv(path: Path, digest: str, start: bytes) -> Origin:
    if not start:
        raise Refused(ErrorCode.INVALID, "{file} is empty.", file=path)
    if start.startswith(b"PK\x03\x04"):
        message = "{file} is a workbook or an archive. Save the sheet as CSV (UTF-8) first."
        raise Refused(ErrorCode.INVALID, message, file=path)
    if start.count(0) > len(start) // 100 and not start.startswith(UTF_16):
        raise Refused(ErrorCode.INVALID, "{file} is not a text file.", file=path)
    encoding = _encoding(path, start)
    columns, delimiter = _header(path, encoding)
    return Origin(path, digest, columns, encoding, delimiter)


def _encoding(path: Path, start: bytes) -> str:
    """What the whole file can be read with: UTF-16 by its mark, UTF-8 with or without a mark, GB18030."""
    for encoding in ("utf-16",) if start.startswith(UTF_16) else ("utf-8-sig", "gb18030"):
        if _is_readable(path, encoding):
            return encoding
    message = "{file} is neither UTF-8 nor GB18030 text. Save it as UTF-8 first."
    raise Refused(ErrorCode.INVALID, message, file=path)


def _is_readable(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with open(path, "rb") as file:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _header(path: Path, encoding: str) -> tuple[list[str], str]:
    """The names in the first line, and what separates them: the one of , ; tab | that stands there most."""
    with open(path, encoding=encoding, newline="") as file:
        first = file.readline(1_000_000)
    delimiter = max(",;\t|", key=first.count)
    return [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])], delimiter


def _check_columns(found: Origin) -> None:
    if not any(found.columns):
        message = "{file} has no header: the first line must name the columns."
        raise Refused(ErrorCode.INVALID, message, file=found.path)
    for name in found.columns:
        if not name:
            message = "{file} has a column without a name. Name it in the first line."
            raise Refused(ErrorCode.INVALID, message, file=found.path)
        if found.columns.count(name) > 1:
            message = "{file} has two columns '{name}'. Rename one in the first line."
            raise Refused(ErrorCode.INVALID, message, file=found.path, name=name)
