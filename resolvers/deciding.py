"""What of somebody's grants and scopes decides: asked of the very cut and conditions that execution uses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from asyncpg import Connection
from graphql import get_named_type

from models.access import GRANTERS, HOLDERS
from resolvers.planner.catalog import Entity
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every
from resolvers.planner.lookups import key_of
from resolvers.planner.opening import is_open
from resolvers.planner.orders import key_cast
from resolvers.planner.revealing import may_reveal
from resolvers.planner.sights import Sights
from resolvers.planner.statement import Statement, Surroundings
from rules.explaining import (
    MANAGES_ROLES,
    Told,
    Verdict,
    may_hear,
    of_anybody,
    of_field,
    of_forced,
    of_permission,
    tells,
)
from rules.permissions import Access, Decider, Facets, Grants, ReadLevel, Sensitivity
from rules.refusals import Refused
from rules.viewer import Viewer

VISIBILITY = {ReadLevel.NONE: "HIDDEN", ReadLevel.MASKED: "MASKED", ReadLevel.FULL: "READABLE"}
ALL = Access((Grants(everything=True),))


@dataclass(frozen=True, slots=True)
class Explainer:
    """One question about one caller. `viewer` asks; `access` is whose rights are explained."""

    surroundings: Surroundings
    connection: Connection
    viewer: Viewer
    access: Access

    @property
    def sights(self) -> Sights:
        assert self.surroundings.sights is not None
        return self.surroundings.sights

    async def field(self, type_name: str, name: str, row_id: str | None = None) -> dict[str, Any]:
        """What the caller may do with a field (of one row). Raises BadRequest for what does not exist."""
        told = self.of_schema(type_name, name)
        lines = [*(verdict.told for verdict in told.verdicts), *told.more]
        level = told.facets.read
        if row_id is not None and level is not ReadLevel.NONE:
            level, of_row = await self._of_row(type_name, name, row_id, level)
            lines += of_row
        return await self._answer(told, level, lines)

    def of_schema(self, type_name: str, name: str) -> "Seen":
        """The verdict of every role, and what the caller's schema makes of them."""
        catalog, permission = self.sights.pruner.catalog, self.sights.permission(type_name, name)
        spec = catalog.specs.get((type_name, name))
        if spec is None:
            raise BadRequest(f"There is no field {name[:60]} of {type_name[:60]}.")
        is_row, has = type_name in catalog.entities, self.sights.has(self.access, type_name, name)
        if permission is not None:
            verdicts = [of_permission(grants, permission) for grants in self.access.grants]
        elif not is_row and spec.sensitivity is Sensitivity.PUBLIC:
            verdicts = [of_anybody(type_name, name, catalog.judged(self.access, type_name, name))]
        else:
            verdicts = [of_field(g, type_name, name, spec.sensitivity, is_row=is_row) for g in self.access.grants]
        facets = catalog.judged(self.access, type_name, name) if has else Facets()
        return self._seen(type_name, name, permission, Facets(facets.read, facets.may_filter, facets.write), verdicts)

    def _seen(
        self, type_name: str, name: str, permission: str | None, facets: Facets, verdicts: list[Verdict]
    ) -> "Seen":
        granted = max((verdict.facets.read for verdict in verdicts), default=ReadLevel.NONE)
        lines, missing = [], []
        if facets.read is ReadLevel.NONE and granted is not ReadLevel.NONE and self._is_limited(type_name, permission):
            lines.append(tells("The program is limited, and {name} is not within its limits.", name=name))
            missing.append(permission or type_name)
        elif facets.read is ReadLevel.NONE and granted is not ReadLevel.NONE:
            target = self._unseen(type_name, name)
            lines.append(tells("{name} leads to {kind}, which is not granted.", name=name, kind=target))
            missing.append(target)
        elif facets.read is not ReadLevel.FULL:
            unseen = all(verdict.by is Decider.TYPE for verdict in verdicts)
            missing.append(permission or (type_name if unseen else f"{type_name}.{name}"))
        if type_name == "Mutation" and permission is not None and facets.read is not ReadLevel.NONE:
            lines += of_forced(self.access, name, permission)
        if facets.read is not ReadLevel.NONE and type_name not in ("Query", "Mutation"):
            lines += [_of_filter(facets), _of_writing(facets)]
        if self.access.asks(type_name, name):
            lines.append(tells("It is empty for members who want to be asked for the PIN, until the PIN is told."))
        return Seen(facets, tuple(verdicts), tuple(lines), tuple(missing), permission)

    def _is_limited(self, type_name: str, permission: str | None) -> bool:
        """Whether a program may not because of its own limits, whatever its roles say."""
        limit = self.access.limit
        if limit is None:
            return False
        if permission is not None:
            return not limit.holds(permission) or (limit.reads_only and type_name == "Mutation")
        return not limit.holds_type(type_name)

    def _unseen(self, type_name: str, name: str) -> str:
        """The type for which a field that is granted is not in the schema."""
        catalog, master = self.sights.pruner.catalog, self.sights.pruner.master
        spec = catalog.specs[type_name, name]
        if spec.about is not None and not self.access.sees(spec.about):
            return spec.about
        field = master.type_map[type_name].fields[name]
        named = [get_named_type(part.type).name for part in (field, *field.args.values())]
        entities = (part.removesuffix("Connection") for part in named)
        return next((e for e in entities if e in catalog.entities and not self.access.sees(e)), named[0])

    async def _of_row(self, type_name: str, name: str, row_id: str, level: ReadLevel) -> tuple[ReadLevel, list[Told]]:
        """What is left of the level for one row. Of rows out of sight only those hear who manage roles."""
        entity = self.sights.pruner.catalog.entities.get(type_name)
        if entity is None or entity.prefix is None:
            raise BadRequest(f"{type_name[:60]} has no ids. Ask without one.")
        key = key_of(entity)(row_id)
        known = ALL if may_hear(self.viewer.access) else self.viewer.access
        if not await self._is_there(entity, key, known):
            return ReadLevel.NONE, [tells("There is no such {kind}, or you may not see it.", kind=type_name)]
        found = [
            (g, await self._is_there(entity, key, Access((g,)))) for g in self.access.grants if _sees(g, type_name)
        ]
        lines = [_of_scope(grants, type_name, is_there) for grants, is_there in found]
        if not any(is_there for _, is_there in found):
            return ReadLevel.NONE, lines
        if self.access.asks(type_name, name) and not await self._is_there(entity, key, self.access, opened=True):
            lines.append(tells("This member wants to be asked for the PIN before. Ask for it to see this."))
            return ReadLevel.MASKED, lines
        until = await self._revealed_until(type_name, name, key) if level is ReadLevel.MASKED else None
        if until is not None:
            return ReadLevel.FULL, [*lines, tells("It is shown to you until {until}, for your reason.", until=until)]
        return level, lines

    async def _revealed_until(self, type_name: str, name: str, key: Any) -> datetime | None:
        """Until when a masked field of the row is shown to the caller himself."""
        if self.access is not self.viewer.access or not may_reveal(self.access, type_name):
            return None
        shown = ((f"{type_name}.{name}", key) == (field, row) and until for field, row, until in self.viewer.revealed)
        found = next((until for until in shown if until), None)
        return found if found and await self.connection.fetchval("SELECT now() < $1", found) else None

    async def _is_there(self, entity: Entity, key: Any, access: Access, *, opened: bool = False) -> bool:
        """Whether somebody with this access sees a row: by the scope that execution puts into every statement."""
        statement = Statement(self.sights.pruner.catalog, access, self.surroundings)
        row = statement.source(entity)
        scope = entity.scope_of(statement)
        conditions = [
            f"{row.key} = {statement.constant(key, key_cast(entity))}",
            *([entity.only(row)] if entity.only else []),
            *(scope(row) if scope else []),
            *([is_open(statement, row.key)] if opened else []),
        ]
        kept = every(conditions)
        values = [bind({}, self.viewer) for bind in statement.binds]
        return await self.connection.fetchval(f"SELECT EXISTS (SELECT FROM {row.source.sql()} WHERE {kept})", *values)

    async def permission(self, name: str) -> dict[str, Any]:
        """Of a permission, or of a mutation or question by its name. Raises BadRequest for what does not exist."""
        for root in ("Mutation", "Query"):
            if (root, name) in self.sights.pruner.catalog.specs:
                return await self.field(root, name)
        if name not in self.sights.pruner.permissions.values():
            raise BadRequest(f"There is no permission and no mutation called {name[:60]}.")
        verdicts = tuple(of_permission(grants, name) for grants in self.access.grants)
        level = ReadLevel.FULL if self.access.permits(name) else ReadLevel.NONE
        missing = () if level is ReadLevel.FULL else (name,)
        told = Seen(Facets(level), verdicts, (), missing, name)
        return await self._answer(told, level, [verdict.told for verdict in verdicts])

    async def _answer(self, told: "Seen", level: ReadLevel, lines: list[Told]) -> dict[str, Any]:
        granters = await self._names(GRANTERS, MANAGES_ROLES) if self.viewer.access.sees("Staff") else []
        holders = await self._names(HOLDERS, told.permission) if told.permission and self._hears_roles else []
        if level is not ReadLevel.FULL:
            names = ", ".join(granters)
            lines = [*lines, tells("Who can grant it: {names}.", names=names) if names else _SOMEBODY]
        return {
            "allowed": level is not ReadLevel.NONE,
            "visibility": VISIBILITY[level],
            "permission": told.permission,
            "trace": [self.say(line) for line in lines],
            "reasons": [self._reason(verdict) for verdict in told.verdicts],
            "missing": list(told.missing),
            "filter": told.facets.filter and level is not ReadLevel.NONE,
            "write": told.facets.write and level is not ReadLevel.NONE,
            "granters": granters,
            "roles": holders,
        }

    @property
    def _hears_roles(self) -> bool:
        return self.viewer.access.sees("Role")

    async def _names(self, question: str, permission: str) -> list[str]:
        return [row[0] for row in await self.connection.fetch(question, permission)]

    def _reason(self, verdict: Verdict) -> dict[str, Any]:
        shown = VISIBILITY[verdict.facets.read]
        return {"role": verdict.role, "visibility": shown, "by": verdict.by, "said": self.say(verdict.told)}

    def say(self, told: Told) -> str:
        return self.surroundings.say(Refused.because(told, ()), self.viewer.locale)


