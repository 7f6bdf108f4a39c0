"""The report on tickets: figures against the period before, days as a chart, parts as a table; every number opens."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from admin_ui.labels import value_label
from admin_ui.pages import report_links
from admin_ui.pages.problem import closed
from admin_ui.panels.addresses import Address
from admin_ui.panels.filters import where_of
from admin_ui.visits import Visit

TICKETS = "tickets"
FIGURES = (
    "opened", "answered", "responseMedian", "responseP90", "resolved", "resolutionMedian", "resolutionP90", "reopened",
    "backlog", "slaKept", "slaLate", "rated", "satisfaction",
)  # fmt: skip
PROMISES = ("due", "kept", "late", "broken", "open")
QUERY = f"""query TicketReport($from: Date!, $until: Date!, $by: TicketDimension, $where: TicketWhere) {{
  ticketReport(from: $from, until: $until, by: $by, where: $where) {{
    isOwn startsAt endsAt beforeStartsAt
    now {{ {" ".join(FIGURES)} }}
    before {{ {" ".join(FIGURES)} }}
    groups {{ key label {" ".join(FIGURES)} }}
    days {{ day opened resolved backlog }}
    promises {{ {" ".join(PROMISES)} }}
    promisesBefore {{ {" ".join(PROMISES)} }}
  }}
}}"""
DIMENSION = "TicketDimension"
PERIODS = (7, 30, 90, 365)
USUAL = 30
CHOSEN = ("team", "assignee", "channel", "category", "priority", "tier")
"Filters of tickets that the page keeps; others are not offered here."


@dataclass
class ReportPage:
    visit: Visit
    address: Address
    first: date
    last: date
    by: str
    report: dict[str, Any]

    @property
    def chosen(self) -> "report_links.Pairs":
        return [pair for condition in self.address.conditions for pair in condition.parameters]

    @cached_property
    def own(self) -> "report_links.Pairs":
        """Who reports on the own tickets alone sees these behind the numbers as well."""
        return [("assignee", "me")] if self.report["isOwn"] else []

    @property
    def parts(self) -> "list[tuple[str, str]]":
        words = self.visit.words.pgettext
        return [(name, words(DIMENSION, value_label(DIMENSION, name))) for name in report_links.PARTS]

    @property
    def title(self) -> str:
        return dict(self.parts)[self.by]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def url(self, **more: Any) -> str:
        given = {"from": str(self.first), "until": str(self.last), "by": self.by} | more
        return "/reports?" + urlencode([*((n, str(v)) for n, v in given.items()), *self.chosen])

    def back(self, days: int) -> str:
        today = self.visit.now.astimezone(self.visit.zone).date()
        return self.url(**{"from": today - timedelta(days=days - 1), "until": today})

    def opens(self, name: str, group: dict[str, Any] | None = None) -> str:
        part = report_links.part(self.by, group) if group else []
        chosen = [*self.chosen, *self.own, *part]
        return report_links.tickets(name, self.report["startsAt"], self.report["endsAt"], chosen)

    def promised(self, name: str) -> str:
        owner = "me" if self.report["isOwn"] else None
        return report_links.promises(name, self.report["startsAt"], self.report["endsAt"], owner)

    def label(self, group: dict[str, Any]) -> str:
        """What a part is called, in the reader's language where it is a word of ours."""
        if self.by in ("CHANNEL", "PRIORITY"):
            enum = f"Ticket{self.by.title()}"
            return self.visit.words.pgettext(enum, value_label(enum, group["key"]))
        return group["label"] or self.visit.words.gettext("None")

    def minutes(self, value: int | None) -> str:
        """In the unit that one would say."""
        if value is None:
            return "–"
        words, number = self.visit.words, self.visit.formats.decimal
        if value < 120:
            return words.gettext("%(num)s min") % {"num": self.visit.formats.number(value)}
        if value < 48 * 60:
            return words.gettext("%(num)s h") % {"num": number(round(value / 60, 1))}
        return words.gettext("%(num)s d") % {"num": number(round(value / (24 * 60), 1))}

    def kept_share(self, figures: dict[str, Any]) -> float | None:
        """In hundredths; None if nothing was due."""
        whole = figures["slaKept"] + figures["slaLate"]
        return round(100 * figures["slaKept"] / whole, 1) if whole else None

    def change(self, name: str) -> str:
        """Against the period before, in percent; nothing where that had none."""
        now, before = self.report["now"][name], self.report["before"][name]
        if now is None or not before:
            return ""
        return f"{'+' if now >= before else '−'}{self.visit.formats.percent(round(100 * abs(now - before) / before))}"


async def show(visit: Visit) -> Response:
    query = visit.seen.schema.query_type
    if query is None or "ticketReport" not in query.fields or not visit.seen.may_open(TICKETS):
        return closed(visit)
    given = visit.request.query_params
    where = visit.seen.shape(TICKETS).where
    pairs = [(n, v) for n, v in given.multi_items() if n.partition(".")[0] in CHOSEN and v]
    address = Address.read(TICKETS, pairs, where)
    today = visit.now.astimezone(visit.zone).date()
    first = _day(given.get("from"), today - timedelta(days=USUAL - 1))
    last = _day(given.get("until"), today)
    first, last = min(first, last), max(first, last)
    first = max(first, last - timedelta(days=365))
    by = given.get("by", "TEAM") if given.get("by") in report_links.PARTS else "TEAM"
    meant = where_of(address.conditions, where, visit.zone, visit.me, False)
    asked = {"from": str(first), "until": str(last), "by": by, "where": meant or {}}
    report = (await visit.ask(QUERY, asked))["ticketReport"]
    return visit.draw("reports.html", page=ReportPage(visit, address, first, last, by, report), periods=PERIODS)


def _day(said: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return otherwise
