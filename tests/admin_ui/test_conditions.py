"""Conditions in rows: what a `where` says is read into rows and written again with the same meaning."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from graphql import get_named_type
from hypothesis import given
from hypothesis import strategies as st

from admin_ui.panels.acts import form_of
from admin_ui.panels.condition_rows import Rows, compact, opened
from admin_ui.panels.conditions import Parted, Parter
from admin_ui.panels.controls import leaves
from admin_ui.panels.filters import Condition, taken_by
from admin_ui.panels.grammar import Act
from admin_ui.panels.shapes import OPERATORS, filter_input
from schema.build import GRAPHQL

MEMBERS: Any = GRAPHQL.type_map["MemberWhere"]
PARTER = Parter(MEMBERS, ZoneInfo("Asia/Shanghai"))
PATHS = [(n,) for n in MEMBERS.fields if filter_input(MEMBERS, (n,))] + [("tier", "code"), ("tier", "rank")]
WORDS = {"eq": "is", "in": "is", "ne": "not", "notIn": "not"}
PAIRS = sorted(
    {(path, WORDS.get(name, name)) for path in PATHS for name in OPERATORS & filter_input(MEMBERS, path).fields.keys()}  # type: ignore[union-attr]
)
TEXT = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=9)
WHOLE = st.integers(-(10**9), 10**9).map(str)


def values(path: tuple[str, ...], operator: str) -> Any:
    if operator == "relative":
        spans = st.tuples(st.sampled_from(["last", "next"]), st.integers(1, 99999), st.sampled_from(["day", "month"]))
        return spans.map(lambda s: (f"{s[0]}-{s[1]}-{s[2]}s",))
    taken = taken_by(operator, filter_input(MEMBERS, path))  # type: ignore[arg-type]
    kinds = {
        "Int": WHOLE, "Points": WHOLE, "Decimal": st.decimals(-(10**6), 10**6, places=2).map(str),
        "Boolean": st.sampled_from(["true", "false"]), "Date": st.dates().map(str),
        "DateTime": st.one_of(st.dates().map(str), st.datetimes().map(lambda d: d.isoformat()[:19])),
    }  # fmt: skip
    one = kinds.get(taken.name, st.sampled_from(sorted(taken.values)) if hasattr(taken, "values") else TEXT)
    fields = filter_input(MEMBERS, path).fields  # type: ignore[union-attr]
    many = {"is": "in", "not": "notIn"}.get(operator, "") in fields
    return st.lists(one, min_size=1, max_size=3 if many else 1, unique=True).map(tuple)


CONDITIONS = st.sampled_from(PAIRS).flatmap(lambda p: st.builds(Condition, st.just(p[0]), st.just(p[1]), values(*p)))
RESTS = st.sampled_from(
    [{}, {"not": {"status": {"eq": "FROZEN"}}}, {"and": [{"or": [{"not": {"name": {"eq": "a"}}}]}]}]
)


def normal(condition: Condition) -> Any:
    """Midnight is said as its day; the order of several values means nothing."""
    return condition.path, condition.operator, frozenset(v.removesuffix("T00:00:00") for v in condition.values)


@given(st.lists(CONDITIONS, max_size=6, unique_by=normal), st.booleans(), RESTS)
def test_rows_survive_the_round_trip(rows: list[Condition], any_of: bool, rest: dict[str, Any]) -> None:
    where = PARTER.joined(Parted(tuple(rows), any_of, rest))
    again = PARTER.parted(json.loads(json.dumps(where)))
    assert {normal(c) for c in again.rows} == {normal(c) for c in rows}
    assert again.any_of == (any_of and len(rows) > 1)
    assert again.rest == rest


@pytest.mark.parametrize("pair", PAIRS, ids=lambda p: f"{'.'.join(p[0])}-{p[1]}")
def test_every_filter_of_members_has_a_row(pair: tuple[tuple[str, ...], str]) -> None:
    taken = (
        "relative" if pair[1] == "relative" else get_named_type(taken_by(pair[1], filter_input(MEMBERS, pair[0]))).name
    )  # type: ignore[arg-type]
    value = {"relative": "next-3-weeks", "Int": "5", "Points": "5", "Decimal": "5.50", "Boolean": "true",
             "Date": "2026-02-28", "DateTime": "2026-02-28T10:30:00", "Gender": "FEMALE", "MemberStatus": "FROZEN",
             "Quadrant": "BARNACLE"}.get(taken, "x")  # fmt: skip
    condition = Condition(*pair, (value,))
    assert PARTER.parted(PARTER.joined(Parted((condition,)))) == Parted((condition,))


@pytest.mark.parametrize(
    "rest",
    [
        {"not": {"status": {"eq": "FROZEN"}}},
        {"or": [{"and": [{"name": {"eq": "a"}}]}, {"phone": {"isNull": True}}]},
        {"tier": {"isNull": True}},
        {"tags": {"in": []}},
        {"name": {"eq": None}},
        {"name": {"eq": " a "}},
        {"status": {"eq": "LOST"}},
        {"joinedAt": {"gte": "2026-01-01T00:00:00.5+08:00"}},
        {"joinedAt": {"relative": {"last": 3, "next": 4, "unit": "DAY"}}},
        {"shoe": {"size": 44}},
        {"birthday": 7},
    ],
)
def test_what_rows_cannot_say_stays_as_it_is(rest: dict[str, Any]) -> None:
    parted = PARTER.parted(rest)
    assert parted == Parted((), False, rest)
    with_row = PARTER.joined(Parted((Condition(("orderCount",), "gte", ("3",)),), False, parted.rest))
    assert with_row == rest | {"orderCount": {"gte": 3}}
    assert PARTER.parted(with_row).rest == rest


def test_the_same_said_twice_of_a_field_is_an_and() -> None:
    rows = tuple(Condition(("name",), "contains", (text,)) for text in "ab")
    where = PARTER.joined(Parted(rows))
    assert where == {"name": {"contains": "a"}, "and": [{"name": {"contains": "b"}}]}
    assert PARTER.parted(where) == Parted(rows)


def test_any_of_the_rows_stands_beside_an_or_that_is_there() -> None:
    rest = {"or": [{"not": {"name": {"eq": "a"}}}]}
    rows = (Condition(("name",), "is", ("b",)), Condition(("orderCount",), "is", ("1",)))
    either = {"or": [{"name": {"eq": "b"}}, {"orderCount": {"eq": 1}}]}
    assert PARTER.joined(Parted(rows, True, rest)) == rest | {"and": [either]}


def rows_of(typed: dict[str, str]) -> Rows:
    return Rows("w", PARTER, typed)


GOLD = '{"tier": {"code": {"in": ["gold"]}}, "not": {"status": {"eq": "FROZEN"}}}'


def test_json_that_nobody_touched_is_sent_as_it_was() -> None:
    rows = rows_of(opened("w", GOLD, PARTER))
    assert rows.part(0, "field") == "tier.code"
    assert rows.said() == GOLD


def test_an_edited_row_changes_the_json_and_keeps_the_rest() -> None:
    rows = rows_of(opened("w", GOLD, PARTER) | {"w.0.value": "gold\nblack"})
    assert json.loads(rows.said()) == {
        "not": {"status": {"eq": "FROZEN"}}, "tier": {"code": {"in": ["gold", "black"]}},
    }  # fmt: skip


def test_edited_json_wins_over_rows() -> None:
    rows = rows_of(opened("w", GOLD, PARTER) | {"w.0.value": "black", "w": '{"name": {"eq": "a"}}'})
    assert rows.said() == '{"name": {"eq": "a"}}'


def test_the_row_that_goes_is_left_out_and_the_others_move_up() -> None:
    typed = {"w.0.field": "name", "w.2.field": "phone", "w.4.field": "email", "w.4.value": "x", "intent": "drop:w.2"}
    compact("w", typed)
    assert rows_of(typed).numbers == [0, 1]
    assert (typed["w.1.field"], typed["w.1.value"]) == ("email", "x")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"field": "name", "op": "is"}, ""),
        ({"field": "name"}, ""),
        ({"field": "pointsAvailable", "op": "gte", "value": "many"}, "Points"),
        ({"field": "totalSpend", "op": "gte", "value": "1e3"}, "Decimal"),
        ({"field": "joinedAt", "op": "lt", "value": "soon"}, "DateTime"),
        ({"field": "joinedAt", "op": "last", "number": "0", "unit": "day"}, "Int"),
        ({"field": "birthday", "op": "is", "value": "2026-02-30"}, "Date"),
        ({"field": "status", "op": "is", "value": "LOST"}, "MemberStatus"),
        ({"field": "status", "op": "contains", "value": "A"}, ""),
        ({"field": "tier.shoe", "op": "is", "value": "A"}, "filter"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_its_number(row: dict[str, str], reason: str) -> None:
    rows = rows_of({"w.0.field": "phone", "w.0.op": "filled"} | {f"w.1.{part}": text for part, text in row.items()})
    assert rows.said() == ""
    assert [(wrong.number, wrong.reason) for wrong in rows.wrong] == [(1, reason)]


@pytest.mark.parametrize(
    ("mutation", "name"),
    [("campaignSave", "input.audienceWhere"), ("segmentSave", "where"), ("couponIssueBulk", "where")],
)
def test_every_form_that_takes_conditions_builds_them(mutation: str, name: str) -> None:
    form = form_of(GRAPHQL, Act(mutation, "x", {}))
    assert form
    assert {c.name: c.kind for c in leaves(form.controls)}[name] == "where"
