"""Which members an answer shows: the same operation, asked with their keys, which are taken out again."""

from typing import Any
from uuid import UUID

from graphql import FieldNode, NameNode, TypeInfo, TypeInfoVisitor, Visitor, visit

from resolvers.planner.documents import Document

MEMBER = "Member"
SEEN = "member_7874356224010071"
"The response key of what is asked beside; nobody else has a reason for it."


def witnessed(document: Document) -> Document | None:
    """The document with the id of every member that it reads; None if it reads none. Made once."""
    if document.witness is document:
        document.witness = _made(document)
    return document.witness


def taken_out(data: Any) -> list[UUID]:
    """The members of an answer, each once, in the order in which they are shown; their keys are no longer in it."""
    found: dict[UUID, None] = {}
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            key = part.pop(SEEN, None)
            if key is not None:
                found[UUID(key.partition("_")[2])] = None
            waiting += list(part.values())[::-1]
        elif isinstance(part, list):
            waiting += part[::-1]
    return list(found)


def _made(document: Document) -> Document | None:
    types, told = TypeInfo(document.schema), _Told()
    told.types = types
    tree = visit(document.tree, TypeInfoVisitor(types, told))
    if tree is document.tree:
        return None
    name = document.operation.name and document.operation.name.value
    operations = [d for d in tree.definitions if d.kind == "operation_definition"]
    operation = next(o for o in operations if (o.name and o.name.value) == name)
    return Document(document.schema, tree, operation)


class _Told(Visitor):
    """Adds the key to whatever is selected of a member."""

    types: TypeInfo

    def leave_selection_set(self, node: Any, *_: Any) -> Any:
        parent = self.types.get_parent_type()
        if parent is None or parent.name != MEMBER:
            return None
        seen = FieldNode(name=NameNode(value="id"), alias=NameNode(value=SEEN), arguments=(), directives=())
        return type(node)(selections=(*node.selections, seen))