@dataclass(frozen=True, slots=True)
class Seen:
    """What schema and grants say of a field, without a row."""

    facets: Facets
    verdicts: tuple[Verdict, ...]
    more: tuple[Told, ...]
    missing: tuple[str, ...]
    permission: str | None = None


_SOMEBODY = tells("Somebody who manages roles can grant it.")


def _sees(grants: Grants, type_name: str) -> bool:
    return grants.everything or type_name in grants.types


def _of_filter(facets: Facets) -> Told:
    if facets.may_filter:
        return tells("It may be filtered, sorted and searched by.")
    return tells("It may not be filtered, sorted or searched by: that takes the whole value and the grant to filter.")


def _of_writing(facets: Facets) -> Told:
    return tells("It may be changed.") if facets.write else tells("It may not be changed.")


def _of_scope(grants: Grants, kind: str, is_there: bool) -> Told:
    if grants.everything or grants.types[kind] is None:
        return tells("{role} sees every {kind}.", role=grants.role, kind=kind)
    scope = orjson.dumps(grants.types[kind]).decode()
    if is_there:
        return tells("The scope of {role} contains this {kind}: {scope}", role=grants.role, kind=kind, scope=scope)
    return tells("The scope of {role} leaves this {kind} out: {scope}", role=grants.role, kind=kind, scope=scope)
