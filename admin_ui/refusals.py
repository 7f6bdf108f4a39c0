"""Says what a rule refuses in the reader's language."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any

from babel.dates import format_datetime

from admin_ui.formats import Formats
from admin_ui.labels import value_label, words_of
from admin_ui.words import LANGUAGES, Words, load_words
from rules.refusals import Refused, filled

Say = Callable[[Refused, str], str]
"What a refusal says to somebody who reads a language such as `zh-CN`; English for languages that we do not speak."


class Said(str):
    """A text that is complete, whatever form the template has for the value that it stands for."""

    def __format__(self, _: str) -> str:
        return str(self)


def speaker(zone: tzinfo) -> Say:
    """`zone` is where its instants are read."""
    words = {language: load_words(language) for language in LANGUAGES if language != "en"}

    def say(refused: Refused, language: str) -> str:
        return said(refused, words[language], zone) if language in words else refused.message

    return say


def said(refused: Refused, words: Words, zone: tzinfo) -> str:
    """In the language of `words`."""
    values = {name: _value(name, value, words, zone) for name, value in refused.values.items()}
    return filled(words.gettext(refused.template), values)


def _value(name: str, value: Any, words: Words, zone: tzinfo) -> Any:
    """Numbers and texts as they are; words of ours, names of types, days and instants as the reader has them."""
    match value:
        case StrEnum():
            enum = type(value).__name__
            return Said(words.pgettext(enum, value_label(enum, value.value)))
        case str() if name == "kind":
            return Said(words.gettext(words_of(value)))
        case datetime():
            return Said(format_datetime(value.astimezone(zone), "y-MM-dd HH:mm", locale=words.locale))
        case date():
            return Said(Formats(words).day(value))
        case list() | tuple():
            return Said(Formats(words).list_joint.join(str(_value(name, each, words, zone)) for each in value))
    return value
