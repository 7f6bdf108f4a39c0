"""What an audit event shows of the values that it recorded: what the reader may see of the fields themselves."""

import re

import orjson

from resolvers.planner.answers import Computed
from resolvers.planner.catalog import Catalog
from resolvers.planner.statement import Row, Statement
from rules.permissions import NOTHING, Access, ReadLevel, Sensitivity
from rules.personal import MASKS

FULL, HIDDEN = "FULL", "MASKED"
PERSONAL = (Sensitivity.CONTACT, Sensitivity.IDENTITY)
REST = ""
"Stands for every name that is not a field, and for every type that is none."
STARRED = """
    CASE jsonb_typeof({value}) WHEN 'null' THEN {value} WHEN 'array' THEN (
        SELECT coalesce(jsonb_agg(CASE jsonb_typeof(part) WHEN 'null' THEN part ELSE '"****"' END), '[]')
        FROM jsonb_array_elements({value}) part)
    ELSE '"****"' END"""
SHOWN = """
    CASE WHEN jsonb_typeof({changes}) <> 'object' THEN {changes} WHEN {is_there} THEN (
        SELECT coalesce(jsonb_object_agg(e.key, CASE e.level WHEN 'FULL' THEN e.value ELSE {starred} END), '{{}}')
        FROM (SELECT e.key, e.value, coalesce(
                  {levels} #>> ARRAY[{kind}, e.key], {levels} #>> ARRAY[{kind}, ''],
                  {levels} #>> ARRAY['', e.key], {levels} #>> ARRAY['', '']) AS level
              FROM jsonb_each({changes}) e) e
        WHERE e.level <> 'NONE') END"""
Levels = dict[str, dict[str, str]]


def _changes(event: Row) -> str:
    """As recorded for those who may do everything; the rest is cut by the grants of the type that it was done to."""
    statement = event.statement
    if statement.access.is_everything:
        return event.col("changes")
    known = levels(statement.catalog, statement.access)
    given = statement.constant(orjson.dumps(known).decode(), "jsonb")
    return SHOWN.format(
        changes=event.col("changes"), kind=event.col("subject_type"), levels=given,
        is_there=is_there(statement, event.col("subject_type"), event.col("subject_id")),
        starred=STARRED.format(value="e.value"),
    )  # fmt: skip


CHANGES = Computed(_changes)


def levels(catalog: Catalog, access: Access) -> Levels:
    """FULL, MASKED or NONE by type and recorded name, in either spelling.

    A name that is not a field of the type is as delicate as the fields that are called so elsewhere; whoever lacks a
    class sees a name that nothing is known of masked.
    """
    elsewhere: dict[str, ReadLevel] = {}
    found: Levels = {}
    for (type_name, name), spec in catalog.specs.items():
        if type_name not in catalog.entities:
            continue
        level = access.facets(type_name, name, spec.sensitivity).read
        if access.sees(type_name):
            found.setdefault(type_name, {}).update(_spelled(name, _told(level, spec.sensitivity, name)))
        if spec.sensitivity is not Sensitivity.PUBLIC:
            of_class = min(level, access.of_class(spec.sensitivity).read)
            elsewhere[name] = min(of_class, elsewhere.get(name, ReadLevel.FULL))
    unseen = {name: {REST: "NONE"} for name in catalog.entities if not access.sees(name)}
    anywhere = {key: told for name, level in elsewhere.items() for key, told in _spelled(name, level.name).items()}
    return {**found, **unseen, REST: anywhere | {REST: _rest(access)}}


def _rest(access: Access) -> str:
    """All classes must be readable, those of persons at least masked, as which they are recorded."""
    whole = all(access.of_class(c).read is ReadLevel.FULL for c in (Sensitivity.FINANCIAL, Sensitivity.INTERNAL))
    known = all(access.of_class(c).read > NOTHING.read for c in PERSONAL)
    return FULL if whole and known else HIDDEN


def _told(level: ReadLevel, sensitivity: Sensitivity, name: str) -> str:
    """What is recorded masked is shown as it is to those who see it masked."""
    is_kept_masked = sensitivity in PERSONAL and snake(name) in MASKS
    return FULL if level is ReadLevel.MASKED and is_kept_masked else level.name


def _spelled(name: str, level: str) -> dict[str, str]:
    return {name: level, snake(name): level}


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: f"_{m[1].lower()}", name)


def is_there(statement: Statement, kind: str, key: str) -> str:
    """Whether the row with this key is in the reader's row scope, where its type has one."""
    parts = []
    for entity in statement.catalog.entities.values():
        scope = entity.scope_of(statement) if statement.access.sees(entity.type_name) else None
        if scope is None:
            continue
        inside = statement.source(entity)
        inner = " AND ".join([f"{inside.key} = {key}", *scope(inside)])
        exists = f"EXISTS (SELECT FROM {inside.source.sql()} WHERE {inner})"
        parts.append(f"({kind} <> '{entity.type_name}' OR {exists})")
    return " AND ".join(parts) or "true"
