"""How reports on tickets are counted: one pass over the tickets of two periods that the viewer may see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from resolvers.planner.answers import Computed, Embedded, Rows
from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Answer
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every, where
from resolvers.planner.formats import as_instant
from resolvers.planner.objects import one_row
from resolvers.planner.selection import Selected
from resolvers.planner.statement import From, Row, Statement
from resolvers.ticket_report_parts import parted
from resolvers.tickets import finished_at, is_breached
from rules.ticket_reports import LONGEST_DAYS, TicketDimension, is_period

TEAM_WIDE = "reports.tickets"
COST = 300
COUNTS: dict[str, str] = {
    "opened": "opened_at >= {a} AND opened_at < {b}",
    "answered": "answered_at >= {a} AND answered_at < {b}",
    "resolved": "resolved_at >= {a} AND resolved_at < {b}",
    "reopened": "reopened_at >= {a} AND reopened_at < {b}",
    "backlog": "opened_at < {b} AND finished_at >= {b}",
    "slaKept": "has_sla AND NOT is_late AND resolved_at >= {a} AND resolved_at < {b}",
    "slaLate": "has_sla AND is_late AND resolved_at >= {a} AND resolved_at < {b}",
    "rated": "satisfaction IS NOT NULL AND resolved_at >= {a} AND resolved_at < {b}",
}
"Numbers of tickets, each with the rows that it counts; a list with the same filters has as many."
TIMES = {
    "responseMedian": (0.5, "response_minutes", "answered"),
    "responseP90": (0.9, "response_minutes", "answered"),
    "resolutionMedian": (0.5, "resolution_minutes", "resolved"),
    "resolutionP90": (0.9, "resolution_minutes", "resolved"),
}
FIGURE_NAMES = (*COUNTS, *TIMES, "satisfaction")
PROMISES = {
    "due": "true",
    "kept": "status = 'KEPT' AND late_at IS NULL",
    "late": "status = 'KEPT' AND late_at IS NOT NULL",
    "broken": "status = 'BROKEN'",
    "open": "status = 'OPEN'",
}


def _aggregates(a: str, b: str) -> dict[str, str]:
    """The figures of a period over rows of `seen`, by name."""
    within = {name: condition.format(a=a, b=b) for name, condition in COUNTS.items()}
    counts = {name: f"count(*) FILTER (WHERE {condition})" for name, condition in within.items()}
    times = {
        name: f"round(percentile_cont({share}) WITHIN GROUP (ORDER BY {column}) FILTER (WHERE {within[of]}))::int"
        for name, (share, column, of) in TIMES.items()
    }
    return counts | times | {"satisfaction": f"round(avg(satisfaction) FILTER (WHERE {within['rated']}), 2)::float8"}


def _object(figures: dict[str, str]) -> str:
    pairs = ", ".join(f"'{name}', {value}" for name, value in figures.items())
    return f"jsonb_build_object({pairs})"


@dataclass(frozen=True, slots=True)
class Span:
    """The beginning of the period before, of the period, and its end, as SQL."""

    before: str
    start: str
    end: str
    zone: str
    first: str
    days: str


class TicketReport:
    """The root field `ticketReport`. Who may not report on everybody reports on the own tickets."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        statement.cost += COST
        statement.plans_each_time = True
        given = selected.arguments()
        span = _span(statement, given["from"], given["until"])
        dimension = TicketDimension(given["by"].value) if given["by"].value else TicketDimension.TEAM
        asked = {child.name for child in selected.children()}
        seen, own = _seen(statement, given["where"], span, dimension), not statement.access.permits(TEAM_WIDE)
        parts = [
            f"{_object(_aggregates(span.start, span.end))} AS now",
            f"{_object(_aggregates(span.before, span.start))} AS before",
        ]
        selects = [f"(SELECT {', '.join(parts)} FROM seen) totals"]
        if "groups" in asked:
            selects.append(f"(SELECT {_groups(span)} AS groups) g")
        if "days" in asked:
            selects.append(f"(SELECT {_days(span)} AS days) d")
        if asked & {"promises", "promisesBefore"}:
            selects.append(f"({_promises(statement, span, is_own=own)}) p")
        alias = statement.alias()
        source = From("", alias)
        each = Row(statement, None, alias, source)
        body = f"(WITH seen AS MATERIALIZED ({seen}) SELECT * FROM {', '.join(selects)})"
        fields = FIELDS | {"isOwn": Computed(lambda _: "true" if own else "false")} | _bounds(span)
        shown = [(child.key, _answer(fields, child).sql(each, child)) for child in selected.children()]
        return one_row(shown, f"FROM {body} {alias} {' '.join(source.joins)}")


def _answer(fields: dict[str, Answer], child: Selected) -> Answer:
    return Computed(lambda _: "'TicketReport'::text") if child.name == "__typename" else fields[child.name]


