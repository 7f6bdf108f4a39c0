"""Connections: a page of a list, in Relay's shape, with keyset cursors."""

from typing import Any, Generic, TypeVar

import strawberry

from schema.fields import argument, field, kind

T = TypeVar("T")
MOST = "at most 100"


@kind("Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = field("There are rows after this page.")
    has_previous_page: bool = field("There are rows before this page.")
    start_cursor: str | None = field("The cursor of the first row; null on an empty page.")
    end_cursor: str | None = field("The cursor of the last row; null on an empty page.")


@kind("A number of rows. Counted only when it is selected; beyond the cap it is capped.")
class Count:
    value: int = field("The number of rows, or the cap if there are more.")
    is_estimate: bool = field("True if the database's statistics were asked instead of the rows.")
    is_capped: bool = field("True if there are more rows than `value` says.")


@kind("A row of a connection, with its cursor.")
class Edge(Generic[T]):
    node: T = field("The row.")
    cursor: str = field("Where the row lies in the list; give it to `after` or `before`.")


@kind("A page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = field("The rows with their cursors.")
    nodes: list[T] = field("The rows alone.")
    page_info: PageInfo = field("Where this page lies in the list.")
    total_count: Count = field(
        "How many rows the whole list has.",
        arguments={"cap": argument(int | None, "Counting stops here; from 1 to 10,000,000.", 10000)},
    )


def page(**more: Any) -> dict[str, Any]:
    """The arguments of a list that belongs to an object."""
    return {
        "first": argument(int | None, f"Rows from the start, {MOST}.", 20),
        "after": argument(str | None, "Continue after this cursor."),
        **more,
    }


def root_page(**more: Any) -> dict[str, Any]:
    """The arguments of a list at the root: `first` or `last` is needed."""
    return {
        "first": argument(int | None, f"Rows from the start, {MOST}; `first` or `last` is needed."),
        "after": argument(str | None, "Continue after this cursor."),
        "last": argument(int | None, f"Rows from the end, {MOST}."),
        "before": argument(str | None, "Continue before this cursor."),
        **more,
    }


SEARCH = "Any part of the texts that identify a row, several words in any order; case and accents do not matter."


def search() -> Any:
    return argument(str | None, SEARCH)


def where(annotation: Any) -> Any:
    return argument(annotation, "Conditions that the rows meet; {} is no condition.")


def order_by(annotation: Any) -> Any:
    return argument(annotation, "The order of the rows; the key decides between equal ones.")


@strawberry.interface(description="Anything with an id that can be asked for again.")
class Node:
    id: strawberry.ID = field("Opaque and stable; its beginning tells the type.")
