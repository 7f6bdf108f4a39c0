"""Stands before the verbs: calls that need another person's word wait, and are made again when it is given."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from json import dumps, loads
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.approvals import policies, requests
from actions.approvals.requests import KEPT, Asked
from actions.once import Written
from actions.recording import recorded
from resolvers.planner.calling import called
from resolvers.planner.filters import every
from resolvers.planner.forcing import without
from resolvers.planner.landing import check_landed
from resolvers.planner.preparing import KEY
from resolvers.planner.rehearsing import EVENTS, Told, name_of, rehearse
from resolvers.planner.verbs import Call, Verb, Verbs
from rules.approvals import OWN, ApprovalMeasure, Policy
from rules.refusals import Detail, ErrorCode, Refused
from rules.unkept import takes_secrets, told_of
from rules.viewer import Viewer

if TYPE_CHECKING:
    from resolvers.planner.plans import Planner

REMEMBERED_SECONDS = 0.5
"A changed policy takes effect within this time in every process."


class Gate:
    """Knows the policies in force, and how a call is made again. `planner` is given to it once there is one."""

    planner: "Planner"

    def __init__(self, verbs: Verbs) -> None:
        self.verbs = verbs
        self._known: Mapping[str, tuple[Policy, ...]] = {}
        self._until = 0.0

    async def act(self, verb: Verb, call: Call, claimed: UUID | None) -> Written:
        """What the verb wrote, or the request that the call became. `claimed` is the row of the caller's key."""
        needed = await self.needed(verb, call)
        if not needed:
            return await verb.act(call)
        if call.by.kind != "STAFF" or call.by.staff_id is None:
            message = "This needs another person's approval, for which only a person who works here can ask."
            raise Refused(ErrorCode.FORBIDDEN, message, (), Detail(rule=needed[0].code))
        asked = await self._asked(verb, call, needed[0])
        return {KEPT: await requests.ask(call.connection, call.by, asked, claimed, call.at)}

    async def needed(self, verb: Verb, call: Call) -> tuple[Policy, ...]:
        """The policies in force for which this call has to wait."""
        if call.is_approved:
            return ()
        known = await self._policies(call.connection)
        return tuple([policy for policy in known.get(call.operation, ()) if await _is_meant(policy, verb, call)])

    def forget(self) -> None:
        """Reads the policies anew before the next call."""
        self._until = 0.0

    def measures(self) -> dict[str, tuple[str, ...]]:
        """By what each mutation can be measured; those that cannot wait are not there."""
        fields = self.planner.pruner.master.mutation_type.fields
        return {
            name: (ApprovalMeasure.ALWAYS, *verb.measures)
            for name, verb in self.verbs.items()
            if name not in OWN and not takes_secrets(fields[name])
        }

    async def tried(
        self, connection: Connection, by: Viewer, operation: str, given: dict[str, Any], at: datetime
    ) -> tuple[list[Told], str | None]:
        """What a call would do, and the policy for which it would have to wait. Raises Refused as the verb does."""
        fields = self.planner.view(by).schema.mutation_type
        if fields is None or operation not in fields.fields:
            message = "There is no mutation {operation}, or you may not call it."
            raise Refused(ErrorCode.NOT_FOUND, message, ("mutation",), operation=operation)
        if operation in OWN or takes_secrets(fields.fields[operation]):
            message = "{operation} cannot be tried: it takes or tells a secret, or decides for somebody else."
            raise Refused(ErrorCode.INVALID, message, ("mutation",), operation=operation)
        verb, call = self.verbs[operation], await called(self, connection, by, operation, given, at)
        waits = await self.needed(verb, call)
        return await rehearse(call, verb, self.planner.catalog), waits[0].name if waits else None

    async def approve(self, call: Call, note: str | None) -> Written:
        """Makes the call of a request again, as the one who asked and with today's rights. Raises Refused."""
        connection, by, at = call.connection, call.by, call.at
        request = await requests.found(connection, call.found["id"])
        await requests.check_open(connection, request, at)
        await requests.check_another(connection, request, by)
        (await policies.named(connection, request["policy_id"])).check_decider(by.access, by.roles)
        await self._check_seen(connection, by, loads(request["touches"]))
        try:
            verb, again = await self._again(connection, request, at)
            for policy in await self.needed(verb, replace(again, is_approved=False)):
                policy.check_decider(by.access, by.roles)
            with recorded(again.operation):
                written = await verb.act(again)
            around = self.planner.surroundings
            await check_landed(connection, self.planner.catalog, around, verb.shows, written, again.by)
            await self._check_seen(connection, by, await self._subjects(connection))
        except Refused as refused:
            raise requests.failing(refused, request, at) from refused
        return await requests.approved(connection, by, request, written, note, at)

    async def preview(self, connection: Connection, by: Viewer, key: UUID, at: datetime) -> tuple[list[Told], bool]:
        """What a request would do now, and whether what it touches was changed since. Raises Refused as the verb."""
        request = await requests.found(connection, key)
        touches = loads(request["touches"])
        await self._check_seen(connection, by, touches)
        verb, again = await self._again(connection, request, at)
        now = [await self._version(connection, touch["type"], UUID(touch["key"])) for touch in touches]
        told = await rehearse(again, verb, self.planner.catalog)
        return told, any(touch["version"] != version for touch, version in zip(touches, now, strict=True))

    async def _policies(self, connection: Connection) -> Mapping[str, tuple[Policy, ...]]:
        if monotonic() >= self._until:
            self._known = await policies.active(connection)
            self._until = monotonic() + REMEMBERED_SECONDS
        return self._known

    async def _asked(self, verb: Verb, call: Call, policy: Policy) -> Asked:
        """Tries the call first: what the verb would refuse anyway is refused now."""
        told = await rehearse(call, verb, self.planner.catalog)
        own = without(call.given, call.by.access.forced(call.operation, verb.permission))
        given = own | ({KEY: call.key} if call.key is not None else {})
        touches = [await self._touch(call.connection, verb, path, key) for path, key in call.found.items()]
        names = [await name_of(call.connection, self.planner.catalog, t["type"], t["key"]) for t in touches]
        named = [*names, *_codes(call.given)] if not any(names) else names
        measure = verb.measures.get(policy.measure)
        return Asked(
            policy,
            call.operation,
            " · ".join([policy.name, *dict.fromkeys(filter(None, named))]),
            _reason(call.given),
            await measure(call) if measure else None,
            given,
            sha256(dumps(told_of(call.given), sort_keys=True, default=str).encode()).digest(),
            touches,
            told,
        )

    async def _touch(self, connection: Connection, verb: Verb, path: str, key: UUID) -> dict[str, Any]:
        kind = verb.finds[path].partition(".")[0]
        version = await self._version(connection, kind, key)
        return {"path": path, "type": kind, "key": key, "version": version}

    async def _version(self, connection: Connection, kind: str, key: UUID) -> int | None:
        entity = self.planner.catalog.entities[kind]
        if not entity.has_column("version"):
            return None
        return await connection.fetchval(f'SELECT version FROM "{entity.table}" WHERE "{entity.key}" = $1', key)

    async def _check_seen(self, connection: Connection, by: Viewer, touches: list[dict[str, Any]]) -> None:
        """Raises Refused unless the viewer may see every row that the call named."""
        for touch in touches:
            if not await self._sees(connection, by, touch["type"], UUID(touch["key"])):
                message = "You may not see the {kind} that this is about. Let somebody decide who may."
                raise Refused(ErrorCode.FORBIDDEN, message, ("id",), kind=touch["type"])

    async def _subjects(self, connection: Connection) -> list[dict[str, Any]]:
        """The rows that this transaction has changed so far."""
        pairs = {(event["subject_type"], event["subject_id"]) for event in await connection.fetch(EVENTS)}
        known = {name for name, entity in self.planner.catalog.entities.items() if not entity.is_inner}
        return [{"type": kind, "key": str(key)} for kind, key in sorted(pairs, key=str) if kind in known and key]

    async def _sees(self, connection: Connection, by: Viewer, kind: str, key: UUID) -> bool:
        if not by.access.sees(kind):
            return False
        statement = self.planner.statement(self.planner.view(by))
        row = statement.source(self.planner.catalog.entities[kind])
        scope = row.entity.scope_of(statement)
        conditions = every([f"{row.key} = {statement.constant(key, 'uuid')}", *(scope(row) if scope else [])])
        values = [bind({}, by) for bind in statement.binds]
        return await connection.fetchval(f"SELECT EXISTS (SELECT FROM {row.source.sql()} WHERE {conditions})", *values)

    async def _again(self, connection: Connection, request: Record, at: datetime) -> tuple[Verb, Call]:
        """The call of a request as it would be made now. Raises Refused if the one who asked may no longer."""
        operation, given = request["operation"], loads(request["input"])
        verb, by = self.verbs[operation], await requests.requester(connection, request)
        fields = self.planner.view(by).schema.mutation_type
        known = fields.fields if fields else {}
        if operation not in known or any(name not in known[operation].args for name in given):
            message = "{name} may no longer do this: it needs {permission}. Reject the request."
            raise Refused(
                ErrorCode.FORBIDDEN, message, ("id",), Detail(missing=(verb.permission,)), name=request["requester"],
                permission=verb.permission,
            )  # fmt: skip
        call = await called(self, connection, by, operation, given, at)
        _check_same(loads(request["touches"]), call.found)
        return verb, replace(call, is_approved=True)


async def _is_meant(policy: Policy, verb: Verb, call: Call) -> bool:
    """A measure that the verb no longer has counts as passed."""
    if not policy.concerns(call.by.roles):
        return False
    measure = verb.measures.get(policy.measure)
    return policy.above is None or measure is None or await measure(call) > policy.above


def _check_same(touches: list[dict[str, Any]], named: Mapping[str, UUID]) -> None:
    if {touch["path"]: UUID(touch["key"]) for touch in touches} != dict(named):
        message = "What was asked for means something else by now. Reject the request."
        raise Refused(ErrorCode.CONFLICT, message, ("id",))


def _reason(given: Mapping[str, Any]) -> str:
    inner = given.get("input")
    return str(given.get("reason") or (inner.get("reason") if isinstance(inner, dict) else "") or "")


def _codes(given: Mapping[str, Any]) -> list[str]:
    inner = given.get("input")
    found = [given.get("code"), given.get("templateCode"), inner.get("code") if isinstance(inner, dict) else None]
    return [str(code) for code in found if code]
