"""Every text that a page can show, for the catalogs. `python -m admin_ui.messages` brings the catalogs up to date."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema, get_named_type

from admin_ui import events
from admin_ui.labels import field_label, value_label, words_of
from admin_ui.panels.acts import form_of
from admin_ui.panels.controls import everywhere
from admin_ui.panels.grammar import Act, Block, Column, Item, ListPart, Panel, Tile
from admin_ui.panels.headings import Heading, heading
from admin_ui.panels.paths import fields_of
from admin_ui.panels.previews import Preview
from admin_ui.panels.reading import read_panels
from admin_ui.panels.sentences import Speaker
from admin_ui.panels.shapes import Shape, filter_input, root
from admin_ui.panels.sight import Sight
from admin_ui.refusal_texts import refusals
from admin_ui.words import BABEL_NAMES, LANGUAGES, catalog_file, load_words
from rules.permission_words import nouns
from rules.roles import shipped

HERE = Path(__file__).parent
KEYWORDS = {"_": None, "_n": (1, 2), "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = """msgid ""
msgstr ""
"Language: {}\\n"
"Plural-Forms: {}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
Message = tuple[str, str | tuple[str, str]]
"(context, message); a plural is a pair."


SPOKEN = (
    "Enter your username and your password.",
    "The username or the password is wrong. Both are needed exactly as you were given them.",
    "This form came from another site. Sign in here.",
    "Discount", "Points", "Growth", "Coupon", "Price", "Tier", "Campaign", "Earning rule",
    "Gift", "Service", "Priority",
    "Age", "Income", "Home ownership", "Marital status", "Household size", "Household comp", "Kids count",
)  # fmt: skip
"What comes in as data or from the door and is said in the reader's language all the same."


def messages(schema: GraphQLSchema) -> set[Message]:
    found = set(of_files())
    for panel in read_panels().values():
        found |= set(of_panel(panel, schema))
    found |= {("", text) for text in (*SPOKEN, *(role["name"] for role in shipped().values()))}
    found |= {("", text) for said in nouns().values() for text in said.values()}
    found |= set(events.texts())
    found |= {("", text) for said in refusals() for text in said.texts}
    found |= {
        message for name, kind in schema.type_map.items() if not _is_for_programs(name) for message in _of_enum(kind)
    }
    found |= {("", words_of(name)) for name, kind in schema.type_map.items() if _is_drawn(name, kind)}
    return {message for message in found if message[1]}


def _is_for_programs(name: str) -> bool:
    """Enums of which no refusal speaks."""
    return name in ("ErrorCode", "SortDirection") or name.startswith("__") or name.endswith("OrderField")


def _is_drawn(name: str, kind: Any) -> bool:
    """Types that the grants of a role speak of."""
    passing = ("Connection", "Edge", "Payload", "Error")
    is_root = name in ("Query", "Mutation")
    return isinstance(kind, GraphQLObjectType) and not (is_root or name.startswith("__") or name.endswith(passing))


def of_files() -> Iterator[Message]:
    """What templates and pages say themselves."""
    for file in sorted(HERE.rglob("*.html")):
        yield from _extracted("jinja2.ext:babel_extract", file, {"trimmed": "false"})
    for file in sorted(HERE.rglob("*.py")):
        yield from _extracted("python", file, {})


def _extracted(method: str, file: Path, options: dict[str, str]) -> Iterator[Message]:
    for _, message, _, context in extract_from_file(method, file, KEYWORDS, options=options):
        yield context or "", tuple(message[:2]) if isinstance(message, tuple) else message


def of_panel(panel: Panel, schema: GraphQLSchema) -> Iterator[Message]:
    seen = Sight(schema, {panel.name: panel}).panel(panel)
    yield from (("", text) for text in (seen.title, seen.one, seen.about))
    yield "", seen.one.lower()
    if seen.list:
        yield from _of_list(seen.list, schema)
    if seen.item:
        yield from _of_item(seen.item, schema)


def _of_list(part: ListPart, schema: GraphQLSchema) -> Iterator[Message]:
    shape = root(schema, part.source)
    assert shape is not None
    yield from (("", text) for text in (part.search, part.empty.title, part.empty.text, *(v.title for v in part.views)))
    for act in part.acts:
        yield from _of_act(act, schema)
    yield from _of_columns(part.columns, shape.type)
    yield from _of_filters(part, shape, schema)


def _of_filters(part: ListPart, shape: Shape, schema: GraphQLSchema) -> Iterator[Message]:
    speaker = Speaker(None, schema, shape)  # type: ignore[arg-type]
    for declared in part.filters:
        owner, name = speaker.owner(declared.field)
        yield owner, declared.label or field_label(owner, name)
        yield "", speaker.described(declared)
        given = filter_input(shape.where, declared.field)
        yield from _of_enum(get_named_type(given.fields["eq"].type) if given and "eq" in given.fields else None)


