"""Reports on tickets."""

from rules.permissions import Sensitivity
from rules.ticket_reports import TicketDimension
from schema.fields import argument, field, kind, words
from schema.scalars import Date, DateTime
from schema.tickets import TicketWhere

INTERNAL = Sensitivity.INTERNAL
COUNTED = (
    "Ticket.status", "Ticket.openedAt", "Ticket.firstRespondedAt", "Ticket.resolvedAt", "Ticket.isBreached",
    "Ticket.satisfaction",
)  # fmt: skip
words(
    TicketDimension,
    "What a report on tickets is parted by.",
    TEAM="The team that answers.",
    PERSON="Who answers.",
    CHANNEL="How they came in.",
    CATEGORY="What sort of question it is.",
    TIER="The member's tier.",
    PRIORITY="How much they matter.",
)


@kind("The figures of a period. Times are business minutes, without those in which the clock was paused.")
class TicketFigures:
    opened: int = field("How many were opened.")
    answered: int = field("How many got their first answer.")
    response_median: int | None = field("Half of those were answered within so many minutes; null for none.")
    response_p90: int | None = field("Nine of ten were answered within so many minutes.", name="responseP90")
    resolved: int = field("How many were resolved.")
    resolution_median: int | None = field("Half of those were resolved within so many minutes; null for none.")
    resolution_p90: int | None = field("Nine of ten were resolved within so many minutes.", name="resolutionP90")
    reopened: int = field("How many were opened again.")
    backlog: int = field("How many were not finished at its end.")
    sla_kept: int = field("How many of the resolved had a service level and nothing late.")
    sla_late: int = field("How many of the resolved had a service level and something late.")
    rated: int = field("How many of the resolved were rated.")
    satisfaction: float | None = field("Their rating on average, 1 to 5; null for none.")


@kind("The figures of one part of the tickets.")
class TicketGroup(TicketFigures):
    key: str | None = field("The code, id or value of the part; null for tickets that have none.")
    label: str = field("What the part is called; empty for tickets that have none.")


@kind("One day.")
class TicketDay:
    day: Date = field("The day, in the time zone of the installation.")
    opened: int = field("How many were opened.")
    resolved: int = field("How many were resolved.")
    backlog: int = field("How many were not finished at its end.")


@kind("Promises that were due in a period.")
class PromiseFigures:
    due: int = field("How many were due.")
    kept: int = field("How many were kept in time.")
    late: int = field("How many were kept, but late.")
    broken: int = field("How many were broken.")
    open: int = field("How many are still open.")


@kind("A period compared with the one before, which is as long.")
class TicketReport:
    is_own: bool = field("True if only the caller's own tickets are counted.")
    before_starts_at: DateTime = field("When the period before began.")
    starts_at: DateTime = field("When the period began.")
    ends_at: DateTime = field("When it ended; this moment is not part of it.")
    now: TicketFigures = field("The figures of the period.")
    before: TicketFigures = field("The figures of the period before.")
    groups: list[TicketGroup] = field("The figures of the period by part.")
    days: list[TicketDay] = field("Each day of the period.")
    promises: PromiseFigures = field("Promises due in the period; conditions on tickets do not apply to them.")
    promises_before: PromiseFigures = field("Promises due in the period before.")


@kind("Reports.")
class ReportQueries:
    ticket_report: TicketReport = field(
        "How tickets were answered in a period. Who may not report on everybody gets the figures of the own tickets.",
        INTERNAL,
        about="Ticket",
        counts=COUNTED,
        arguments={
            "from": argument(Date, "The first day."),
            "until": argument(Date, "The last day; at most 366 days."),
            "by": argument(TicketDimension | None, "What the figures are parted by; TEAM unless given."),
            "where": argument(TicketWhere | None, "Which tickets are counted."),
        },
    )
