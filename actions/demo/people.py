"""People who do not exist: names, phones, e-mail addresses and birthdays that only a number decides."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from actions.demo.chance import Chance
from rules.check_digits import luhn_digit
from rules.members import Gender

NAMES = Path(__file__).parent / "names.toml"
READING = re.compile(r"([\u4e00-\u9fff]+)([A-Za-zü]+)")
GENDERS = {Gender.FEMALE: 0.54, Gender.MALE: 0.43, Gender.UNDISCLOSED: 0.03}
SOURCES = {"STORE": 0.46, "APP": 0.19, "WECHAT": 0.14, "WEB": 0.11, "REFERRAL": 0.06, "CAMPAIGN": 0.04}
CARD_KINDS = {"PLASTIC": 0.55, "MOBILE": 0.3, "KEY_TAG": 0.12, "CO_BRANDED": 0.03}
VIRTUAL_KINDS = frozenset({"MOBILE"})
YOUNGEST, OLDEST = 19, 84
CARD_PREFIX, CARD_DIGITS = "6008", 11
CHINESE_PHONES, AMERICAN_PHONES = 100_000, 30_000
AREA_CODES = [code for code in range(201, 990) if code % 100 != 11 and code % 10 != 0][:300]


@dataclass(frozen=True, slots=True)
class Person:
    """Made for one number. `latin_name` is set if the name is Chinese."""

    name: str
    latin_name: str | None
    phone: str | None
    email: str | None
    birthday: date | None
    gender: Gender
    source: str
    card_no: str
    card_kind: str


def person(number: int, today: date, age: str | None = None) -> Person:
    """The person of a number. `age` is a span of years such as "45-54" or "65+"; phones are unique below 30,000."""
    chance = Chance("person", number)
    gender = chance.weighed(GENDERS)
    is_chinese = chance.happens(0.5)
    given, family, name = (_chinese if is_chinese else _western)(chance, gender)
    return Person(
        name=name,
        latin_name=f"{family} {given}" if is_chinese else None,
        phone=_chinese_phone(number) if is_chinese else _american_phone(number),
        email=_email(chance, given, family, number) if chance.happens(0.94) else None,
        birthday=_birthday(chance, today, age) if chance.happens(0.95) else None,
        gender=gender,
        source=chance.weighed(SOURCES),
        card_no=card_number(number),
        card_kind=chance.weighed(CARD_KINDS),
    )


def card_number(number: int) -> str:
    """Sixteen digits, the last by Luhn; different for every number below 10^11."""
    body = f"{CARD_PREFIX}{number * 48_271_003_437 % 10**CARD_DIGITS:0{CARD_DIGITS}d}"
    return body + luhn_digit(body)


@cache
def _names() -> dict[str, dict[str, list]]:
    names = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    return {
        "chinese": {part: READING.findall(text) for part, text in names["chinese"].items()},
        "western": names["western"],
    }


def _part(gender: Gender, chance: Chance) -> str:
    return gender.lower() if gender in (Gender.FEMALE, Gender.MALE) else chance.pick(("female", "male"))


def _chinese(chance: Chance, gender: Gender) -> tuple[str, str, str]:
    names = _names()["chinese"]
    surname, family = chance.pick(names["surnames"])
    syllables = chance.some(names[_part(gender, chance)], 2 if chance.happens(0.75) else 1)
    given = "".join(reading for _, reading in syllables).capitalize()
    return given, family, surname + "".join(sign for sign, _ in syllables)


def _western(chance: Chance, gender: Gender) -> tuple[str, str, str]:
    names = _names()["western"]
    given, family = chance.pick(names[_part(gender, chance)]), chance.pick(names["family"])
    return given, family, f"{given} {family}"


def _chinese_phone(number: int) -> str | None:
    """Eleven digits whose middle four are zeros, which no subscriber has."""
    if not 0 <= number < CHINESE_PHONES:
        return None
    tail = number * 48_271 % CHINESE_PHONES
    return f"+8613{tail // 10_000}0000{tail % 10_000:04d}"


def _american_phone(number: int) -> str | None:
    """One of the numbers 555-0100 to 555-0199, which are kept for stories."""
    if not 0 <= number < AMERICAN_PHONES:
        return None
    tail = number * 7_919 % AMERICAN_PHONES
    return f"+1{AREA_CODES[tail // 100]}55501{tail % 100:02d}"


def _email(chance: Chance, given: str, family: str, number: int) -> str:
    first, last = _ascii(given), _ascii(family)
    local = chance.pick(
        (f"{first}.{last}", f"{last}.{first}", f"{first[0]}{last}", f"{first}{last[0]}", f"{first}_{last}")
    )
    return f"{local}{number}@example.com"


def _ascii(name: str) -> str:
    spelled = name.lower().translate(str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae"}))
    return "".join(letter for letter in normalize("NFKD", spelled) if letter.isalpha() and not combining(letter))


def _birthday(chance: Chance, today: date, age: str | None) -> date:
    youngest, oldest = _span(age)
    last = date(today.year - youngest, 12, 31)
    return last - timedelta(days=chance.below(365 * (oldest - youngest + 1)))


def _span(age: str | None) -> tuple[int, int]:
    numbers = [int(number) for number in re.findall(r"\d+", age or "")]
    return (numbers[0], numbers[1] if len(numbers) > 1 else OLDEST) if numbers else (YOUNGEST, OLDEST)