def _span(statement: Statement, first: Argument, last: Argument) -> Span:
    """Raises BadRequest for days that are no period, when they are known."""
    zone = statement.surroundings.time_zone
    begin, end = (statement.argument(day, "date", _day) for day in (first, last))

    def checked(variables: dict[str, Any], viewer: Any) -> int:
        days = [_day(argument.bind()(variables, viewer)) for argument in (first, last)]
        if not is_period(*days):
            raise BadRequest(f"A report goes from a day to the same or a later one, at most {LONGEST_DAYS} days.")
        return (days[1] - days[0]).days + 1

    count = statement.bind(checked, "int")
    at = "(({day})::timestamp AT TIME ZONE '" + zone + "')"
    return Span(
        at.format(day=f"{begin} - {count}"), at.format(day=begin), at.format(day=f"{end} + 1"), zone, begin, count
    )


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _seen(statement: Statement, given: Argument, span: Span, dimension: TicketDimension) -> str:
    """The tickets of both periods, and those that were not finished in between, with what is counted of them."""
    ticket = statement.source(statement.catalog.entities["Ticket"])
    scope = ticket.entity.scope_of(statement)
    col = ticket.col
    finished = finished_at(ticket)
    key, label, joins = parted(statement, ticket, dimension)
    kept = [
        f"{col('status')} <> 'MERGED'",
        f"({finished} >= {span.before} AND {col('opened_at')} < {span.end}"
        f" OR {col('first_responded_at')} >= {span.before} AND {col('first_responded_at')} < {span.end})",
        *where(ticket, given),
        *(scope(ticket) if scope else []),
    ]
    if not statement.access.permits(TEAM_WIDE):
        kept.append(f"{col('assignee_id')} = {statement.viewer('staff_id', 'uuid')}")
    return f"""
        SELECT {col("opened_at")} AS opened_at, {col("first_responded_at")} AS answered_at,
            {col("resolved_at")} AS resolved_at, {finished} AS finished_at, {col("reopened_at")} AS reopened_at,
            {col("response_minutes")} AS response_minutes, {col("resolution_minutes")} AS resolution_minutes,
            {col("satisfaction")} AS satisfaction, {col("sla_version_id")} IS NOT NULL AS has_sla,
            {is_breached(ticket)} AS is_late, {key} AS key, {label} AS label
        FROM {ticket.source.sql()} {joins} WHERE {every(kept)}"""


def _groups(span: Span) -> str:
    figures = _object(_aggregates(span.start, span.end))
    touched = " OR ".join(f"({c.format(a=span.start, b=span.end)})" for c in COUNTS.values())
    return f"""(SELECT coalesce(jsonb_agg(made ORDER BY made ->> 'label'), '[]') FROM (
        SELECT {figures} || jsonb_build_object('key', key, 'label', coalesce(label, '')) AS made
        FROM seen WHERE {touched} GROUP BY key, label) groups)"""


def _days(span: Span) -> str:
    """What was opened and finished each day, and how many were open at its end."""

    def per_day(column: str) -> str:
        day = f"({column} AT TIME ZONE '{span.zone}')::date"
        return f"""LEFT JOIN (SELECT {day} AS day, count(*) AS n FROM seen
            WHERE {column} >= {span.start} AND {column} < {span.end} GROUP BY 1) {column} USING (day)"""

    return f"""(SELECT coalesce(jsonb_agg(jsonb_build_object('day', day, 'opened', opened, 'resolved', resolved,
            'backlog', there + change) ORDER BY day), '[]')
        FROM (SELECT day, coalesce(opened_at.n, 0) AS opened, coalesce(resolved_at.n, 0) AS resolved,
                sum(coalesce(opened_at.n, 0) - coalesce(resolved_at.n, 0)) OVER (ORDER BY day) AS change
            FROM (SELECT {span.first} + n AS day FROM generate_series(0, {span.days} - 1) n) listed
            {per_day("opened_at")} {per_day("resolved_at")}) changes,
            (SELECT count(*) FILTER (WHERE opened_at < {span.start} AND finished_at >= {span.start}) AS there
             FROM seen) start)"""


def _promises(statement: Statement, span: Span, *, is_own: bool) -> str:
    promise = statement.source(statement.catalog.entities["Promise"])
    scope = promise.entity.scope_of(statement)
    due = promise.col("due_at")
    kept = [f"{due} >= {span.before} AND {due} < {span.end}", *(scope(promise) if scope else [])]
    if is_own:
        kept.append(f"{promise.col('owner_id')} = {statement.viewer('staff_id', 'uuid')}")
    names = ", ".join(f"{promise.col(name)} AS {name}" for name in ("status", "late_at", "due_at"))

    def figures(period: str) -> str:
        return _object({n: f"count(*) FILTER (WHERE {c} AND {period})" for n, c in PROMISES.items()})

    return f"""SELECT {figures(f"due_at >= {span.start}")} AS promises,
        {figures(f"due_at < {span.start}")} AS promises_before
        FROM (SELECT {names} FROM {promise.source.sql()} WHERE {every(kept)}) counted"""


def _bounds(span: Span) -> dict[str, Answer]:
    at = {"beforeStartsAt": span.before, "startsAt": span.start, "endsAt": span.end}
    return {name: Computed(lambda _, moment=moment: as_instant(moment)) for name, moment in at.items()}


def _inside(column: str, names: tuple[str, ...]) -> Embedded:
    def read(name: str) -> Callable[[Row], str]:
        return lambda row: f"{row.col(column)} -> '{name}'"

    return Embedded({name: Computed(read(name)) for name in names})


SHAPE = ", ".join(f'"{name}" jsonb' for name in FIGURE_NAMES)
FIELDS: dict[str, Answer] = {
    "now": _inside("now", FIGURE_NAMES),
    "before": _inside("before", FIGURE_NAMES),
    "groups": Rows(
        lambda row, _: f"SELECT g.* FROM jsonb_to_recordset({row.col('groups')}) AS g(key text, label text, {SHAPE})",
        {"key": "key", "label": "label", **{name: name for name in FIGURE_NAMES}},
    ),
    "days": Rows(
        lambda row, _: (
            f"SELECT d.* FROM jsonb_to_recordset({row.col('days')})"
            " AS d(day text, opened int, resolved int, backlog int)"
        ),
        {"day": "day", "opened": "opened", "resolved": "resolved", "backlog": "backlog"},
    ),
    "promises": _inside("promises", tuple(PROMISES)),
    "promisesBefore": _inside("promises_before", tuple(PROMISES)),
}
QUERIES = {"ticketReport": TicketReport()}
ASKED = {"ticketReport": "reports.own"}
