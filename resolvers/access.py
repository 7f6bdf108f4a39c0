"""How rights are told: what the caller may see of a member, and what each role may do."""

from functools import cache
from typing import Any

import orjson

from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import Bind
from resolvers.planner.formats import as_instant
from resolvers.planner.revealing import all_shown, may_reveal
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Surroundings
from rules.explaining import in_short, tells
from rules.permissions import NOTHING, Access, Facets, ReadLevel
from rules.refusals import Refused
from rules.viewer import Viewer

VISIBILITY = {ReadLevel.NONE: "HIDDEN", ReadLevel.MASKED: "MASKED", ReadLevel.FULL: "READABLE"}


def _of_member(row: Row, selected: Selected) -> str:
    statement = row.statement
    shown = selected.operation.schema.type_map["Member"].fields
    specs = [spec for (type_name, _name), spec in statement.catalog.specs.items() if type_name == "Member"]
    told = [_told(statement.access, spec, spec.name in shown) for spec in specs]
    given = statement.bind(_in_words(told, statement.surroundings), "json")
    columns = "field text, visibility text, filter bool, write bool, reason text"
    listed = f"json_to_recordset({given}) AS a({columns})"
    if not may_reveal(statement.access, "Member"):
        return f"SELECT a.*, NULL::timestamptz AS until FROM {listed}"
    revealed = statement.bind(_revealed, "json")
    return f"""
        SELECT a.field, CASE WHEN r.until IS NULL THEN a.visibility ELSE 'READABLE' END AS visibility, a.filter,
               a.write, a.reason, r.until
        FROM {listed} LEFT JOIN json_to_recordset({revealed}) AS r(key uuid, field text, until timestamptz)
            ON r.key = {row.key} AND r.field = a.field AND now() < r.until"""


def _in_words(told: list[dict[str, Any]], around: Surroundings) -> Bind:
    """The sentences in the reader's language, made once for each."""

    @cache
    def said(locale: str) -> str:
        lines = [line | {"reason": around.say(Refused.because(line["reason"], ()), locale)} for line in told]
        return orjson.dumps(lines).decode()

    return lambda _variables, viewer: said(viewer.locale)


def _revealed(variables: dict[str, Any], viewer: Viewer) -> str:
    """What the viewer is shown of members' own fields for a minute, once each."""
    found = {(name, key): until for name, key, until in reversed(all_shown(variables, viewer))}
    rows = [
        {"key": str(key), "field": name.removeprefix("Member."), "until": until.isoformat()}
        for (name, key), until in found.items()
        if name.startswith("Member.")
    ]
    return orjson.dumps(rows).decode()


def _told(access: Access, spec: Any, is_shown: bool) -> dict[str, Any]:
    """A field may be granted, and still be missing because nobody granted the type that it leads to."""
    facets: Facets = access.facets("Member", spec.name, spec.sensitivity)
    reason = in_short(access, "Member", spec.name, spec.sensitivity)
    if facets.read is not ReadLevel.NONE and not is_shown:
        facets = NOTHING
        reason = tells("{name} of {kind} leads to a type that is not granted.", name=spec.name, kind="Member")
    return {
        "field": spec.name,
        "visibility": VISIBILITY[facets.read],
        "filter": facets.may_filter,
        "write": facets.write,
        "reason": reason,
    }


FIELD_ACCESS = Rows(
    _of_member,
    {
        "field": "field",
        "visibility": "visibility",
        "canFilter": "filter",
        "canWrite": "write",
        "reason": "reason",
        "revealedUntil": Computed(lambda row: as_instant(row.col("until"))),
    },
)


def _of_role(role: Row, _: Selected) -> str:
    """Class grants spread over the fields of the types that the role sees, refined field by field."""
    statement = role.statement
    catalog = statement.catalog
    known = [
        {"t": type_name, "f": name, "s": spec.sensitivity}
        for (type_name, name), spec in catalog.specs.items()
        if type_name in catalog.entities
    ]
    given = statement.constant(orjson.dumps(known).decode(), "json")
    everything = f"{role.col('code')} = 'admin'"
    return f"""
        SELECT known.t AS type_name, known.f AS field, known.s AS sensitivity,
               CASE WHEN {everything} OR known.f = 'id' THEN 'FULL'
                    ELSE coalesce(refined.read, class.read, 'NONE') END AS read,
               {everything} OR known.f = 'id' OR coalesce(refined.may_filter, class.may_filter, false) AS filter,
               {everything} OR known.f <> 'id' AND coalesce(refined.may_write, class.may_write, false) AS write
        FROM json_to_recordset({given}) AS known(t text, f text, s text)
        LEFT JOIN type_grant seen ON seen.role_id = {role.key} AND seen.type_name = known.t
        LEFT JOIN class_grant class ON class.role_id = {role.key} AND class.sensitivity = known.s
        LEFT JOIN field_grant refined
            ON refined.role_id = {role.key} AND refined.type_name = known.t AND refined.field = known.f
        WHERE {everything} OR seen.id IS NOT NULL
        ORDER BY known.t, known.f"""


ROLE_GRANTS = Rows(
    _of_role,
    {
        "typeName": "type_name",
        "field": "field",
        "sensitivity": "sensitivity",
        "read": "read",
        "filter": "filter",
        "write": "write",
    },
)

CLASS_GRANTS = Rows(
    lambda role, _: (
        "SELECT sensitivity, read, may_filter AS filter, may_write AS write"
        f" FROM class_grant WHERE role_id = {role.key} ORDER BY sensitivity"
    ),
    {"sensitivity": "sensitivity", "read": "read", "filter": "filter", "write": "write"},
)
TYPE_GRANTS = Rows(
    lambda role, _: f"SELECT type_name, scope FROM type_grant WHERE role_id = {role.key} ORDER BY type_name",
    {"typeName": "type_name", "where": "scope"},
)


def _refined(role: Row, _: Selected) -> str:
    """A field that is gone meanwhile is gone here too."""
    specs = role.statement.catalog.specs
    known = [{"t": type_name, "f": name, "s": spec.sensitivity} for (type_name, name), spec in specs.items()]
    given = role.statement.constant(orjson.dumps(known).decode(), "json")
    return f"""
        SELECT refined.type_name, refined.field, known.s AS sensitivity, refined.read, refined.may_filter AS filter,
               refined.may_write AS write
        FROM field_grant refined
        JOIN json_to_recordset({given}) AS known(t text, f text, s text)
            ON known.t = refined.type_name AND known.f = refined.field
        WHERE refined.role_id = {role.key} ORDER BY refined.type_name, refined.field"""


REFINEMENTS = Rows(_refined, ROLE_GRANTS.fields)
