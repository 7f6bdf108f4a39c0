import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.members import normal_phone


@pytest.mark.parametrize("written", ["+86 138-1234 7720", "+86(138)1234.7720", "+8613812347720", "+86 138/1234/7720"])
def test_a_phone_number_is_kept_without_what_people_put_between(written: str) -> None:
    assert normal_phone(written) == "+8613812347720"


@given(st.text())
def test_what_is_kept_does_not_change_again(written: str) -> None:
    assert normal_phone(normal_phone(written)) == normal_phone(written)


@given(st.text("0123456789+"))
def test_digits_are_never_lost(digits: str) -> None:
    assert normal_phone(" ".join(digits)) == digits
