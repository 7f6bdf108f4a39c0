"""Business calendars and policies of service levels."""

from json import loads
from typing import Any

from tests.resolvers.oracle.entities import breached, due
from tests.resolvers.oracle.forms import instant

FINISHED = ("RESOLVED", "CLOSED", "MERGED")


def rows_of(column: str, *names: str) -> Any:
    """Rows that are kept in one column, with the names that are answered; what is not said is null."""

    def answer(look: Any, row: Any) -> list[Any]:
        return [{name: said.get(name) for name in names} for said in loads(row[column])["rows"]]

    return answer


def alarms(look: Any, policy: Any) -> list[Any]:
    return [
        {name: said[name] for name in ("clock", "percent", "action")}
        | {"teamCode": said.get("team"), "person": said.get("person")}
        for said in loads(policy["alarms"])["rows"]
    ]


def special(look: Any, calendar: Any) -> list[Any]:
    names = ("day", "lastDay", "name", "from", "until", "asWeekday")
    return [
        {name: said.get(name) for name in names} | {"yearly": bool(said.get("yearly"))}
        for said in loads(calendar["days"])["rows"]
    ]


def open_tickets(look: Any, policy: Any) -> int:
    versions = {v["id"] for v in look.rows.where("rule_version", "subject_id", policy["id"])}
    return sum(t["sla_version_id"] in versions and t["status"] not in FINISHED for t in look.rows.all("ticket"))


def tags(look: Any, ticket: Any) -> list[str]:
    return sorted(tag["name"] for tag in look.rows.where("ticket_tag", "ticket_id", ticket["id"]))


TURNED = {"DUPLICATE_OF": "HAS_DUPLICATE", "SPLIT_FROM": "SPLIT_INTO"}


def links(look: Any, ticket: Any) -> list[dict[str, Any]]:
    """Oldest first, each as this ticket says it."""
    rows = [r for r in look.rows.all("ticket_link") if ticket["id"] in (r["ticket_id"], r["other_id"])]
    return [
        {"kind": r["kind"], "ticket": look.thing("Ticket", r["other_id"])}
        if r["ticket_id"] == ticket["id"]
        else {"kind": TURNED.get(r["kind"], r["kind"]), "ticket": look.thing("Ticket", r["ticket_id"])}
        for r in sorted(rows, key=lambda r: r["id"])
    ]


def has_open_parts(look: Any, ticket: Any) -> bool:
    parts = look.rows.where("ticket", "parent_id", ticket["id"])
    return any(p["status"] not in FINISHED and look.sees("Ticket", p) for p in parts)


TICKET = {"nextDueAt": lambda look, ticket: instant(due(look, ticket)), "isBreached": breached, "tags": tags,
    "links": links, "hasOpenParts": has_open_parts,
}  # fmt: skip


def levels(versions: Any) -> dict[str, Any]:
    return {
        "Macro": {"actions": rows_of("actions", "kind", "value")},
        "BusinessCalendar": {
            "hours": rows_of("hours", "weekdays", "from", "until"), "days": special,
            "versions": versions("BusinessCalendar"),
        },
        "SlaPolicy": {"alarms": alarms, "openTickets": open_tickets, "versions": versions("SlaPolicy")},
    }  # fmt: skip
