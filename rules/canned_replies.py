"""Texts with variables: which there are, how a text is checked and filled, in which language it is said."""

import re
from collections.abc import Mapping

from rules.refusals import ErrorCode, Refused

VARIABLES = (
    "member.firstName", "member.name", "member.memberNo", "member.tier", "member.points", "ticket.number",
    "ticket.subject", "order.number", "order.date", "order.total", "store.name", "staff.name",
)  # fmt: skip
LOCALES = ("en", "zh-CN")
HOLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
LONGEST = 20_000

Values = Mapping[str, str | None]


def checked(text: str, path: tuple[str, ...]) -> str:
    """Without blanks around it and in its variables. Raises Refused for an unknown variable, or too long a text."""
    text = HOLE.sub(lambda hole: "{{" + hole[1] + "}}", text.strip())
    if len(text) > LONGEST:
        message = "It has {length:,} characters; at most {most:,} can be kept."
        raise Refused(ErrorCode.INVALID, message, path, length=len(text), most=LONGEST)
    unknown = next((name for name in variables_in(text) if name not in VARIABLES), None)
    if unknown is not None:
        message = "There is no variable {name}. There are: {known}."
        raise Refused(ErrorCode.INVALID, message, path, name=unknown[:80], known=", ".join(VARIABLES))
    if "{{" in (rest := HOLE.sub("", text)) or "}}" in rest:
        message = "A variable is written with two braces before and after it, as in {example}."
        raise Refused(ErrorCode.INVALID, message, path, example="{{ticket.number}}")
    return text


def variables_in(text: str) -> list[str]:
    return list(dict.fromkeys(HOLE.findall(text)))


def filled(text: str, values: Values) -> tuple[str, list[str]]:
    """The text with its variables filled, and those that are empty here: they stay as they are, to be seen."""
    missing = [name for name in variables_in(text) if name in VARIABLES and not values.get(name)]
    return HOLE.sub(lambda hole: values.get(hole[1]) or hole[0], text), missing


def check_filled(text: str, path: tuple[str, ...]) -> None:
    """Raises Refused for a text that still shows a variable: a member is never to read one."""
    left = [name for name in variables_in(text) if name in VARIABLES]
    if left:
        message = "This ticket has nothing for {names}. Write it yourself, or leave it out."
        raise Refused(ErrorCode.INVALID, message, path, names=", ".join(left))


def language_of(text: str) -> str:
    """In which of our languages somebody wrote."""
    return "zh-CN" if HAN.search(text) else "en"


def body_in(locale: str, english: str, chinese: str) -> tuple[str, str]:
    """The text in a language, or in the other one if it is not written in this; and the language that it is in."""
    if locale.startswith("zh"):
        return (chinese, "zh-CN") if chinese else (english, "en")
    return (english, "en") if english else (chinese, "zh-CN")


def first_name(name: str | None, latin: str | None, locale: str) -> str | None:
    """How a letter begins. Chinese names stand whole in Chinese; romanized ones have the given name last."""
    if not name or not HAN.search(name):
        return name.split()[0] if name and name.split() else None
    if locale.startswith("zh") or not latin or not latin.split():
        return name
    return latin.split()[-1]
