"""Callers of every kind, each with a token: shipped roles, two roles at once, and roles made up at random."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import asyncpg
import orjson

from actions.staff import create_token
from api.answering import Desk
from rules.roles import facets_of, shipped, types_of
from rules.viewer import Viewer
from schema.build import GRAPHQL
from settings import Settings
from tests.resolvers.lanes import Lanes, open_lanes
from tests.resolvers.oracle.execute import Look
from tests.resolvers.oracle.rights import Looker
from tests.resolvers.oracle.rows import TYPES, Rows

Role = dict[str, Any]
CLASSES = ("PUBLIC", "CONTACT", "IDENTITY", "FINANCIAL", "INTERNAL")
OWN, STORE = {"memberKey": {"eq": "$viewer.member"}}, {"storeKey": {"eq": "$viewer.store"}}
SCOPES = {
    "Member": [{"status": {"eq": "ACTIVE"}}, {"homeStore": {"in": ["S1"]}}, {"not": {"tier": {"rank": {"eq": 2}}}}],
    "Order": [STORE, OWN, {"member": {"status": {"eq": "ACTIVE"}}}],
    "Ticket": [OWN, {"priority": {"in": ["HIGH", "URGENT"]}}],
    "Coupon": [OWN, {"or": [{"status": {"eq": "ISSUED"}}, {"code": {"startsWith": "K1"}}]}], "PointsEntry": [OWN],
    "PointsLot": [OWN], "Campaign": [{"status": {"eq": "RUNNING"}}], "CouponTemplate": [{"isActive": {"eq": True}}],
    "TicketMessage": [{"isInternal": {"eq": False}}], "Tier": [{"rank": {"lt": 3}}], "Store": [{"code": {"ne": "S2"}}],
    "WalletEntry": [OWN], "MemberCard": [OWN], "TierChange": [OWN], "CampaignParticipation": [OWN],
}  # fmt: skip
"Row scopes that a role made up at random may have."


NOT_NOTED = "UPDATE api_token SET last_used_at = now() + interval '1 day' WHERE last_used_at IS NULL"
"So that asking changes no row that is compared."


@dataclass
class Person:
    """Somebody who asks, as the API knows him and as the oracle does."""

    title: str
    token: str
    viewer: Viewer
    look: Look


@dataclass
class Place:
    """A database, its doors and those who come in."""

    lanes: Lanes
    people: list[Person]

    @property
    def desk(self) -> Desk:
        return self.lanes.desk

    def person(self, title: str) -> Person:
        return next(person for person in self.people if person.title == title)


def roles_of(made_up: int = 4, seed: int = 0) -> dict[str, dict[str, Role]]:
    """Who comes: the roles of each, by his title."""
    roles = {code: {code: role} for code, role in shipped().items()}
    return roles | {f"random{n}": {f"random{n}": made_up_role(Random(f"{seed}/{n}"))} for n in range(made_up)}


async def invite(url: str, roles: dict[str, dict[str, Role]]) -> dict[str, str]:
    """Puts everybody's role and token into the database; the tokens by title."""
    connection = await asyncpg.connect(url)
    for code in roles:
        if code not in shipped():
            await add_role(connection, code, roles[code][code])
    tokens = {code: await _token(connection, code) for code in roles}
    await connection.execute(NOT_NOTED)
    await connection.close()
    return tokens


@asynccontextmanager
async def open_place(
    settings: Settings, url: str, roles: dict[str, dict[str, Role]], tokens: dict[str, str] | None = None
) -> AsyncIterator[Place]:
    """`tokens` are those of people who were invited before."""
    tokens = tokens or await invite(url, roles)
    connection = await asyncpg.connect(url)
    rows = await Rows.read(connection)
    await connection.close()
    async with open_lanes(settings, url) as lanes:
        secret = settings.signing_key().decode()
        yield Place(lanes, [await _person(lanes, rows, secret, code, tokens[code], roles[code]) for code in roles])


async def _token(connection: asyncpg.Connection, code: str) -> str:
    """Bound to a member and a store that have something of everything."""
    member = None if code in shipped() and code != "member" else "M-0000001"
    return await create_token(connection, "test", f"{code} app", code, "S1", member)


async def _person(lanes: Lanes, rows: Rows, secret: str, code: str, token: str, roles: dict[str, Role]) -> Person:
    caller = await lanes.callers.by_token(token)
    viewer = caller.viewer
    key = lambda found: rows.one(*found)["id"]  # noqa: E731
    looker = Looker(
        roles, viewer.kind, viewer.name, viewer.fingerprint, store_id=key(("store", "S1", "code")),
        member_id=key(("member", "M-0000001", "member_no")) if viewer.member_id else None,
    )  # fmt: skip
    return Person(code, token, viewer, Look(rows, looker, caller.view.schema, secret))


def made_up_role(chance: Random) -> Role:
    """Types, scopes, classes and refinements as they fall."""
    seen = {name for name in TYPES if chance.random() < 0.75} | {"Member", "MemberMetrics"}
    scoped = {name: chance.choice(SCOPES[name]) for name in sorted(seen) if name in SCOPES and chance.random() < 0.4}
    fields = [f"{name}.{field}" for name in sorted(seen) for field in GRAPHQL.type_map[name].fields if field != "id"]
    return {
        "name": "Made up",
        "permissions": ["members.unasked"],
        "description": "",
        "types": sorted(seen - set(scoped)),
        "scoped": scoped,
        "classes": {name: _facets(chance) for name in CLASSES if chance.random() < 0.8}
        | {"PUBLIC": _facets(chance, 0.9)},
        "fields": {name: _facets(chance) for name in chance.sample(fields, 40)},
    }


def _facets(chance: Random, full: float = 0.5) -> dict[str, Any]:
    read = "FULL" if chance.random() < full else chance.choice(("MASKED", "NONE"))
    return {"read": read, "filter": chance.random() < 0.7, "write": chance.random() < 0.3}


async def add_role(connection: asyncpg.Connection, code: str, role: Role) -> None:
    """A role that is written like those that ship."""
    key = await connection.fetchval("INSERT INTO role (code, name) VALUES ($1, $1) RETURNING id", code)
    for permission in role["permissions"]:
        await connection.execute("INSERT INTO role_permission (role_id, permission) VALUES ($1, $2)", key, permission)
    for type_name, scope in types_of(role).items():
        text = scope and orjson.dumps(scope).decode()
        await connection.execute(
            "INSERT INTO type_grant (role_id, type_name, scope) VALUES ($1, $2, $3)", key, type_name, text
        )
    for table, name, granted in (
        ("class_grant", "sensitivity", "classes"),
        ("field_grant", "type_name, field", "fields"),
    ):
        for target, said in role.get(granted, {}).items():
            facets = facets_of(said)
            values = (key, *target.split("."), facets.read.name, facets.filter, facets.write)
            holes = ", ".join(f"${n}" for n in range(1, len(values) + 1))
            await connection.execute(
                f"INSERT INTO {table} (role_id, {name}, read, may_filter, may_write) VALUES ({holes})", *values
            )
