"""What row scopes tell rows by, beside usual filters: own store, own unit and below, assigned to me, own member."""

from collections.abc import Callable, Iterable

from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Within
from resolvers.planner.statement import Row

Expression = Callable[[Row], str]
OFFERED = {
    "OWN_STORE": {"storeKey": {"eq": "$viewer.store"}},
    "OWN_UNIT": {"unit": {"within": "$viewer.unit"}},
    "ASSIGNED": {"staffKey": {"eq": "$viewer.id"}},
    "OWN_MEMBER": {"memberKey": {"eq": "$viewer.member"}},
}
"The scopes that need no filter language, each by its name."
MEMBER = ("memberKey", "caseMemberKey", "orderMemberKey")
"What says whose a row is."


def _column(name: str) -> Expression:
    return lambda row: row.col(name)


def _key(row: Row) -> str:
    return row.key


def _store_of_order(row: Row) -> str:
    return row.one("AnyOrder", "order_id").col("store_id")


def _of_ticket(column: str) -> Expression:
    return lambda row: row.one("AnyTicket", "ticket_id").col(column)


STORE: dict[str, Expression] = {
    "Member": _column("home_store_id"), "Order": _column("store_id"), "OrderReturn": _store_of_order, "Store": _key,
    "Staff": _column("store_id"), "AfterSalesCase": _store_of_order,
}  # fmt: skip
STAFF: dict[str, Expression] = {
    "Ticket": _column("assignee_id"), "TicketMessage": _of_ticket("assignee_id"), "Interaction": _column("staff_id"),
    "Staff": _key, "AuditEvent": _column("actor_staff_id"), "ChangeSet": _column("actor_staff_id"),
}  # fmt: skip


def extend(entities: Iterable[Entity]) -> None:
    """Gives each type the filters that its rows allow; what is there already stays. They are not in the schema."""
    for entity in entities:
        if not entity.is_inner:
            entity.filters = _scopes(entity) | dict(entity.filters)


def _scopes(entity: Entity) -> dict[str, object]:
    name = entity.type_name
    member = _member(entity)
    store = STORE.get(name) or (_store_of(member) if member else None)
    unit = _unit(name, store)
    found: dict[str, object] = {"storeKey": Compare(store, "uuid")} if store else {}
    found |= {"memberKey": Compare(member, "uuid")} if member else {}
    found |= {"unit": Within(unit)} if unit else {}
    return found | ({"staffKey": Compare(STAFF[name], "uuid")} if name in STAFF else {})


def _member(entity: Entity) -> Expression | None:
    if entity.type_name == "Member":
        return _key
    rule = next((entity.filters[name] for name in MEMBER if name in entity.filters), None)
    return rule.expression if rule else None


def _store_of(member: Expression) -> Expression:
    """The home store of the member whose the row is."""
    return lambda row: f"(SELECT m.home_store_id FROM member m WHERE m.id = {member(row)})"


def _unit(name: str, store: Expression | None) -> Expression | None:
    """The path of the unit that the row belongs to."""
    if name == "OrganizationUnit":
        return _column("path")
    if name == "Staff":
        return lambda row: f"(SELECT u.path FROM organization_unit u WHERE u.id = {row.col('unit_id')})"
    if store is None:
        return None
    path = "SELECT u.path FROM store s JOIN organization_unit u ON u.id = s.unit_id WHERE s.id ="
    return lambda row: f"({path} {store(row)})"


def offered(entity: Entity) -> dict[str, dict[str, object]]:
    """The named scopes that a type can have."""
    return {name: scope for name, scope in OFFERED.items() if set(scope) <= set(entity.filters)}
