"""What a call would do: it is done and taken back in the same transaction, so that nothing can differ."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.coupons import guessing
from actions.recording import recorded
from resolvers.planner.catalog import Catalog
from resolvers.planner.landing import check_landed
from resolvers.planner.verbs import Call, Verb
from rules.money import to_major

EVENTS = """
    SELECT subject_type, subject_id, changes::text AS changes FROM audit_event
    WHERE sequence IS NULL AND xmin IN (
        SELECT transactionid FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'transactionid' AND granted)
    ORDER BY id
"""
"Those of this transaction: their `xmin` is one of the numbers that this process holds."
FIGURES = """
    SELECT member.status, (SELECT code FROM tier WHERE id = tier_id) AS tier, account.*
    FROM member, LATERAL (
        SELECT coalesce(sum(balance) FILTER (WHERE asset = 'POINTS' AND bucket = 'AVAILABLE'), 0)::bigint AS points,
            coalesce(sum(balance) FILTER (WHERE asset = 'GROWTH'), 0)::bigint AS "growthValue",
            coalesce(sum(balance) FILTER (WHERE asset IN ('PRINCIPAL', 'BONUS')), 0)::bigint AS wallet
        FROM ledger_account WHERE member_id = member.id) account
    WHERE member.id = $1
"""
NAMES = ("member_no", "number", "username", "code", "name")
"Columns that name a row, best first."
UNTOLD = {"entry", "lots", "reason"}
"What of an event says nothing to a person who decides, or is told beside it."

Told = dict[str, Any]
"""One value that differs: `kind` and `key` of the row, its `subject` in words, `field`, `before` and `after` as
texts."""


class _TakenBack(Exception):
    """Ends a trial."""


async def rehearse(call: Call, verb: Verb, catalog: Catalog) -> list[Told]:
    """What would be written, by the audit events, and how the members concerned would stand. Raises Refused as the
    verb does. Nothing of it stays, not in the database nor in what is remembered of the program, but that codes were
    guessed.
    """
    connection, apart = call.connection, replace(call, programs=call.programs.apart(), is_approved=True)
    members = [key for path, key in call.found.items() if verb.finds[path].partition(".")[0] == "Member"]
    before = {key: await _figures(connection, key, call.currency) for key in members}
    told: list[Told] = []
    guessed = tried = await guessing.tries(connection, call.by, call.at)
    try:
        async with connection.transaction():
            known = {tuple(event) for event in await connection.fetch(EVENTS)}
            with recorded(call.operation):
                written = await verb.act(apart)
            await check_landed(connection, catalog, call.planner.surroundings, verb.shows, written, call.by)
            tried = await guessing.tries(connection, call.by, call.at)
            events = [event for event in await connection.fetch(EVENTS) if tuple(event) not in known]
            for key, figures in before.items():
                after = await _figures(connection, key, call.currency)
                told += [_told("Member", key, name, [figures[name], after[name]]) for name in figures]
            told += [each for event in events for each in _of_event(event)]
            told = _differing(told)
            subjects = {(each["kind"], each["key"]) for each in told}
            names = {pair: await name_of(connection, catalog, *pair) for pair in subjects}
            raise _TakenBack
    except _TakenBack:
        if tried > guessed:
            await guessing.note(connection, call.by.identity, call.at, tried - guessed)
        return [each | {"subject": names[each["kind"], each["key"]]} for each in told]


async def name_of(connection: Connection, catalog: Catalog, kind: str, key: UUID | None) -> str:
    """What people call a row; empty if nothing names it."""
    entity = catalog.entities.get(kind)
    name = next((name for name in NAMES if entity and entity.has_column(name)), None)
    if entity is None or name is None or key is None:
        return ""
    return await connection.fetchval(f'SELECT "{name}" FROM "{entity.table}" WHERE "{entity.key}" = $1', key) or ""


async def _figures(connection: Connection, member: UUID, currency: str) -> Mapping[str, Any]:
    found = dict(await connection.fetchrow(FIGURES, member))
    return found | {"wallet": f"{to_major(found['wallet'], currency):,} {currency}"}


def _differing(told: list[Told]) -> list[Told]:
    """Each value once, as it was told first."""
    first: dict[tuple[str, UUID | None, str], Told] = {}
    for each in told:
        first.setdefault((each["kind"], each["key"], each["field"]), each)
    return [each for each in first.values() if each["before"] != each["after"]]


def _of_event(event: Any) -> Iterator[Told]:
    for name, value in loads(event["changes"] or "{}").items():
        if name not in UNTOLD:
            yield _told(event["subject_type"], event["subject_id"], name, value)


def _told(kind: str, key: UUID | None, name: str, value: Any) -> Told:
    """A pair is before and after; anything else is what was set."""
    is_pair = isinstance(value, list) and len(value) == 2
    before, after = value if is_pair else (None, value)
    return {"kind": kind, "key": key, "field": _camel(name), "before": _text(before), "after": _text(after)}


def _camel(name: str) -> str:
    """Some events name columns."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def _text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return f"{value:,}"
    return dumps(value, ensure_ascii=False, default=str)
