"""Made-up people, orders and tickets for the fake desk, and the schema text they fit."""

from datetime import UTC, datetime, timedelta
from typing import Any

from graphql import print_schema

from schema.build import GRAPHQL

NOW = datetime.now(UTC)
NAMES = [
    ("林晓雯", "Lin Xiaowen"), ("王磊", "Wang Lei"), ("Maria Castro", None), ("陈思远", "Chen Siyuan"),
    ("Jonas Keller", None), ("赵敏", "Zhao Min"), ("Aisha Rahman", None), ("何佳", "He Jia"), ("Tom Becker", None),
    ("Wolfeschlegelsteinhausenbergerdorff Maximilian Alexander", None), ("<script>alert(1)</script>", "\"><img src=x>"),
]  # fmt: skip
STATUSES = ["ACTIVE", "ACTIVE", "ACTIVE", "FROZEN", "ACTIVE", "CANCELLED"]
TIERS = [
    {"id": "tir_1", "code": "basic", "name": "Basic", "rank": 1}, {"id": "tir_2", "code": "silver", "name": "Silver", "rank": 2},
    {"id": "tir_3", "code": "gold", "name": "Gold", "rank": 3}, {"id": "tir_4", "code": "platinum", "name": "Platinum", "rank": 4},
]  # fmt: skip
STORE = {"id": "sto_1", "code": "367", "name": "Riverside"}
STAFF = [{"id": "stf_1", "username": "ana", "name": "Ana Reyes", "isActive": True, "store": STORE},
         {"id": "stf_2", "username": "wei", "name": "Wei Zhang", "isActive": True, "store": None}]  # fmt: skip


def schema_text() -> str:
    return print_schema(GRAPHQL)


def ago(**span: float) -> str:
    return (NOW - timedelta(**span)).isoformat()


def money(amount: float) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": "USD"}


def world() -> dict[str, Any]:
    members = [member(i) for i in range(120)]
    orders = [o for m in members for o in m["orders"]]
    tickets = [t for m in members for t in m["tickets"]]
    for person in STAFF:
        person["roles"] = [role()]
    for tier in TIERS:
        tier |= {"growthThreshold": tier["rank"] * 1000, "pointsMultiplier": "1.5", "discountPercent": "5", "benefits": [
            {"id": "ben_1", "code": "birthday", "name": "Birthday gift", "kind": "gift"}], "memberCount": count(30)}
    data = {
        "members": members, "orders": orders, "tickets": tickets, "tiers": TIERS, "stores": [STORE], "staff": STAFF,
        "roles": [role()], "teams": [{"id": "tea_1", "code": "care", "name": "Care"}], "segments": [segment()],
        "campaigns": [campaign()], "coupons": [c for m in members for c in m["coupons"]],
        "couponTemplateList": [template()], "couponTemplates": [template()], "products": [product()],
        "auditEvents": [audit(i) for i in range(12)], "jobs": [job()], "overview": overview(),
    }  # fmt: skip
    return data | {
        "member": _by(members, "memberNo"), "ticket": _by(tickets, "number"), "order": _one(orders, "number"),
        "coupon": _by(data["coupons"], "code"), "campaign": _by(data["campaigns"], "code"), "tier": _one(TIERS, "code"),
        "couponTemplate": _one([template()], "code"), "staffMember": _one(STAFF, "username"), "role": _one([role()], "code"),
        "store": _one([STORE], "code"), "product": _one([product()], "code"), "segment": _one([segment()], "code"),
        "job": _one([job()], "id"),
    }  # fmt: skip


def _by(rows: list[Any], key: str) -> Any:
    return lambda by: next((r for r in rows if r[key] == by.get(key)), None)


def _one(rows: list[Any], key: str) -> Any:
    return lambda **given: next((r for r in rows if r[key] == given[key]), None)


def count(value: int) -> dict[str, Any]:
    return {"value": value, "isEstimate": False, "isCapped": False}


