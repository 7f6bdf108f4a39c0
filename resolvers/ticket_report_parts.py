"""What a report on tickets is parted by: the key and the name of each part."""

from resolvers.planner.errors import BadRequest
from resolvers.planner.statement import Row, Statement
from rules.permissions import ReadLevel
from rules.ticket_reports import TicketDimension

LABELED = {
    TicketDimension.TEAM: ("Team", "team", "team_id", "code", "name"),
    TicketDimension.PERSON: ("Staff", "staff", "assignee_id", "'stf_' || {}.id", "name"),
    TicketDimension.CATEGORY: ("DictionaryItem", "dictionary_item", "category_id", "code", "label"),
    TicketDimension.TIER: ("Tier", "tier", "", "code", "name"),
}
PLAIN = {TicketDimension.CHANNEL: "channel", TicketDimension.PRIORITY: "priority"}


def parted(statement: Statement, ticket: Row, dimension: TicketDimension) -> tuple[str, str, str]:
    """Key, name and joins of what tickets are parted by. Raises BadRequest for names that the viewer may not read."""
    if dimension in PLAIN:
        return (ticket.col(PLAIN[dimension]),) * 2 + ("",)
    type_name, table, column, key, label = LABELED[dimension]
    if statement.catalog.judged(statement.access, type_name, label).read is not ReadLevel.FULL:
        raise BadRequest(f"Your roles do not show {type_name}.{label}, by which this report would be parted.")
    if dimension is TicketDimension.TIER:
        whose = f"LEFT JOIN member whose ON whose.id = {ticket.col('member_id')}"
        joins = f"{whose} LEFT JOIN tier named ON named.id = whose.tier_id"
    else:
        joins = f"LEFT JOIN {table} named ON named.id = {ticket.col(column)}"
    return (key.format("named") if "{}" in key else f"named.{key}", f"named.{label}", joins)
