"""A role as the form has it: from the record, from what was sent, and as the input of the mutation."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from admin_ui.words import Words
from rules.bounds import LimitName

LEVELS = ("NONE", "MASKED", "FULL")
LONGEST_NUMBER = 10
ALL, CUSTOM = "ALL", "CUSTOM"
"A type with every row, and one whose filter is typed."


OWN = ("$viewer.store", "$viewer.unit", "$viewer.id", "$viewer.member")
"What a value can stand for beside one that is typed."
SPARE, MOST_ROWS = 2, 100


@dataclass
class Forced:
    """A row of what is always set: which argument (`orderRecord.input.number`), and one of OWN or what is typed."""

    name: str = ""
    own: str = ""
    typed: str = ""


@dataclass
class Facets:
    read: str = "NONE"
    filter: bool = False
    write: bool = False


@dataclass
class Draft:
    """`scopes` and `wheres` by type; `fields` are those that differ from their class; `opened` are types."""

    code: str = ""
    name: str = ""
    description: str = ""
    version: int = 0
    classes: dict[str, Facets] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)
    wheres: dict[str, str] = field(default_factory=dict)
    fields: dict[tuple[str, str], Facets] = field(default_factory=dict)
    permissions: set[str] = field(default_factory=set)
    limits: dict[str, str] = field(default_factory=dict)
    forced: list[Forced] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    @property
    def forced_rows(self) -> list[Forced]:
        """With some to fill in."""
        return [*self.forced, *(Forced() for _ in range(SPARE))][:MOST_ROWS]

    def open(self, name: str) -> None:
        self.opened = [*dict.fromkeys([*self.opened, name])]

    def close(self, name: str) -> None:
        self.opened = [one for one in self.opened if one != name]

    def of_class(self, name: str) -> Facets:
        return self.classes.get(name, Facets())


def of_record(role: Mapping[str, Any], data: Mapping[str, Any]) -> Draft:
    """As it is kept; empty for a new role."""
    if not role:
        return Draft()
    known = {one["name"]: one for one in data["accessCatalog"]["types"]}
    types = {one["typeName"]: one["where"] for one in role["types"] if one["typeName"] in known}
    return Draft(
        role["code"], role["name"], role["description"], role["version"],
        {one["sensitivity"]: _facets(one) for one in role["classes"]},
        {name: scope_name(known[name], where) for name, where in types.items()},
        {name: json.dumps(where, ensure_ascii=False) for name, where in types.items() if where is not None},
        {(one["typeName"], one["field"]): _facets(one) for one in role["refinements"]},
        set(role["permissions"]),
        {one["name"]: str(one["value"]) for one in role["limits"]},
        [_forced(one) for one in role["forced"]],
    )  # fmt: skip


def _forced(one: Mapping[str, Any]) -> Forced:
    name, value = f"{one['mutation']}.{one['argument']}", one["value"]
    if value in OWN:
        return Forced(name, value)
    return Forced(name, typed=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def scope_name(one: Mapping[str, Any], where: Any) -> str:
    if where is None:
        return ALL
    return next((scope["name"] for scope in one["scopes"] if scope["where"] == where), CUSTOM)


def of_sent(sent: Any, catalog: Mapping[str, Any]) -> Draft:
    """As it was typed."""
    text = {name: str(sent.get(name, "")) for name in ("code", "name", "description", "version")}
    version = int(text["version"]) if text["version"].isdigit() else 0
    draft = Draft(text["code"].strip(), text["name"].strip(), text["description"].strip(), version)
    draft.permissions = {str(name) for name in sent.getlist("permission")}
    typed = {name.value: str(sent.get(f"limit.{name}", "")).strip() for name in LimitName}
    draft.limits = {name: value for name, value in typed.items() if value}
    draft.opened = [str(name) for name in sent.getlist("opened")]
    rows = [_forced_sent(sent, number) for number in range(MOST_ROWS)]
    draft.forced = [row for row in rows if row.name or row.typed]
    for one in catalog["types"]:
        name = one["name"]
        if sent.get(f"type.{name}"):
            draft.scopes[name] = str(sent[f"type.{name}"])
        draft.wheres[name] = str(sent.get(f"where.{name}", "")).strip()
        for part in one["fields"]:
            if sent.get(f"field.{name}.{part['name']}"):
                draft.fields[name, part["name"]] = _sent(sent, f"field.{name}.{part['name']}")
    for name in ("PUBLIC", "CONTACT", "IDENTITY", "FINANCIAL", "INTERNAL"):
        draft.classes[name] = _sent(sent, f"class.{name}")
    return draft


def _sent(sent: Any, name: str) -> Facets:
    """Ticks count as far as the level allows: who lowers it need not take them off one by one."""
    read = str(sent.get(name, "NONE")) or "NONE"
    return Facets(read, read == "FULL" and f"{name}.filter" in sent, read != "NONE" and f"{name}.write" in sent)


def _forced_sent(sent: Any, number: int) -> Forced:
    name, own, typed = (str(sent.get(f"forced.{number}.{part}", "")).strip() for part in ("name", "own", "value"))
    return Forced(name, own if own in OWN else "", typed)


def _facets(one: Mapping[str, Any]) -> Facets:
    return Facets(one["read"], one["filter"], one["write"])


def sent_as(draft: Draft, code: str, catalog: Mapping[str, Any], words: Words) -> tuple[dict[str, Any], list[str]]:
    """The input of `roleSave`, and what could not be read."""
    wrong: list[str] = []
    known = {one["name"]: one for one in catalog["types"]}
    types = [_type(known[name], scope, draft, words, wrong) for name, scope in draft.scopes.items()]
    given = {
        "code": code or draft.code,
        "name": draft.name,
        "description": draft.description,
        "classes": [{"sensitivity": name} | vars(facets) for name, facets in draft.classes.items()],
        "types": types,
        "grants": [
            {"typeName": kind, "field": name} | vars(facets)
            for (kind, name), facets in draft.fields.items()
            if kind in draft.scopes
        ],
        "permissions": sorted(draft.permissions),
        "limits": [_limit(name, value, words, wrong) for name, value in draft.limits.items()],
        "forced": [_set(row, catalog, words, wrong) for row in draft.forced],
    }
    return given, wrong


def _limit(name: str, value: str, words: Words, wrong: list[str]) -> dict[str, Any]:
    plain = value.replace(",", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_NUMBER):
        wrong.append(words.gettext("The limit %s is no whole number.") % name)
        return {"name": name, "value": 0}
    return {"name": name, "value": int(plain)}


def _set(row: Forced, catalog: Mapping[str, Any], words: Words, wrong: list[str]) -> dict[str, Any]:
    """What is typed for a text or an id is a text; for anything else it may be JSON."""
    kinds = {f"{one['mutation']}.{one['argument']}": one["typeName"] for one in catalog["arguments"]}
    if row.name not in kinds:
        wrong.append(words.gettext("There is nothing to set that is called '%s'. Choose one from the list.") % row.name)
    elif not row.own and not row.typed:
        wrong.append(words.gettext("Say what %s is set to.") % row.name)
    mutation, _, argument = row.name.partition(".")
    value: Any = row.own or row.typed
    if not row.own and kinds.get(row.name) not in ("String", "ID"):
        try:
            value = json.loads(row.typed)
        except ValueError:
            value = row.typed
    return {"mutation": mutation, "argument": argument, "value": value}


def _type(one: Mapping[str, Any], scope: str, draft: Draft, words: Words, wrong: list[str]) -> dict[str, Any]:
    name = one["name"]
    if scope == CUSTOM:
        try:
            return {"typeName": name, "where": json.loads(draft.wheres[name] or "null")}
        except ValueError:
            wrong.append(words.gettext("The filter of %s is no JSON.") % name)
    named = next((each["where"] for each in one["scopes"] if each["name"] == scope), None)
    return {"typeName": name, "where": named}
