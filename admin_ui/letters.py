"""Mails in words: each kind is a template in `templates/letters/`, said in the reader's language."""

from datetime import datetime, tzinfo
from html import unescape
from typing import Any

from babel.dates import format_datetime
from markupsafe import Markup

from admin_ui.prepared import environment
from admin_ui.words import LANGUAGES, load_words
from jobs.mail import Compose, Letter

FRAME = "letters/frame.html"
BRAND = "Memberdesk"


def composer(language: str, zone: tzinfo) -> Compose:
    """Writes mails; in `language` to who has not chosen one. Instants are read in `zone`."""
    words = {name: load_words(name) for name in LANGUAGES}
    pages = {name: environment(said) for name, said in words.items()}

    def compose(kind: str, locale: str, values: dict[str, Any]) -> Letter:
        chosen = locale if locale in pages else language
        given = {name: _told(value, words[chosen].locale, zone) for name, value in values.items()}
        said = pages[chosen].get_template(f"letters/{kind}.html").make_module(given)
        link, button = given.get("link", ""), getattr(said, "button", "")
        frame = pages[chosen].get_template(FRAME)
        closing = getattr(said, "closing", BRAND)
        html = frame.render(
            language=chosen, subject=said.subject, lines=said.lines, button=button, link=link, closing=closing
        )
        signed = [*said.lines, closing] if closing != BRAND else said.lines
        return Letter(_words(said.subject), _plain(signed, str(link)), html)

    return compose


def _told(value: Any, locale: Any, zone: tzinfo) -> Any:
    """Instants come as ISO texts with a time zone."""
    if not isinstance(value, str) or "T" not in value:
        return value
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return format_datetime(at.astimezone(zone), "y-MM-dd HH:mm zzz", locale=locale) if at.tzinfo else value


def _words(line: Any) -> str:
    """Our own words come escaped for HTML; what people wrote comes as they wrote it."""
    return unescape(str(line)) if isinstance(line, Markup) else str(line)


def _plain(lines: list[Any], link: str) -> str:
    first, *rest = [_words(line) for line in lines]
    return "\n\n".join([first, *([link] if link else []), *rest]) + "\n"
