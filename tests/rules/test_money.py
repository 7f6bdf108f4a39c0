from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.money import CURRENCY_DIGITS, to_major, to_minor

CURRENCIES = st.sampled_from(sorted(CURRENCY_DIGITS))


@given(st.integers(-(10**15), 10**15), CURRENCIES)
def test_minor_units_survive_the_way_there_and_back(minor: int, currency: str) -> None:
    assert to_minor(to_major(minor, currency), currency) == minor


@given(st.integers(-(10**15), 10**15), CURRENCIES)
def test_an_amount_is_written_with_the_digits_of_its_currency(minor: int, currency: str) -> None:
    assert -to_major(minor, currency).as_tuple().exponent == CURRENCY_DIGITS[currency]


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.345", "USD", 1235), ("-12.345", "USD", -1235), ("12.344", "CNY", 1234), ("12.5", "JPY", 13),
     ("1", "KWD", 1000)],
)  # fmt: skip
def test_half_a_unit_rounds_away_from_zero(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor


def test_an_unknown_currency_has_no_units() -> None:
    with pytest.raises(KeyError, match="XXX"):
        to_minor(Decimal(1), "XXX")
