"""With the changes that failures name, a rule applies: the smallest ones, no less would do."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.conditions import BirthdaySpan, Failure, Line, Situation, read
from rules.ledger import Asset
from rules.quote.counting import counted
from rules.quote.program import Earning, SourceKind
from rules.quote.quoting import quote
from tests.rules.test_quote import cart, line, program, source
from tests.rules.test_quote_properties import CARTS

AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
BORN = date(1990, 8, 20)
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "stores": st.just(["S2"]), "tiers": st.just(["GOLD"]), "weekdays": st.sets(st.integers(2, 7), min_size=1).map(list),
    "hours": st.just([{"from": "10:00", "to": "12:00"}]), "products": st.just(["A"]),
    "minSpend": st.integers(1, 90).map(str), "minQuantity": st.integers(1, 9),
    "birthday": st.sampled_from(BirthdaySpan),
}  # fmt: skip
GIVEN = st.fixed_dictionaries({}, optional=PARTS)
LINES = st.lists(
    st.builds(Line, st.sampled_from("AB"), st.just(frozenset()), st.integers(0, 5_000), st.integers(1, 4).map(Decimal)),
    max_size=3,
)


def changed(failure: Failure, now: Situation, lines: list[Line], less: int = 0) -> tuple[Situation, list[Line]]:
    """The situation and the cart after the change; `less` minor units too little of a spend."""
    assert failure.change is not None
    values = failure.change.values
    match list(values):
        case ["stores"]:
            return replace(now, store=values["stores"]), lines
        case ["tiers"]:
            return replace(now, tier=values["tiers"]), lines
        case ["span"]:
            return replace(now, birthday=now.at.date()), lines
        case ["day"]:
            return replace(now, at=now.at + (values["day"] - now.at.date())), lines
        case ["hours"]:
            return replace(now, at=datetime.combine(now.at, time(10), now.at.tzinfo)), lines
        case ["wanted"]:
            return now, [*lines, Line("A", frozenset(), 0, Decimal(1))]
        case ["missing", "currency"]:
            return now, [*lines, Line("A", frozenset(), int(values["missing"] * 100) - less, Decimal(0))]
    return now, [*lines, Line("A", frozenset(), 0, values["missing"])]


@settings(max_examples=150)
@given(GIVEN, LINES)
def test_all_changes_together_make_a_rule_apply(given_: dict[str, Any], lines: list[Line]) -> None:
    wanted, now = read(given_, "CNY"), Situation(AT, "S1", "BASE", BORN)
    failed = list(wanted.failures(now, lines, "CNY"))
    assert wanted.failure(now, lines, "CNY") == (failed[0] if failed else None)
    for failure in failed:
        now, lines = changed(failure, now, lines)
    if "birthday" in given_:
        now = replace(now, birthday=now.at.date())
    assert wanted.failure(now, lines, "CNY") is None


@given(st.integers(1, 90), LINES)
def test_one_minor_unit_less_would_not_do(least: int, lines: list[Line]) -> None:
    wanted = read({"minSpend": str(least)}, "CNY")
    for failure in wanted.failures(Situation(AT), lines, "CNY"):
        _, more = changed(failure, Situation(AT), lines, less=1)
        assert wanted.failure(Situation(AT), more, "CNY") is not None


@settings(max_examples=150)
@given(
    CARTS, st.integers(1, 40), st.integers(0, 30), st.sampled_from(["1", "1.5", "2.25"]), st.none() | st.integers(1, 99)
)
def test_what_is_told_of_a_rule_ends_at_what_it_gave(
    bought: list[Any], tenths: int, fixed: int, times: str, limit: int | None
) -> None:
    rule = Earning(source(SourceKind.EARNING_RULE, "r"), Asset.POINTS, Decimal(tenths) / 10, fixed, limit_per_day=limit)
    factor = Earning(source(SourceKind.CAMPAIGN, "x"), Asset.POINTS, multiplier=Decimal(times))
    mine = program(earnings=(rule, factor))
    for earned in quote(mine, cart(*bought)).earned:
        told = list(counted(earned, mine, AT))
        assert sum(earned.shares) == earned.amount
        assert earned.amount == min(int(earned.working.exact), limit or 10**9)
        last = [each.values["points"] for each in told if "points" in each.values]
        assert not last or last[-1] == earned.amount or earned.amount == earned.working.exact


def test_too_little_for_one_point_tells_how_much_more_would_do() -> None:
    rule = Earning(source(SourceKind.EARNING_RULE, "r"), Asset.POINTS, Decimal("0.3"))
    (refused,) = quote(program(earnings=(rule,)), cart(line("A", "2"))).rejections
    assert refused.failure.change.values["missing"] == Decimal("1.34")
    more = cart(line("A", "3.34"))
    assert quote(program(earnings=(rule,)), more).earns(Asset.POINTS) == 1
    assert quote(program(earnings=(rule,)), cart(line("A", "3.33"))).earns(Asset.POINTS) == 0


def test_days_that_are_over_have_no_change() -> None:
    wanted = read({"days": [(AT.date() - timedelta(days=1)).isoformat()]}, "CNY")
    assert wanted.failure(Situation(AT), [], "CNY").change is None
