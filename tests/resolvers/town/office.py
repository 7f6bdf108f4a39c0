"""Tickets, contacts, staff, audit events and jobs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests import make
from tests.make import LONG_AGO, NOW
from tests.resolvers.town.making import JOINED, RECENT, Town


async def tickets(t: Town) -> None:
    for n in range(30):
        key = await make.ticket(
            t.c,
            f"T-1{n:05}",
            t.chance.choice(("Où est ma commande?", "积分没到账", "100%_sure", "Refund", "refund now")),
            t.maybe("member"),
            status=t.chance.choice(("NEW", "OPEN", "PENDING_CUSTOMER", "RESOLVED", "CLOSED")),
            priority=t.chance.choice(("LOW", "NORMAL", "HIGH", "URGENT")),
            channel=t.chance.choice(("PHONE", "CHAT", "API")),
            order_id=t.maybe("orders"),
            category_id=t.maybe("dictionary_item"),
            assignee_id=t.maybe("staff"),
            team_id=t.maybe("team"),
            opened_at=t.chance.choice((*JOINED, *RECENT)),
            satisfaction=t.or_none(1, 5),
            first_response_due_at=t.or_none(LONG_AGO, NOW + timedelta(hours=1)),
            resolved_at=t.or_none(LONG_AGO),
            reopened_at=t.or_none(LONG_AGO),
            response_minutes=t.or_none(7),
            resolution_minutes=t.or_none(90),
            first_responded_at=t.or_none(LONG_AGO + timedelta(days=1)),
            resolution_due_at=t.or_none(NOW + timedelta(days=2)),
            next_response_due_at=t.or_none(NOW + timedelta(hours=3)),
            breached_at=t.or_none(LONG_AGO, NOW + timedelta(days=1)),
            contact_address=t.or_none(f"writer{n}@example.com"),
            contact_name=t.or_none("Writer"),
        )
        t.rows["ticket"].append(key)
        if n % 3:
            await t.add("ticket_tag", ticket_id=key, name=("late", "vip", "退款")[n % 3], actor="Ana")
        await _mailed(t, n)
        await _said(t, key, waits=bool(n % 3))


async def _said(t: Town, ticket: Any, *, waits: bool) -> None:
    """Up to three messages with their files; the last one may wait to be sent."""
    for k in range(t.chance.choice((0, 1, 3))):
        said = await t.add(
            "ticket_message",
            ticket_id=ticket,
            author=f"Author {k}",
            is_internal=k == 1,
            is_from_member=k == 0,
            body=f"Body {k} 😀",
            quoted=t.or_none("> before"),
            at=LONG_AGO,
            **({"held_until": NOW, "status_before": "OPEN"} if k == 2 and waits else {}),
        )
        if t.chance.random() < 0.4:
            await t.add(
                "mail", kind=t.chance.choice(("ticket_reply", "known")), recipient=f"r{k}@example.com", locale="",
                status=t.chance.choice(("WAITING", "FAILED")), due_at=NOW, body="{}", error=t.or_none("no"),
                created_at=LONG_AGO + timedelta(minutes=k), ticket_message_id=said,
            )  # fmt: skip
        for name in t.chance.choice(((), ("bon.png",), ("a.txt", "发票.pdf"))):
            await t.add(
                "attachment", message_id=said, owner="x", name=name, media_type="text/plain", size=1,
                content=b"x", at=LONG_AGO,
            )  # fmt: skip


async def ties(t: Town) -> None:
    """Parts of wholes, never round about, and links of every kind."""
    made = t.rows["ticket"]
    for whole, part in zip(made[:8], made[8:16], strict=True):
        await t.c.execute("UPDATE ticket SET parent_id = $2 WHERE id = $1", part, whole)
    for n, (one, other) in enumerate(zip(made[4:12], made[12:20], strict=True)):
        kind = ("RELATED", "DUPLICATE_OF", "SPLIT_FROM")[n % 3]
        await t.add("ticket_link", ticket_id=one, other_id=other, kind=kind, actor="Ana", at=LONG_AGO)


async def _mailed(t: Town, n: int) -> None:
    await t.add(
        "inbound_mail", digest=f"d{n}".encode(), message_ref=t.or_none("a@x"), source="MAILDIR", size=n,
        sender=f"s{n % 3}@example.com", sender_name=f"Sender {n}", subject=f"Subject {n}", excerpt=f"Begins {n}",
        status=t.chance.choice(("STOPPED", "QUARANTINED", "DISCARDED")),
        reason=t.or_none("LIST", "BOUNCE", "TOO_MANY"), detail=t.or_none("odd"), ticket_id=t.maybe("ticket"),
        content=b"x", at=LONG_AGO + timedelta(minutes=n // 2), handled_by=t.or_none("Ana"),
        handled_at=t.or_none(NOW),
    )  # fmt: skip


async def make_goods(t: Town) -> None:
    for n in range(12):
        asset = t.chance.choice(("POINTS", "MONEY"))
        await t.add(
            "make_good",
            ticket_id=t.one("ticket"),
            member_id=t.one("member"),
            order_id=t.maybe("orders"),
            asset=asset,
            amount=t.chance.choice((1, 250)),
            said=f"Gift {n}",
            reason=f"Reason {n}",
            staff_id=t.maybe("staff"),
            actor=f"Actor {n % 3}",
            at=t.chance.choice(JOINED),
            undone_at=t.or_none(NOW),
        )


async def penalties(t: Town) -> None:
    for n in range(4):
        await t.add(
            "penalty_rule", code=f"P{n}", name=f"Penalty {n}", trigger=("BY_HAND", "INACTIVE")[n % 2], days=n or 30,
            tiers=[[], ["OLD"], ["T0", "T1"], []][n], points=100 * n, growth=n, is_active=n != 3,
        )  # fmt: skip
    for n in range(12):
        await t.add(
            "penalty", member_id=t.one("member"), rule_id=t.one("penalty_rule"), points=n, growth=n % 3,
            is_freezing=n % 5 == 0, reason=f"Reason {n}", staff_id=t.maybe("staff"), actor=f"Actor {n % 3}",
            at=t.chance.choice(JOINED), lifted_at=t.or_none(NOW),
        )  # fmt: skip


async def promises(t: Town) -> None:
    for n in range(12):
        status = t.chance.choice(("OPEN", "KEPT", "BROKEN"))
        due = t.chance.choice((LONG_AGO, NOW + timedelta(days=1)))
        await t.add(
            "promise", what=f"Promise {n % 4}", status=status, ticket_id=t.maybe("ticket"), member_id=t.one("member"),
            owner_id=t.one("staff"), made_by=f"Actor {n % 3}", made_at=t.chance.choice(JOINED), first_due_at=LONG_AGO,
            due_at=due, remind_at=t.or_none(LONG_AGO), late_at=t.or_none(LONG_AGO), moves=n % 3,
            settled_at=None if status == "OPEN" else NOW, settled_by="Ana", note=t.chance.choice(("", "Sent")),
        )  # fmt: skip


async def incidents(t: Town) -> None:
    for n, (kind, table) in enumerate((("CAMPAIGN", "campaign"), ("PRODUCT", "product"), ("STORE", "store"))):
        key = await t.add(
            "incident", kind=kind, since=LONG_AGO, opened_at=NOW - timedelta(days=n), updated_at=NOW, note="",
            status="CLOSED" if n else "OPEN", closed_at=NOW if n else None, **{f"{table}_id": t.one(table)},
        )  # fmt: skip
        for _ in range(4):
            statement = f"UPDATE ticket SET {table}_id = $2, incident_id = $3 WHERE id = $1"
            await t.c.execute(statement, t.one("ticket"), t.one(table), t.or_none(key))


async def contacts(t: Town) -> None:
    for n in range(20):
        await t.add(
            "interaction",
            kind=t.chance.choice(("CALL", "VISIT")),
            member_id=t.one("member"),
            staff_id=t.maybe("staff"),
            summary=f"Summary {n}",
            at=t.chance.choice(JOINED),
            duration_seconds=t.or_none(0, 90),
            ticket_id=t.maybe("ticket"),
        )


async def staff(t: Town) -> None:
    for code in ("night", "day"):
        await t.add("team", code=code, name=code.title())
    for n, role in enumerate(await t.c.fetch("SELECT id FROM role ORDER BY code")):
        person = await t.add(
            "staff",
            username=f"person{n}",
            name=t.chance.choice(("Same name", f"Person {n}")),
            email=t.or_none(f"p{n}@example.com"),
            store_id=t.maybe("store"),
            is_active=n % 3 > 0,
            password_hash=t.or_none("not a hash"),
            locale=t.or_none("en", "zh-CN"),
            unit_id=await t.c.fetchval("SELECT id FROM organization_unit ORDER BY code LIMIT 1") if n % 2 else None,
        )
        if n % 2:
            confirmed = t.or_none(make.NOW)
            statement = "INSERT INTO staff_totp (staff_id, sealed, confirmed_at) VALUES ($1, $2, $3)"
            await t.c.execute(statement, person, b"sealed", confirmed)
        for day in range(n % 3):
            await t.add(
                "staff_session", staff_id=person, token_hash=f"{n} {day}".encode(), csrf_token="x",
                created_at=make.NOW - timedelta(days=day), expires_at=make.NOW,
            )  # fmt: skip
        await t.add("staff_role", staff_id=person, role_id=role["id"])


RECORDED = {
    "tierMode": ["AUTOMATIC", "MANUAL"], "phone": [None, "138****1234"], "birthday": "****", "externalReference": "X",
    "external_reference": ["X", None], "total_spend": 12, "budget": [1, 2], "delta": -5, "lines": [], "at": None,
    "street": ["Long Road 5", "Short Road 1"], "assignee": {"name": "Ana"},
}  # fmt: skip


async def records(t: Town) -> None:
    """Audit events, jobs with what they found wrong, and a segment."""
    for n in range(8):
        await t.add(
            "audit_event",
            sequence=n + 2,
            at=t.chance.choice(JOINED),
            actor=f"actor {n}",
            action="member.updated",
            subject_type=t.chance.choice(("Member", "Ticket", "ApiToken")),
            subject_id=t.maybe("member") if n % 2 else t.or_none(uuid4()),
            changes=t.or_none(RECORDED),
            previous_hash=b"",
            hash=b"y",
        )
    for n, status in enumerate(("RUNNING", "FAILED", "QUEUED")):
        job = await t.add(
            "job",
            kind="export",
            status=status,
            done=n,
            total=t.or_none(9),
            error=t.or_none("Broken"),
            created_at=LONG_AGO,
            finished_at=t.or_none(NOW),
            details={"n": n, "deep": {"b": 1, "a": 2}},
        )
        for line in (None, 3, 3, 1):
            await t.add(
                "import_problem",
                job_id=job,
                file="f.csv",
                line=line,
                column=t.or_none("phone"),
                value=t.or_none("+1 555"),
                reason="Bad",
                treatment="Left out",
                rows=2,
            )
    await t.add("segment", code="all", name="Gold", where={"and": []}, member_count=31)


async def changes(t: Town) -> None:
    """Changes that can and cannot be taken back."""
    done = None
    for n in range(6):
        done = await t.add(
            "change_set",
            operation=t.chance.choice(("memberTag", "memberUpdate")),
            summary=f"Change {n}",
            steps='[{"undo": "restore"}]' if n % 2 else "[]",
            actor=f"actor {n}",
            actor_staff_id=t.maybe("staff"),
            undoes_id=done if n % 3 else None,
            at=t.chance.choice(JOINED),
            undone_at=t.or_none(NOW),
        )


async def saved_views(t: Town) -> None:
    for n in range(9):
        sharing = ("MINE", "ROLES", "EVERYBODY")[n % 3]
        await t.add(
            "saved_view",
            code=f"view-{n}",
            name=f"View {n}",
            type_name=t.chance.choice(("Member", "Order", "Gone")),
            conditions={"phone": {"startsWith": "+86"}},
            shown=["id", "nonsense"],
            sharing=sharing,
            roles=["finance", "cashier"] if sharing == "ROLES" else [],
            owner_id=t.one("staff"),
            position=n // 2,
            is_active=n % 4 > 0,
        )
