"""What is read once at start: panels, languages, templates. Panels are checked against the whole schema here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from starlette.requests import Request

from admin_ui.assets import asset, manifest
from admin_ui.devices import device
from admin_ui.formats import Formats
from admin_ui.labels import for_people, value_label, words_of
from admin_ui.names import initials
from admin_ui.panels.grammar import Panel
from admin_ui.panels.reading import PanelError, read_panels
from admin_ui.panels.seen import Seen
from admin_ui.panels.sight import Sight
from admin_ui.words import LANGUAGES, Words, load_words
from rules.roles import shipped

TEMPLATES = Path(__file__).parent / "templates"


class Compiled(BytecodeCache):
    """Templates are compiled once, for every language."""

    def __init__(self) -> None:
        self._codes: dict[str, Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.code


COMPILED = Compiled()


@dataclass
class Prepared:
    """Kept on the application. `seen` grows by one entry per permission fingerprint."""

    desk: Any
    panels: Mapping[str, Panel]
    words: Mapping[str, Words]
    pages: Mapping[str, Environment]
    seen: dict[str, Seen] = field(default_factory=dict)

    def seen_by(self, viewer: Any) -> Seen:
        schema = self.desk.view(viewer)
        found = self.seen.get(viewer.fingerprint)
        if found is None or found.schema is not schema:
            found = self.seen[viewer.fingerprint] = Seen(schema, self.panels)
        return found


def prepare(desk: Any) -> Prepared:
    """Reads everything and checks the panels against `desk.schema`.

    Raises PanelError, or NotBuilt where the front-end is missing, each with one clear line.
    """
    manifest()
    panels = read_panels()
    check(panels, desk.schema)
    words = {language: load_words(language) for language in LANGUAGES}
    return Prepared(desk, panels, words, {language: environment(words[language]) for language in LANGUAGES})


def prepared(request: Request) -> Prepared:
    state = request.app.state
    found = getattr(state, "admin_ui", None)
    if found is None or found.desk is not state.desk:
        found = state.admin_ui = prepare(state.desk)
    return found


def check(panels: Mapping[str, Panel], schema: GraphQLSchema) -> None:
    for panel in panels.values():
        Sight(schema, panels, _refuse(panel.name)).panel(panel)


def _refuse(name: str) -> Any:
    def lost(reason: str) -> None:
        raise PanelError(f"{name}: {reason}")

    return lost


def environment(words: Words) -> Environment:
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
        bytecode_cache=COMPILED,
    )
    pages.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext, npgettext=words.npgettext
    )
    formats = Formats(words)
    pages.globals.update(asset=asset, words=words)
    pages.filters.update(
        zipped=zip,
        initials=initials,
        device=device,
        percent=lambda value: formats.percent(value),
        spoken=lambda name: words.gettext(words_of(name.lower().replace("_", " ") if name.isupper() else name)),
        called=lambda value, enum: words.pgettext(enum, value_label(enum, value)),
        for_people=for_people,
        role_name=lambda code: words.gettext(shipped().get(code, {"name": code})["name"]),
    )
    return pages