def member(i: int) -> dict[str, Any]:
    name, latin = NAMES[i % len(NAMES)]
    tier = TIERS[i % 4]
    me: dict[str, Any] = {
        "id": f"mem_{i}", "memberNo": f"M-{10482 - i:07}", "name": name, "latinName": latin, "phone": f"138****{7720 - i:04}",
        "email": "l****@example.com", "birthday": None, "gender": "FEMALE", "status": STATUSES[i % 6], "isAnonymous": False,
        "isDemo": True, "source": {"code": "app", "label": "App"}, "homeStore": STORE, "joinedAt": ago(days=200 + i),
        "version": 1, "tier": tier, "tierMode": "AUTOMATIC", "tierExpiresAt": ago(days=-20), "growthValue": 8150 - i,
        "tierProgress": {"nextTier": TIERS[3], "growthNeeded": 1850, "spendNeeded": None, "keepUntil": None},
        "points": {"available": 4820 - i * 7, "pending": 10, "held": 0, "lifetimeEarned": 9000, "lifetimeSpent": 4180,
                   "expiring": 1240},
        "wallet": {"total": money(312.5), "principal": money(300), "bonus": money(12.5), "isFrozen": False},
        "metrics": {"orderCount": 41, "totalSpend": money(6904.2 - i), "averageOrder": money(168.4), "firstOrderAt": ago(days=900),
                    "lastOrderAt": ago(days=i, hours=3), "quadrant": "CONFIDANT", "recencyScore": 5, "frequencyScore": 4,
                    "monetaryScore": 5},
        "cards": [{"id": "car_1", "cardNo": "6001 2345", "isVirtual": True, "isNamed": True, "isActive": True, "isSecret": False}],
        "tags": [{"id": "tag_1", "name": "High value", "isAutomatic": True}], "addresses": [],
        "attributes": [{"key": "household_size", "value": "2"}, {"key": "income", "value": "50-74K"}],
        "fieldAccess": [{"field": "phone", "visibility": "MASKED", "canFilter": False, "canWrite": False,
                         "reason": "Your role sees contact data masked."},
                        {"field": "birthday", "visibility": "MASKED", "canFilter": False, "canWrite": False,
                         "reason": "Your role sees contact data masked."}],
    }  # fmt: skip
    return me | held(i, me)


def held(i: int, me: dict[str, Any]) -> dict[str, Any]:
    order = {
        "id": f"ord_{i}", "number": f"155-88{i:02}", "status": "COMPLETED", "member": me, "store": STORE, "at": ago(days=i, hours=3),
        "lines": [{"product": product(), "productCode": "1029743", "quantity": "2", "unitPrice": money(4.99), "discount": money(1),
                   "total": money(8.98), "position": 1, "reimbursed": money(0)}],
        "subtotal": money(100), "discountTotal": money(4), "total": money(96), "pointsEarned": 144, "pointsSpent": 0,
        "reimbursed": money(0), "receiver": None, "returns": [],
        "effects": [{"kind": "POINTS", "sourceKind": "TIER", "sourceCode": "gold", "amount": None, "points": 48,
                     "message": "Gold earns 1.5 points for each dollar."}],
    }  # fmt: skip
    entry = {"id": f"ent_{i}", "kind": "EARN", "delta": 144, "balanceAfter": 4820, "reason": "Order", "source": "order",
             "expiresAt": ago(days=-300), "at": ago(days=1), "actor": "till", "order": order}  # fmt: skip
    coupon = {"id": f"cou_{i}", "code": f"C-{i:05}", "status": "ISSUED", "template": template(), "member": me, "campaign": campaign(),
              "issuedAt": ago(days=3), "validUntil": ago(days=-9)}  # fmt: skip
    return {
        "orders": [order], "tickets": [ticket(i, me, order)] if i % 3 == 0 else [], "pointsEntries": [entry] * 45, "coupons": [coupon],
        "pointsLots": [{"id": "lot_1", "granted": 144, "remaining": 100, "availableAt": ago(days=1), "expiresAt": ago(days=-12), "entry": entry}],
        "tierChanges": [{"id": "tch_1", "kind": "UPGRADE", "from": TIERS[1], "to": TIERS[2], "reason": "Growth", "actor": "system",
                         "at": ago(days=30)}],
        "growthEntries": [{"id": "gro_1", "delta": 100, "balanceAfter": 8150, "reason": "Order", "source": "order", "at": ago(days=2)}],
        "walletEntries": [], "interactions": [{"id": "int_1", "kind": "CALL", "summary": "Asked about points.", "staff": STAFF[0],
                                               "at": ago(days=4), "durationSeconds": 160}],
        "campaigns": [{"id": "cpa_1", "campaign": campaign(), "targetedAt": ago(days=9), "isControl": False}],
    }  # fmt: skip


