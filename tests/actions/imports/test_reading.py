from pathlib import Path

import pytest

from actions.imports.general.fields import text
from actions.imports.general.mapping import columns_of, read_mapping
from actions.imports.general.origin import origin
from actions.imports.general.reading import LINE, Batch, batches
from rules.refusals import Refused


def _read(path: Path) -> Batch:
    return next(batches(origin(path)))


def _file(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    text = "姓名,手机\n" + "林晓雯,13800000001\n" * 3
    rows = _read(_file(tmp_path, text.encode(encoding))).rows
    assert rows["姓名"].to_list() == ["林晓雯"] * 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    assert origin(_file(tmp_path, f"a{delimiter}b\n1{delimiter}2\n")).columns == ["a", "b"]


def test_quoted_cells_may_hold_delimiters_and_lines(tmp_path: Path) -> None:
    batch = _read(_file(tmp_path, 'a,b\n"1,5","two\nlines"\nx,y\n'))
    assert batch.rows.rows() == [("1,5", "two\nlines", 2), ("x", "y", 4)]


def test_a_quote_that_is_never_closed_costs_one_line(tmp_path: Path) -> None:
    batch = _read(_file(tmp_path, 'a,b\n"open,1\nx,y\nz,"w"\n'))
    assert batch.rows["a"].to_list() == ["x", "z"]
    assert [(p.line, p.reason.split(":")[0]) for p in batch.problems] == [(2, "the line is not valid CSV")]


def test_a_row_of_another_length_is_reported(tmp_path: Path) -> None:
    batch = _read(_file(tmp_path, "a,b\n1\n1,2,3\n\n1,2\n"))
    reasons = ["has 1 cells where the header has 2", "has 3 cells where the header has 2"]
    assert [(p.line, p.reason) for p in batch.problems] == list(zip((2, 3), reasons, strict=True))
    assert batch.rows[LINE].to_list() == [5]


UNREADABLE = [
    (b"", "is empty"),
    (b"PK\x03\x04rest", "is a workbook or an archive"),
    (b"a,b\n\x00\x01\x02", "is not a text file"),
    (b"a,b\n\xff\xfe\xff\xff\xff", "is neither UTF-8 nor GB18030"),
    (b"PAR1 but not really", "is a broken Parquet file"),
    (b"\n1,2\n", "has no header"),
    (b"a,a\n1,2\n", "has two columns 'a'"),
    (b"a,\n1,2\n", "has a column without a name"),
]


@pytest.mark.parametrize(("content", "reason"), UNREADABLE)
def test_an_unreadable_file_is_one_clear_line(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        origin(_file(tmp_path, content))
    assert "\n" not in refused.value.message


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nothing\.csv does not exist"):
        origin(tmp_path / "nothing.csv")


def test_a_mapping_file_is_toml_or_json(tmp_path: Path) -> None:
    toml = _file(tmp_path, 'name = "Kundin"\n', "map.toml")
    json = _file(tmp_path, '{"name": "Kundin"}', "map.json")
    assert read_mapping(toml) == read_mapping(json) == {"name": "Kundin"}


@pytest.mark.parametrize("content", ["[a]\nb = 1", "name = [", "x = 1"])
def test_another_mapping_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(Refused, match=r"map\.toml"):
        read_mapping(_file(tmp_path, content, "map.toml"))


def test_a_mapping_to_no_column_says_what_was_meant(tmp_path: Path) -> None:
    found = origin(_file(tmp_path, "Kundin,Nr\n1,2\n"))
    with pytest.raises(Refused, match=r"has no column 'Kunden'; did you mean 'Kundin'\?"):
        columns_of(found, [text("name", (), 9)], {"name": "Kunden"})
