"""Messages that members are due."""

from schema.fields import field, kind
from schema.paging import Node
from schema.scalars import JSON, DateTime


@kind("A message that a member is due.")
class MemberNotice(Node):
    kind: str = field("What it is about, such as points.expiring.")
    body: JSON = field("What it tells.")
    due_at: DateTime = field("When it should reach the member.")
    sent_at: DateTime | None = field("When it was sent.")
