"""The languages of the pages. English is the source; every other language is a catalog in `locale/`, read at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

from rules.languages import CHINESE, ENGLISH, preferred

FOLDER = Path(__file__).parent / "locale"
LANGUAGES = {ENGLISH: "English", CHINESE: "简体中文"}
BABEL_NAMES = {"en": "en_US", "zh-CN": "zh_Hans_CN"}
Key = tuple[str, str]


@dataclass(frozen=True)
class Words:
    """One language. A message that has no text yet is shown in English."""

    language: str
    locale: Locale
    texts: Mapping[Key, str | tuple[str, ...]]

    def gettext(self, message: str) -> str:
        found = self.texts.get(("", message))
        return found if isinstance(found, str) else message

    def ngettext(self, one: str, many: str, number: int) -> str:
        found = self.texts.get(("", one))
        if isinstance(found, tuple):
            return found[min(self.locale.plural_form(number) != "one" and len(found) - 1, len(found) - 1)]
        return one if number == 1 else many

    def pgettext(self, context: str, message: str) -> str:
        """With a context where the same English word needs another word in this language; else without."""
        found = self.texts.get((context, message))
        return found if isinstance(found, str) else self.gettext(message)

    def has(self, context: str, message: str | tuple[str, ...]) -> bool:
        first = message if isinstance(message, str) else message[0]
        return (context, first) in self.texts or ("", first) in self.texts

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        return self.ngettext(one, many, number)


def load_words(language: str) -> Words:
    return Words(language, Locale.parse(BABEL_NAMES[language]), _texts(language))


def catalog_file(language: str) -> Path:
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def _texts(language: str) -> dict[Key, str | tuple[str, ...]]:
    if language == "en":
        return {}
    with catalog_file(language).open("rb") as file:
        catalog = read_po(file, locale=BABEL_NAMES[language])
    return {_key(m.context, m.id): _text(m.string) for m in catalog if m.id and _text(m.string)}


def _key(context: str | None, message: str | tuple[str, ...]) -> Key:
    return context or "", message if isinstance(message, str) else message[0]


def _text(string: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return string if isinstance(string, str) else tuple(string) if all(string) else ""


def best_language(cookie: str | None, of_viewer: str | None, accepted: str) -> str:
    """The person's own choice, else what the account says, else what the browser asks for."""
    for wanted in (cookie, of_viewer):
        if wanted in LANGUAGES:
            return wanted
    return preferred(accepted) or ENGLISH
