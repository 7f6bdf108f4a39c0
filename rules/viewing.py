"""Looking with the eyes of another: who may, for how long, and that nothing can be changed meanwhile."""

from rules.explaining import VIEWS_AS
from rules.permissions import Access, Grants
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import MINUTES as MINUTES

ENDS = "access.end_view_as"
"What whoever looks with the eyes of another may do, whatever the other may."
ENDING = Grants(permissions=frozenset({ENDS}))


def may_stand_in(actor: Access, other: Access, *, is_role: bool) -> bool:
    """Nobody sees more than he may: who holds everything looks as anybody, all others as a role that they hold."""
    if not actor.permits(VIEWS_AS):
        return False
    return actor.is_everything or (is_role and all(grants in actor.grants for grants in other.grants))


def check_stand_in(actor: Access, other: Access, name: str, *, is_role: bool) -> None:
    """Raises Refused."""
    if not may_stand_in(actor, other, is_role=is_role):
        message = "You may not view as {name}: that would show you more than your own roles do."
        raise Refused(ErrorCode.FORBIDDEN, message, (), Detail(missing=(VIEWS_AS,)), name=name)


def check_changes(name: str) -> None:
    """Raises Refused, always: whoever looks with the eyes of another changes nothing."""
    message = "You are viewing as {name}, and so you only read. End it to change something."
    raise Refused(ErrorCode.FORBIDDEN, message, (), Detail(missing=(ENDS,)), name=name)
