"""Values that operations staff edit."""

from schema.fields import field, kind
from schema.paging import Node


@kind("A value that operations staff edit in a data dictionary (source channel, category, reason, ...).")
class DictionaryItem(Node):
    dictionary: str = field("The dictionary that the value belongs to.")
    code: str = field("The value's code, unique in its dictionary.")
    label: str = field("What people read.")
    is_active: bool = field("False if the value may no longer be chosen.")
