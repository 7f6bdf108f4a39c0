"""Units, stores and teams."""

from schema.fields import argument, field, kind
from schema.paging import Node


@kind("A node of the company's tree, from the whole company down to what has stores.")
class OrganizationUnit(Node):
    code: str = field("The unit's code.")
    name: str = field("The unit's name.")
    parent: "OrganizationUnit | None" = field("The unit that it is a part of; null at the top.")
    parts: list["OrganizationUnit"] = field("The units right below it, by code.")
    stores: list["Store"] = field("Its own stores, by code; those of its parts are not among them.")


@kind("A place where members buy.")
class Store(Node):
    code: str = field("The store's code.")
    name: str = field("The store's name.")
    unit: OrganizationUnit = field("The unit that it belongs to.")
    is_active: bool = field("False if the store is closed.")


@kind("People who answer tickets together.")
class Team(Node):
    code: str = field("The team's code.")
    name: str = field("The team's name.")


CODE = argument(str, "The code.")


@kind("Questions about the company.")
class OrganizationQueries:
    units: list[OrganizationUnit] = field("All units of the company, by code.")
    unit: OrganizationUnit | None = field("One unit of the company.", arguments={"code": CODE})
    stores: list[Store] = field("All stores, by code.")
    store: Store | None = field("One store.", arguments={"code": CODE})
    teams: list[Team] = field("All teams, by name.")
