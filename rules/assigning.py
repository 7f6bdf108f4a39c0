"""Who is given a ticket: in turn, by load, or by skill; nobody absent, and nobody beyond his capacity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from rules.refusals import ErrorCode, Refused
from rules.saving import check_named, check_range
from rules.tickets import TicketChannel, TicketPriority

MOST_AT_ONCE = 1_000
LISTS = {"categories": "category", "channels": "channel", "priorities": "priority"}
"Conditions of a rule, each with what it is of a ticket."


class AssignmentMethod(StrEnum):
    ROUND_ROBIN = "ROUND_ROBIN"
    LOAD = "LOAD"
    SKILL = "SKILL"


class AssignmentOccasion(StrEnum):
    OPENED = "OPENED"
    RETURNED = "RETURNED"
    WAITED = "WAITED"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the team who is present. `turn` counts up with each ticket that anybody is given."""

    staff: UUID
    open: int
    capacity: int
    turn: int
    skills: frozenset[str]

    @property
    def load(self) -> float:
        return self.open / self.capacity


def chosen(method: AssignmentMethod, candidates: Sequence[Candidate], skill: str | None) -> Candidate | None:
    """None if nobody has room, or the skill that the ticket needs: its category."""
    free = [one for one in candidates if one.open < one.capacity]
    if method is AssignmentMethod.SKILL and skill is not None:
        free = [one for one in free if skill in one.skills]
    if method is AssignmentMethod.ROUND_ROBIN:
        return min(free, key=lambda one: (one.turn, one.staff), default=None)
    return min(free, key=lambda one: (one.load, one.turn, one.staff), default=None)


def fits(rule: Mapping[str, Any], ticket: Mapping[str, Any]) -> bool:
    """Whether a ticket meets a rule; an empty list holds for all."""
    return all(not rule[listed] or ticket[name] in rule[listed] for listed, name in LISTS.items())


def check_rule(wanted: Mapping[str, Any]) -> None:
    """Raises Refused that names what cannot be used."""
    check_named(wanted["code"], wanted["name"])
    check_range(wanted["position"], 0, 1_000_000, "position")
    if wanted["team_id"] is None:
        raise Refused(ErrorCode.REQUIRED, "Say which team answers these tickets.", ("input", "teamCode"))
    for name, words in (("channels", TicketChannel), ("priorities", TicketPriority)):
        for word in wanted[name]:
            if word not in set(words):
                message = "'{word}' is not one of {words}."
                raise Refused(ErrorCode.INVALID, message, ("input", name), word=word, words=", ".join(words))


def check_duty(capacity: int | None, skills: Sequence[str] | None) -> None:
    check_range(capacity, 1, MOST_AT_ONCE, "capacity")
    if skills is not None and len(skills) > 100:
        raise Refused(ErrorCode.LIMIT_REACHED, "A person has at most 100 skills.", ("input", "skills"))
