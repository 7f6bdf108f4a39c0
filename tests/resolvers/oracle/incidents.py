"""What an incident says of the tickets that the viewer may see."""

from typing import Any

from tests.resolvers.oracle.entities import matching

NAMES = (("campaign", "name"), ("product", "name"), ("store", "name"), ("dictionary_item", "label"))
COLUMNS = ("campaign_id", "product_id", "store_id", "category_id")


def _seen(look: Any, tickets: list[Any]) -> list[Any]:
    return [ticket for ticket in tickets if look.thing("Ticket", ticket["id"]) is not None]


def subject(look: Any, incident: Any) -> str:
    pairs = zip(COLUMNS, NAMES, strict=True)
    return next(look.rows.one(table, incident[c])[name] for c, (table, name) in pairs if incident[c] is not None)


def _linked(look: Any, incident: Any) -> list[Any]:
    return _seen(look, look.rows.where("ticket", "incident_id", incident["id"]))


INCIDENT = {
    "subject": subject,
    "members": lambda look, i: len({t["member_id"] for t in _seen(look, matching(look, i))} - {None}),
    "ticketCount": lambda look, i: len(_seen(look, matching(look, i))),
    "linkedCount": lambda look, i: len(_linked(look, i)),
    "answerableCount": lambda look, i: sum(t["status"] not in ("CLOSED", "MERGED") for t in _linked(look, i)),
}
