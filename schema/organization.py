"""Stores and teams."""

from schema.fields import field, kind
from schema.paging import Node


@kind("A place where members buy.")
class Store(Node):
    code: str = field("The store's code.")
    name: str = field("The store's name.")
    is_active: bool = field("False if the store is closed.")


@kind("People who answer tickets together.")
class Team(Node):
    code: str = field("The team's code.")
    name: str = field("The team's name.")
