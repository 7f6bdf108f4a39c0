from datetime import date

import pytest

from actions.demo.people import card_number, person
from rules.check_digits import passes_luhn

TODAY = date(2026, 5, 1)
PEOPLE = [person(number, TODAY) for number in range(1, 2501)]


def test_a_number_always_means_the_same_person() -> None:
    assert person(900, TODAY) == person(900, TODAY)


@pytest.mark.parametrize("field", ["phone", "email", "card_no"])
def test_nobody_shares_a_phone_an_address_or_a_card(field: str) -> None:
    given = [getattr(somebody, field) for somebody in PEOPLE if getattr(somebody, field)]
    assert len(given) == len(set(given))
    assert len(given) > 2300


def test_about_half_of_the_names_are_chinese_with_a_reading() -> None:
    chinese = [somebody for somebody in PEOPLE if somebody.latin_name]
    assert 0.45 < len(chinese) / len(PEOPLE) < 0.55
    assert all(" " in somebody.latin_name and not somebody.name.isascii() for somebody in chinese)


def test_addresses_are_lower_case_and_lead_nowhere() -> None:
    assert all(s.email == s.email.lower() and s.email.endswith("@example.com") for s in PEOPLE if s.email)


@pytest.mark.parametrize(("age", "youngest", "oldest"), [("45-54", 45, 54), ("65+", 65, 84), (None, 19, 84)])
def test_birthdays_fit_the_age(age: str | None, youngest: int, oldest: int) -> None:
    born = [person(number, TODAY, age).birthday for number in range(300)]
    assert all(youngest <= TODAY.year - day.year <= oldest for day in born if day)


def test_card_numbers_pass_luhn() -> None:
    assert all(passes_luhn(card_number(number)) and len(card_number(number)) == 16 for number in range(2000))
