"""Nobody who uses the API is surprised: what breaks is told on a page, and what differs by a command."""

from pathlib import Path

import pytest
from graphql import build_schema
from typer.testing import CliRunner

from api.evolving import Change, Risk, bare, changes, read
from cli import cli
from rules.refusals import Refused
from tests.house.sources import ROOT

RELEASED = ROOT / "tests" / "schema" / "released.graphql"
PAGE = ROOT / "docs" / "CHANGES.md"
WAS = 'type Query { tier: String! old: Int """x""" rows(first: Int): Int }  enum E { A } '
IS = "type Query { tier: String rows(first: Int, after: String!): Int new: Int } enum E { A B }"


def test_what_breaks_since_the_release_is_told_on_the_page() -> None:
    found = changes(read(RELEASED), read(ROOT / "schema.graphql"))
    told = PAGE.read_text()
    missing = [one.text for one in found if one.risk is Risk.BREAKING and one.text not in told]
    assert missing == [], f"Say in {PAGE.name} why, since when and what to use instead: {missing}"


@pytest.mark.parametrize(("risk", "text"), [
    (Risk.BREAKING, "Field Query.old was removed."),
    (Risk.BREAKING, "Field Query.tier changed type from String! to String."),
    (Risk.BREAKING, "A required argument Query.rows(after:) was added."),
    (Risk.DANGEROUS, "Enum value E.B was added."),
    (Risk.SAFE, "Field Query.new was added."),
])  # fmt: skip
def test_each_change_is_told_with_its_risk(risk: Risk, text: str) -> None:
    assert Change(risk, text) in changes(build_schema(WAS), build_schema(IS))


def test_a_field_that_is_going_to_go_is_told_beforehand() -> None:
    then = build_schema('type Query { a: Int @deprecated(reason: "2026-12-01: use b") }')
    (told,) = changes(build_schema("type Query { a: Int }"), then)
    assert (told.risk, "use b" in told.text) == (Risk.DANGEROUS, True)


def test_words_alone_change_nothing() -> None:
    described = 'type Query {\n  """Some\n  words"""\n  a: Int\n}\n'
    assert changes(build_schema("type Query { a: Int }"), build_schema(bare(described))) == []
    assert '"""' not in bare((ROOT / "schema.graphql").read_text())


def test_the_command_fails_where_something_breaks(tmp_path: Path) -> None:
    old, new = tmp_path / "old.graphql", tmp_path / "new.graphql"
    old.write_text(WAS)
    new.write_text(IS)
    broken = CliRunner().invoke(cli, ["schema", "diff", str(old), str(new)])
    assert (broken.exit_code, "breaking" in broken.stdout) == (1, True)
    same = CliRunner().invoke(cli, ["schema", "diff", str(old), str(old)])
    assert (same.exit_code, same.stdout.strip()) == (0, "Nothing differs.")


def test_what_is_no_schema_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "x.graphql"
    path.write_text("type {")
    with pytest.raises(Refused, match="is no GraphQL schema"):
        read(path)
