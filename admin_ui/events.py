"""What an audit event says was done, in words."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from admin_ui.labels import words_of
from admin_ui.words import Words

PARTS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "events.toml").read_text())
CONTEXT = "event"


def event_words(action: str, words: Words) -> str:
    """`member.tierSet` is "Member: tier set"; a part that nobody has named yet is said as it is spelled."""
    thing, _, done = action.partition(".")
    said = words.gettext(_thing(thing))
    return said if not done else words.gettext("{thing}: {done}").format(thing=said, done=_did(done, words))


def texts() -> Iterator[tuple[str, str]]:
    yield from (("", _thing(name)) for name in PARTS["things"])
    yield from ((CONTEXT, _done(name)) for name in PARTS["done"])


def _did(name: str, words: Words) -> str:
    return words.pgettext(CONTEXT, _done(name))


def _thing(name: str) -> str:
    return words_of(name).replace("_", " ")


def _done(name: str) -> str:
    return _thing(name).lower()
