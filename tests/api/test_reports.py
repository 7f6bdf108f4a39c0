"""The report on tickets: every number has as many rows behind it, for whoever looks, and it adds up."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape
from random import Random
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from actions.staff import create
from settings import Settings
from tests import make
from tests.api.conftest import PASSWORD, House, opened, sign_in
from tests.conftest import database

NUMBER = re.compile(r'<a (?=[^>]*data-count)[^>]*href="([^"]+)"[^>]*>([\d,]+)</a>')
TOTAL = re.compile(r'<span id="count" class="head-count">([\d,]+)</span>')
STATUSES = ("NEW", "OPEN", "PENDING_CUSTOMER", "RESOLVED", "CLOSED", "MERGED")


async def fill(c: asyncpg.Connection) -> None:
    chance = Random(3)
    people = [await c.fetchval("SELECT id FROM staff WHERE username = $1", name) for name in ("sue", "cara")] + [None]
    teams = [await make.insert(c, "team", code=code, name=code.title()) for code in ("day", "night")] + [None]
    tier = await make.insert(c, "tier", code="GOLD", name="Gold", rank=1)
    async with c.transaction():
        members = [await make.member(c, "M1", tier_id=tier), await make.member(c, "M2"), None]
    version = await c.fetchval("SELECT id FROM rule_version WHERE subject_type = 'SlaPolicy' LIMIT 1")
    first: Any = None
    for n in range(60):
        values = _ticket(chance, first)
        said = {"assignee_id": chance.choice(people), "team_id": chance.choice(teams)}
        version_of = {"sla_version_id": version if chance.random() < 0.8 else None}
        key = await make.ticket(c, f"T-1{n:05}", "A", chance.choice(members), **values, **said, **version_of)
        first = first or key
    for n in range(15):
        await _promise(c, chance, people[n % 2], first)


def _ticket(chance: Random, first: Any) -> dict[str, Any]:
    at = make.NOW - timedelta(hours=chance.randrange(1, 1_400))
    status = chance.choice(STATUSES if first else STATUSES[:2])
    ended = status in ("RESOLVED", "CLOSED", "MERGED")
    resolved = min(at + timedelta(hours=chance.randrange(1, 300)), make.NOW) if ended else None
    answered = at + timedelta(minutes=chance.randrange(5, 600)) if ended or chance.random() < 0.4 else None
    return {
        "opened_at": at, "status": status, "resolved_at": resolved, "first_responded_at": answered,
        "response_minutes": chance.randrange(600) if answered else None,
        "resolution_minutes": chance.randrange(6_000) if resolved else None,
        "reopened_at": at if chance.random() < 0.2 else None, "channel": chance.choice(("PHONE", "EMAIL", "WEB")),
        "priority": chance.choice(("LOW", "HIGH")), "breached_at": chance.choice((None, at)),
        "satisfaction": chance.choice((None, 2, 5)), "merged_into_id": first if status == "MERGED" else None,
    }  # fmt: skip


async def _promise(c: asyncpg.Connection, chance: Random, owner: Any, ticket: Any) -> None:
    status, due = chance.choice(("OPEN", "KEPT", "BROKEN")), make.NOW - timedelta(hours=chance.randrange(1_400))
    await make.insert(
        c, "promise", what="Call", ticket_id=ticket, owner_id=owner, made_by="Sue", made_at=due, first_due_at=due,
        due_at=due, status=status, settled_at=None if status == "OPEN" else due,
        late_at=chance.choice((None, due)) if status == "KEPT" else None,
    )  # fmt: skip


@pytest_asyncio.fixture
async def desk_house(settings: Settings, empty_url: str) -> AsyncIterator[House]:
    async with database(empty_url, empty_url) as url:
        connection = await asyncpg.connect(url)
        for name, role in (("sue", "supervisor"), ("cara", "customer_service")):
            await create(connection, "test", name, role, PASSWORD, name.title())
        await _policy(connection)
        await fill(connection)
        await connection.close()
        async with opened(settings, url, "") as house:
            yield house


async def _policy(c: asyncpg.Connection) -> None:
    await make.insert(c, "sla_policy", code="all", name="All", resolution=60, alarms={"rows": []})


async def shown(client: httpx.AsyncClient, address: str) -> list[tuple[str, int]]:
    """The numbers of a report that open a list, with its address."""
    answer = await client.get(address)
    assert answer.status_code == 200
    return [(unescape(href), int(n.replace(",", ""))) for href, n in NUMBER.findall(answer.text)]


@pytest.mark.parametrize(("who", "by"), [("sue", "TEAM"), ("sue", "TIER"), ("cara", "PERSON"), ("sue", "CHANNEL")])
async def test_every_number_has_as_many_rows_behind_it(desk_house: House, who: str, by: str) -> None:
    async with desk_house.client() as client:
        await sign_in(client, who)
        numbers = await shown(client, f"/reports?by={by}")
        assert len(numbers) > 15
        assert sum(number for _, number in numbers) > 20
        for address, number in numbers:
            page = (await client.get(address)).text
            found = TOTAL.search(page)
            assert found, (address, re.findall(r"<li>([^<]+)|<h1>([^<]+)", page))
            assert int(found[1].replace(",", "")) == number, address


async def test_parts_add_up_and_days_end_where_the_period_does(desk_house: House) -> None:
    report = await _report(desk_house, "sue", "CHANNEL")
    for name in ("opened", "resolved", "backlog", "reopened", "slaKept", "slaLate", "rated"):
        assert sum(group[name] for group in report["groups"]) == report["now"][name]
    days = report["days"]
    assert (len(days), days[-1]["backlog"]) == (30, report["now"]["backlog"])
    assert sum(day["opened"] for day in days) == report["now"]["opened"]
    assert days[0]["backlog"] - days[0]["opened"] + days[0]["resolved"] == report["before"]["backlog"]


async def test_customer_service_reads_the_own_figures_alone(desk_house: House) -> None:
    own, all_ = [await _report(desk_house, who, "PERSON") for who in ("cara", "sue")]
    assert (own["isOwn"], all_["isOwn"]) == (True, False)
    assert {group["label"] for group in own["groups"]} == {"Cara"}
    assert {group["label"] for group in all_["groups"]} == {"Cara", "Sue", ""}
    assert own["now"] == {k: v for k, v in _of(all_, "Cara").items() if k not in ("key", "label")}


async def test_a_period_is_a_year_at_most_and_never_backward(desk_house: House) -> None:
    for first, last in (("2026-02-01", "2026-01-01"), ("2020-01-01", "2026-01-01")):
        answer = await _ask(desk_house, "sue", first, last, "TEAM")
        assert "at most 366 days" in answer["errors"][0]["message"]


def _of(report: dict[str, Any], label: str) -> dict[str, Any]:
    return next(group for group in report["groups"] if group["label"] == label)


FIGURES = "opened answered responseMedian responseP90 resolved resolutionMedian resolutionP90 reopened backlog"
ASKED = f"""query ($from: Date!, $until: Date!, $by: TicketDimension) {{
    ticketReport(from: $from, until: $until, by: $by) {{ isOwn
    now {{ {FIGURES} slaKept slaLate rated satisfaction }} before {{ backlog }}
    groups {{ key label {FIGURES} slaKept slaLate rated satisfaction }} days {{ day opened resolved backlog }} }} }}"""


async def _ask(house: House, who: str, first: str, last: str, by: str) -> dict[str, Any]:
    async with house.client() as client:
        await sign_in(client, who)
        csrf = await house.tell("SELECT csrf_token FROM staff_session ORDER BY created_at DESC LIMIT 1")
        given = {"query": ASKED, "variables": {"from": first, "until": last, "by": by}}
        return (await client.post("/graphql", json=given, headers={"X-CSRF-Token": csrf})).json()


async def _report(house: House, who: str, by: str) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    answer = await _ask(house, who, str(today - timedelta(days=29)), str(today), by)
    assert "errors" not in answer, answer
    return answer["data"]["ticketReport"]