def _of_item(item: Item, schema: GraphQLSchema) -> Iterator[Message]:
    shape = root(schema, item.source)
    assert shape is not None
    yield from _of_columns((*item.badges, *item.facts), shape.type)
    yield from _of_tiles(item.tiles, shape.type)
    yield from (("", tab.title) for tab in item.tabs)
    for act in item.acts:
        yield from _of_act(act, schema)
    for block in (*(b for tab in item.tabs for b in tab.blocks), *item.side, *((item.queue,) if item.queue else ())):
        yield from (("", block.title), ("", block.empty))
        for act in block.acts:
            yield from _of_act(act, schema)
        yield from _of_block(block, shape.type, schema)


def _of_act(act: Act, schema: GraphQLSchema) -> Iterator[Message]:
    form = form_of(schema, act)
    assert form is not None
    yield from (("", act.title), ("", act.send), ("", act.done), ("", form.help))
    for control in everywhere(form.controls):
        if control.is_transparent:
            continue
        yield control.owner, control.label
        yield "", control.help
        yield from ((control.enum, label) for _, label in control.choices)
        yield from ((owner, field_label(owner, name)) for owner, name in control.named_by)
    if form.preview:
        yield from _of_preview(form.preview, schema)


def _of_preview(preview: Preview, schema: GraphQLSchema) -> Iterator[Message]:
    yield from _of_columns((h.column for h in preview.facts), schema.query_type)
    for table in preview.tables:
        yield from _of_heading(table.title)
        rows = get_named_type(table.path.output(schema.query_type))
        yield from _of_columns((h.column for h in table.columns), rows)


def _of_block(block: Block, parent: Any, schema: GraphQLSchema) -> Iterator[Message]:
    yield from _of_tiles(block.tiles, parent)
    chart = (block.chart.x, block.chart.bars, *block.chart.others) if block.chart else ()
    yield from _of_columns((*block.columns, *chart), _rows_type(block, parent, schema))


def _rows_type(block: Block, parent: Any, schema: GraphQLSchema) -> Any:
    if block.source:
        shape = root(schema, block.source)
        return shape.type if shape else parent
    for step in block.field.steps if block.field else ():
        parent = Shape(fields_of(parent)[step.name]).type
    return parent


def _of_tiles(tiles: Iterable[Tile], parent: Any) -> Iterator[Message]:
    for tile in tiles:
        yield from _of_heading(heading(Column(tile.field, label=tile.label), parent))
        yield from (("", note.text) for note in tile.notes)


def _of_columns(columns: Iterable[Column], parent: Any) -> Iterator[Message]:
    for column in columns:
        yield from _of_heading(heading(column, parent))
        yield from _of_enum(get_named_type(column.field.output(parent)))


def _of_heading(head: Heading) -> Iterator[Message]:
    yield head.owner, head.label
    yield "", head.help


def _of_enum(kind: Any) -> Iterator[Message]:
    if isinstance(kind, GraphQLEnumType):
        yield from ((kind.name, value_label(kind.name, value)) for value in kind.values)
    elif isinstance(kind, GraphQLInputObjectType) and "eq" in kind.fields:
        yield from _of_enum(get_named_type(kind.fields["eq"].type))


def untranslated(language: str, schema: GraphQLSchema) -> list[Message]:
    words = load_words(language)
    return sorted((m for m in messages(schema) if not words.has(*m)), key=str)


def refresh(language: str, schema: GraphQLSchema) -> None:
    """Adds what is new, drops what is gone, keeps every text. A context stays only where it has a text of its own."""
    file = catalog_file(language)
    with file.open("rb") as source:
        old = read_po(source, locale=BABEL_NAMES[language])
    fresh = Catalog(BABEL_NAMES[language], charset="utf-8", fuzzy=False)
    for context, message in sorted(messages(schema), key=_place):
        first = message if isinstance(message, str) else message[0]
        own = old.get(first, context) if context else None
        known = own or old.get(first)
        fresh.add(message, known.string if known else "", context=context if own else None)
    with file.open("wb") as target:
        target.write(HEADER.format(fresh.locale, fresh.plural_forms).encode())
        write_po(target, fresh, omit_header=True, width=120)


def _place(message: Message) -> tuple[str, str, str]:
    text = message[1] if isinstance(message[1], str) else message[1][0]
    return text.casefold(), text, message[0]


if __name__ == "__main__":
    from schema.build import GRAPHQL

    for name in LANGUAGES:
        if name != "en":
            refresh(name, GRAPHQL)
            print(f"{name}: {len(untranslated(name, GRAPHQL))} messages have no text yet.")
