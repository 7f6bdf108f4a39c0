"""Made-up people, orders and tickets for the fake desk (people.json), multiplied and tied together."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from graphql import print_schema

from schema.build import GRAPHQL

NOW = datetime.now(UTC)
STATUSES = ["ACTIVE", "ACTIVE", "ACTIVE", "FROZEN", "ACTIVE", "CANCELLED"]


def _dated(value: Any) -> Any:
    """Every `@days=3` becomes the instant so long ago."""
    if isinstance(value, str) and value.startswith("@"):
        return ago(**{name: float(number) for name, number in (part.split("=") for part in value[1:].split(","))})
    if isinstance(value, dict):
        return {name: _dated(inner) for name, inner in value.items()}
    return [_dated(inner) for inner in value] if isinstance(value, list) else value


def ago(**span: float) -> str:
    return (NOW - timedelta(**span)).isoformat()


def money(amount: float) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "USD"}


ALL = _dated(json.loads((Path(__file__).parent / "people.json").read_text()))
TIERS, STORE, PRODUCT, TEMPLATE, SEGMENT, ROLE = (
    ALL[n] for n in ("tiers", "store", "product", "template", "segment", "role")
)
STAFF = [person | {"roles": [ROLE], "store": STORE} for person in ALL["staff"]]
CAMPAIGN = ALL["campaign"] | {"audience": SEGMENT}


def schema_text() -> str:
    return print_schema(GRAPHQL)


def world() -> dict[str, Any]:
    members = [member(i) for i in range(120)]
    lists = {
        "members": members,
        **{name: [row for m in members for row in m[name]] for name in ("orders", "tickets", "coupons")},
        "tiers": TIERS,
        "stores": [STORE],
        "staff": STAFF,
        "roles": [ROLE],
        "teams": [ALL["ticket"]["team"]],
        "segments": [SEGMENT],
        "campaigns": [CAMPAIGN],
        "couponTemplateList": [TEMPLATE],
        "products": [PRODUCT],
        "jobs": [ALL["job"]],
        "savedViews": [],
        "makeGoodProposals": [],
        "staffDuties": [],
        "assignmentRules": [],
        "auditEvents": [ALL["auditEvent"] | {"id": f"aud_{i}", "at": ago(hours=i)} for i in range(12)],
    }
    return lists | ones(lists) | {"overview": overview()}


def ones(lists: dict[str, Any]) -> dict[str, Any]:
    """The fields of Query that give one thing by its key."""
    by = {
        "member": "members.memberNo",
        "ticket": "tickets.number",
        "coupon": "coupons.code",
        "campaign": "campaigns.code",
    }
    given = {
        "order": "orders.number",
        "tier": "tiers.code",
        "couponTemplate": "couponTemplateList.code",
        "job": "jobs.id",
        "staffMember": "staff.username",
        "role": "roles.code",
        "store": "stores.code",
        "product": "products.code",
        "segment": "segments.code",
    }
    return {name: _by(lists, path) for name, path in by.items()} | {name: _given(lists, p) for name, p in given.items()}


def _by(lists: dict[str, Any], path: str) -> Any:
    rows, key = path.split(".")
    return lambda by: next((r for r in lists[rows] if r[key] == by.get(key)), None)


def _given(lists: dict[str, Any], path: str) -> Any:
    rows, key = path.split(".")
    return lambda **given: next((r for r in lists[rows] if r[key] == given[key]), None)


def member(i: int) -> dict[str, Any]:
    name, latin = ALL["names"][i % len(ALL["names"])]
    me = ALL["member"] | {
        "id": f"mem_{i}",
        "memberNo": f"M-{10482 - i:07}",
        "name": name,
        "latinName": latin,
        "phone": f"138****{7720 - i:04}",
        "status": STATUSES[i % 6],
        "homeStore": STORE,
        "tier": TIERS[i % 4],
        "tierProgress": ALL["member"]["tierProgress"] | {"nextTier": TIERS[3]},
        "points": ALL["member"]["points"] | {"available": 4820 - i * 7},
    }
    me |= held(i, me)
    return me


def held(i: int, me: dict[str, Any]) -> dict[str, Any]:
    """What belongs to a member."""
    order = ALL["order"] | {"id": f"ord_{i}", "number": f"155-88{i:02}", "member": me, "store": STORE}
    entry = ALL["pointsEntry"] | {"order": order}
    coupon = {"id": f"cou_{i}", "code": f"C-{i:05}", "template": TEMPLATE, "member": me, "campaign": CAMPAIGN}
    return {
        "orders": [order],
        "tickets": [ticket(i, me, order)] if i % 3 == 0 else [],
        "coupons": [ALL["coupon"] | coupon],
        "pointsEntries": [entry | {"id": f"ent_{n}"} for n in range(45)],
        "pointsLots": [ALL["pointsLot"] | {"entry": entry}],
        "tierChanges": [ALL["tierChange"] | {"from": TIERS[1], "to": TIERS[2]}],
        "growthEntries": [ALL["growthEntry"]],
        "walletEntries": [],
        "interactions": [ALL["interaction"] | {"staff": STAFF[0]}],
        "campaigns": [ALL["participation"] | {"campaign": CAMPAIGN}],
    }


def ticket(i: int, me: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    own = {"id": f"tic_{i}", "number": f"T-{2291 - i}", "nextDueAt": ago(minutes=-42 + i * 9), "isBreached": i > 4}
    return ALL["ticket"] | own | {"member": me, "order": order, "assignee": STAFF[i % 2]}


def overview() -> dict[str, Any]:
    days = [NOW.date() - timedelta(days=29 - i) for i in range(30)]
    sales = [{"day": d.isoformat(), "orders": 40, "sales": money(2000 + i * 977 % 1800)} for i, d in enumerate(days)]
    shares = [{"tier": tier, "members": 900 - 200 * i} for i, tier in enumerate(TIERS)]
    return ALL["overview"] | {"salesByDay": sales, "membersByTier": shares}
