"""Rules of assignment, who is on duty, and what rules did."""

from typing import Any

WAITING = ("NEW", "OPEN", "PENDING_CUSTOMER", "PENDING_INTERNAL")


def username(look: Any, duty: dict[str, Any]) -> str:
    return look.rows.one("staff", duty["staff_id"])["username"]


def teams(look: Any, duty: dict[str, Any]) -> list[str]:
    links = look.rows.where("team_member", "staff_id", duty["staff_id"])
    return sorted(look.rows.one("team", link["team_id"])["code"] for link in links)


def open_tickets(look: Any, duty: dict[str, Any]) -> int:
    return sum(ticket["status"] in WAITING for ticket in look.rows.where("ticket", "assignee_id", duty["staff_id"]))


DUTIES = {
    "AssignmentRule": {
        name: lambda look, row, name=name: row[name] for name in ("categories", "channels", "priorities")
    },
    "StaffDuty": {
        "skills": lambda look, row: row["skills"], "openTickets": open_tickets, "teamCodes": teams,
        "username": username,
    },
    "TicketAssignment": {"rule": lambda look, row: look.rows.one("assignment_rule", row["rule_id"])["name"]},
}  # fmt: skip