def ticket(i: int, me: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    said = [("Lin Xiaowen", False, True, "Hello, I bought at Riverside yesterday evening and got no points at all."),
            ("Ana Reyes", True, False, "Till 3 recorded the order without the member number."),
            ("Ana Reyes", False, False, "Hello, you are right: the till did not read your card.")]  # fmt: skip
    return {
        "id": f"tic_{i}", "number": f"T-{2291 - i}", "subject": "No points for yesterday's order", "status": "OPEN",
        "priority": "HIGH", "channel": "PHONE", "member": me, "order": order, "category": {"code": "points", "label": "Points missing"},
        "assignee": STAFF[i % 2], "team": {"id": "tea_1", "code": "care", "name": "Care"}, "openedAt": ago(hours=5 + i), "updatedAt": ago(hours=1),
        "firstResponseDueAt": ago(minutes=-42), "nextDueAt": ago(minutes=-42 + i * 9), "isBreached": i > 4, "satisfaction": 4, "version": 1,
        "messages": [{"id": f"msg_{n}", "author": a, "isInternal": note, "isFromMember": theirs, "body": text, "at": ago(hours=4 - n)}
                     for n, (a, note, theirs, text) in enumerate(said)],
    }  # fmt: skip


def template() -> dict[str, Any]:
    return {"id": "tpl_1", "code": "OFF20", "name": "20 off 150", "kind": "AMOUNT_OFF", "value": "20", "minSpend": "150", "issuedCount": 320,
            "redeemedCount": 120, "isStackable": False, "isActive": True, "validUntil": ago(days=-9), "products": []}  # fmt: skip


def campaign() -> dict[str, Any]:
    report = {"targeted": 1200, "reached": 1100, "participants": 300, "conversions": 120, "sales": money(8400), "cost": money(1200),
              "returnOnInvestment": "6", "controlConversions": 4, "controlSize": 100}  # fmt: skip
    return {"id": "cam_1", "code": "spring", "name": "Spring coupons", "kind": "COUPON_GIVEAWAY", "status": "RUNNING",
            "startsAt": ago(days=9), "endsAt": ago(days=-9), "spent": "1200", "rules": {"coupon": "OFF20"}, "version": 1,
            "report": report, "audience": segment()}  # fmt: skip


def segment() -> dict[str, Any]:
    return {"id": "seg_1", "code": "gold-up", "name": "Gold and above", "where": {"tier": {"rank": {"gte": 3}}}, "memberCount": count(60)}


def product() -> dict[str, Any]:
    return {"id": "pro_1", "code": "1029743", "name": "Whole milk, 1 gallon", "category": "Dairy", "price": money(4.99), "isPlaceholder": False}


def role() -> dict[str, Any]:
    grants = [{"typeName": "Member", "field": f, "read": r, "filter": r == "FULL", "write": False}
              for f, r in [("name", "FULL"), ("phone", "MASKED"), ("birthday", "NONE")]]  # fmt: skip
    return {"id": "rol_1", "code": "customer_service", "name": "Customer service", "grants": grants}


def audit(i: int) -> dict[str, Any]:
    return {"id": f"aud_{i}", "at": ago(hours=i), "actor": "ana", "action": "member.updated", "subjectType": "Member", "subjectId": f"mem_{i}",
            "changes": {"name": {"before": "A", "after": "B"}}}  # fmt: skip


def job() -> dict[str, Any]:
    return {"id": "job_1", "kind": "import.orders", "status": "SUCCEEDED", "done": 100, "total": 100, "createdAt": ago(days=1), "problems": [
        {"id": "imp_1", "file": "transactions", "line": 12, "column": "quantity", "value": "0", "reason": "Not positive",
         "treatment": "skipped", "rows": 8869}]}  # fmt: skip


def overview() -> dict[str, Any]:
    days = [{"day": (NOW - timedelta(days=29 - i)).date().isoformat(), "orders": 40 + i, "sales": money(2000 + (i * 977) % 1800)} for i in range(30)]
    return {"activeMembers": 2469, "newMembers30Days": 41, "ordersToday": 55, "orders7Days": 380, "salesToday": money(2310.4),
            "sales7Days": money(17400), "salesByDay": days, "membersByTier": [{"tier": t, "members": 900 - 200 * i} for i, t in enumerate(TIERS)],
            "pointsOutstanding": 1200345, "pointsExpiring30Days": 8000, "storedValueOutstanding": money(9210), "couponsReady": 410,
            "couponsRedeemed30Days": 120, "runningCampaigns": 3, "openTickets": 40, "unassignedTickets": 7, "breachedTickets": 3,
            "dueSoonTickets": 5, "myOpenTickets": 7}  # fmt: skip
