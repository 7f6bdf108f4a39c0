"""Values that operations staff edit."""

from schema.fields import argument, field, kind
from schema.paging import Node


@kind("A value that operations staff edit in a data dictionary (source channel, category, reason, ...).")
class DictionaryItem(Node):
    dictionary: str = field("The dictionary that the value belongs to.")
    code: str = field("The value's code, unique in its dictionary.")
    label: str = field("What people read.")
    is_active: bool = field("False if the value may no longer be chosen.")


@kind("Questions about data dictionaries.")
class DictionaryQueries:
    dictionary_items: list[DictionaryItem] = field(
        "The values of a dictionary that may be chosen, by their labels.",
        arguments={"dictionary": argument(str, "The dictionary: source, card_kind, ticket_category, ...")},
    )
