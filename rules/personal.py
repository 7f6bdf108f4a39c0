"""What people tell of themselves: how it is checked, kept, and shown to those who may only recognize it."""

import re
from datetime import date
from typing import Any

from rules.members import normal_phone
from rules.refusals import Detail, ErrorCode, Refused

LONGEST = {"name": 200, "latinName": 200, "email": 254, "externalReference": 200}
PHONE = re.compile(r"\+?[0-9]{5,20}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
FIRST_BIRTHDAY = date(1900, 1, 1)
MOST_FACTS, LONGEST_FACT = 100, 2_000
COLUMNS = {
    "name": "name", "latinName": "latin_name", "phone": "phone", "email": "email", "birthday": "birthday",
    "gender": "gender", "externalReference": "external_reference",
}  # fmt: skip
"The column of each field that is written as it is told."
TELLING = ("name", "latinName", "phone", "email", "birthday", "gender")
"What an anonymous member has not told."


def told(given: dict[str, Any], today: date) -> dict[str, Any]:
    """Values by column of the fields that were given, in the form in which they are kept. Raises Refused."""
    return {column: _clean(name, given[name], today) for name, column in COLUMNS.items() if name in given}


def check_facts(facts: Any, path: tuple[str, ...] = ("input", "custom")) -> dict[str, Any]:
    """Further facts by key. Raises Refused if they are not an object of that form."""
    if facts is None:
        return {}
    if not isinstance(facts, dict) or len(facts) > MOST_FACTS:
        raise Refused(ErrorCode.INVALID, "Further facts are an object with at most {most} keys.", path, most=MOST_FACTS)
    for key, value in facts.items():
        if not key.strip() or len(str(value)) > LONGEST_FACT:
            message = "The fact '{key}' needs a key, and has at most {most} characters."
            raise Refused(ErrorCode.INVALID, message, (*path, key), key=key[:60], most=LONGEST_FACT)
    return facts


def check_anonymous(given: dict[str, Any], is_anonymous: bool) -> None:
    """An anonymous member tells nothing; everybody else something to be known by."""
    if is_anonymous:
        for name in TELLING:
            if given.get(name):
                message = "An anonymous member has no {name}. Leave it out, or register the member by name."
                raise Refused(ErrorCode.INVALID, message, ("input", name), name=name)
    elif not any(given.get(name) for name in ("name", "latinName", "phone", "email")):
        message = "Give a name, a phone number or an e-mail address, or register the member as anonymous."
        raise Refused(ErrorCode.REQUIRED, message, ("input",))


def masked(column: str, value: Any) -> Any:
    """For the audit log, which is read by people who see the value itself masked."""
    if value is None or value == "" or column not in MASKS:
        return value
    return MASKS[column](str(value))


def _phone(value: str) -> str:
    return f"{value[:3]}****{value[-4:]}"


def _email(value: str) -> str:
    return f"{value[:1]}****@{value.partition('@')[2]}"


def _name(value: str) -> str:
    return f"{value[:1]}**"


def _hidden(_: str) -> str:
    return "****"


MASKS = {
    "phone": _phone, "email": _email, "name": _name, "latin_name": _name, "birthday": _hidden, "gender": _hidden,
    "custom": _hidden, "card_no": lambda value: f"****{value[-4:]}",
}  # fmt: skip


def _clean(name: str, value: Any, today: date) -> Any:
    if isinstance(value, str):
        value = " ".join(value.split()) or None
    if value is None:
        return None
    path = ("input", name)
    if name in LONGEST and len(value) > LONGEST[name]:
        detail = Detail(str(LONGEST[name]))
        raise Refused(
            ErrorCode.INVALID, "This is too long: at most {most} characters.", path, detail, most=LONGEST[name]
        )
    if name == "phone":
        return _clean_phone(value)
    if name == "email":
        return _clean_email(value)
    if name == "birthday" and not FIRST_BIRTHDAY <= value <= today:
        message = "A day of birth lies between {first} and today."
        raise Refused(ErrorCode.INVALID, message, path, Detail(str(FIRST_BIRTHDAY)), first=FIRST_BIRTHDAY)
    return value


def _clean_phone(value: str) -> str:
    number = normal_phone(value)
    if not PHONE.fullmatch(number):
        message = "A phone number has 5 to 20 digits, and may begin with +."
        raise Refused(ErrorCode.INVALID, message, ("input", "phone"))
    return number


def _clean_email(value: str) -> str:
    if not EMAIL.fullmatch(value):
        raise Refused(ErrorCode.INVALID, "An e-mail address looks like name@example.com.", ("input", "email"))
    return value.lower()
