import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.check_digits import CROCKFORD, coupon_code, is_coupon_code, luhn_digit, passes_luhn


@pytest.mark.parametrize("number", ["4111111111111111", "79927398713"])
def test_known_numbers_pass(number: str) -> None:
    assert passes_luhn(number)


@given(st.text("0123456789", min_size=1, max_size=19), st.integers(0, 18), st.integers(1, 9))
def test_one_wrong_digit_is_found(body: str, place: int, slip: int) -> None:
    number = body + luhn_digit(body)
    place %= len(number)
    wrong = number[:place] + str((int(number[place]) + slip) % 10) + number[place + 1 :]
    assert passes_luhn(number)
    assert not passes_luhn(wrong)


@given(st.integers(0, 2**55 - 1), st.integers(0, 11), st.integers(1, 31))
def test_one_wrong_character_of_a_coupon_code_is_found(number: int, place: int, slip: int) -> None:
    code = coupon_code(number)
    other = CROCKFORD[(CROCKFORD.index(code[place]) + slip) % 32]
    assert is_coupon_code(code)
    assert not is_coupon_code(code[:place] + other + code[place + 1 :])


def test_different_numbers_have_different_codes() -> None:
    assert len({coupon_code(number) for number in range(5000)}) == 5000
